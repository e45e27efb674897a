"""The engine decides nothing by the name of a role, unit, product, buyer group or page of this handbook: names are facts, and facts change.

Only names that cannot be ordinary words are looked for, those of two words and more, and only as whole texts of the code. Help pages may
speak of any company; what they say is in docstrings and decorators.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import handbook as engine
from handbook.documents.company.facts.company import BusinessUnit, Role
from handbook.documents.sales_book.facts.market import BuyerGroup, Product

PACKAGE = Path(engine.__file__).parent
OWN_PAGES = "upkeep/"  # the pages about the handbook itself, which the engine fills and links to


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of each string in the code, except in decorators."""
    shown = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        for decorator in node.decorator_list
        for part in ast.walk(decorator)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in shown:
            yield node.lineno, node.value


@pytest.fixture(scope="module")
def in_code() -> dict[str, str]:
    """Each text of the engine's code, with the place where it is found first."""
    places: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for line, text in literals(ast.parse(path.read_text(encoding="utf-8"))):
            places.setdefault(text, f"{path.relative_to(PACKAGE)}, line {line}")
    assert places, f"There is no code in {PACKAGE}."
    return places


def test_engine_knows_no_name_of_this_handbook(handbook, in_code):
    facts = handbook.facts
    items = [
        item
        for table in (facts[Role], facts[BusinessUnit], facts[Product], facts[BuyerGroup])
        for item in table
    ]
    names = {item.id for item in items if "-" in item.id}
    pages = {src for src in handbook.pages if "/" in src and not src.startswith(OWN_PAGES)}
    told = [
        f'  handbook/{in_code[name]}: "{name}"' for name in sorted((names | pages) & in_code.keys())
    ]
    assert not told, "\n".join(
        [
            "The engine names what belongs to this handbook, and stops working when it is renamed:",
            *told,
        ]
    )
