"""Texts in a script: what is known of a value before the script runs."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.text.source.script_names import (
    Node,
)

_OPTIONS = frozenset("method cache credentials signal priority".split())


def key_of(node: Node, computed: bool) -> str | None:
    """The name of a property; None where it is computed from what is not known."""
    if computed:
        return text_of(node)
    return (
        str(node.name)
        if node.type in ("Identifier", "PrivateIdentifier", "PrivateName")
        else text_of(node)
    )


def text_of(node: Node) -> str | None:
    """The text that a piece of the script is, put together from constants; None if it is more than
    that.
    """
    found = list(texts_of(node))
    whole = len(found) == 1 and _is_constant(node)
    return found[0] if whole else None


def _is_constant(node: Node) -> bool:
    if node.type == "BinaryExpression":
        return node.operator == "+" and _is_constant(node.left) and _is_constant(node.right)
    if node.type == "TemplateLiteral":
        return all(_is_constant(inner) for inner in node.expressions)
    return (
        node.type == "Literal"
        and isinstance(node.value, (str, int, float))
        and not isinstance(node.value, bool)
    )


def texts_of(node: Node) -> Iterator[str]:
    """What is known of a text, from its beginning on: parts that follow each other are one, up to
    what is not known.
    """
    begun: list[str] = []
    for part in _parts(node):
        if part is not None:
            begun.append(part)
        elif begun:
            yield "".join(begun)
            begun = []
        else:
            yield ""
    if begun:
        yield "".join(begun)


def leaves(node: Node) -> Iterator[Node]:
    """What a text is put together from, without the constants that were judged with it."""
    if node.type == "BinaryExpression" and node.operator == "+":
        yield from leaves(node.left)
        yield from leaves(node.right)
    elif node.type == "TemplateLiteral":
        for inner in node.expressions:
            yield from leaves(inner)
    elif node.type != "Literal":
        yield node


def _parts(node: Node) -> Iterator[str | None]:
    if node.type == "Literal" and isinstance(node.value, str):
        yield node.value
    elif (
        node.type == "Literal"
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
    ):
        yield str(node.value)
    elif node.type == "BinaryExpression" and node.operator == "+":
        yield from _parts(node.left)
        yield from _parts(node.right)
    elif node.type == "TemplateLiteral":
        for place, quasi in enumerate(node.quasis):
            yield str(quasi.value.cooked or "")
            if place < len(node.expressions):
                yield from _parts(node.expressions[place])
    else:
        yield None


def only_reads(options: Node) -> bool:
    if options.type != "ObjectExpression":
        return False
    for option in options.properties:
        name = key_of(option.key, option.computed) if option.type == "Property" else None
        if name not in _OPTIONS or (name == "method" and text_of(option.value) != "GET"):
            return False
    return True
