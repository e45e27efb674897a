"""Texts of ``docs/_facts`` in, :class:`Facts` out; what cannot be understood becomes a Problem and is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import basename
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from handbook.facts.catalogue import FACTS_FOLDER, KINDS, Facts, Kind
from handbook.facts.model import Fact, Item, Table
from handbook.facts.scalars import Wrong
from handbook.problems import Place, Problem, did_you_mean, listed, nearest
from handbook.source import Items, Map, Text, Value, read_yaml


@dataclass
class _Read:
    """What came of one kind of facts: its items, the ids seen, and whether even those are uncertain."""

    items: list[Fact] = field(default_factory=list)
    ids: dict[str, Place] = field(default_factory=dict)
    broken: bool = False


def read_facts(texts: Mapping[str, str]) -> tuple[Facts, list[Problem]]:
    """The facts of all texts below ``docs/_facts`` (path → text), and every Problem met on the way."""
    facts, problems = Facts(), list(_strangers(texts))
    for kind in KINDS:
        found = _read_kind(kind, texts, problems)
        if kind.shape == "keys":
            setattr(facts, kind.name, found.items[0] if found.items else None)
        else:
            items = [item for item in found.items if isinstance(item, Item)]
            setattr(facts, kind.name, Table(kind.where, items, found.ids, found.broken))
        if found.broken:
            facts.unreadable.add(kind.name)
    _spread_stages(facts)
    return facts, problems


def _spread_stages(facts: Facts) -> None:
    """Stages and lost reasons share a file; as tables they can be referred to like all others."""
    where, broken = facts.stages.path, "path" in facts.unreadable
    stages = facts.path.stages if facts.path else []
    reasons = facts.path.lost_reasons if facts.path else []
    facts.stages = Table(where, stages, broken=broken)
    facts.lost_reasons = Table(where, reasons, broken=broken)


def _strangers(texts: Iterable[str]) -> Iterator[Problem]:
    """Files in the facts folder that no kind of facts reads."""
    files = [kind.path for kind in KINDS if kind.shape != "folder"]
    folders = [kind.path for kind in KINDS if kind.shape == "folder"]
    for path in texts:
        inner = path.removeprefix(f"{FACTS_FOLDER}/")
        if inner in files or any(
            inner.startswith(folder) and "/" not in inner.removeprefix(folder) for folder in folders
        ):
            continue
        guess = next(
            (name for name in files if basename(name) == basename(inner)), nearest(inner, files + folders)
        )
        mean = f' Did you mean "{guess}"?' if guess else ""
        what = f'Nothing reads the facts file "{inner}".{mean}'
        fix = f"rename it to one of the files that are read, or delete it. Files and folders we know: {listed(sorted(files + folders), 30)}."
        yield Problem(Place(path), what, fix, rule="facts-file-unknown")


def _read_kind(kind: Kind, texts: Mapping[str, str], problems: list[Problem]) -> _Read:
    if kind.shape == "folder":
        return _read_folder(kind, texts, problems)
    if kind.where not in texts:
        return _Read()
    reading = read_yaml(kind.where, texts[kind.where])
    problems += reading.problems
    if reading.problems:
        return _Read(broken=True)
    if kind.shape == "list":
        return _read_list(kind, reading.value, problems)
    return _read_single(kind, reading.value, problems)


def _read_folder(kind: Kind, texts: Mapping[str, str], problems: list[Problem]) -> _Read:
    found = _Read()
    for path in sorted(path for path in texts if path.startswith(kind.where)):
        item_id = basename(path).removesuffix(".yml")
        found.ids[item_id] = Place(path)
        reading = read_yaml(path, texts[path])
        problems += reading.problems
        value = reading.value
        if reading.problems or not _is_named_map(path, item_id, value, problems):
            continue
        assert isinstance(value, Map)
        value.setdefault("id", Text(item_id, value.line))
        value.lines.setdefault("id", value.line)
        found.items += _validated(kind, path, value, problems)
    return found


def _is_named_map(path: str, item_id: str, value: Value | None, problems: list[Problem]) -> bool:
    """Whether the file holds keys, and an id of its own, if any, that equals the file's name."""
    if not isinstance(value, Map):
        problems.append(_shape_problem(path, value, "keys"))
        return False
    own = value.get("id")
    if own is not None and own != item_id:
        what = f'This file calls itself "{own}", but its name is "{item_id}.yml". In this folder the name of the file is the id.'
        fix = f'delete the line "id: {own}", or rename the file to "{own}.yml".'
        problems.append(Problem(Place(path, value.lines["id"]), what, fix, rule="id-differs"))
        return False
    return True


