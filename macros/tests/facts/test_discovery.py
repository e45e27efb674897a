"""Nothing is registered by hand: what is in facts, rules and macros is found by looking, and only
there.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import MACROS

LIBRARY = MACROS / "handbook"
HOLDING = ("facts", "rules", "macros")
# The rooms whose folders of these names are looked through, beside those of the documents.
HOMES = [
    *(LIBRARY / room for room in ("", "pages", "site", "upkeep", "adopt")),
    *sorted(path for path in (LIBRARY / "documents").iterdir() if path.is_dir()),
]
REGISTERS = {"rule": "rules", "also": "rules", "hides": "rules", "macro": "macros"}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(LIBRARY.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    )


def held(home: Path, holding: str) -> Iterator[str]:
    """The modules of a home that hold facts, rules or macros: one file, or all in a folder."""
    if (home / f"{holding}.py").exists():
        yield module_of(home / f"{holding}.py")
    yield from map(module_of, sorted((home / holding).rglob("*.py")))


@pytest.mark.parametrize("holding", HOLDING)
def test_every_module_is_found(holding):
    there = {name for home in HOMES for name in held(home, holding)}
    assert len(there) > 10
    code = f"import sys; from handbook.facts.discovery import load; load({holding!r}); print(*sys.modules, sep='\\n')"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert there - set(loaded.stdout.split()) == set()


def registering(tree: ast.Module) -> Iterator[str]:
    """What a module registers: a model with a file, a rule, a macro."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(
            key.arg in ("file", "inside") for key in node.keywords
        ):
            yield "facts"
        calls = node.decorator_list if isinstance(node, ast.FunctionDef) else []
        names = [
            getattr(call.func if isinstance(call, ast.Call) else call, "id", "") for call in calls
        ]
        yield from (REGISTERS[name] for name in names if name in REGISTERS)


def test_whatever_registers_is_where_it_is_found():
    found = {
        holding: {name for home in HOMES for name in held(home, holding)} for holding in HOLDING
    }
    astray = [
        f"{module_of(path)} registers {what}"
        for path in sorted(LIBRARY.rglob("*.py"))
        for what in set(registering(ast.parse(path.read_text("utf-8"))))
        if module_of(path) not in found[what]
    ]
    assert astray == []


def test_no_module_imports_others_only_so_that_they_register():
    """An import that nobody uses would be refused, so it would carry a noqa."""
    listing = [
        module_of(path)
        for path in sorted(LIBRARY.rglob("*.py"))
        if any("noqa: F401" in line for line in path.read_text("utf-8").splitlines())
    ]
    assert listing == []
