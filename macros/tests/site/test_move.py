"""Moving a page with its life, and the small files that lead on from its old address."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from handbook.cli import app
from handbook.handbook import Handbook, build_without_git
from handbook.problems.problem import as_text
from handbook.records.records import State
from handbook.rules.edition import edition_without_git
from handbook.show.states import PageStates
from handbook.site import built
from handbook.site.move import plan_move, refusals
from handbook.site.redirects import SCRIPT, redirects
from handbook.text.load import Folder, FolderEntry, read_folder, read_site
from tests import lives

TODAY = date(2026, 11, 23)
LIFE = "docs/_records/training/"


def read(folder: Folder) -> Handbook:
    return build_without_git(folder, TODAY)


def states_of(folder: Folder) -> PageStates:
    return edition_without_git(folder, TODAY).shown.states


def write(folder: Folder, path: str, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    folder.entries[path] = FolderEntry(path, "file", len(data))
    folder.data[path] = data


def moved(folder: Folder, old: str, new: str) -> Handbook:
    handbook = read(folder)
    assert list(refusals(handbook, handbook.pages[old], new)) == []
    plan = plan_move(handbook, handbook.pages[old], new)
    for path in plan.delete:
        del folder.data[path], folder.entries[path]
    for path, text in plan.write.items():
        write(folder, path, text)
    return read(folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sales-book/prices.md", "price-list.md"),
        ("sales-book/prices.md", "a/b/c/prices.md"),
        ("training.md", "learn/first-month.md"),
        ("training.md", "training/index.md"),
        ("sales-book/stages.md", "sales-book/path.md"),
    ],
)
def test_nothing_is_wrong_after_a_move(good, problems_of, old, new):
    moved(good, old, new)
    assert [as_text(problem) for problem in problems_of(good)] == []
    left = [
        path
        for path, data in good.data.items()
        if f": {old}" in data.decode() and "moved.yml" not in path
    ]
    assert left == []


def test_a_page_keeps_its_life(good):
    handbook = read(good)
    path = lives.review(good, "training.md")
    before = states_of(good).standing(read(good).pages["training.md"])
    handbook = moved(good, "training.md", "learn/first-month.md")
    after = states_of(good).standing(handbook.pages["learn/first-month.md"])
    assert path.replace(LIFE, "docs/_records/learn/first-month/") in good.data
    assert path not in good.data
    assert (before.state, after.state) == (State.IN_DATE, State.IN_DATE)
    assert after.due == before.due


def test_no_page_counts_as_changed_because_another_was_moved(good):
    handbook = read(good)
    for page in handbook.pages.values():
        lives.review(good, page.src)
    for old, new in (("sales-book/prices.md", "a/price-list.md"), ("a/price-list.md", "prices.md")):
        handbook = moved(good, old, new)
        states = states_of(good)
        changed = [page.src for page in handbook.pages.values() if states.standing(page).changed]
        assert changed == []


def test_old_addresses_lead_on_however_often_a_page_moves(good):
    for old, new in (("training.md", "a.md"), ("a.md", "b.md"), ("b.md", "a/index.md")):
        handbook = moved(good, old, new)
    assert (
        good.data["docs/_facts/moved.yml"].decode()
        == """\
# Written by handbook move: readers who come by an old address are led on to the page.
- from: price-list.md
  to: sales-book/prices.md
- from: training.md
  to: a/index.md
- from: b.md
  to: a/index.md
