"""Texts of ``docs/_facts`` in, :class:`Facts` out; what cannot be understood becomes a Problem and
is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import basename, dirname
from typing import Any, NamedTuple

from pydantic import ValidationError

from handbook.facts.explain import explain, id_twice, not_an_item, wrong_shape
from handbook.facts.facts import Facts
from handbook.facts.ids import as_id
from handbook.facts.kinds import FACTS_FOLDER, Kind, kinds
from handbook.facts.model import Fact, Item, Table, keys_of
from handbook.problems.edits import Rename
from handbook.problems.problem import Place, Problem, listed, nearest
from handbook.text.source import Items, Map, Text, Value, read_yaml


class _Refused(NamedTuple):
    """A value that is no fact of its kind, and why."""

    path: str
    value: Map
    wrong: ValidationError


@dataclass
class _Read:
    """What came of one kind of facts: its items, the ids seen, and whether even those are
    uncertain.

    What was refused is explained once all facts are read: what was meant may be the id of another.
    """

    items: list[Fact] = field(default_factory=list)
    ids: dict[str, Place] = field(default_factory=dict)
    broken: bool = False
    refused: list[_Refused] = field(default_factory=list)

    def explained(self, kind: Kind, facts: Facts | None = None) -> Iterator[Problem]:
        """Why something was refused, in the words of the one who wrote it."""
        for path, value, wrong in self.refused:
            yield from explain(path, value, kind.model, wrong, facts)


def read_facts(texts: Mapping[str, str], lost: Collection[str] = ()) -> tuple[Facts, list[Problem]]:
    """The facts of all texts below ``docs/_facts`` (path → text), and every Problem met on the way.

    ``lost`` are paths of files that are there but have no readable text.
    """
    problems = list(_strangers(texts))
    read: dict[str, _Read] = {}
    by_place = _by_place(texts)
    for kind in kinds():
        if kind.shape != "inside":
            its_texts = tuple(by_place.get(kind.where, ()))
            gone = frozenset(path for path in lost if _is_of(path, kind))
            read[kind.name], met = _read_once(kind, its_texts, gone)
            problems += met
    facts = _facts_of(read)
    for kind in kinds():
        if kind.shape != "inside":
            problems += read[kind.name].explained(kind, facts)
    return facts, problems


def _facts_of(read: Mapping[str, _Read]) -> Facts:
    tables = {kind.name: _table(kind, read) for kind in kinds() if kind.shape != "keys"}
    singles = {
        kind.name: fact
        for kind in kinds()
        if kind.shape == "keys"
        for fact in read[kind.name].items
    }
    return Facts(tables, singles, frozenset(name for name, found in read.items() if found.broken))


def _table(kind: Kind, read: Mapping[str, _Read]) -> Table[Item]:
    """The table of a kind: of what its file or folder holds, or of a list in the file of another
    kind.
    """
    if kind.shape == "inside":
        return _table_inside(
            kind, next(read[outer.name] for outer in kinds() if _holds(outer, kind))
        )
    found = read[kind.name]
    items = [item for item in found.items if isinstance(item, Item)]
    return Table(kind.where, items, found.ids, found.broken)


def _holds(outer: Kind, kind: Kind) -> bool:
    """Whether the file of a kind holds the list of another."""
    return outer.path == kind.path and outer.shape != "inside"


def _table_inside(kind: Kind, outer: _Read) -> Table[Item]:
    """A list inside a file of keys, as stages and lost reasons are; as a table it can be referred
    to like all others.
    """
    items: list[Item] = [item for fact in outer.items for item in getattr(fact, kind.name)]
    return Table(kind.where, items, broken=outer.broken or _has_twins(items))


def read_items(kind: Kind, texts: Mapping[str, str]) -> tuple[Table[Any], list[Problem]]:
    """The items of a folder of facts that does not stand below ``docs/_facts``, and every Problem
    met on the way.
    """
    problems: list[Problem] = []
    found = _read_folder(kind, texts, problems)
    problems += found.explained(kind)
    items = [item for item in found.items if isinstance(item, Item)]
    return Table(kind.where, items, found.ids, found.broken), problems


def read_single(kind: Kind, text: str) -> tuple[Fact | None, tuple[Problem, ...]]:
    """The fact of a file of keys that does not stand below ``docs/_facts``; None where it cannot be
    understood.
    """
    found, problems = _read_once(kind, ((kind.where, text),), frozenset())
    return (found.items[0] if found.items else None), (*problems, *found.explained(kind))


def _has_twins(items: Collection[Item]) -> bool:
    """Whether two of them share an id, so that a third id may have been meant."""
    return len({item.id for item in items}) < len(items)


def _strangers(texts: Collection[str]) -> Iterator[Problem]:
    """Files in the facts folder that no kind of facts reads."""
    files = [kind.path for kind in kinds() if kind.shape in ("keys", "list")]
    folders = [kind.path for kind in kinds() if kind.shape == "folder"]
    left_out = _folders_left_out(texts)
    yield from (_left_out(folder, paths) for folder, paths in left_out.items())
    for path in texts:
        inner = path.removeprefix(f"{FACTS_FOLDER}/")
        if inner.partition("/")[0] in left_out:
            continue
        if inner in files or any(
            inner.startswith(folder) and "/" not in inner.removeprefix(folder) for folder in folders
        ):
            continue
        if guess := _meant_file(inner, files, folders):
            what = f'Nothing reads the facts file "{inner}". Did you mean "{guess}"?'
            fix, paste = "move it there, or delete it:", f"{FACTS_FOLDER}/{guess}"
        else:
            what = f'Nothing reads the facts file "{inner}".'
            known = listed(sorted(files + folders), 60)
            fix, paste = (
                f"delete it, or put its facts into one of the files that are read: {known}.",
                "",
            )
        free = paste if paste not in texts else ""
        fix = fix if free or not paste else "move its facts there, and delete it."
        edit = Rename(free) if free else None
        yield Problem(Place(path), what, fix, free, rule="facts-file-unknown", edit=edit)


def _folders_left_out(texts: Collection[str]) -> dict[str, list[str]]:
    """Folders of several files in which no kind of facts has a place: those of a document that is
    left out.
    """
    known = {kind.path.partition("/")[0] for kind in kinds()}
    found: dict[str, list[str]] = {}
    for path in sorted(texts):
        folder, inside, _ = path.removeprefix(f"{FACTS_FOLDER}/").partition("/")
        if inside and folder not in known and not nearest(folder, known):
            found.setdefault(folder, []).append(path)
    return {folder: paths for folder, paths in found.items() if len(paths) > 1}


def _left_out(folder: str, paths: list[str]) -> Problem:
    what = (
        f'Nothing reads the {len(paths)} files of facts in "{folder}": no document of this '
        "handbook keeps facts there."
    )
    fix = "delete the folder, or bring the document back."
    places = tuple(Place(path) for path in paths)
    return Problem(
        Place(f"{FACTS_FOLDER}/{folder}"), what, fix, rule="facts-file-unknown", places=places
    )


def _meant_file(inner: str, files: list[str], folders: list[str]) -> str | None:
    """The place where a stray file probably belongs: the same name elsewhere, its folder, or the
    nearest name.
    """
    same = next((name for name in files if basename(name) == basename(inner)), None)
    folder = next((name for name in folders if inner.startswith(name)), None)
    return same or (f"{folder}{basename(inner)}" if folder else nearest(inner, files))


@lru_cache(maxsize=512)
def _read_once(
    kind: Kind, texts: tuple[tuple[str, str], ...], lost: frozenset[str]
) -> tuple[_Read, tuple[Problem, ...]]:
    """What came of a kind of facts. Facts never change, so equal texts need not be understood
    twice: while pages are edited, few do.
    """
    problems: list[Problem] = []
    return _read_kind(kind, dict(texts), problems, lost), tuple(problems)


def _by_place(texts: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """The texts in each folder, and that of each file."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path, text in texts.items():
        found[path] = [(path, text)]
        found.setdefault(f"{dirname(path)}/", []).append((path, text))
    return found