def _read_list(kind: Kind, value: Value | None, problems: list[Problem]) -> _Read:
    if not isinstance(value, Items):
        problems.append(_shape_problem(kind.where, value, "list"))
        return _Read(broken=True)
    found = _Read()
    for written in value:
        if not isinstance(written, Map):
            problems.append(_not_an_item(kind, written))
            found.broken = True
            continue
        item_id = written.get("id")
        if isinstance(item_id, Text):
            if item_id in found.ids:
                problems.append(_id_twice(kind.where, item_id, found.ids[item_id]))
                continue
            found.ids[str(item_id)] = Place(kind.where, item_id.line)
        else:
            found.broken = True
        found.items += _validated(kind, kind.where, written, problems)
    return found


def _read_single(kind: Kind, value: Value | None, problems: list[Problem]) -> _Read:
    if not isinstance(value, Map):
        problems.append(_shape_problem(kind.where, value, "keys"))
        return _Read(broken=True)
    items = _validated(kind, kind.where, value, problems)
    return _Read(items, broken=not items)


def _validated(kind: Kind, path: str, value: Map, problems: list[Problem]) -> list[Fact]:
    try:
        return [kind.model.model_validate(value).stand_at(path, value)]
    except ValidationError as wrong:
        problems += explain(path, value, kind.model, wrong)
        return []


# --- messages --------------------------------------------------------------------------------------


def _shape_problem(path: str, value: Value | None, wanted: str) -> Problem:
    found = _kind_of(value)
    example = "- id: first-one\n  name: First one" if wanted == "list" else "name: First one"
    what = f"This file should hold a {'list' if wanted == 'list' else 'set of keys'}, but it holds {found}."
    line = value.line if value is not None else 1
    return Problem(Place(path, line), what, "write it like this:", example, rule="value-wrong")


def _kind_of(value: Value | None) -> str:
    if isinstance(value, Items):
        return "a list"
    if isinstance(value, Map):
        return "a set of keys"
    return "nothing" if value is None else "a single text"


def _not_an_item(kind: Kind, written: Value) -> Problem:
    what = f'Each entry of this list has keys of its own, but here stands only "{_shown(written)}".'
    return Problem(
        Place(kind.where, written.line),
        what,
        "give the entry its keys:",
        "- id: first-one\n  name: First one",
        rule="value-wrong",
    )


def _id_twice(path: str, item_id: Text, first: Place) -> Problem:
    what = f'The id "{item_id}" stands twice in this file: in line {first.line} and in line {item_id.line}.'
    fix = "give one of them an id of its own, or delete it. The one in the first of these lines is used until then."
    return Problem(Place(path, item_id.line), what, fix, rule="id-twice")


def explain(path: str, root: Value, model: type[Fact], wrong: ValidationError) -> Iterator[Problem]:
    """What pydantic found, in the words of the one who wrote the file; missing keys of one entry are one Problem."""
    missing: dict[tuple[Any, ...], list[str]] = {}
    misspelt: set[tuple[Any, ...]] = set()
    for detail in wrong.errors(include_url=False):
        keys = detail["loc"]
        if detail["type"] == "missing":
            missing.setdefault(keys[:-1], []).append(str(keys[-1]))
            continue
        _, value, line = _walk(root, list(keys))
        problem = _detail(Place(path, line), list(keys), value, detail, model)
        if problem.rule == "key-unknown":
            misspelt.add((*keys[:-1], nearest(str(keys[-1]), _keys_at(model, list(keys[:-1])))))
        yield problem
    for above, names in missing.items():
        left = [name for name in names if (*above, name) not in misspelt]
        if left:
            yield _missing(path, root, list(above), left, model)


def _walk(root: Value, keys: list[Any]) -> tuple[Value, Value | None, int]:
    """Follow ``keys`` into a value: the last container, what stands there (None if missing), and its line."""
    parent, value, line = root, root, root.line
    for key in keys:
        if isinstance(value, Map) and str(key) in value:
            parent, line, value = value, value.lines[str(key)], value[str(key)]
        elif isinstance(value, Items) and isinstance(key, int) and key < len(value):
            parent, value = value, value[key]
            line = value.line
        else:
            return value, None, line
    return parent, value, line


def _detail(
    place: Place, keys: list[Any], value: Value | None, detail: ErrorDetails, model: type[Fact]
) -> Problem:
    key = next((str(part) for part in reversed(keys) if isinstance(part, str)), "")
    start = "- " if isinstance(keys[-1], int) else f"{key}: "
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown(place, key, value, _keys_at(model, keys[:-1]))
    if kind == "literal_error":
        return _not_allowed(place, key, start, value, detail)
    if kind == "too_short":
        what = f'"{key}" is an empty list, but at least one entry must stand there.'
        return Problem(place, what, "write at least one entry:", f"{key}:\n  - …", rule="value-wrong")
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, Wrong):
        return _wrong(place, key, start, value, cause)
    wanted = {
        "list_type": "a list, one entry to a line",
        "dict_type": "a set of keys",
        "model_type": "a set of keys",
    }
    expected = wanted.get(kind, "another kind of value")
    what = f'"{key}" should be {expected}, but "{_shown(value)}" stands there.'
    paste = f"{key}:\n  - {_shown(value)}" if kind == "list_type" else f"{key}:\n  name: {_shown(value)}"
    return Problem(place, what, "write it like this:", paste, rule="value-wrong")


