"""The repository's own files: locks, workflows, scripts and guides."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.places import PROJECT

ROOT = PROJECT
COMPANY_LOCK = "macros/handbook/adopt/shell/requirements.txt"
LOCKS = {
    "requirements.txt": ["install"],
    "requirements-dev.txt": ["install", "dev"],
    COMPANY_LOCK: ["checks"],
}
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
SCRIPTS = [ROOT / "Makefile", ROOT / ".ci" / "run", *WORKFLOWS]
GUIDES = [ROOT / "README.md", ROOT / ".github" / "CONTRIBUTING.md"]
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def text(name: str | Path) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


class OnceOnly(yaml.BaseLoader):
    """Reads YAML as text (so that `on` stays a word), and refuses a key that is there twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = Counter(key.value for key, _ in node.value)
        twice = [key for key, times in keys.items() if times > 1]
        if twice:
            raise ValueError(f"line {node.start_mark.line + 1}: the key {twice[0]} is there twice")
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(text(path), OnceOnly)
    except (yaml.YAMLError, ValueError) as problem:
        pytest.fail(f"{path.name} cannot be read: {problem}", pytrace=False)
    assert isinstance(content, dict), f"{path.name} is empty, or not a list of keys."
    return content