def _is_of(path: str, kind: Kind) -> bool:
    """Whether a file holds facts of a kind."""
    return _is_in(path, kind) if kind.shape == "folder" else path == kind.where


def _read_kind(
    kind: Kind, texts: Mapping[str, str], problems: list[Problem], lost: Collection[str]
) -> _Read:
    if kind.shape == "folder":
        found = _read_folder(kind, texts, problems)
        found.ids |= {_id_of(path): Place(path) for path in lost if _is_in(path, kind)}
        return found
    if kind.where not in texts:
        return _Read(broken=kind.where in lost)
    reading = read_yaml(kind.where, texts[kind.where])
    problems += reading.problems
    if reading.problems:
        return _Read(broken=True)
    if kind.shape == "list":
        return _read_list(kind, reading.value, problems)
    return _read_single(kind, reading.value, problems)


def _is_in(path: str, kind: Kind) -> bool:
    """Whether a file lies in the folder of a kind, and in no folder inside it."""
    return path.startswith(kind.where) and "/" not in path.removeprefix(kind.where)


def _id_of(path: str) -> str:
    return basename(path).removesuffix(".yml")


def _read_folder(kind: Kind, texts: Mapping[str, str], problems: list[Problem]) -> _Read:
    found = _Read()
    for path in sorted(path for path in texts if _is_in(path, kind)):
        item_id = _id_of(path)
        found.ids[item_id] = Place(path)
        reading = read_yaml(path, texts[path])
        problems += reading.problems
        value = reading.value
        if reading.problems or not _is_named_map(kind, path, value, problems, texts):
            continue
        assert isinstance(value, Map)
        value.setdefault("id", Text(item_id, value.line))
        value.lines.setdefault("id", value.line)
        _validate(found, kind, path, value, problems)
    return found


