"""The names that a script declares itself, by the parts of it in which they hold. Whatever else it
names is the browser's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

# A node of the tree that the parser makes; it has no types of its own.
Node: TypeAlias = Any

FUNCTIONS = ("FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression")


@dataclass
class Scope:
    """The names that hold in a part of a script, and the part around it."""

    names: set[str] = field(default_factory=set)
    outer: Scope | None = None

    def knows(self, name: str) -> bool:
        return name in self.names or (self.outer is not None and self.outer.knows(name))

    def inner(self, names: Iterable[str]) -> Scope:
        return Scope(set(names), self)


def children(node: Node) -> Iterator[Node]:
    """The nodes right below a node."""
    for value in vars(node).values():
        for inner in value if isinstance(value, list) else (value,):
            if hasattr(inner, "type") and isinstance(inner.type, str):
                yield inner


def in_pattern(pattern: Node) -> Iterator[str]:
    """The names that a parameter or the left side of a declaration declares."""
    if pattern is None:
        return
    if pattern.type == "Identifier":
        yield pattern.name
    elif pattern.type == "Property":
        yield from in_pattern(pattern.value)
    elif pattern.type == "AssignmentPattern":
        yield from in_pattern(pattern.left)
    elif pattern.type == "RestElement":
        yield from in_pattern(pattern.argument)
    else:
        for inner in children(pattern):
            yield from in_pattern(inner)


def of_function(function: Node) -> Iterator[str]:
    """What holds in a whole function: its parameters, its own name, and each ``var`` in it."""
    yield "arguments"
    for parameter in function.params:
        yield from in_pattern(parameter)
    if function.id is not None:
        yield function.id.name
    yield from hoisted(function.body)


def hoisted(node: Node) -> Iterator[str]:
    """Each ``var`` below a node, but not those of functions in it."""
    if node.type == "VariableDeclaration" and node.kind == "var":
        for declared in node.declarations:
            yield from in_pattern(declared.id)
    for inner in children(node):
        if inner.type not in FUNCTIONS:
            yield from hoisted(inner)


def of_block(statements: Iterable[Node]) -> Iterator[str]:
    """What holds in a block alone: ``let``, ``const``, classes, functions, and what is imported."""
    for statement in statements:
        if statement.type == "VariableDeclaration" and statement.kind != "var":
            for declared in statement.declarations:
                yield from in_pattern(declared.id)
        elif statement.type in ("FunctionDeclaration", "ClassDeclaration"):
            yield statement.id.name
        elif statement.type == "ImportDeclaration":
            yield from (imported.local.name for imported in statement.specifiers)
        elif (
            statement.type.startswith("Export")
            and getattr(statement, "declaration", None) is not None
        ):
            yield from of_block([statement.declaration])
