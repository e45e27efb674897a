"""What must be true of the bank: noticed by the command and by checks/, never on the site, which
does not know the bank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from handbook.documents.training.admission.bank import Bank, candidates
from handbook.documents.training.admission.draw import module_of
from handbook.documents.training.admission.leaks import normalised
from handbook.documents.training.facts import LearningPath, Module, Objective, Question
from handbook.documents.training.questions import is_stale, option_text, read_now
from handbook.documents.training.sums import angoff, angoff_outliers
from handbook.facts.meant import plain
from handbook.facts.naming import MissingFactsError, UnknownValueError
from handbook.handbook import Handbook
from handbook.problems.problem import (
    Cause,
    Problem,
    Severity,
    counted,
    did_you_mean,
    in_order,
)
from handbook.show.shown import Shown

UNKNOWN = "admission-question-unknown"
LEAST_JUDGES = 5  # five to twelve are usual (handbooks of examination practice)
TIMES = 3
HALF_A_POINT = Decimal("0.005")


def problems(shown: Shown, bank: Bank) -> list[Problem]:
    """Everything that is wrong with the bank, in reading order. Of no questions at all nothing is
    wrong.
    """
    found = [*bank.problems]
    if len(bank.questions):
        found += [*_unknown(shown, bank), *_stale(shown, bank)]
        for judge in (_twice, _stems_twice, _ratings, _outliers, _pass_marks, _too_few):
            found += judge(shown.handbook, bank)
    off = shown.handbook.off
    return in_order([problem for problem in found if not off.misses(problem.cause)])


def _unknown(shown: Shown, bank: Bank) -> Iterator[Problem]:
    """What a question names and is not there: its objective, page, heading, and facts that are
    answers.
    """
    for question in bank.questions:
        yield from _unknown_objective(shown.handbook, question)
        yield from _unknown_heading(shown, question)
        yield from _unknown_facts(shown.handbook, question)


def _unknown_facts(handbook: Handbook, question: Question) -> Iterator[Problem]:
    for option in question.options:
        try:
            option_text(handbook.facts, option)
        except MissingFactsError as cannot:
            what = f'The answer "{option.fact}" stands in {cannot.path}, which is not there or could not be read.'
            fix = f"write {cannot.path}, or the answer in words."
            yield Problem(
                option.at("fact"), what, fix, rule=UNKNOWN, cause=Cause("file", cannot.path)
            )
        except UnknownValueError as cannot:
            fix = "change the line to" if cannot.guess else cannot.otherwise
            paste = f"fact: {cannot.guess}" if cannot.guess else ""
            yield Problem(
                option.at("fact"), cannot.what, fix, paste, rule=UNKNOWN, cause=cannot.cause
            )


def _stale(shown: Shown, bank: Bank) -> Iterator[Problem]:
    for question in (
        bank.questions if shown.handbook.facts.whole else ()
    ):  # a section that lacks a fact has not changed
        now = read_now(shown, question)
        if now is None or not is_stale(shown, question):
            continue
        what = (
            f'What docs/{question.page} says under "{question.heading}" has changed since this question was checked; until then no test asks it.'
            if question.read
            else "Nobody has written down against which text this question was checked; until then no test asks it."
        )
        fix = "read the question beside the text. If it is still right, write this line, and the day behind checked_on:"
        yield Problem(
            question.at("read"),
            what,
            fix,
            f"read: {now}",
            rule="admission-question-stale",
            severity="advice",
        )


def _unknown_objective(handbook: Handbook, question: Question) -> Iterator[Problem]:
    objectives = handbook.facts[Objective]
    if not objectives.may_hold(question.objective):
        guess = did_you_mean(question.objective, objectives.ids())
        what = f'There is no objective "{question.objective}" in {objectives.path}.{guess}'
        fix = "name the objective that the question tests."
        cause = Cause("objectives", question.objective)
        yield Problem(question.at("objective"), what, fix, rule=UNKNOWN, cause=cause)


def _unknown_heading(shown: Shown, question: Question) -> Iterator[Problem]:
    handbook = shown.handbook
    page = handbook.pages.get(question.page)
    if page is None:
        what = f'There is no page "{question.page}".{did_you_mean(question.page, handbook.pages)}'
        fix = "name the page that holds the answer."
        yield Problem(
            question.at("page"), what, fix, rule=UNKNOWN, cause=Cause("page", question.page)
        )
    elif page.src not in handbook.unreadable and question.heading not in page.ids | shown.anchors(
        page
    ):
        what = f'The page "{question.page}" has no heading "{question.heading}".{did_you_mean(question.heading, page.ids)}'
        fix = "name the heading that holds the answer."
        cause = Cause("heading", f"{page.src}#{question.heading}")
        yield Problem(question.at("heading"), what, fix, rule=UNKNOWN, cause=cause)


def _twice(handbook: Handbook, bank: Bank) -> Iterator[Problem]:
    practice = handbook.facts[Question]
    for question in bank.questions:
        if question.id in practice.known:
            what = f'The id "{question.id}" is also that of a question for practice, in {practice.path}{question.id}.yml.'
            yield Problem(
                question.at(),
                what,
                "give the file of the bank another name.",
                rule="admission-question-twice",
            )


def _stems_twice(handbook: Handbook, bank: Bank) -> Iterator[Problem]:
    first = {
        normalised(question.stem): question for question in reversed(list(handbook.facts[Question]))
    }
    for question in bank.questions:
        other = first.setdefault(normalised(question.stem), question)
        if other is not question:
            what = f'This question is asked in {other.at().path} too: "{question.stem}"'
            fix = "ask for the same thing in another scene, or delete one of them."
            yield Problem(question.at("stem"), what, fix, rule="admission-question-twice")


def _judges(handbook: Handbook, question: Question) -> int:
    """How many judges set the pass marks of the paths that may draw the question: the largest
    number, at least five.
    """
    module = module_of(handbook, question)
    paths = [path for path in handbook.facts[LearningPath] if module in path.modules]
    return max([LEAST_JUDGES, *(int(path.admission.judges) for path in paths)])


def _ratings(handbook: Handbook, bank: Bank) -> Iterator[Problem]:
    for question in bank.questions:
        wanted, given = _judges(handbook, question), len(question.ratings)
        if given == wanted:
            continue
        had = (
            "No judge has"
            if not given
            else f"Only {counted(given, 'judge has', 'judges have')}"
            if given < wanted
            else f"{given} judges have"
        )
        what = f'{had} rated "{question.id}", and the pass mark is set by {wanted}.'
        fix = "let each judge say which share of just admissible people gets it right:"
        paste = f"ratings: [{', '.join(['75 %'] * wanted)}]"
        yield Problem(question.at("ratings"), what, fix, paste, rule="admission-ratings")


def _outliers(handbook: Handbook, bank: Bank) -> Iterator[Problem]:
    for question in bank.questions:
        if len(question.ratings) < LEAST_JUDGES:
            continue
        judges = [[Decimal(rating)] for rating in question.ratings]
        for found in angoff_outliers(judges):
            mean = angoff(judges).share
            what = f'Judge {found.judge + 1} gave "{question.id}" {question.ratings[found.judge]}, and all together {mean:.0%}: far apart.'
            fix = "let the judges talk about this question once more; whoever read something else into it may change the number."
            yield Problem(
                question.at("ratings"), what, fix, rule="admission-ratings-apart", severity="advice"
            )


def _pass_marks(handbook: Handbook, bank: Bank) -> Iterator[Problem]:
    for path in handbook.facts[LearningPath]:
        means = [
            _mean(question)
            for question in _of_path(handbook, path, list(bank.questions))
            if question.ratings
        ]
        if not means:
            continue
        share = sum(means, Decimal(0)) / len(means)
        if abs(path.admission.pass_mark - share) > HALF_A_POINT:
            what = f'The pass mark of "{path.id}" is {path.admission.pass_mark}, but the judges of its {len(means)} questions in the bank say {share:.1%}.'
            yield Problem(
                path.admission.at("pass_mark"),
                what,
                "write what the judges say; it is the mean of the means of all questions:",
                f"pass_mark: {plain(round(100 * share, 1))} %",
                rule="admission-pass-mark",
            )


def _mean(question: Question) -> Decimal:
    return sum(map(Decimal, question.ratings), Decimal(0)) / len(question.ratings)


def _of_path(
    handbook: Handbook, path: LearningPath, questions: Sequence[Question]
) -> list[Question]:
    return [question for question in questions if module_of(handbook, question) in path.modules]


def _too_few(handbook: Handbook, bank: Bank) -> Iterator[Problem]:
    """Three times as many as are drawn: required for a whole path, advice for a single module, and
    where questions are silent because the company goes without their pages.
    """
    severity: Severity = "advice" if handbook.off.pages else "must"
    there = list(candidates(handbook, bank).values())
    for path in handbook.facts[LearningPath]:
        number, wanted = len(_of_path(handbook, path, there)), TIMES * path.admission.drawn
        if number < wanted:
            what = f'The test of "{path.id}" draws {path.admission.drawn} questions from {number}; so few make the second attempt the first once more.'
            fix = f"write {counted(wanted - number, 'question')} more for its modules, for practice or for the bank."
            yield Problem(
                path.admission.at("blueprint"),
                what,
                fix,
                rule="admission-too-few",
                severity=severity,
            )
    yield from _modules_too_few(handbook, there)


def _modules_too_few(handbook: Handbook, there: Sequence[Question]) -> Iterator[Problem]:
    most: dict[str, int] = {}
    for path in handbook.facts[LearningPath]:
        for row in path.admission.blueprint:
            most[row.module] = max(most.get(row.module, 0), int(row.questions))
    for module, drawn in most.items():
        number = sum(module_of(handbook, question) == module for question in there)
        if number < TIMES * drawn and (found := handbook.facts[Module].get(module)):
            what = f'Tests draw up to {drawn} questions of the module "{module}" from {number}.'
            fix = f"write {counted(TIMES * drawn - number, 'question')} more for it."
            yield Problem(found.at(), what, fix, rule="admission-too-few", severity="advice")