def _is_named_map(
    kind: Kind, path: str, value: Value | None, problems: list[Problem], taken: Collection[str] = ()
) -> bool:
    """Whether the file holds keys, and an id of its own, if any, that equals the file's name."""
    item_id = _id_of(path)
    if not isinstance(value, Map):
        problems.append(wrong_shape(kind, path, value))
        return False
    own = value.get("id")
    if as_id(item_id) != item_id:
        what = (
            f'The name "{item_id}.yml" cannot be an id. In this folder the name of the file is '
            "the id."
        )
        fix = "rename the file; small letters, digits and single hyphens:"
        better = f"{as_id(item_id)}.yml" if as_id(item_id) else ""
        to = f"{dirname(path)}/{better}"
        better = "" if to in taken else better
        edit = Rename(to) if better else None
        fix = fix if better else f"{fix.removesuffix(':')}."
        problems.append(Problem(Place(path), what, fix, better, rule="id-differs", edit=edit))
        return False
    if own is not None and own != item_id:
        what = (
            f'This file calls itself "{own}", but its name is "{item_id}.yml". In this folder the '
            "name of the file is the id."
        )
        fix = f'delete the line "id: {own}", or rename the file to "{own}.yml".'
        problems.append(Problem(Place(path, value.lines["id"]), what, fix, rule="id-differs"))
        return False
    return True


def _read_list(kind: Kind, value: Value | None, problems: list[Problem]) -> _Read:
    if not isinstance(value, Items):
        problems.append(wrong_shape(kind, kind.where, value))
        return _Read(broken=True)
    found, key = _Read(), kind.model.model_fields["id"].alias or "id"
    for written in value:
        if not isinstance(written, Map):
            problems.append(not_an_item(kind, written))
            found.broken = True
            continue
        item_id = written.get(key)
        if isinstance(item_id, Text):
            if item_id in found.ids:
                problems.append(id_twice(kind.where, key, item_id, found.ids[item_id]))
                found.broken = True
                continue
            # An id in the wrong form is also known by the form it should have, so that what refers
            # to it is not blamed.
            for known in {str(item_id), as_id(item_id) if key == "id" else str(item_id)}:
                found.ids[known] = Place(kind.where, item_id.line)
        else:
            found.broken = True
        _validate(found, kind, kind.where, written, problems)
    return found


def _read_single(kind: Kind, value: Value | None, problems: list[Problem]) -> _Read:
    if not isinstance(value, Map):
        problems.append(wrong_shape(kind, kind.where, value))
        return _Read(broken=True)
    found = _Read()
    _validate(found, kind, kind.where, value, problems)
    found.broken = not found.items
    return found


def _validate(found: _Read, kind: Kind, path: str, value: Map, problems: list[Problem]) -> None:
    try:
        made = kind.model.model_validate(value).stand_at(path, value)
    except ValidationError as wrong:
        found.refused.append(_Refused(path, value, wrong))
        return
    problems += _twice_inside(made)
    found.items.append(made)


def _twice_inside(made: Fact) -> Iterator[Problem]:
    """Ids that stand twice in a list inside a fact: stages, lost reasons, levers, parts."""
    for name in keys_of(type(made)):
        inner = getattr(made, name)
        if not isinstance(inner, list):
            continue
        first: dict[str, Fact] = {}
        for fact in inner:
            if not isinstance(fact, Fact) or "id" not in keys_of(type(fact)):
                break
            item_id, place = str(getattr(fact, "id", "")), fact.at("id")
            if item_id in first:
                text = Text(item_id, place.line)
                yield id_twice(place.path, "id", text, first[item_id].at("id"))
            first.setdefault(item_id, fact)
