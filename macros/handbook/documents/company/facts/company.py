"""Facts of the whole company: who we are, who answers for what, what the words mean."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import list_currencies
from holidays.registry import EntityLoader
from pydantic import ConfigDict, Field, model_validator

from handbook.facts import tongues
from handbook.facts.durations import Duration
from handbook.facts.ids import Id
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.order import later_than
from handbook.facts.scalars import (
    Count,
    Day,
    Money,
    PastDay,
    ReadBy,
    ScalarError,
    Share,
    Time,
    Weekday,
    Words,
    Year,
    YesNo,
    typed,
)
from handbook.problems.problem import nearest

MONTHS = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip

# Units of which law and contracts count: a day is a day, whether somebody works on it or not.
CALENDAR = ("day", "week", "month")


def _read_locale(value: object) -> str:
    expected = "the codes of a language and a country that exist, as language_COUNTRY"
    text = typed(value, expected)
    try:
        return str(Locale.parse(text))
    except (UnknownLocaleError, ValueError):
        raise ScalarError(expected, tongues.locale(text)) from None


def _read_currency(value: object) -> str:
    expected = "a currency code of three capitals that exists"
    text = typed(value, expected)
    if text not in list_currencies():
        raise ScalarError(expected, tongues.currency(text))
    return text


def _read_time_zone(value: object) -> str:
    expected = "the name of a time zone, as Region/City"
    text = typed(value, expected)
    try:
        ZoneInfo(text)
    except Exception:  # zoneinfo raises four kinds for bad names, among them IsADirectoryError
        city = f"/{text.strip('/').replace(' ', '_')}".casefold()
        meant = [zone for zone in available_timezones() if f"/{zone}".casefold().endswith(city)]
        raise ScalarError(expected, meant[0] if len(meant) == 1 else "") from None
    return text


def _read_month(value: object) -> str:
    expected = "the name of a month, in English"
    text = typed(value, expected)
    if text not in MONTHS:
        raise ScalarError(expected, _as_month(text))
    return text


def _as_month(text: str) -> str:
    number = tongues.months().get(text.casefold().strip(" ."), text)
    if number.isdecimal():
        return MONTHS[int(number) - 1] if 1 <= int(number) <= 12 else ""
    return nearest(text.capitalize(), MONTHS) or ""


def _read_address(value: object) -> str:
    expected = "an address that begins with https://, without spaces, quotes and brackets"
    text = typed(value, expected)
    if not text.startswith("https://") or any(sign in text for sign in ' "<>()'):
        bare = re.sub(r"^(http://|git@)", "", text).replace("github.com:", "github.com/")
        raise ScalarError(
            expected, f"https://{bare}" if re.fullmatch(r"[\w.-]+/[\w./-]+", bare) else ""
        )
    return text.rstrip("/")


def _read_handle(value: object) -> str:
    expected = "a handle of a team or a person on GitHub, which begins with @, in quotes"
    text = typed(value, expected)
    parts = text.removeprefix("@").split("/")
    fits = len(parts) <= 2 and all(part.replace("-", "").isalnum() for part in parts)
    if not text.startswith("@") or not fits:
        raise ScalarError(expected, f'"@{text}"' if fits else "")
    return text


def _read_holidays(value: object) -> str:
    expected = "the two capitals of a country whose holidays are known"
    text = typed(value, expected)
    known = set(
        EntityLoader.get_country_codes()
    )  # the codes alone: the holidays of all countries take long to load
    if text not in known:
        code = tongues.country(text) or text.upper()
        raise ScalarError(expected, code if code in known else "")
    return text


Handle = Annotated[str, ReadBy(_read_handle)]


class Company(Fact, file="company.yml", shown=False):
    """The company whose handbook this is: name, language, money, time; and the day since when it
    has been theirs and not the example's. ``smallest_amount``, 1 or 0.01, is the finest that its
    amounts are written, where that is not the smallest that its currency is paid in by hand.
    ``contract`` is the contract that the facts follow, which `handbook upgrade` writes.
    """

    name: Words
    legal_name: Words | None = None
    city: Words | None = None
    country: Words | None = None
    founded: Year | None = None
    locale: Annotated[str, ReadBy(_read_locale)]
    currency: Annotated[str, ReadBy(_read_currency)]
    time_zone: Annotated[str, ReadBy(_read_time_zone)]
    fiscal_year_begins: Annotated[str, ReadBy(_read_month)]
    holidays_of: Annotated[str, ReadBy(_read_holidays)]
    repository: Annotated[str, ReadBy(_read_address)]
    branch: Id
    customers: Count | None = None
    employees: Count | None = None
    markets: list[Words] | None = Field(default=None, min_length=1)
    adopted_on: Day | None = None
    smallest_amount: Money | None = None
    contract: Count | None = None

    @property
    def decimals(self) -> int:
        """How many decimals an amount has: those of the smallest amount, or of what the currency is
        paid in by hand, as Unicode's CLDR lists it: two for euros, none for forints.
        """
        if self.smallest_amount is not None:
            return max(-int(Decimal(self.smallest_amount).normalize().as_tuple().exponent), 0)
        known = get_global("currency_fractions")
        return int(known.get(self.currency, known["DEFAULT"])[2])


class Role(Item, file="roles.yml", called="role"):
    """A role: what it is there for, its unit, whom it reports to; whether those who fill it are our
    own people.
    """

    name: Words
    does: Words
    unit: Ref[Literal["BusinessUnit"]] | None = None
    reports_to: Ref[Literal["Role"]] | None = None
    seats: Count
    open_seats: Count = Count(0)
    employed: YesNo = True


class Post(Item, file="people.yml", called="role in people.yml", shown=False):
    """Who fills a role: handles of teams or people, and its deputy role. The id is the role's."""

    id: Ref[Role]

    handles: list[Handle]
    deputy: Ref[Role] | None = None


