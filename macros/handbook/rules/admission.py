"""What is noticed in the bank of admission questions, which the site does not know: the help texts of those Problems."""

from __future__ import annotations

from handbook.rules.rule import add

add(
    "admission-question-unknown",
    "A question of the bank names an objective, a page and a heading that are there, and an answer that is a fact names a fact "
    "that is there. Otherwise nobody can look up why the answer is right.",
    bad="objective: handles-prise",
    good="objective: handles-price",
)
add(
    "admission-question-stale",
    "A question of the bank says in `read` what stood in its paragraph when somebody last read both side by side. When the "
    "paragraph changes, or a fact in it, no test asks the question until that was done again.",
    bad="read: 3f2a9c41, and the paragraph is another one by now",
    good="read: 81be07d2",
    severity="advice",
)
add(
    "admission-question-twice",
    "No question is asked twice, in the bank or for practice, and no two have the same id: whoever has practised it would not be tested.",
    bad="training/admission/who-signs.yml beside docs/_facts/training/questions/who-signs.yml",
    good="training/admission/first-contract.yml",
)
add(
    "admission-ratings",
    "Each question of the bank is rated by all judges who set the pass mark, five at least: which share of people who are just "
    "admissible gets it right. A mark without judges is a mark by feeling.",
    bad="ratings: [75 %, 80 %]",
    good="ratings: [75 %, 80 %, 70 %, 85 %, 75 %]",
)
add(
    "admission-ratings-apart",
    "A judge who is further from the others than fifteen points, and further than they are from each other, has mostly read "
    "something else into the question. The judges talk about it; nobody has to change a number.",
    bad="ratings: [80 %, 80 %, 75 %, 80 %, 30 %]",
    good="ratings: [80 %, 80 %, 75 %, 80 %, 65 %]",
    severity="advice",
)
add(
    "admission-pass-mark",
    "The pass mark of a path is what the judges say: the mean of the means of all questions of its modules in the bank, to half "
    "a point. A mark that somebody rounded is not theirs.",
    bad="pass_mark: 80 %, where the judges say 74.6 %",
    good="pass_mark: 74.6 %",
)
add(
    "admission-too-few",
    "Bank and practice together hold at least three times as many questions as a test draws, so that a second attempt is another "
    "test. For a path this must be so; for a single module it is advice.",
    bad="40 drawn from 90",
    good="40 drawn from 120",
)
