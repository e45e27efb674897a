"""The middle is pure: what import-linter cannot see in imports is looked for in the code itself."""

import ast
from collections.abc import Iterator

import pytest

from tests.places import MACROS

LIBRARY = MACROS / "handbook"
# The edges: one reads files, one asks git, one room writes, one speaks to GitHub, one is the command in front, with its commands.
EDGES = {"text/load.py", "text/git.py", "write", "gh.py", "cli.py", "commands"}
PURE = sorted(
    path
    for path in LIBRARY.rglob("*.py")
    if not {path.relative_to(LIBRARY).parts[0], path.relative_to(LIBRARY).as_posix()} & EDGES
)

OUTSIDE = {"os", "io", "pathlib", "subprocess", "shutil", "glob", "tempfile", "fileinput", "socket"}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "getenv", "environ"}
CLOCK = {"today", "now", "utcnow", "time", "monotonic", "perf_counter", "localtime", "gmtime"}
CLOCKS = {"date", "datetime", "time"}


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, (node.module or "").partition(".")[0]


def names(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Line, owner and name of each thing that is looked up: `date.today` is ("date", "today")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            yield (
                node.lineno,
                owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", ""),
                node.attr,
            )
        elif isinstance(node, ast.Name):
            yield node.lineno, "", node.id


def outside(tree: ast.AST) -> Iterator[str]:
    yield from (
        f"line {line} imports {module}" for line, module in imports(tree) if module in OUTSIDE
    )
    called = {
        node.func.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node.func) == "open"
    }
    for line, _, name in names(tree):
        # A seat may be open: what is only looked up, not called, opens no file.
        if name in FILES and (name != "open" or line in called):
            yield f"line {line} uses {name}"


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def clocks(tree: ast.AST) -> Iterator[str]:
    for line, owner, name in names(tree):
        if owner in CLOCKS and name in CLOCK:
            yield f"line {line} uses {owner}.{name}"


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.AST]:
    """Every module that is to be pure."""
    return {
        path.relative_to(LIBRARY).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in PURE
    }


def test_no_module_touches_a_file_or_the_environment(trees):
    found = [f"{name}, {said}" for name, tree in trees.items() for said in outside(tree)]
    assert not found, (
        f"{'; '.join(found)}. Only text/load.py, text/git.py, write/, gh.py, cli.py and commands/ may: the rest is tested with text alone.\n"
        "To fix: take what was read as an argument."
    )


def test_no_module_asks_a_clock(trees):
    found = [f"{name}, {said}" for name, tree in trees.items() for said in clocks(tree)]
    assert not found, (
        f"{'; '.join(found)}. Today is an argument.\nTo fix: take `today: date` as an argument."
    )


@pytest.mark.parametrize(
    "code",
    [
        "import os.path",
        "from pathlib import PurePath",
        "open('x')",
        "page.path.read_text()",
        "page.path.open()",
        "import yaml, subprocess",
        "def f():\n    from io import StringIO",
    ],
)
def test_a_reach_outside_is_noticed(code):
    assert list(outside(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ["date.today()", "datetime.datetime.now(zone)", "time.time()", "key=datetime.now"]
)
def test_a_look_at_the_clock_is_noticed(code):
    assert list(clocks(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "page.today",
        "review.time",
        "if seat.open: pass",
        "from handbook.text.load import Texts",
        "time(9, 30)",
    ],
)
def test_words_that_only_sound_alike_are_let_through(code):
    assert not [*outside(ast.parse(code)), *clocks(ast.parse(code))]
