"""The engine decides nothing by the name of a role, unit, product, buyer group or page of this
handbook: names are facts, and facts change.

Only names that cannot be ordinary words are looked for, those of two words and more, and only as
whole texts of the code. Help pages may speak of any company; what they say is in docstrings, in
decorators and in calls that a module makes for their effect alone (`add("review-missing", …)`).
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import handbook as engine
from handbook.documents.company.facts.company import BusinessUnit, Role
from handbook.documents.sales_book.facts.market import BuyerGroup, Product

PACKAGE = Path(engine.__file__).parent
OWN_PAGES = "upkeep/"  # the pages about the handbook itself, which the engine fills and links to


def helps(tree: ast.Module) -> Iterator[ast.AST]:
    """Where a module says what help pages show: decorators, and calls for their effect alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from node.decorator_list
    for statement in tree.body:
        if isinstance(statement, ast.Expr):
            yield statement


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of each string in the code, except in what help pages show."""
    shown = {id(part) for node in helps(tree) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in shown:
            yield node.lineno, node.value


def in_code(names: set[str]) -> dict[str, str]:
    """Which of the names are whole texts of the engine's code, with the place where each is first."""
    modules = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    assert modules, f"There is no code in {PACKAGE}."
    places: dict[str, str] = {}
    for path, code in modules.items():
        if any(name in code for name in names):
            for line, text in literals(ast.parse(code)):
                if text in names:
                    places.setdefault(text, f"{path.relative_to(PACKAGE)}, line {line}")
    return places


def test_engine_knows_no_name_of_this_handbook(handbook):
    facts = handbook.facts
    items = [
        item
        for table in (facts[Role], facts[BusinessUnit], facts[Product], facts[BuyerGroup])
        for item in table
    ]
    names = {item.id for item in items if "-" in item.id}
    pages = {src for src in handbook.pages if "/" in src and not src.startswith(OWN_PAGES)}
    told = [
        f'  handbook/{place}: "{name}"' for name, place in sorted(in_code(names | pages).items())
    ]
    assert not told, "\n".join(
        [
            "The engine names what belongs to this handbook, and stops working when it is renamed:",
            *told,
        ]
    )
