"""Every rule explains itself, and a case or the bad handbook shows it at work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.rules.rule import all_rules, rule
from tests.places import TESTS

HERE = TESTS
# Rules about the finished site are shown at work by the tests of the finished site.
# Rules about the built site, about what git remembers, about the clock and about the bank of
# questions have tests of their own.
OWN_TESTS = ("site-", "admission-")
JUDGED_ELSEWHERE = {
    slug for slug in all_rules() if slug.startswith(OWN_TESTS) and slug != "site-address-missing"
} | {
    "clock-behind",
    "document-left-out",
    "example-remains",
    "git-not-asked",
    "record-changed-later",
    "review-changed",
    "review-missing",
    "review-overdue",
    "review-refused",
    "reviews-not-judged",
    "secret-in-history",
    "snapshot-changed-later",
    "stamp-changed-later",
}


def shown_slugs() -> set[str]:
    """Slugs in the pinned text of all cases and of the bad handbook."""
    files = [*(HERE / "cases").rglob("*.yml"), HERE / "bad.expected.txt"]
    texts = (path.read_text(encoding="utf-8").split("\nexpect:")[-1] for path in files)
    return {slug for text in texts for slug in re.findall(r"upkeep/checks/#([\w-]+)", text)}


def test_every_rule_is_shown_at_work_by_a_case() -> None:
    assert sorted(set(all_rules()) - shown_slugs() - JUDGED_ELSEWHERE) == []


def test_every_rule_that_a_problem_names_is_registered() -> None:
    assert sorted(shown_slugs() - set(all_rules())) == []


def test_rules_about_the_finished_site_are_shown_at_work_in_their_own_tests() -> None:
    tests = "\n".join(
        path.read_text(encoding="utf-8")
        for path in HERE.rglob("test_*.py")
        if path != Path(__file__)
    )
    assert sorted(slug for slug in JUDGED_ELSEWHERE if slug not in tests) == []


def test_every_rule_has_a_text_and_two_different_examples() -> None:
    for slug, known in all_rules().items():
        assert known.help.text.endswith("."), slug
        assert known.help.bad.strip(), slug
        assert known.help.good.strip(), slug
        assert known.help.bad != known.help.good, slug


def test_every_rule_is_a_readable_slug() -> None:
    for known in all_rules().values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+){1,6}", known.help.id), known.help.id


@pytest.mark.parametrize("words", ["share: 60 %", "share"])
def test_a_good_example_replaces_words_that_are_in_the_bad_one_once(words: str) -> None:
    with pytest.raises(ValueError, match="is not in the bad example once"):
        rule("shares-of-a-test", bad="share: 50 %\nshare: 40 %", good={words: "share: 10 %"})(
            lambda handbook: iter(())
        )