"""
    )
    assert sorted(redirects(handbook)) == [
        "b/index.html",
        "price-list/index.html",
        "training/index.html",
    ]


def test_a_page_that_comes_back_is_led_away_from_by_nobody(good):
    moved(good, "training.md", "a.md")
    handbook = moved(good, "a.md", "training.md")
    assert dict(handbook.moved()) == {
        "price-list.md": "sales-book/prices.md",
        "a.md": "training.md",
    }
    assert sorted(redirects(handbook)) == ["a/index.html", "price-list/index.html"]


def test_refused(good):
    handbook = read(good)
    page = handbook.pages["training.md"]
    assert list(refusals(handbook, handbook.pages["index.md"], "home.md")) == [
        "This is the home page: the site begins with it, so it stays where it is."
    ]
    assert list(refusals(handbook, page, "hiring.md")) == ['There is already a page "hiring.md".']
    assert list(refusals(handbook, page, "../up.md")) == [
        '"../up.md" is no name for a page: small letters, digits and hyphens, ending in .md.'
    ]
    lives.record(good, "gone.md", lives.step("drafted", "2026-09-14"))
    write(good, "docs/_facts/moved.yml", "- {from: a.md, to: b.md\n")
    assert list(refusals(read(good), page, "gone.md")) == [
        'There are already records of a page "gone.md", in docs/_records/gone: they would be taken for those of this page.',
        "docs/_facts/moved.yml cannot be read at the moment, so the old address could not be kept. Repair it first: handbook check says where.",
    ]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("index.md/a.md", '"index.md" in "index.md/a.md" is the name of a page'),
        ("a/training.md/b.md", '"training.md" in "a/training.md/b.md" is the name of a page'),
        (
            "training.md/training.md",
            '"training.md" in "training.md/training.md" is the name of a page',
        ),
        (f"{'a' * 78}.md", f'The name "{"a" * 78}.md" has 81 characters; 80 are the most'),
        ("hiring/index.md", 'The page "hiring.md" already has this address on the site'),
        ("a\nb.md", "is no name for a page"),
        (".md", "is no name for a page"),
        ("/training.md", "is no name for a page"),
        ("a//b.md", "is no name for a page"),
        ("_records/a.md", "is no name for a page"),
    ],
)
def test_a_place_that_is_none(good, target, said):
    handbook = read(good)
    (why,) = refusals(handbook, handbook.pages["training.md"], target)
    assert said in why


@pytest.mark.parametrize(
    "data",
    [
        b"---\nowner: x\n---\n# Training \xff\n",
        b"<<<<<<< mine\n# Training\n>>>>>>> theirs\n",
        b"\xef\xbb\xbf# T\n",
    ],
)
def test_a_page_that_cannot_be_read_is_not_moved_because_its_text_would_be_lost(good, data):
    write(good, "docs/training.md", data)
    handbook = read(good)
    (why,) = refusals(handbook, handbook.pages["training.md"], "a.md")
    assert why.startswith("docs/training.md cannot be read at the moment")


def test_what_people_noted_beside_old_addresses_is_kept(good):
    noted = "# Written by handbook move: readers who come by an old address are led on to the page.\n# The old intranet links here.\n"
    write(
        good, "docs/_facts/moved.yml", noted + "- {from: price-list.md, to: sales-book/prices.md}\n"
    )
    for target in ("a.md", "b.md"):
        moved(good, "training.md" if target == "a.md" else "a.md", target)
    assert good.data["docs/_facts/moved.yml"].decode().startswith(f"{noted}- from: price-list.md\n")


def test_records_that_cannot_be_read_stay_with_their_page(good):
    path = f"{LIFE}2026-09-14-drafted-seller-3f2a9c.yml"
    good.entries[path] = FolderEntry(path, "link")
    handbook = read(good)
    (why,) = refusals(handbook, handbook.pages["training.md"], "a.md")
    assert why.startswith(f"{path} cannot be read")


def test_only_the_small_files_that_lead_on_may_hold_their_script(good, tmp_path):
    site = tmp_path / "site"
    handbook = read(good)
    a_site(site, handbook)
    for path in ("price-list/index.html", "hiring/index.html"):
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_text(
            f"<title>T</title><article><h1>T</h1></article><script>{SCRIPT}</script>"
        )
    (found,) = [
        problem for problem in problems(handbook, site) if problem.rule == "site-runs-program"
    ]
    assert found.place.path == "mkdocs.yml"


def test_what_leads_on(good):
    write(
        good,
        "docs/_facts/moved.yml",
        "- {from: a/old.md, to: sales-book/prices.md}\n- {from: home.md, to: index.md}\n",
    )
    pages = redirects(read(good))
    assert (
        pages["a/old/index.html"]
        == """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="handbook redirects">
