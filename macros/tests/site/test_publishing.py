"""When a site is published and when it is not: who could see it, and what it would replace. Nothing
fails open.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from handbook.cli import app
from handbook.site.publishing import (
    Build,
    PublishingState,
    audience_refusals,
    engine_of,
    read_build,
    refusals,
)

OLD, NEW = "a" * 40, "b" * 40
THEN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LAST = Build(OLD, THEN, 116, "mkdocs")
SITE = Build(NEW, THEN + timedelta(days=1), 117, "mkdocs")
PRIVATE = json.dumps({"private": True, "visibility": "private"})
WELL = PublishingState(
    PRIVATE,
    json.dumps({"public": False}),
    json.dumps([{"databaseId": 7}]),
    SITE.as_json(),
    LAST.as_json(),
    True,
)
# What comes instead of an answer: nothing, an error of GitHub as JSON, a page of a proxy, another
# kind of value.
NO_ANSWERS = [
    "",
    "{}",
    "null",
    "[]",
    '"private"',
    "<html>502</html>",
    '{"message": "Not Found", "status": "404"}',
    "[" * 5000,
]


def test_what_is_known_and_well_is_published():
    assert refusals(WELL) == []


def test_the_same_commit_is_published_again():
    assert refusals(replace(WELL, new=LAST.as_json())) == []


def test_the_first_site_replaces_nothing():
    assert refusals(replace(WELL, runs="[]", last="", follows=None)) == []


@pytest.mark.parametrize("confirmed", [False, True])
@pytest.mark.parametrize(
    ("repository", "pages", "said"),
    [
        (json.dumps({"private": False, "visibility": "public"}), '{"public": false}', "The repository is public"),
        (json.dumps({"private": False}), '{"public": false}', "The repository is public"),
        (json.dumps({"private": True, "visibility": "public"}), '{"public": false}', "The repository is public"),
        (PRIVATE, '{"public": true}', "The whole internet could read the site"),
        *((answer, '{"public": false}', "does not say whether the repository is private") for answer in NO_ANSWERS),
        *((PRIVATE, answer, "does not say who may see the site") for answer in NO_ANSWERS),
        (PRIVATE, '{"public": null}', "does not say who may see the site"),
        (PRIVATE, '{"public": "false"}', "does not say who may see the site"),
        (PRIVATE, '{"public": 0}', "does not say who may see the site"),
        ('{"private": 1}', '{"public": false}', "does not say whether the repository is private"),
    ],
)  # fmt: skip
def test_a_site_for_strangers_is_never_published(repository, pages, said, confirmed):
    (reason,) = refusals(replace(WELL, repository=repository, pages=pages, confirmed=confirmed))
    assert said in reason
    assert [reason] == list(audience_refusals(repository, pages))


def test_what_github_gives_as_its_reason_is_quoted():
    answer = json.dumps({"message": "API rate limit exceeded\n::stop-commands::x", "status": "429"})
    (reason,) = audience_refusals(PRIVATE, answer)
    assert '(it says: "API rate limit exceeded ::stop-commands::x")' in reason


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"follows": False}, "is older than the published one"),
        ({"follows": None}, "is not known to follow the published one"),
        ({"new": replace(SITE, time=THEN - timedelta(seconds=1)).as_json()}, "is older than the published one"),
        ({"new": replace(SITE, pages=104).as_json()}, "This site has 104 pages, the published one 116"),
        ({"new": replace(SITE, pages=1).as_json()}, "more than 10 % would be gone"),
        ({"last": ""}, "What is published now is not known"),
        ({"last": "no note", "runs": "[]"}, "What is published now is not known"),
        ({"last": '{"commit": "main", "time": "2026-11-20T08:00:00+00:00", "pages": 1}'}, "What is published now is not known"),
        *(({"runs": answer}, "does not say whether a site was published before") for answer in NO_ANSWERS if answer != "[]"),
    ],
)  # fmt: skip
def test_the_last_site_stays_unless_somebody_confirms(changes, said):
    (reason,) = refusals(replace(WELL, **changes))
    assert said in reason
    assert 'tick "replace"' in reason
    assert refusals(replace(WELL, confirmed=True, **changes)) == []


def test_a_tenth_of_the_pages_may_go():
    assert refusals(replace(WELL, new=replace(SITE, pages=105).as_json())) == []
    assert (
        refusals(
            replace(
                WELL, last=replace(LAST, pages=10).as_json(), new=replace(SITE, pages=9).as_json()
            )
        )
        == []
    )


@pytest.mark.parametrize("confirmed", [False, True])
@pytest.mark.parametrize(
    "new", [*NO_ANSWERS, replace(SITE, pages=0).as_json(), replace(SITE, commit="").as_json()]
)
def test_an_empty_or_unknown_site_is_never_published(new, confirmed):
    (reason,) = refusals(replace(WELL, new=new, confirmed=confirmed))
    assert "has no readable build.json" in reason or "has no pages" in reason


def test_everything_is_said_at_once():
    asked = PublishingState(
        "", '{"public": true}', "[1]", replace(SITE, pages=3).as_json(), LAST.as_json(), False
    )
    assert len(refusals(asked)) == 4


@given(
    st.text()
    | st.recursive(st.none() | st.booleans() | st.text() | st.integers(), st.lists).map(json.dumps)
)
def test_no_answer_raises_anything_or_opens_anything(answer):
    assert refusals(replace(WELL, repository=answer))
    assert refusals(replace(WELL, pages=answer))
    assert refusals(replace(WELL, new=answer))


def test_a_note_is_read_as_it_was_written():
    assert read_build(SITE.as_json()) == SITE
    assert set(json.loads(SITE.as_json())) == {"commit", "time", "pages", "engine"}


@pytest.mark.parametrize(
    ("html", "engine"),
    [
        ('<meta name="generator" content="mkdocs-1.6.1, mkdocs-material-9.8.0">', "mkdocs"),
        ('<meta name="generator" content="zensical-0.1.2">', "zensical"),
        ("<html>", ""),
    ],
)  # fmt: skip
def test_the_engine_is_named_without_its_version(html, engine):
    assert engine_of(html) == engine


# --- the commands, over a real repository


@pytest.fixture
def built(tmp_path, good):
    """The good handbook in git, with a site of three of its pages."""
    pages = {f"site/{name}/index.html": b"" for name in ("hiring", "training", "old")}
    pages["site/index.html"] = b'<meta name="generator" content="mkdocs-1.6.1">'
    for path, data in (good.data | pages).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "First")
    return tmp_path


def git(root, *words):
    who = [
        "-c",
        "user.name=Example",
        "-c",
        "user.email=mail@example.com",
        "-c",
        "commit.gpgsign=false",
    ]
    return subprocess.run(
        ["git", "-C", str(root), *who, *words], check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(root, subject):
    git(root, "add", "docs", "mkdocs.yml")
    git(root, "commit", "-q", "--allow-empty", "-m", subject)
    return git(root, "rev-parse", "HEAD")


def note(root):
    done = CliRunner().invoke(
        app,
        ["build-note", "--site", str(root / "site"), "--root", str(root)],
        env={"SOURCE_DATE_EPOCH": ""},
    )
    assert done.exit_code == 0, done.output
    return (root / "site" / "build.json").read_text()


def asked(root, **answers):
    words = ["may-publish", "--root", str(root), "--site", str(root / "site")]
    given = {"repository": PRIVATE, "pages": '{"public": false}', "runs": "[7]", **answers}
    for name, text in given.items():
        (root / f"{name}.json").write_text(text)
        words += [f"--{name}", str(root / f"{name}.json")]
    return CliRunner().invoke(app, words)


def test_the_note_tells_commit_time_pages_and_engine_and_nothing_else(built):
    told = json.loads(note(built))
    assert told["commit"] == git(built, "rev-parse", "HEAD")
    assert datetime.fromisoformat(told["time"]).timestamp() == int(
        git(built, "log", "-1", "--format=%ct")
    )
    assert (told["pages"], told["engine"], len(told)) == (3, "mkdocs", 4)
    assert note(built) == note(built)


def test_a_newer_commit_replaces_an_older_one_and_never_the_other_way_round(built):
    first = note(built)
    assert asked(built, runs="[]").exit_code == 0
    commit(built, "Second")
    second = note(built)
    assert asked(built, last=first).exit_code == 0
    git(built, "checkout", "-q", "HEAD~1")
    assert note(built) == first
    done = asked(built, last=second)
    assert done.exit_code == 1
    assert "is older than the published one" in done.output


def test_a_commit_that_is_gone_from_the_history_is_not_followed(built):
    note(built)
    done = asked(built, last=replace(LAST, pages=3).as_json())
    assert done.exit_code == 1
    assert "is not known to follow the published one" in done.output


def test_outside_of_git_nothing_is_published(built):
    (built / ".git").rename(built / "git-gone")
    note(built)
    assert asked(built, runs="[]").exit_code == 1


def test_a_missing_answer_or_site_is_a_refusal(built):
    note(built)
    done = CliRunner().invoke(app, ["may-publish", "--root", str(built)])
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 2
    (built / "site" / "index.html").unlink()
    assert asked(built, runs="[]").exit_code == 1