def _missing(path: str, root: Value, above: list[Any], names: list[str], model: type[Fact]) -> Problem:
    _, value, line = _walk(root, above)
    who = (value.get("id") or value.get("name")) if isinstance(value, Map) else None
    of = f' of "{who}"' if isinstance(who, Text) else ""
    keys = f"the key {names[0]}" if len(names) == 1 else f"the keys {listed(names, 20)}"
    verb = "is" if len(names) == 1 else "are"
    place = Place(path, value.line if value is not None else line)
    examples = "\n".join(f"{name}: {_example(model, above, name)}" for name in names)
    return Problem(
        place, f"Here {keys}{of} {verb} missing.", "add, with your own values:", examples, rule="key-missing"
    )


def _example(model: type[Fact], above: list[Any], name: str) -> str:
    """A value of the right form for a key: what the type itself proposes when it is given nothing."""
    owner: Any = model
    for key in above:
        if isinstance(key, str):
            owner = _inner_model(_field(owner, key))
    field = next((info for own, info in owner.model_fields.items() if name in (own, info.alias)), None)
    if field is None:
        return "…"
    kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    try:
        TypeAdapter(kind).validate_python("")
    except ValidationError as wrong:
        first = wrong.errors()[0]
        cause = first.get("ctx", {}).get("error")
        if isinstance(cause, Wrong) and cause.paste:
            return cause.paste
        if first["type"] == "literal_error":
            return _allowed(first)[0]
        return "[…]" if first["type"] == "list_type" else "…"
    return "…"


def _unknown(place: Place, key: str, value: Value | None, known: list[str]) -> Problem:
    guess = nearest(key, known)
    what = f'There is no key "{key}" here.{did_you_mean(key, known)}'
    fix = "rename the key:" if guess else f"delete the line. Keys we know here: {listed(known, 20)}."
    shown = _shown(value) if isinstance(value, (Text, Items)) else "…"
    return Problem(place, what, fix, f"{guess}: {shown}" if guess else "", rule="key-unknown")


def _allowed(detail: ErrorDetails) -> list[str]:
    return [part.strip("' ") for part in detail.get("ctx", {})["expected"].replace(" or ", ", ").split(", ")]


def _not_allowed(place: Place, key: str, start: str, value: Value | None, detail: ErrorDetails) -> Problem:
    allowed = _allowed(detail)
    shown = _shown(value)
    guess = nearest(shown, allowed) or allowed[0]
    what = f'"{key}" says "{shown}".{did_you_mean(shown, allowed)}'
    fix = f"use one of: {listed(allowed, 20)}. For instance:"
    return Problem(place, what, fix, f"{start}{guess}", rule="value-wrong")


def _wrong(place: Place, key: str, start: str, value: Value | None, cause: Wrong) -> Problem:
    hint = f" ({cause.hint})" if cause.hint else ""
    if not cause.paste:
        return Problem(
            place, f"This entry should have {cause.expected}.", "correct the entry.", rule="value-wrong"
        )
    what = f'"{key}" says "{_shown(value)}"{hint}. It should be {cause.expected}.'
    return Problem(place, what, "write:", f"{start}{cause.paste}", rule="value-wrong")


def _shown(value: Value | None) -> str:
    if isinstance(value, Text):
        return value if len(value) <= 80 else value[:77] + "…"
    if isinstance(value, Map):
        return "{" + ", ".join(list(value)[:4]) + "}"
    if isinstance(value, Items):
        return "[" + ", ".join(_shown(item) for item in value[:4]) + "]"
    return ""


def _keys_at(model: type[Fact], keys: list[Any]) -> list[str]:
    """The keys allowed at that place of a model: follow the names into its fields."""
    current: Any = model
    for key in keys:
        if isinstance(key, str) and isinstance(current, type) and issubclass(current, Fact):
            current = _inner_model(_field(current, key))
    if isinstance(current, type) and issubclass(current, Fact):
        return [info.alias or name for name, info in current.model_fields.items()]
    return []


def _field(model: type[Fact], key: str) -> Any:
    for name, info in model.model_fields.items():
        if key in (name, info.alias):
            return info.annotation
    return None


def _inner_model(annotation: Any) -> Any:
    """The model inside ``list[Model]``, ``dict[str, Model]`` or ``Model | None``."""
    if isinstance(annotation, type) and not getattr(annotation, "__args__", ()):
        return annotation
    inner = [_inner_model(part) for part in getattr(annotation, "__args__", ())]
    return next((part for part in inner if isinstance(part, type) and issubclass(part, Fact)), None)
