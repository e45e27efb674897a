"""Words that belong to one trade are facts of the company: the families of its products, the units
of its prices, the sectors of its customers, and numbers and times that only it counts.

What the engine knew until then is written into ``vocabulary.yml``, as far as the company uses it;
the calls that show it on pages and in templates get its new names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from handbook.adopt.migration import CHANGED, READ, RECORDS, Migrated, Texts
from handbook.problems.problem import counted
from handbook.text.source import Items, Map, Value, read_yaml
from handbook.text.yaml_edits import CannotApply, add_entries, without_key, written_value

FACTS = "docs/_facts/"
VOCABULARY = f"{FACTS}vocabulary.yml"
ABOUT = """\
# The words of this company: what its kinds of products, the units of its prices and the sectors of its customers are called,
# and the numbers and times that only it counts. Numbers and times about contracts are shown among the terms of sale.
"""
NOTES = {
    "price_units": "# name: how it is said behind a price. times_a_year: how often the price falls due in the first "
    "twelve months, once where nothing is said.",
    "times": "# binding: the contract binds the customer for so long. No pay plan may take pay back for longer.",
}
# What was known by an id alone, as it was shown until then.
FAMILIES = {"machine": "Machines", "service": "Service", "beans": "Beans"}
UNITS = {
    "month": "name: a month, singular: month, plural: months, times_a_year: 12",
    "machine": "name: each, singular: machine, plural: machines",
    "kg": "name: per kg, singular: kilogram, plural: kilograms",
    "visit": "name: per visit, singular: visit, plural: visits",
    "hour": "name: an hour, singular: hour, plural: hours",
}


class Moved(NamedTuple):
    """A key that becomes an entry of the vocabulary: where it was, and how the entry is called."""

    file: str
    key: str
    list: str
    id: str
    name: str
    about: str
    more: str = ""

    @property
    def path(self) -> str:
        """The file in which the key was."""
        return f"{FACTS}{self.file}.yml"

    @property
    def old(self) -> str:
        """The name by which a call showed it."""
        return f"{self.file.rpartition('/')[2]}.{self.key}"

    @property
    def new(self) -> str:
        """The name by which a call shows it from now on."""
        return f"{self.list}.{self.id}.value"

    def entry(self, value: str) -> str:
        """The entry of the vocabulary, with the value as it was written."""
        head = f"- id: {self.id}\n  name: {self.name}\n  about: {self.about}\n  value: {value}"
        return f"{head}\n  {self.more}" if self.more else head


CUSTOMER, TERMS = "sales-book/ideal_customer", "sales-book/terms"
MOVED = (
    Moved("company", "machines_in_service", "numbers", "machines-in-service", "Machines in service", "company"),
    Moved(CUSTOMER, "cups_a_day", "numbers", "cups-a-day", "Cups a day from which a machine pays", "customer"),
    Moved(CUSTOMER, "cups_a_person", "numbers", "cups-a-person", "Cups a day and person, as a first guess", "customer"),
    Moved(TERMS, "smallest_bean_order_kg", "numbers", "smallest-bean-order", "Smallest order of beans", "contract", "unit: kg"),
    Moved(TERMS, "rental_term", "times", "rental-term", "A rental runs for", "contract", "binding: yes"),
)  # fmt: skip


def migrate(texts: Texts) -> Migrated:
    """Texts by path in; what changes, in sentences too."""
    moved = [key for key in MOVED if written_value(texts.get(key.path, ""), key.key)]
    words = _vocabulary(texts, moved)
    shortened = {key.path: texts[key.path] for key in moved}
    for key in moved:
        shortened[key.path] = without_key(shortened[key.path], key.key)
    now = {**texts, **words, **shortened}
    renamed = {path: text for path in now if (text := _renamed(path, now[path])) != now[path]}
    return Migrated(
        {**words, **shortened, **renamed},
        tuple(_did(texts, words, moved, renamed)),
        tuple(_to_decide(texts, words, moved)),
    )


# --- what is said ---------------------------------------------------------------------------------


def _did(
    texts: Texts, words: Texts, moved: Sequence[Moved], renamed: Iterable[str]
) -> Iterator[str]:
    if words:
        how = "has more entries" if VOCABULARY in texts else "is new"
        yield f"{VOCABULARY} {how}: families of products, units of prices, sectors, numbers, times."
    for key in moved:
        yield f'"{key.key}" moved from {key.path} to the {key.list} of {VOCABULARY}, as "{key.id}".'
    if paths := sorted(renamed):
        yield f"Calls have new names in {counted(len(paths), 'file')}: {', '.join(paths)}."


def _to_decide(texts: Texts, words: Texts, moved: Sequence[Moved]) -> Iterator[str]:
    if words:
        yield (
            f"Read {VOCABULARY}: readers see these names. Write your own, and delete the numbers "
            "and times that you do not count."
        )
    for key in moved:
        if key.id in _known_ids(texts.get(VOCABULARY, ""), key.list):
            value = written_value(texts[key.path], key.key)
            yield (
                f'{VOCABULARY} had "{key.id}" already, and keeps its value; "{key.key}: {value}" is '
                f"no longer in {key.path}. Is the right one there?"
            )
    for path in texts:
        if path.startswith(READ) and (name := _named_in(texts[path], MOVED)):
            yield f'{path} speaks of "{name}", which is in {VOCABULARY} now. Change it there by hand.'


def _named_in(text: str, keys: Iterable[Moved]) -> str:
    return next((key.key for key in keys if re.search(rf"\b{key.key}\b", text)), "")


# --- the vocabulary -------------------------------------------------------------------------------


def _vocabulary(texts: Texts, moved: Iterable[Moved]) -> dict[str, str]:
    """The file as it becomes; nothing where it stays as it is."""
    before = texts.get(VOCABULARY, "")
    known = {(name, id_) for name in _LISTS for id_ in _known_ids(before, name)}
    missing = {
        name: [entry for id_, entry in entries if (name, id_) not in known]
        for name, entries in _entries(texts, moved).items()
    }
    if not any(missing.values()):
        return {}
    return {VOCABULARY: _extended(before, missing) if before.strip() else _new_file(missing)}


_LISTS = ("families", "price_units", "sectors", "numbers", "times")


def _entries(texts: Texts, moved: Iterable[Moved]) -> dict[str, list[tuple[str, str]]]:
    """What the vocabulary must hold: the id and the text of each entry, by list."""
    families = [*_used(texts, "products", "family"), *_used(texts, "discounts", "applies_to")]
    units = _used(texts, "prices", "per")
    sectors = dict.fromkeys(_used(texts, "buyer_groups", "sector"))
    own = [(key, written_value(texts[key.path], key.key)) for key in moved]
    return {
        "families": [(id_, f"- {{id: {id_}, name: {_family(id_)}}}") for id_ in _in_order(families, FAMILIES)],
        "price_units": [(id_, f"- {{id: {id_}, {_unit(id_)}}}") for id_ in _in_order(units, UNITS)],
        "sectors": [(id_, f"- {{id: {id_}, name: {_as_words(id_)}}}") for id_ in sectors],
        "numbers": [(key.id, key.entry(value)) for key, value in own if key.list == "numbers"],
        "times": [(key.id, key.entry(value)) for key, value in own if key.list == "times"],
    }  # fmt: skip


def _family(id_: str) -> str:
    return FAMILIES.get(id_, _as_words(id_))


def _unit(id_: str) -> str:
    words = id_.replace("-", " ")
    return UNITS.get(id_, f"name: per {words}, singular: {words}, plural: {words}s")


def _as_words(id_: str) -> str:
    return id_.replace("-", " ").capitalize()


def _in_order(used: Iterable[str], known: Iterable[str]) -> list[str]:
    """Ids that are used, those that the engine knew first, in its order."""
    there = dict.fromkeys(used)
    return [id_ for id_ in dict.fromkeys([*known, *there]) if id_ in there]


def _new_file(lists: dict[str, list[str]]) -> str:
    blocks = [
        "\n".join(filter(None, [NOTES.get(name, ""), f"{name}:", *map(_indented, entries)]))
        for name, entries in lists.items()
        if entries
    ]
    return "\n\n".join([ABOUT.rstrip(), *blocks]) + "\n"


def _indented(entry: str) -> str:
    return "\n".join(f"  {row}" for row in entry.split("\n"))


def _extended(text: str, lists: dict[str, list[str]]) -> str:
    for name, entries in lists.items():
        for entry in entries:
            text = add_entries(text, 0, name, entry)
    return text


# --- what is used ---------------------------------------------------------------------------------


def _used(texts: Texts, file: str, key: str) -> list[str]:
    """Every value of a key in a file of the sales book, in the order of the file."""
    path = f"{FACTS}sales-book/{file}.yml"
    return [str(value) for value in _values(_read(path, texts.get(path, "")), key)]


def _known_ids(text: str, name: str) -> list[str]:
    value = _read(VOCABULARY, text)
    entries = value.get(name) if isinstance(value, Map) else None
    return [str(id_) for id_ in _values(entries, "id")]


def _read(path: str, text: str) -> Value | None:
    read = read_yaml(path, text)
    if text.strip() and read.value is None and read.problems:
        raise CannotApply(f"{path} cannot be read")
    return read.value


def _values(value: Value | None, name: str) -> Iterator[str]:
    if isinstance(value, Map):
        for key, inner in value.items():
            if key == name:
                yield from [inner] if isinstance(inner, str) else map(str, inner or ())
            else:
                yield from _values(inner, name)
    elif isinstance(value, Items):
        for inner in value:
            yield from _values(inner, name)


# --- calls ----------------------------------------------------------------------------------------

# `fact("terms.notice")` on pages, `[[fact terms.notice]]` in templates.
_OLD = "|".join(re.escape(key.old) for key in MOVED)
_CALL = re.compile(rf"""(\bfact\(\s*["']|\[\[\s*fact\s+)({_OLD})(?=["']|\s*\]\])""")
_NEW = {key.old: key.new for key in MOVED}


def _renamed(path: str, text: str) -> str:
    if not path.startswith(CHANGED) or path.startswith(RECORDS):
        return text
    return _CALL.sub(lambda found: found[1] + _NEW[found[2]], text)
