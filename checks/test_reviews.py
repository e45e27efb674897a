"""Reviews: what a change touches is looked at with --base REF, the calendar only with --clock
strict. Alone, nothing here fails.
"""

import pytest
from dateutil.relativedelta import relativedelta

from handbook.rules.edition import edition_without_git
from handbook.text.load import read_folder


@pytest.mark.promises("reviews")
def test_reviews_bind_and_stand(promise):
    promise.must_be_kept()


@pytest.mark.long
@pytest.mark.parametrize(
    "later", [relativedelta(months=4), relativedelta(years=2)], ids=["4 months", "2 years"]
)
def test_nothing_that_must_be_fixed_appears_because_time_passes(project, handbook, later):
    then = edition_without_git(read_folder(project.root), handbook.today + later)
    must = [
        {(problem.rule, problem.place.path) for problem in problems if problem.severity == "must"}
        for problems in (project.problems, then.problems())
    ]
    appeared = sorted(must[1] - must[0])
    assert not appeared, (
        f"On {then.handbook.today} these would have to be fixed, though nobody changed them: "
        f"{appeared}"
    )
