"""Where everything is in the workbook: the sheets, the columns of each object, the lists."""

from __future__ import annotations

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.crm import OBJECTS, choices_of, fields_on, required_from
from handbook.documents.customer_base.facts import CrmField
from handbook.documents.sales_book.facts.market import LostReason, Stage
from handbook.facts.facts import Facts

SHEETS = {"customer": "Customers", "contact": "Contacts", "deal": "Deals"}
CHECK, WEEKLY, STAGES, LISTS = "Deal check", "Weekly check", "Stages", "Lists"
# How many rows of each sheet are checked; the weekly check says so when more are filled.
ROWS = {"customer": 1000, "contact": 2000, "deal": 500}
TODAY = f"'{WEEKLY}'!$B$2"


@dataclass(frozen=True)
class Column:
    """A column of an object's sheet: its id, its title, its letter, its kind, and the field of
    crm.yml if it is one.
    """

    id: str
    title: str
    letter: str
    kind: str
    means: str
    field: CrmField | None = None


@dataclass
class Layout:
    """Where everything is: the columns of each object, the lists, the columns of the sheets of
    stages and checks.
    """

    facts: Facts
    columns: dict[str, list[Column]]
    lists: dict[str, list[str]]
    required: list[tuple[str, Column]]
    list_letters: dict[str, str] = field(default_factory=dict)
    rule_letters: dict[str, str] = field(default_factory=dict)
    age_letters: tuple[str, str] = ("", "")
    count_letter: str = ""
    flags: dict[str, str] = field(default_factory=dict)

    def of(self, thing: str, column_id: str) -> Column:
        return next(column for column in self.columns[thing] if column.id == column_id)

    def whole(self, thing: str, column: Column) -> str:
        """The cells of a column, without its title: ``Deals!$C$2:$C$501``."""
        return down(SHEETS[thing], column.letter, ROWS[thing])

    def at(self, column: Column, row: int) -> str:
        """The cell of a deal's column in a row."""
        return f"{SHEETS['deal']}!${column.letter}{row}"

    def stages(self, letter: str) -> str:
        """The cells of a column of the sheet of stages."""
        return down(STAGES, letter, len(self.facts[Stage]))

    def checked(self, letter: str) -> str:
        """The cells of a column of the deal check."""
        return down(CHECK, letter, ROWS["deal"])


def down(sheet: str, letter: str, rows: int) -> str:
    return f"'{sheet}'!${letter}$2:${letter}${rows + 1}"


def flag(thing: str, column: Column) -> str:
    return f"{thing}: {column.id}"


# --- which columns there are ---

_KEYS = {
    "customer": [("customer-name", "Customer", "text", "The name of the customer, written as in the contract; every customer once.")],
    "contact": [
        ("contact-name", "Contact", "text", "First and last name."),
        ("customer", "Customer", "customer", "The customer this person works for, as on the sheet of customers."),
    ],
    "deal": [
        ("deal-name", "Deal", "text", "A name by which the team knows the deal."),
        ("customer", "Customer", "customer", "The customer, as on the sheet of customers."),
        ("stage", "Stage", "stage", "The stage of the sale, from the list."),
        ("stage-since", "In this stage since", "date", "The day on which the deal came into its stage."),
    ],
}  # fmt: skip


def laid_out(facts: Facts) -> Layout:
    columns = {thing: columns_on(facts, thing) for thing in OBJECTS}
    lists = {
        "stages": [str(stage.name) for stage in facts[Stage]],
        "lost reasons": [str(reason.name) for reason in facts[LostReason]],
        "roles": [str(role.name) for role in facts[Role]],
    }
    chosen = [field for field in facts[CrmField] if field.kind == "choice"]
    lists |= {field.id: found for field in chosen if (found := choices_of(facts, field))}
    asked = [
        (thing, column)
        for thing in OBJECTS
        for column in columns[thing]
        if _is_asked(facts, column)
    ]
    return Layout(facts, columns, lists, asked)


def columns_on(facts: Facts, thing: str) -> list[Column]:
    fields = fields_on(facts, thing)
    there = {field.id for field in fields}
    keys = [key for key in _KEYS[thing] if key[0] not in there]
    if thing == "deal" and not any(field.choices_from == "lost reasons" for field in fields):
        keys.append(
            (
                "lost-reason",
                "Reason for losing",
                "lost reason",
                "Why it was lost, after asking the customer.",
            )
        )
    rows: list[tuple[str, str, str, str, CrmField | None]] = [(*key, None) for key in keys]
    rows += [
        (crm_field.id, str(crm_field.name), _kind(crm_field), str(crm_field.means), crm_field)
        for crm_field in fields
    ]
    return [
        Column(found, title, get_column_letter(place), kind, means, crm_field)
        for place, (found, title, kind, means, crm_field) in enumerate(rows, 1)
    ]


def _kind(crm_field: CrmField) -> str:
    """The kind of a column; the stage and the lost reason are lists that everything depends on."""
    if crm_field.on == "deal" and crm_field.kind == "choice":
        return {"stages": "stage", "lost reasons": "lost reason"}.get(
            crm_field.choices_from or "", "choice"
        )
    return (
        "customer" if crm_field.id == "customer" and crm_field.on != "customer" else crm_field.kind
    )


def _is_asked(facts: Facts, column: Column) -> bool:
    """Whether some stage requires the column, so that the deal check looks at it."""
    if column.kind == "lost reason":
        return True
    return column.field is not None and required_from(facts, column.field) is not None
