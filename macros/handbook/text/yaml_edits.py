"""Keys and entries put into the text of a YAML file; everything else in it stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

# The reader that facts are read with, so that both stumble over the same signs.
_READER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CannotApply(ValueError):
    """The text is not such that the edit fits."""


def set_keys(text: str, line: int, paste: str, inside: str = "", front_matter: bool = False) -> str:
    """The text with each key of the paste set in the entry that ``line`` belongs to, or in its key
    ``inside``.
    """
    if front_matter:
        return _in_front_matter(text, line, paste, inside)
    for block in re.split(r"\n(?=[^\s-])", paste):
        text = _with_key(text, line, inside, block)
    return text


def _in_front_matter(text: str, line: int, paste: str, inside: str) -> str:
    found = re.match(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", text, re.DOTALL | re.MULTILINE)
    if not found:
        raise CannotApply("the page has no block at its top")
    inner = set_keys(found.group(1), max(line - 1, 0), paste, inside)
    return text[: found.start(1)] + inner + text[found.end(1) :]


def add_entries(text: str, line: int, key: str, paste: str) -> str:
    """The text with the entries of the paste at the end of the list ``key`` of the entry at
    ``line``, or of the file's own.
    """
    root = _composed(text)
    if not key:
        if not isinstance(root, yaml.SequenceNode | None):
            raise CannotApply("the file holds no list")
        return _with_entries(text, root, paste)
    if root is None:
        return f"{text}{key}:\n{_shifted(paste, 2)}\n"
    holders = [node for node in _mappings(root) if _rows_of(node, key) and _holds(node, line)]
    entry = holders[-1] if holders else _entry_at(root, line, key)
    found = next((value for name, value in entry.value if name.value == key), None)
    if isinstance(found, yaml.SequenceNode) and found.value:
        return _with_entries(text, found, paste)
    return _with_key(text, line, "", f"{key}:\n{_shifted(paste, 2)}")


def written_value(text: str, key: str) -> str:
    """What is written behind a key of the file's own, with the comment on its line; empty where
    there is no such key.
    """
    root = _composed(text)
    pair = _pair(root, key)
    if root is None or pair is None:
        return ""
    start = pair[1].start_mark.index
    flow = isinstance(root, yaml.MappingNode) and root.flow_style
    return text[start : pair[1].end_mark.index if flow else _line_end(text, start)].rstrip()


def without_key(text: str, key: str) -> str:
    """The text without a key of the file's own, and what belongs to it."""
    root = _composed(text)
    pair = _pair(root, key)
    if root is None or pair is None:
        return text
    if isinstance(root, yaml.MappingNode) and root.flow_style:
        return _without_pair(text, root, pair)
    rows = text.split("\n")
    return "\n".join([*rows[: pair[0].start_mark.line], *rows[_last_row(pair[1], pair[0]) + 1 :]])


