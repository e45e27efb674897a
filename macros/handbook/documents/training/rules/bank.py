"""The bank of admission questions, which the site does not know: that it stays so, and help texts
of what is noticed in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.training.admission.leaks import Leak, leaks_in, read_question_words
from handbook.handbook import Handbook
from handbook.problems.problem import Place, Problem
from handbook.rules.rule import add, hides, rule
from handbook.text.confidential.found import Finding
from handbook.text.confidential.masking import masked
from handbook.text.load import BANK

_TOLD = "admission-question-told"

add(
    "admission-question-unknown",
    "A question of the bank names an objective, a page and a heading that are there, and an answer that is a fact names a fact "
    "that is there. Otherwise nobody can look up why the answer is right.",
    bad="""
training/admission/signed-order.yml:
objective: moves-a-dael
""",
    good="""
training/admission/signed-order.yml:
objective: moves-a-deal
""",
)
add(
    "admission-question-stale",
    "A question of the bank says in `read` what stood in its paragraph when somebody last read both side by side. When the "
    "paragraph changes, or a fact in it, no test asks the question until that was done again.",
    bad="""
training/admission/signed-order.yml:
read: 3f2a9c41
""",
    good="""
training/admission/signed-order.yml:
read: 9241541b
""",
    severity="advice",
)
add(
    "admission-question-twice",
    "No question is asked twice, in the bank or for practice, and no two have the same id: whoever has practised it would not be tested.",
    bad="""
training/questions/who-is-asked.yml:
stem: They want more than you may give. Whom do you ask first?
training/admission/signed-order.yml:
stem: They want more than you may give. Whom do you ask first?
""",
    good="""
training/questions/who-is-asked.yml:
stem: They want more than you may give. Whom do you ask first?
training/admission/signed-order.yml:
stem: The director is away, and her assistant wants to sign. What do you say?
""",
)
add(
    "admission-ratings",
    "Each question of the bank is rated by all judges who set the pass mark, five at least: which share of people who are just "
    "admissible gets it right. A mark without judges is a mark by feeling.",
    bad="""
training/admission/signed-order.yml:
ratings: [75 %, 80 %]
""",
    good="""
training/admission/signed-order.yml:
ratings: [75 %, 80 %, 70 %, 85 %, 75 %]
""",
)
add(
    "admission-ratings-apart",
    "A judge who is further from the others than fifteen points, and further than they are from each other, has mostly read "
    "something else into the question. The judges talk about it; nobody has to change a number.",
    bad="""
training/admission/signed-order.yml:
ratings: [80 %, 80 %, 75 %, 80 %, 30 %]
""",
    good="""
training/admission/signed-order.yml:
ratings: [80 %, 80 %, 75 %, 80 %, 65 %]
""",
    severity="advice",
)
add(
    "admission-pass-mark",
    "The pass mark of a path is what the judges say: the mean of the means of all questions of its modules in the bank, to half "
    "a point. A mark that somebody rounded is not theirs.",
    bad="""
training/admission/signed-order.yml:
ratings: [70 %, 75 %, 75 %, 75 %, 78 %]
training/admission/lost-order.yml:
ratings: [70 %, 75 %, 75 %, 75 %, 78 %]
training/paths.yml:
pass_mark: 80 %
""",
    good="""
training/admission/signed-order.yml:
ratings: [70 %, 75 %, 75 %, 75 %, 78 %]
training/admission/lost-order.yml:
ratings: [70 %, 75 %, 75 %, 75 %, 78 %]
training/paths.yml:
pass_mark: 74.6 %
""",
)
add(
    "admission-too-few",
    "Bank and practice together hold at least three times as many questions as a test draws, so that a second attempt is another "
    "test. For a path this must be so; for a single module it is advice.",
    bad="""
training/paths.yml:
# where there are 21 questions for these modules
- {module: prices-and-discounts, questions: 8}
- {module: conduct, questions: 4}
- {module: stages, questions: 8}
""",
    good="""
training/paths.yml:
# where there are 21 questions for these modules
- {module: prices-and-discounts, questions: 2}
- {module: conduct, questions: 1}
- {module: stages, questions: 2}
""",
)


@rule(
    _TOLD,
    bad="""
training/admission/two-quotes.yml:
stem: A customer asks for two more quotes on the same day. What do you do first?
hiring.md:
A customer asks for two more quotes on the same day. What do you do first? Ask what has changed.
""",
    good="""
training/admission/two-quotes.yml:
stem: A customer asks for two more quotes on the same day. What do you do first?
hiring.md:
A second quote is written when something has changed since the first one.
""",
)
def told_questions(handbook: Handbook) -> Iterator[Problem]:
    """No question of the bank is in what readers of the handbook see, or could: pages, facts,
    questions for practice, the block at the top of a page, comments. Somebody who read it
    beforehand would not be tested. Signs, capitals, line ends and emphasis make no other sentence.
    One answer alone may be what its page says, and so may a stem of fewer than six words; two
    sentences of one question are that question. No message shows it whole.
    """
    for leak in _leaks(handbook):
        what = f'From this line on, the text says what the admission question "{leak.question}" says: "{leak.found}"'
        fix = f"take it out here, or ask for the same thing in another scene, in {BANK}/{leak.question}.yml."
        yield Problem(Place(leak.path, leak.line), what, fix)


def _leaks(handbook: Handbook) -> Iterator[Leak]:
    bank = {
        path: data for path, data in handbook.outside_data.items() if path.startswith(f"{BANK}/")
    }
    if bank:
        texts = handbook.everything.texts
        published = {
            path: text for path, text in texts.items() if path and path not in handbook.outside
        }
        yield from leaks_in(read_question_words(bank), published)


@hides
def without_questions(handbook: Handbook, problems: list[Problem]) -> list[Problem]:
    """The same Problems, but those about a text that reveals a bank question do not quote it."""
    if not any(problem.rule == _TOLD for problem in problems):
        return problems
    told: dict[str, list[Finding]] = {}
    for leak in _leaks(handbook):
        told.setdefault(leak.path, []).append(
            Finding(leak.path, leak.line, "", leak.found, leak.hidden)
        )
    return [
        found
        for problem in problems
        for found in masked(
            [problem], [] if problem.rule == _TOLD else told.get(problem.place.path, [])
        )
    ]
