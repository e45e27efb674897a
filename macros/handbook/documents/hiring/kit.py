"""The interview kit of a role: whom we look for, the stages, guides and work samples with room for
notes, the scorecard to fill by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from handbook.documents.company.facts.company import Company, Role
from handbook.documents.hiring.facts import (
    AssessmentMethod,
    Competency,
    ForbiddenTopic,
    Guide,
    InterviewQuestion,
    RoleProfile,
    ScorecardLine,
    Selection,
    WorkSample,
)
from handbook.facts.facts import Facts
from handbook.facts.model import Table
from handbook.handbook import Handbook
from handbook.problems.problem import did_you_mean, listed
from handbook.show.html import Html, items, join, pairs, table
from handbook.show.paper import (
    anchors,
    box,
    boxes,
    document,
    fill,
    heading,
    notes,
    paragraph,
    part,
    section,
)
from handbook.show.spelling import day, money, number, share

LEVELS = 5


def refusal(facts: Facts, role: str) -> str:
    """Why no kit can be made for the role, or nothing."""
    for found, what in ((facts[RoleProfile], "role profile"), (facts[Selection], "selection")):
        if role in found:
            continue
        if found.may_hold(role):
            return f"Something in {found.path} could not be read. What it is says: handbook check"
        return f'There is no {what} of "{role}" in {found.path}.{did_you_mean(role, found.ids())} There is one of: {listed(found.ids(), 40) or "nobody"}.'
    return ""


def kit(handbook: Handbook, role: str) -> str:
    """The kit to print. The role has a profile and a selection (see :func:`refusal`); anything else
    that is missing is named in its place.
    """
    facts, company = handbook.facts, handbook.facts.only(Company)
    profile, selection = facts[RoleProfile][role], facts[Selection][role]
    title = f"Interview kit: {_name(facts[Role], role)}"
    return document(
        title, company,
        heading(title, company, f"As of {day(handbook.today, company)}. One for each candidate and assessor. Filled in, it holds personal data."),
        fill("Candidate", "Assessor", "Date"),
        part("Whom we look for", *_profile(facts, profile), new_page=False),
        part("The stages", _stages(facts, selection)),
        *(part(f"Interview: {guide.name}", *_guide(facts, guide, selection)) for guide in _guides(facts, selection)),
        *(part(f"Work sample: {sample.name}", *_sample(facts, sample)) for sample in _samples(facts, selection)),
        part("The scorecard", *_scorecard(facts, selection)),
        part("The levels of each competency", _levels(facts, selection)),
        part("What may not be asked", _forbidden(facts)),
    )  # fmt: skip


def _name(found: Table[Any], item_id: str) -> str:
    """The name of an item; its id where it could not be read."""
    item = found.get(item_id)
    return str(item.name) if item else item_id


def _roles(facts: Facts, roles: Iterable[str]) -> str:
    return ", ".join(_name(facts[Role], role) for role in roles)


# --- profile and stages ---------------------------------------------------------------------------


def _profile(facts: Facts, profile: RoleProfile) -> Iterator[Html]:
    selection = facts[Selection][profile.id]
    stages = {stage.id: stage.name for stage in selection.stages}
    yield paragraph(profile.result)
    must = [
        Html('{} <span class="paper-small">({})</span>').format(
            must_have.what, stages.get(must_have.shown_in, must_have.shown_in)
        )
        for must_have in profile.must_have
    ]
    teach = [
        Html('{} <span class="paper-small">({})</span>').format(
            trainable.what, _title(facts, trainable.module)
        )
        for trainable in profile.trainable
    ]
    for title, list_ in (
        ("Must be there, and the stage that shows it", must),
        ("We teach it, so it is no reason against anybody", teach),
        ("We do not hire", list(profile.deal_breakers)),
        ("The role is not", list(profile.is_not)),
    ):
        yield section(title, items(list_), whole=True)
    rows = [
        (
            _name(facts[Competency], required.competency),
            number(required.level, facts.only(Company)),
            _anchor(facts, required.competency, required.level),
        )
        for required in profile.competencies
    ]
    yield section(
        "Competencies, and the level on the first day",
        table(("Competency", "Level", "What is seen then"), rows, numbers=[1]),
    )


def _title(facts: Facts, module: str) -> str:
    found = facts.table("modules").get(module)
    return found.label if found else module


def _anchor(facts: Facts, competency: str, level: int) -> str:
    found = facts[Competency].get(competency)
    return found.levels.of(level) if found and 1 <= level <= LEVELS else ""


def _stages(facts: Facts, selection: Selection) -> Html:
    rows = [
        (
            stage.name, f"{stage.minutes}\u00a0min", _roles(facts, stage.by), _name(facts[AssessmentMethod], stage.method),
            "scores" if stage.decides == "score" else "knocks out", str(stage.answer_within),
        )
        for stage in selection.stages
    ]  # fmt: skip
    total = sum(stage.minutes for stage in selection.stages)
    head = ("Stage", "Takes", "Who", "How", "What it does", "The candidate hears within")
    return table(head, rows, caption=f"{total} minutes in all")


# --- guides and work samples ----------------------------------------------------------------------


def _guides(facts: Facts, selection: Selection) -> list[Guide]:
    return _once(facts[Guide], (stage.guide for stage in selection.stages))


def _samples(facts: Facts, selection: Selection) -> list[WorkSample]:
    return _once(facts[WorkSample], (stage.work_sample for stage in selection.stages))


def _once(found: Table[Any], ids: Iterable[str | None]) -> list[Any]:
    """The items of these ids, each once, in order; those that could not be read are left out, and
    `handbook check` reports them.
    """
    return [found[name] for name in dict.fromkeys(ids) if name and name in found]


def _guide(facts: Facts, guide: Guide, selection: Selection) -> Iterator[Html]:
    names = [stage.name for stage in selection.stages if stage.guide == guide.id]
    yield paragraph(
        f"{', '.join(names)}: {guide.minutes} minutes. The same questions for everybody, in this order. Write down what was said; mark afterwards, alone.",
        "paper-small",
    )
    yield section("You begin", paragraph(guide.opening))
    for count, question in enumerate(guide.questions, 1):
        yield _question(facts, count, question)
    yield section("You close", paragraph(guide.close), whole=True)


def _question(facts: Facts, count: int, question: InterviewQuestion) -> Html:
    return section(
        f"{count}. {question.ask}",
        paragraph(
            f"{_name(facts[Competency], question.competency)} · {question.kind}", "paper-small"
        ),
        items(question.probes),
        anchors(question.weak, question.sound, question.excellent),
        notes("What was said, in the words of the candidate"),
        paragraph(Html("Level: {}").format(boxes(LEVELS))),
        whole=True,
    )


def _sample(facts: Facts, sample: WorkSample) -> Iterator[Html]:
    paid = (
        "not paid"
        if not sample.paid or sample.pay is None
        else f"paid with {money(sample.pay, facts.only(Company))}"
    )
    looks = ", ".join(_name(facts[Competency], competency) for competency in sample.competencies)
    yield paragraph(sample.task)
    yield pairs(
        [
            ("Takes", f"{sample.minutes} minutes, {paid}"),
            ("The candidate gets", items(sample.gets)),
            ("Shows", looks),
        ]
    )
    yield anchors(sample.weak, sample.sound, sample.excellent)
    yield notes("What you saw and heard", 60)
    marks = [
        (_name(facts[Competency], competency), boxes(LEVELS)) for competency in sample.competencies
    ]
    yield table(("Competency", "Level"), marks)


# --- scorecard ------------------------------------------------------------------------------------


def _scorecard(facts: Facts, selection: Selection) -> Iterator[Html]:
    raters = [f"Assessor {count}" for count in range(1, selection.raters + 1)]
    head = ("Competency", "Weight", "Least", "Seen in", *raters, "Mean", "Weight × mean")
    rows = [
        [*_line(facts, selection, line), *[""] * (len(raters) + 2)] for line in selection.scorecard
    ]
    total = ["Sum", "", "", "", *[""] * (len(raters) + 2)]
    yield paragraph("Levels from 1 to 5. Each assessor marks alone, before anybody speaks.")
    yield table(head, [*rows, total], numbers=[1, 2])
    yield _rules(facts, selection)
    yield notes("Why: what speaks for it, what against, in what was said and done", 40)
    yield paragraph(Html("Decision: {} offer &nbsp; {} no offer").format(box(), box()))
    yield fill(*raters, f"Decides: {_name(facts[Role], selection.decides)}", "Date")


def _line(facts: Facts, selection: Selection, line: ScorecardLine) -> list[object]:
    stages = {stage.id: stage.name for stage in selection.stages}
    seen = ", ".join(stages.get(stage, stage) for stage in line.stages)
    return [
        _name(facts[Competency], line.competency), share(line.weight, facts.only(Company)),
        number(line.least, facts.only(Company)), seen,
    ]  # fmt: skip


def _rules(facts: Facts, selection: Selection) -> Html:
    far = number(selection.widest_gap, facts.only(Company))
    return items([
        f"Further apart than {far}: both read out their notes, then each may mark again.",
        "Mean of the assessors below the least level of a line: no offer, whatever the sum.",
        f"Otherwise an offer from a sum of {number(selection.cut, facts.only(Company))} on.",
        selection.weights_because or "All weights are equal.",
    ])  # fmt: skip


def _levels(facts: Facts, selection: Selection) -> Html:
    found: list[Competency] = _once(
        facts[Competency], (line.competency for line in selection.scorecard)
    )
    return join(
        section(
            competency.name,
            paragraph(competency.means),
            table(
                ("Level", "What is seen"),
                [(level, competency.levels.of(level)) for level in range(1, LEVELS + 1)],
            ),
            whole=True,
        )
        for competency in found
    )


def _forbidden(facts: Facts) -> Html:
    rows = [(topic.topic, topic.because, topic.ask_instead) for topic in facts[ForbiddenTopic]]
    return table(("Do not ask about", "Because", "Ask instead"), rows) if rows else Html("")
