"""The middle is pure. Imports and clocks are for import-linter and ruff; what a path does that was
handed over, neither can see.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.places import MACROS

LIBRARY = MACROS / "handbook"
# The edges: one reads files, one asks git, one room writes, one speaks to GitHub, one is the
# command in front, with its commands.
EDGES = {"text/load.py", "text/git.py", "write", "gh.py", "cli.py", "commands"}
PURE = sorted(
    path
    for path in LIBRARY.rglob("*.py")
    if not {path.relative_to(LIBRARY).parts[0], path.relative_to(LIBRARY).as_posix()} & EDGES
)


def reads(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        name = getattr(node, "attr", getattr(node, "id", ""))
        if name in {"read_text", "read_bytes"}:
            yield f"line {node.lineno} uses {name}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "open":
            yield f"line {node.lineno} opens a file"


def test_no_module_reads_a_file():
    found = [
        f"{path.relative_to(LIBRARY)}, {said}"
        for path in PURE
        for said in reads(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, (
        f"{'; '.join(found)}. Only text/load.py, text/git.py, write/, gh.py, cli.py and commands/ may: the rest is tested with text alone.\n"
        "To fix: take what was read as an argument."
    )


@pytest.mark.parametrize("code", ["open('x')", "page.path.read_text()", "page.path.open()"])
def test_reading_is_noticed(code):
    assert list(reads(ast.parse(code)))


@pytest.mark.parametrize("code", ["if seat.open: pass", "from handbook.text.load import Texts"])
def test_words_that_only_sound_alike_are_let_through(code):
    assert not list(reads(ast.parse(code)))
