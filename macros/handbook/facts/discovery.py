"""What documents hold is found by walking packages: no kind, rule or macro is registered by hand.

A home is a package that may hold a module or a folder ``facts``, ``rules`` or ``macros``: each
document of ours, each document in a company's own package ``macros/own``, and the rooms about pages
and the site.
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

from handbook.text.load import FolderError, folders_in

Holding = Literal["facts", "rules", "macros"]

# The rooms of the engine that hold facts, rules or macros beside those of documents, and the
# packages whose packages are homes.
ROOMS = ("handbook", "handbook.pages", "handbook.site", "handbook.upkeep", "handbook.adopt")
OWN = "own"
SHELVES = ("handbook.documents", OWN)
_loaded: set[str] = set()
# What cannot be loaded is loaded once: a second time, what its first half declared would seem
# declared twice.
_faults: dict[str, FolderError] = {}


def include(folder: str) -> None:
    """Also find a company's own documents: those in the package ``own`` of a folder, where there is
    one.

    Raises :class:`FolderError` where that package cannot be loaded.
    """
    spec = PathFinder.find_spec(OWN, [folder])
    if OWN in _faults:
        raise _faults[OWN]
    if spec is None or OWN in sys.modules:
        return
    own = sys.modules[OWN] = module_from_spec(spec)
    own.__path__ = list(
        spec.submodule_search_locations or ()
    )  # of this folder, whatever Python's path says later
    if spec.loader is not None:
        with _once(OWN), _said(OWN):
            spec.loader.exec_module(own)
    _loaded.clear()


def load(holding: Holding) -> None:
    """Import every module of all homes that holds facts, rules or macros. The second time it does
    nothing.

    Raises :class:`FolderError` where a module of a company cannot be loaded, each time.
    """
    if holding in _faults:
        raise _faults[holding]
    if holding in _loaded:
        return
    _loaded.add(holding)
    with _once(holding):
        for name in list(_homes()):
            _import_all(name, holding)


@contextmanager
def _once(what: str) -> Iterator[None]:
    """Asking again for something that cannot be loaded gives the same message again."""
    try:
        yield
    except FolderError as cannot:
        _faults[what] = cannot
        raise


def _import_all(home: str, holding: Holding) -> None:
    for inner in modules(home):
        if inner.rpartition(".")[2] == holding:
            _import_whole(inner)


def _homes() -> Iterator[str]:
    yield from ROOMS
    # A package "own" that merely happens to be on Python's path is not the company's of this
    # handbook.
    for shelf in (shelf for shelf in SHELVES if shelf != OWN or OWN in sys.modules):
        yield from (name for name in modules(shelf) if _paths(name))


def _import_whole(name: str) -> None:
    """Import a module, and if it is a package all that is in it."""
    with _said(name):
        import_module(name)
    for inner in modules(name):
        _import_whole(inner)


@contextmanager
def _said(name: str) -> Iterator[None]:
    """A fault in a company's own module is said with its file and line; one of ours is left as it
    is.
    """
    try:
        yield
    except FolderError:
        raise
    except Exception as fault:
        if name.partition(".")[0] != OWN:
            raise
        place = _place_in_own(fault) or f"The module {name}"
        raise FolderError(f"{place} cannot be loaded: {_what(fault)}") from fault


def say_where(fault: Exception) -> None:
    """Raises :class:`FolderError` with the line of a company's own code, if that is where something
    went wrong.
    """
    if not isinstance(fault, FolderError) and (place := _place_in_own(fault)):
        raise FolderError(f"{place} failed: {_what(fault)}") from fault


def _place_in_own(fault: BaseException) -> str:
    """The file of a company's own package in which something went wrong, and the line; nothing
    where it was not there.
    """
    lines = [(frame.filename, frame.lineno) for frame in extract_tb(fault.__traceback__)]
    if isinstance(fault, SyntaxError) and fault.filename:
        lines.append((fault.filename, fault.lineno))
    for path in _paths(OWN) if OWN in sys.modules else ():
        for filename, line in reversed(lines):
            if filename.startswith(path):
                inside = filename.removeprefix(path).replace("\\", "/")
                return f"macros/{OWN}{inside}, line {line},"
    return ""


def _what(fault: Exception) -> str:
    """What went wrong, in one line; what was raised for people to read needs no name of its kind."""
    words = fault.msg if isinstance(fault, SyntaxError) else str(fault)
    kind = (
        ""
        if isinstance(fault, (ImportError, SyntaxError, ValueError))
        else f"{type(fault).__name__}: "
    )
    return " ".join(f"{kind}{words}".split()).removesuffix(".") + "."


def modules(package: str) -> list[str]:
    """The modules and packages right inside a package, by name, in order; none where it is a module
    or is not there.
    """
    paths = _paths(package)
    found = {module.name for module in iter_modules(paths)}
    if package.partition(".")[0] == OWN:
        found.update(
            name for path in paths for name in folders_in(path)
        )  # nobody need write an __init__.py
    return sorted(f"{package}.{name}" for name in found)


def _paths(name: str) -> Sequence[str]:
    """Where a package lies; nothing for a module and for what is not there."""
    if name in sys.modules:
        return list(getattr(sys.modules[name], "__path__", ()))
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return ()
    return list(spec.submodule_search_locations or ()) if spec else ()
