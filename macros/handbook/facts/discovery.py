"""What documents hold is found by walking packages: no kind, rule or macro is registered by hand.

A home is a package that may hold a module or a folder ``facts``, ``rules`` or ``macros``: each document of ours, each document in
a company's own package ``macros/own``, and the rooms about pages and the site.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pkgutil import iter_modules
from traceback import extract_tb
from typing import Literal

from handbook.text.load import CannotRun

Holding = Literal["facts", "rules", "macros"]

# The rooms of the engine that hold rules and macros beside those of documents, and the packages whose packages are homes.
ROOMS = ("handbook", "handbook.site", "handbook.upkeep")
SHELVES = ("handbook.documents", "own")
_loaded: set[str] = set()


def include(folder: str) -> None:
    """Also find a company's own documents: those in the package ``own`` of a folder, where there is one.

    Raises :class:`CannotRun` where that package cannot be loaded.
    """
    spec = PathFinder.find_spec("own", [folder])
    if spec is None or spec.loader is None or "own" in sys.modules:
        return
    sys.modules["own"] = module_from_spec(spec)
    with _said("own"):
        spec.loader.exec_module(sys.modules["own"])
    _loaded.clear()


def load(holding: Holding) -> None:
    """Import every module of all homes that holds facts, rules or macros. The second time it does nothing.

    Raises :class:`CannotRun` where a module of a company cannot be loaded.
    """
    if holding in _loaded:
        return
    _loaded.add(holding)
    try:
        for name in list(_homes()):
            _import_all(name, holding)
    except CannotRun:
        _loaded.discard(holding)  # who asks again is told again
        raise


def _import_all(home: str, holding: Holding) -> None:
    for inner in _modules(home):
        if inner.rpartition(".")[2] == holding:
            _import_whole(inner)


def _homes() -> Iterator[str]:
    yield from ROOMS
    # A package "own" that merely happens to be on Python's path is not the company's of this handbook.
    for shelf in (shelf for shelf in SHELVES if shelf != "own" or "own" in sys.modules):
        yield from (name for name in _modules(shelf) if _paths(name))


def _import_whole(name: str) -> None:
    """Import a module, and if it is a package all that is in it."""
    with _said(name):
        import_module(name)
    for inner in _modules(name):
        _import_whole(inner)


@contextmanager
def _said(name: str) -> Iterator[None]:
    """A fault in a company's own module is said with its file and line; one of ours is left as it is."""
    try:
        yield
    except CannotRun:
        raise
    except Exception as fault:
        if name.partition(".")[0] != "own":
            raise
        raise CannotRun(f"{_place(name, fault)} cannot be loaded: {type(fault).__name__}: {fault}") from fault


def _place(name: str, fault: Exception) -> str:
    """The file of a company's own module in which something went wrong, and the line."""
    if isinstance(fault, SyntaxError) and fault.filename:
        return f"{fault.filename}, line {fault.lineno},"
    frames = [frame for frame in extract_tb(fault.__traceback__) if "/own/" in frame.filename]
    return f"{frames[-1].filename}, line {frames[-1].lineno}," if frames else f"The module {name}"


def _modules(package: str) -> list[str]:
    """The modules and packages right inside a package, by name, in order; none where it is a module or is not there."""
    return sorted(f"{package}.{found.name}" for found in iter_modules(_paths(package)))


def _paths(name: str) -> Sequence[str]:
    """Where a package lies; nothing for a module and for what is not there."""
    if name in sys.modules:
        return list(getattr(sys.modules[name], "__path__", ()))
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return ()
    return list(spec.submodule_search_locations or ()) if spec else ()
