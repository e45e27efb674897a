"""The questions with which a handbook starts: asked one by one, each with a default, and kept as
soon as they are answered.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import typer
from babel.core import get_global
from babel.numbers import get_territory_currencies

from handbook.adopt.answers import contract_documents
from handbook.adopt.yaml_text import as_yaml
from handbook.commands.output import write
from handbook.commands.shell import refuse, text_of
from handbook.documents.company.facts.company import Company, Handle
from handbook.documents.sales_book.facts.market import Terms
from handbook.facts.ids import as_id
from handbook.facts.model import Fact
from handbook.facts.scalars import Count, Money, ReadBy, Scalar, ScalarError, read_time, read_words
from handbook.text.source import read_yaml
from handbook.write.writer import Change

Reader = Callable[[object], object]
# The last that is asked: once it is there, nothing is.
LAST = "later"
READ_HANDLE: Reader = get_args(Handle)[1].read
WORKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def asked(path: Path) -> str:
    """The text of the file of answers, after asking what is not in it yet. Ends with 1 where nobody
    is there to answer.
    """
    text = text_of(path) if path.is_file() else ""
    said: object = read_yaml(str(path), text).value if text else {}
    if not isinstance(said, dict) or LAST in said:
        return text
    if not somebody_is_here():
        refuse("Nobody is here to answer. Name a file: --answers FILE (--example prints one).")
    interview = Interview(path, dict(said))
    interview.hold()
    return path.read_text("utf-8")


def somebody_is_here() -> bool:
    """Whether questions reach a person."""
    return sys.stdin.isatty()


class Interview:
    """What was said so far, and the file in which it is kept."""

    def __init__(self, path: Path, said: dict[str, Any]) -> None:
        self.path, self.said = path, said

    def hold(self) -> None:
        """Ask everything that is not known yet."""
        typer.echo(
            f"Every question has a default in brackets; press Enter to take it. Answers are kept in "
            f"{self.path}; Ctrl+C stops, and the same command goes on."
        )
        self._company()
        self._roles()
        self._market()
        self._terms()
        self._documents()

    def _keep(self, key: str, value: object) -> None:
        self.said[key] = value
        write(self.path.parent, Change({self.path.name: as_yaml(self.said)}))

    def _ask(self, question: str, default: str, read: Reader) -> str:
        """One answer that can be read; what is wrong with others is said."""
        while True:
            answer = str(typer.prompt(question, default=str(default), show_default=bool(default)))
            try:
                read(answer)
                return answer.strip()
            except ScalarError as wrong:
                meant = f" Did you mean {wrong.paste}?" if wrong.paste else ""
                typer.echo(f"It should be {wrong.expected}.{meant}")

    def _fields(
        self,
        key: str,
        model: type[Fact],
        questions: dict[str, tuple[str, str]],
        read: Reader | None = None,
    ) -> None:
        """The keys of one fact: key → question and default; ``read`` where more is asked of them
        than the fact asks.
        """
        found = dict(self.said.get(key, {}))
        for name, (question, default) in questions.items():
            if name not in found:
                found[name] = self._ask(question, default, read or _reader(model, name))
                self._keep(key, found)

    def _company(self) -> None:
        self._fields("company", Company, {"name": ("What is your company called?", "")})
        question = "In which language and country do you write numbers and days?"
        self._fields("company", Company, {"locale": (question, "en_GB")}, _locale)
        country = str(self.said["company"]["locale"]).rpartition("_")[2]
        org = as_id(str(self.said["company"]["name"]))
        zones = [zone for zone, of in get_global("zone_territories").items() if of == country]
        money = get_territory_currencies(country) if len(country) == 2 else []
        self._fields("company", Company, {
            "currency": ("In which currency are your prices?", (money or ["EUR"])[0]),
            "holidays_of": ("Of which country do you keep the public holidays?", country),
            "time_zone": ("In which time zone are you?", (zones or ["Europe/London"])[0]),
            "fiscal_year_begins": ("In which month does your fiscal year begin?", "January"),
            "repository": (
                "Where will this handbook be kept? The address of its repository",
                f"https://github.com/{org}/sales-handbook",
            ),
            "branch": ("On which branch?", "main"),
        })  # fmt: skip
        if "host" not in self.said:
            on_github = "//github.com/" in str(self.said["company"]["repository"])
            self._keep("host", "github" if on_github else "other")

    def _roles(self) -> None:
        def role(name: str) -> dict[str, Any]:
            org = str(self.said["company"]["repository"]).split("/")[3:4] or ["company"]
            handle = f"@{org[0]}/{as_id(name)}"
            return {
                "does": self._ask("  What does it do, in a sentence?", "", read_words),
                "unit": "sales",
                "seats": self._ask("  How many people?", "1", _people),
                "handles": [self._ask("  Who fills it, as a handle?", handle, READ_HANDLE)],
                "sells": _yes(typer.confirm("  Does it sell?", default=False)),
            }

        question = "Name a role that sells, or works with those who sell"
        self._list("roles", "head", question, role, needed=True)
        roles = [role["id"] for role in self.said["roles"]]
        for key, question in (
            ("head", "Which of these roles answers for how you sell?"),
            ("keeper", "Which role looks after the handbook itself?"),
        ):
            if key not in self.said:
                question = f"{question} ({', '.join(roles)})"
                self._keep(key, self._ask(question, roles[0], _one_of(roles)))
        if "units" not in self.said:
            opens = self._ask("When does your sales team begin its day?", "08:00", read_time)
            closes = self._ask("And when does it end?", "16:30", read_time)
            hours = {"days": WORKDAYS, "opens": opens, "closes": closes}
            unit = {"id": "sales", "name": "Sales", "head": self.said["head"], "hours": hours}
            self._keep("units", [unit])

    def _market(self) -> None:
        def group(_: str) -> dict[str, Any]:
            return {"who": self._ask("  Who belongs to it?", "", read_words)}

        def unit(name: str) -> dict[str, Any]:
            return {
                "name": self._ask("  How is it said behind a price?", f"per {name}", read_words),
                "singular": name,
                "plural": self._ask("  And many of them?", f"{name}s", read_words),
            }

        def product(_: str) -> dict[str, Any]:
            families = [family["id"] for family in self.said["families"]]
            units = [unit["id"] for unit in self.said["price_units"]]
            return {
                "family": self._choice("family", families),
                "problem": self._ask("  What do customers need it for?", "", read_words),
                "per": self._choice("unit", units),
                "list": self._ask("  What do you quote for it?", "", Money.read),
                "floor": self._ask("  Below what does nobody sell it?", "", Money.read),
                "cost": self._ask("  What does it cost you?", "", Money.read),
            }

        self._list("customer_groups", "families", "Name a group of customers", group)
        question = "Name a family of what you sell"
        self._list("families", "price_units", question, lambda _: {}, needed=True)
        question = "Name a unit of your prices, such as piece or metre"
        self._list("price_units", "products", question, unit, needed=True)
        self._list("products", "crm", "Name something you sell", product)
        if "crm" not in self.said:
            question = "Do you keep customers in a program made for it, a CRM?"
            self._keep("crm", _yes(typer.confirm(question, default=False)))

    def _terms(self) -> None:
        self._fields("terms", Terms, {
            "quote_valid": ("How long does an offer hold?", "30 days"),
            "payment_due": ("When is an invoice due?", "14 days"),
            "delivery": ("How long does delivery take?", "5 business days"),
            "margin_floor": ("Below which margin does nobody sell?", "10 %"),
        })  # fmt: skip

    def _documents(self) -> None:
        later: list[dict[str, str]] = []
        for document in contract_documents():
            if not typer.confirm(f"Begin now with: {document.title}?", default=True):
                because = self._ask("  Why does it wait?", "It is not needed yet.", read_words)
                later.append({"id": document.id, "because": because})
        self._keep(LAST, later)

    def _name(self, question: str) -> str:
        return str(typer.prompt(question, default="", show_default=False)).strip()

    def _choice(self, what: str, known: list[str]) -> str:
        return self._ask(f"  Which {what}? ({', '.join(known)})", known[0], _one_of(known))

    def _list(
        self,
        key: str,
        then: str,
        question: str,
        rest: Callable[[str], dict[str, Any]],
        *,
        needed: bool = False,
    ) -> None:
        """Entries one by one until nothing is named; each is kept when it is whole. ``then`` is
        what is asked next: where that is known, the list has ended, unless one is ``needed``.
        """
        found = list(self.said.get(key, []))
        if then in self.said and (found or not needed):
            return
        if found:
            typer.echo(f"So far: {', '.join(str(entry['name']) for entry in found)}")
        while name := self._next_name(question, found, needed=needed):
            entry = {"id": _id_of(name, key, len(found)), "name": name}
            found.append({**entry, **rest(name)})
            self._keep(key, found)
        self._keep(key, found)

    def _next_name(self, question: str, found: list[dict[str, Any]], *, needed: bool) -> str:
        """The name of a new entry; nothing where no more are named."""
        named = {entry["id"]: str(entry["name"]) for entry in found}
        while True:
            name = self._name(f"{question} (Enter: no more)")
            if name and as_id(name) in named:
                typer.echo(f'"{named[as_id(name)]}" is there already.')
            elif name or found or not needed:
                return name
            else:
                typer.echo("Name at least one.")


def _id_of(name: str, key: str, place: int) -> str:
    """The id of an entry: made of its name, or of its place where no letter can begin it."""
    return as_id(name) or f"{key.replace('_', '-')}-{place}"


def _reader(model: type[Fact], key: str) -> Reader:
    """How a key of a fact is read."""
    field = model.model_fields[key]
    for mark in field.metadata:
        if isinstance(mark, ReadBy):
            return mark.read
    kind = field.annotation
    return kind.read if isinstance(kind, type) and issubclass(kind, Scalar) else read_words


def _people(value: object) -> Count:
    """How many people fill a role."""
    count = Count.read(value)
    if not count:
        raise ScalarError("a whole number above 0")
    return count


def _locale(value: object) -> object:
    """A locale with its country, from which other defaults follow."""
    read = _reader(Company, "locale")(value)
    if "_" not in str(read):
        raise ScalarError("a language and a country, such as en_GB")
    return read


def _one_of(known: list[str]) -> Reader:
    def read(value: object) -> object:
        if value not in known:
            raise ScalarError(f"one of: {', '.join(known)}")
        return value

    return read


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"