<meta name="robots" content="noindex">
<title>Prices</title>
<link rel="canonical" href="https://handbook.example.com/sales-book/prices/">
<noscript><meta http-equiv="refresh" content="0; url=../../sales-book/prices/"></noscript>
</head>
<body>
<p>This page has moved. It is now here: <a href="../../sales-book/prices/">Prices</a></p>
<script>location.replace(document.links[0].href + location.search + location.hash)</script>
</body>
</html>
"""
    )
    assert 'content="0; url=../"' in pages["home/index.html"]
    assert 'href="https://handbook.example.com/"' in pages["home/index.html"]


def test_a_title_cannot_break_out_of_the_page(good):
    page = good.data["docs/hiring.md"].decode().replace("# Hiring", '# Hiring & "firing" <b>')
    write(good, "docs/hiring.md", page)
    write(good, "docs/_facts/moved.yml", "- {from: old.md, to: hiring.md}\n")
    (text,) = redirects(build_without_git(good, TODAY)).values()
    assert "<b>" not in text
    assert "Hiring &amp; &quot;firing&quot;" in text


def a_site(target: Path, handbook: Handbook) -> None:
    """The least that passes as a finished site."""
    for path in map(built.address, handbook.pages):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text("<title>T</title><article><h1>T</h1></article>")


def test_the_command_writes_what_the_checks_of_the_site_ask_for(good, tmp_path):
    handbook = moved(good, "training.md", "learn/first-month.md")
    for path, data in good.data.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    site = tmp_path / "site"
    a_site(site, handbook)
    missing = [as_text(problem) for problem in problems(handbook, site)]
    assert (
        missing[0]
        == """\
docs/_facts/moved.yml
  The old address "price-list/index.html" of a moved page leads nowhere.
  To fix: after building, write the files that lead on: handbook redirects --site site.
  Why: upkeep/checks/#site-page-missing"""
    )
    assert len(missing) == 2
    for _ in range(2):  # a second run writes the same
        done = CliRunner().invoke(app, ["redirects", "--site", str(site), "--root", str(tmp_path)])
        assert done.exit_code == 0, done.output
        assert problems(handbook, site) == []
    (site / "training" / "index.html").write_text("<title>T</title>")
    done = CliRunner().invoke(app, ["redirects", "--site", str(site), "--root", str(tmp_path)])
    assert done.exit_code == 1
    assert '"training/index.html" is a page of the site' in done.output


def problems(handbook: Handbook, site: Path) -> list[built.Problem]:
    return built.problems(built.read_built(handbook, read_site(site)))


def test_questions_outside_the_handbook_follow_the_page(good):
    handbook = read(good)
    bank = {
        "training/admission/one.yml": b"stem: Where is it said?\r\npage: training.md\r\nheading: x\r\n",
        "training/admission/two.yml": b"why: See page: training.md\npage: 'training.md'\n",
        "training/admission/three.yml": b"page: training.mdx\npage: a/training.md\n",
        "training/admission/four.yml": b"page: hiring.md\n# \xff\n",
    }
    plan = plan_move(handbook, handbook.pages["training.md"], "a/b.md", bank)
    changed = {path: data for path, data in plan.write.items() if path in bank}
    assert changed == {
        "training/admission/one.yml": b"stem: Where is it said?\r\npage: a/b.md\r\nheading: x\r\n",
        "training/admission/two.yml": b"why: See page: training.md\npage: 'a/b.md'\n",
    }
    assert {path: plan.expected[path] for path in changed} == {path: bank[path] for path in changed}


def test_the_command_moves_files_and_says_so(good, tmp_path):
    for path, data in good.data.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    done = CliRunner().invoke(
        app, ["move", "docs/training.md", "learn/first-month.md", "--root", str(tmp_path)]
    )
    assert done.exit_code == 0, done.output
    handbook = read(read_folder(tmp_path))
    assert "training.md" not in handbook.pages
    assert handbook.moved()["training.md"] == "learn/first-month.md"
