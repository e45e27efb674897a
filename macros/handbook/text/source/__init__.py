"""Strict YAML and front matter: text in, values that know their line, or Problems, out.

Every scalar stays the text that was typed (``NO``, ``9:30``, ``012``). Anchors, aliases, tags,
merge keys and duplicate keys are refused; size, depth and number of values are bounded. Bad content
never raises.
"""

from handbook.text.source.front_matter import FrontMatter, split_front_matter
from handbook.text.source.text import decode, left_conflict
from handbook.text.source.values import Items, Map, Text, Value
from handbook.text.source.yaml_text import YamlResult, read_yaml

__all__ = [
    "FrontMatter",
    "Items",
    "Map",
    "Text",
    "Value",
    "YamlResult",
    "decode",
    "left_conflict",
    "read_yaml",
    "split_front_matter",
]
