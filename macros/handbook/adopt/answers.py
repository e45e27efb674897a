"""What a company says when it starts its handbook: a file of answers, read as facts are, so that a
slip gets the same message with its line and the text to paste.
"""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import basename, dirname
from typing import Literal

from pydantic import Field, model_validator

from handbook.documents.company.facts.company import BusinessUnit, Company, Handle, Role
from handbook.documents.company.facts.vocabulary import Family, PriceUnit
from handbook.documents.sales_book.facts.market import Terms
from handbook.facts.contract import RequiredDocument
from handbook.facts.contract_files import read_contract
from handbook.facts.ids import Id
from handbook.facts.kinds import Kind
from handbook.facts.model import Fact, Item, Ref
from handbook.facts.reading import read_single
from handbook.facts.scalars import Money, ScalarError, Words, YesNo
from handbook.problems.problem import Problem, did_you_mean
from handbook.text.load import read_contracts, read_own

# An example of the file, which `handbook start --example` prints.
EXAMPLE = "adopt/answers.yml"


class StartingRole(Role):
    """A role, and who fills it."""

    handles: list[Handle] = Field(default_factory=list)
    deputy: Ref[Role] | None = None
    sells: YesNo = False


class CustomerGroup(Item):
    """Customers who buy alike: what the group is called, and who belongs to it."""

    name: Words
    who: Words


class StartingProduct(Item):
    """What is sold: what customers need it for, in which unit, at what price."""

    name: Words
    family: Ref[Family]
    problem: Words
    per: Ref[PriceUnit]
    list: Money
    floor: Money
    cost: Money


class LaterDocument(Item):
    """A document that is not needed yet, and why."""

    because: Words


class Answers(Fact):
    """All that is asked when a handbook starts."""

    company: Company
    host: Literal["github", "other"] = "github"
    site: Words = "https://handbook.example.com/"
    head: Id
    keeper: Id
    crm: YesNo = False
    units: list[BusinessUnit] = Field(default_factory=list)
    roles: list[StartingRole] = Field(min_length=1)
    customer_groups: list[CustomerGroup] = Field(default_factory=list)
    families: list[Family] = Field(default_factory=list)
    price_units: list[PriceUnit] = Field(default_factory=list)
    products: list[StartingProduct] = Field(default_factory=list)
    terms: Terms | None = None
    later: list[LaterDocument] = Field(default_factory=list)

    @model_validator(mode="after")
    def _names_what_is_there(self) -> Answers:
        """What one answer says of another, where a slip would be on many pages."""
        _known(self.head, _ids(self.roles), "head")
        _known(self.keeper, _ids(self.roles), "keeper")
        self._names_roles_and_units()
        for place, product in enumerate(self.products):
            _known(product.family, _ids(self.families), "products", place, "family")
            _known(product.per, _ids(self.price_units), "products", place, "per")
        documents = [document.id for document in contract_documents()]
        for place, document in enumerate(self.later):
            _known(document.id, documents, "later", place, "id", of="the documents")
        return self

    def _names_roles_and_units(self) -> None:
        roles, units = _ids(self.roles), _ids(self.units)
        for place, unit in enumerate(self.units):
            _known(unit.head, roles, "units", place, "head")
        for place, role in enumerate(self.roles):
            _known(role.unit, units, "roles", place, "unit")
            _known(role.reports_to, roles, "roles", place, "reports_to")
            _known(role.deputy, roles, "roles", place, "deputy")

    @property
    def sellers(self) -> list[str]:
        """The roles that sell, and their head: who is expected to know the handbook."""
        return [role.id for role in self.roles if role.sells or role.id == self.head]


def _ids(items: Iterable[Item]) -> list[str]:
    return [item.id for item in items]


def _known(
    name: str | None, known: list[str], *keys: str | int, of: str = "those named in this file"
) -> None:
    if name is not None and name not in known:
        what = f"one of {of}: {', '.join(known) or 'there are none yet'}"
        raise ScalarError(what, hint=did_you_mean(name, known).strip(), keys=keys)


def read_answers(path: str, text: str) -> tuple[Answers | None, tuple[Problem, ...]]:
    """The answers in a file, and every Problem met on the way; None where they cannot be
    understood.
    """
    kind = Kind("answers", basename(path), Answers, "keys", top=dirname(path) or ".")
    answers, problems = read_single(kind, text)
    return (answers if isinstance(answers, Answers) else None), problems


def contract_documents() -> list[RequiredDocument]:
    """All documents that the engine's contract asks for, in their order."""
    contracts = {path: data.decode() for path, data in read_contracts().items()}
    return list(read_contract(contracts, {})[0])


def example() -> str:
    """A whole file of answers, to be changed line by line."""
    return read_own(EXAMPLE)
