"""One open issue for each owner, whatever there was before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.upkeep.digest import (
    LABEL,
    CloseIssue,
    CreateIssue,
    Issue,
    UpdateIssue,
    actions,
    role_of,
)
from handbook.upkeep.letter import Letter, marker


def issue(number: int, role: str, body: str = "", title: str = "old") -> Issue:
    return Issue(number, role, title, body or marker(role))


LETTERS = [
    Letter(role, f"title {role}", f"{marker(role)}\ntext\n")
    for role in ("sales-director", "seller")
]


def test_none_one_and_two_open_issues():
    right = issue(7, "seller", LETTERS[1].body, LETTERS[1].title)
    assert actions(LETTERS, []) == [CreateIssue(LETTERS[0]), CreateIssue(LETTERS[1])]
    assert actions(LETTERS[1:], [right]) == []
    assert actions(LETTERS[1:], [issue(7, "seller")]) == [UpdateIssue(7, LETTERS[1])]
    assert actions(LETTERS[1:], [issue(9, "seller"), right]) == [
        CloseIssue(9, "seller", "This is said in #7.")
    ]
    assert actions([], [right]) == [CloseIssue(7, "seller", "Nothing waits any more. Thank you.")]


def test_line_ends_of_windows_are_no_difference():
    body = LETTERS[1].body.replace("\n", "\r\n").rstrip()
    assert actions(LETTERS[1:], [issue(7, "seller", body, LETTERS[1].title)]) == []


def carried_out(plan, found: list[Issue]) -> list[Issue]:
    """The open issues after a plan."""
    after = {found_issue.number: found_issue for found_issue in found}
    for found_issue in plan:
        if isinstance(found_issue, CreateIssue):
            number = max(after, default=0) + 100
            after[number] = Issue(
                number, found_issue.letter.role, found_issue.letter.title, found_issue.letter.body
            )
        elif isinstance(found_issue, UpdateIssue):
            after[found_issue.number] = Issue(
                found_issue.number,
                found_issue.letter.role,
                found_issue.letter.title,
                found_issue.letter.body,
            )
        else:
            del after[found_issue.number]
    return list(after.values())


ROLES = st.sampled_from(["sales-director", "seller", "somebody-who-left"])
ISSUES = st.lists(
    st.builds(issue, st.integers(1, 50), ROLES), unique_by=lambda drawn: drawn.number, max_size=8
)


@given(st.lists(st.sampled_from(LETTERS), unique=True), ISSUES)
def test_after_any_run_exactly_one_issue_for_each_owner_and_a_second_run_does_nothing(
    wanted, found
):
    after = carried_out(actions(wanted, found), found)
    assert sorted(found_issue.role for found_issue in after) == sorted(
        found_issue.role for found_issue in wanted
    )
    assert actions(wanted, after) == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        "text",
        f"> {marker('seller')}",
        f"text\n{marker('seller')}",
        "<!-- handbook-digest: Seller! -->",
        "<!--handbook-digest: seller-->",
    ],
)
def test_only_a_marker_at_the_very_start_counts(body):
    assert role_of(body) == ""
    assert role_of(marker("sales-director")) == "sales-director"
    assert LABEL == "handbook-digest"
