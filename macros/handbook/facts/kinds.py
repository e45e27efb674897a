"""Kinds of facts: which file of ``docs/_facts`` holds what. Each model declares its own, and is
found by walking packages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from handbook.facts.discovery import load

if TYPE_CHECKING:
    from handbook.facts.model import Fact

FACTS_FOLDER = "docs/_facts"
Shape = Literal["keys", "list", "folder", "inside"]


@dataclass(frozen=True)
class Declaration:
    """What the header of a model says of it; see :class:`handbook.facts.model.Fact`."""

    file: str = ""
    inside: str = ""
    name: str = ""
    called: str = ""
    shown: bool = True

    @property
    def derived_name(self) -> str:
        """The name as declared, or that of the file without folder and ending."""
        return self.name or self.file.rstrip("/").rsplit("/", 1)[-1].removesuffix(".yml")


@dataclass(frozen=True)
class Kind:
    """A kind of facts: its name in macros and messages, its file or folder, and its model.

    ``called`` is what people call one of them. ``shown``: some page has to show it. A kind of the
    shape ``inside`` is a list in the file of another kind.
    """

    name: str
    path: str
    model: type[Fact]
    shape: Shape
    top: str = FACTS_FOLDER
    called: str = ""
    shown: bool = True

    @property
    def where(self) -> str:
        """The file or folder, as an editor finds it."""
        return f"{self.top}/{self.path}"


_declared: dict[type[Fact], Declaration] = {}


def declare(model: type[Fact], declaration: Declaration) -> None:
    """Note what a model says of itself. Raises :class:`ValueError` where its name or its file is
    taken.
    """
    name, file = declaration.derived_name, declaration.file
    if any(other.derived_name == name for other in _declared.values()):
        raise ValueError(f'there are two kinds of facts "{name}"; give one of them another name=')
    if file and any(other.file == file for other in _declared.values()):
        raise ValueError(
            f'there are two kinds of facts in "{file}"; give one of them another file='
        )
    _declared[model] = declaration
    _by_name.cache_clear()
    kind_of.cache_clear()


def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order of their files."""
    return tuple(_by_name().values())


def kind(name: str) -> Kind:
    """The kind of that name. Raises :class:`KeyError`."""
    return _by_name()[name]


@cache
def kind_of(model: type[Fact]) -> Kind:
    """The kind that a model declares. Raises :class:`KeyError` for a model that declares none."""
    return kind(_declared[model].derived_name)


def kind_named_by_model(model_name: str) -> Kind | None:
    """The kind whose model has that name: for references to a document that is above; None where
    that document is left out.
    """
    return next((kind for kind in kinds() if kind.model.__name__ == model_name), None)


def called(name: str) -> str:
    """What people call one of a table: ``roles`` → ``role``; the table's name where nothing else is
    declared.
    """
    found = _by_name().get(name)
    return (found.called if found else "") or name


@cache
def _by_name() -> dict[str, Kind]:
    load("facts")
    found = [_made(model, declaration) for model, declaration in _declared.items()]
    return {kind.name: kind for kind in sorted(found, key=lambda kind: (kind.path, kind.name))}


def _made(model: type[Fact], declaration: Declaration) -> Kind:
    path, shape = declaration.file, _shape(model, declaration)
    if shape == "inside":
        path = next(
            outer.file for outer in _declared.values() if outer.derived_name == declaration.inside
        )
    return Kind(
        declaration.derived_name,
        path,
        model,
        shape,
        called=declaration.called,
        shown=declaration.shown,
    )


def _shape(model: type[Fact], declaration: Declaration) -> Shape:
    if declaration.inside:
        return "inside"
    if declaration.file.endswith("/"):
        return "folder"
    return "list" if "id" in model.model_fields else "keys"
