"""A person beside a judgement is noticed; a firm, or a judgement of nobody, is not."""

from __future__ import annotations

import pytest

from handbook.text.confidential.corpus import Corpus
from handbook.text.confidential.found import Finding
from handbook.text.confidential.people import NonPersonWords, judged_people

JUDGED = (
    """
Anna Kovács got a written warning and earns 31 000.
We dismissed Béla Nagy in March.
Mr Smith was fired.
Dr. Tóth is on sick leave.
A. Kovács has a salary of 31 000.
The weakest of the team is Péter Szabó.
| Anna Kovács | written warning | 31 000 |
Ask Anna Kovács, who was suspended.
Mark Taylor underperforms.
In May, Anna-Maria Schmidt was diagnosed with burnout.
Gergő Kis earns more than the others.
Ádám Őry missed quota three times.
Sanction: John O'Brien, reprimand.
note: Anna Kovács is pregnant
Jean van Damme was let go.
Kovács Anna figyelmeztetést kapott; she got a warning.
"Anna Kovács is lazy," says her lead.
Grace Miller, whose bonus was cut, complained.
The commission of Tamás Varga is 4 000.
# Anna Kovács

She failed probation.
""".strip()
    .replace("\n\n", "\x00")
    .splitlines()
)
NOT_JUDGED = """
Whoever sells below the limit gets a written warning.
The Head of Sales gives a written warning.
Barista One earns more than Barista Duo.
Fernhill Water pays a salary on the last day.
Under the Labour Code a warning is written.
Written Warning and Dismissal
The bonus is paid in January and in July.
Harbour Hotels got a discount, and we paid for it.
Anna Kovács opens the meeting.
Ask Anna Kovács about the tasting machine.
On Monday the warning is sent.
In Hungary the salary is paid monthly.
The General Data Protection Regulation speaks of health and of a warning.
## Fixed Pay
Sick leave is told to the lead before nine.
Key Account Manager: salary 31 000
The United States dismissed the case.
"No, the salary does not come from the deal," says Sales Operations.
Team Lead Workplaces: bonus 10 %
The Sales Book is no reprimand.
The Jura Giga was dismissed as too loud.
The Jura Giga was suspended from the ceiling.
Jura was dismissed as too loud, and paid for itself.
In June the bonus of the second quarter is paid.
An order is paid in April.
Anna opens the meeting.
Sales is sick of paper.
Ask the lead who got a written warning.
Barista is paid by the month.
""".strip().splitlines()
JUDGED_BY_FIRST_NAME = (
    """
János is on sick leave because of his back.
János’s salary was cut.
Ask Éva, who was suspended.
Our Account Executive Péter was fired.
Zsófi is on sick leave.
Babi earns more than her lead.
Mark was dismissed.
| Réka | written warning |
Sanction: János, reprimand.
# János

She failed probation.
note: Kata is pregnant
""".strip()
    .replace("\n\n", "\x00")
    .splitlines()
)
ORDINARY = "The sales, barista, the workplaces, a dismissal, a hotel, the harbour, the water, operations and accounts (code) are words."


def judged_in(text: str) -> list[Finding]:
    corpus = Corpus({"page.md": text, "other.md": ORDINARY})
    return list(
        judged_people(
            corpus, NonPersonWords(corpus, lambda: ["Fernhill Water", "Barista One", "Barista Duo"])
        )
    )


@pytest.mark.parametrize("text", [*JUDGED, *JUDGED_BY_FIRST_NAME])
def test_a_person_beside_a_judgement_is_noticed(text: str) -> None:
    (found,) = judged_in(text.replace("\x00", "\n\n"))
    assert all(name not in found.shown for name in found.hidden)


@pytest.mark.parametrize("text", NOT_JUDGED)
def test_a_judgement_without_a_person_and_a_person_without_one_are_fine(text: str) -> None:
    assert judged_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Harriet Bloom Kft. got a warning about its late payment",
        "Harriet Bloom GmbH was dismissed",
        "Harriet Bloom s.r.o. earned a bonus",
        "She was fired up about the offer, said Anna Kovács",
    ],
)
def test_a_firm_is_no_person_and_fired_up_is_no_sanction(text: str) -> None:
    assert judged_in(text) == []


def test_there_are_as_many_of_each() -> None:
    assert (len(JUDGED), len(JUDGED_BY_FIRST_NAME), len(NOT_JUDGED)) == (20, 11, 29)