class LegalLimit(Item, file="legal_limits.yml"):
    """How long something may last at most by law: what, the records that it bounds, where the
    number is from, who confirmed it when.
    """

    what: Words
    at_most: Duration
    records: list[Id] = Field(default_factory=list)
    source: Words
    confirmed_by: Ref[Role]
    confirmed_on: PastDay

    @model_validator(mode="after")
    def _counts_calendar_time(self) -> LegalLimit:
        if self.at_most.unit not in CALENDAR:
            raise ScalarError("a number of calendar days, weeks or months", keys=("at_most",))
        return self


class OpeningHours(Fact):
    """When a unit works: its business hours; public holidays are those of the company's country."""

    days: list[Weekday] = Field(min_length=1)
    opens: Time
    closes: Annotated[Time, later_than("opens")]


class BusinessUnit(Item, file="units.yml", called="unit"):
    """A unit of the company, its head, when it works, and what it and sales give each other."""

    name: Words
    head: Ref[Role]
    hours: OpeningHours
    gives_sales: list[Words] = Field(default_factory=list)
    needs_from_sales: list[Words] = Field(default_factory=list)


class Term(Item, file="glossary/", called="glossary term"):
    """A word of the handbook with its one meaning."""

    term: Words
    means: Words
    abbreviation: Words | None = None
    instead_of: list[Words] = Field(default_factory=list)


def _read_capitals(value: object) -> str:
    expected = "a word of two to six capital letters, as it is on the page"
    text = typed(value, expected)
    if not re.fullmatch("[A-Z]{2,6}", text):
        raise ScalarError(expected, text.upper() if re.fullmatch("[A-Za-z]{2,6}", text) else "")
    return text


class PlainWord(Item, file="plain_words.yml", called="plain word", shown=False):
    """A word that pages write in capitals and that is no abbreviation: a plain word, or a name; and
    why, if that is not plain.
    """

    model_config = ConfigDict(
        populate_by_name=False
    )  # "word" is how it is written, and nothing else

    id: Annotated[str, ReadBy(_read_capitals)] = Field(alias="word")
    why: Words | None = None


class Step(Fact):
    """A step of a decision's ladder: the role that may decide, and up to which limit; the last step
    has none.
    """

    role: Ref[Role]
    up_to: Words | None = None
    answers_within: Duration | None = None


_LIMITS: dict[str, type[Share] | type[Money] | type[Duration]] = {
    "share": Share,
    "money": Money,
    "duration": Duration,
}


class Decision(Item, file="decision_rights.yml", name="decisions", called="decision"):
    """A decision that comes up in selling, and who may take it up to which limit."""

    decision: Words
    limit_in: Literal["share", "money", "duration", "none"]
    ladder: list[Step] = Field(min_length=1)
    needs: Words | None = None

    @model_validator(mode="after")
    def _limits_are_typed(self) -> Decision:
        for place, step in enumerate(self.ladder):
            try:
                self.limit(step)
            except ScalarError as wrong:
                raise ScalarError(
                    wrong.expected, wrong.paste, wrong.hint, ("ladder", place, "up_to")
                ) from None
        return self

    def limit(self, step: Step) -> Share | Money | Duration | None:
        """The step's limit as what it is; None where it has no limit."""
        if step.up_to is None:
            return None
        if self.limit_in == "none":
            raise ScalarError('left out, because "limit_in" says "none"')
        scalar: type[Share] | type[Money] | type[Duration] = _LIMITS[self.limit_in]
        return scalar.read(step.up_to)


class Situation(Item, file="situations.yml", called="situation"):
    """A moment in a seller's day and the page that answers it; the home page shows them in groups."""

    group: Words
    asks: Words
    page: Words
    heading: Id | None = None
    readers: list[Ref[Role]] = Field(default_factory=list)