def _pair(root: yaml.Node | None, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    return next((pair for pair in pairs if pair[0].value == key), None)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _without_pair(text: str, root: yaml.MappingNode, pair: tuple[yaml.Node, yaml.Node]) -> str:
    """The text without a key between brackets and the comma beside it."""
    place = root.value.index(pair)
    if place + 1 < len(root.value):
        return text[: pair[0].start_mark.index] + text[root.value[place + 1][0].start_mark.index :]
    start = root.value[place - 1][1].end_mark.index if place else pair[0].start_mark.index
    return text[:start] + text[pair[1].end_mark.index :]


def _with_entries(text: str, node: yaml.SequenceNode | None, paste: str) -> str:
    if node is None or not node.value:
        kept = (
            text
            if node is None
            else text[: node.start_mark.index] + text[node.end_mark.index :].lstrip()
        )
        return f"{kept}{paste}\n"
    if node.flow_style:
        last = node.value[-1].end_mark.index
        return f"{text[:last]}, {paste.removeprefix('- ')}{text[last:]}"
    return _with_lines(text, _last_row(node), _shifted(paste, node.start_mark.column))


def _with_key(text: str, line: int, inside: str, block: str) -> str:
    """The text with one key, and what belongs to it, set."""
    root = _composed(text)
    if root is None:
        return f"{text}{block}\n"
    name = _name_of(block)
    entry = _entry_at(root, line, inside or name)
    if inside:
        entry = next((value for key, value in entry.value if key.value == inside), entry)
        if not isinstance(entry, yaml.MappingNode):
            raise CannotApply(f'"{inside}" holds no keys')
    pair = next(((key, value) for key, value in entry.value if key.value == name), None)
    return (
        _with_key_replaced(text, entry, *pair, block)
        if pair
        else _with_key_added(text, entry, block)
    )


def _name_of(block: str) -> str:
    node = _composed(block)
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        raise CannotApply(f"not one key: {block!r}")
    return str(node.value[0][0].value)


def _with_key_replaced(
    text: str, entry: yaml.MappingNode, key: yaml.Node, value: yaml.Node, block: str
) -> str:
    start = key.start_mark.index
    if entry.flow_style:
        return text[:start] + _one_line(block) + text[value.end_mark.index :]
    rows, indent = text.split("\n"), key.start_mark.column
    first, last = key.start_mark.line, _filled_row(rows, _last_row(value, key))
    head = rows[first][:indent]
    shifted = _shifted(block, indent)[indent:]
    return "\n".join([*rows[:first], f"{head}{shifted}", *rows[last + 1 :]])


def _with_key_added(text: str, entry: yaml.MappingNode, block: str) -> str:
    if entry.flow_style:
        end = entry.end_mark.index - 1
        comma = ", " if entry.value else ""
        return f"{text[:end].rstrip()}{comma}{_one_line(block)}{text[end:]}"
    return _with_lines(text, _last_row(entry), _shifted(block, entry.start_mark.column))


def _one_line(block: str) -> str:
    if "\n" in block:
        raise CannotApply("several lines do not fit between brackets")
    return block


def _with_lines(text: str, row: int, added: str) -> str:
    """The text with lines after a row."""
    rows = text.split("\n")
    row = _filled_row(rows, row)
    return "\n".join([*rows[: row + 1], added, *rows[row + 1 :]])


def _filled_row(rows: list[str], row: int) -> int:
    """The last row with something in it, up to and with ``row``."""
    return next(
        (found for found in range(min(row, len(rows) - 1), -1, -1) if rows[found].strip()), -1
    )


def _shifted(block: str, indent: int) -> str:
    return "\n".join(f"{' ' * indent}{row}" if row else row for row in block.split("\n"))


def _composed(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_READER)
    except yaml.YAMLError as wrong:
        raise CannotApply("the file cannot be read") from wrong


def _entry_at(root: yaml.Node, line: int, name: str) -> yaml.MappingNode:
    """The set of keys that a line belongs to: the inner one with that key on the line, else the
    outer one with any key there.
    """
    row = line - 1
    around = [node for node in _mappings(root) if node.start_mark.line <= row <= _last_row(node)]
    here = [node for node in around if row in _rows_of(node)]
    named = [node for node in here if row in _rows_of(node, name)]
    found = [*reversed(named), *here, *reversed(around), *([root] if not line else [])]
    if not found or not isinstance(found[0], yaml.MappingNode):
        raise CannotApply(f"there is no entry at line {line}")
    return found[0]


def _holds(node: yaml.MappingNode, line: int) -> bool:
    """Whether a line is one of an entry; 0 is any."""
    return not line or node.start_mark.line <= line - 1 <= _last_row(node)


def _rows_of(node: yaml.MappingNode, name: str = "") -> list[int]:
    """The rows of the keys of an entry, or of those with a name."""
    return [key.start_mark.line for key, _ in node.value if name in ("", key.value)]


def _mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Every set of keys, the outer before the inner."""
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _mappings(value)


def _last_row(node: yaml.Node, key: yaml.Node | None = None) -> int:
    """The last row that a value is written in; of an empty one, that of its key."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_row(last[1], last[0]) if isinstance(last, tuple) else _last_row(last)
    end = node.end_mark
    if node.start_mark.index == end.index:
        return key.start_mark.line if key is not None else node.start_mark.line
    if end.column == 0 and end.line > node.start_mark.line:
        return int(end.line) - 1  # a text of several lines ends where the next line begins
    return int(end.line)
