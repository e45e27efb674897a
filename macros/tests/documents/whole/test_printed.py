"""Printed documents: whole, self-contained, escaped, and as wide as a sheet of A4 in a real
browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from handbook.cli import app
from handbook.documents.hiring import kit as kits
from handbook.documents.hiring.facts import (
    Competency,
    ForbiddenTopic,
    Guide,
    RoleProfile,
    Selection,
    WorkSample,
)
from handbook.documents.training.admission.draw import draw
from handbook.documents.training.exam import key, paper
from handbook.documents.training.facts import LearningPath
from handbook.documents.whole import pack as packs
from handbook.facts.model import Fact
from handbook.rules.edition import Edition
from handbook.show.paper import address, document, fill, notes
from handbook.text.load import Folder, read_folder
from tests.bank import bank_of, edition, numbered
from tests.places import GOOD

A4_WIDTH, A4_HEIGHT = 794, 1123  # in the pixels of a browser, 96 to the inch


def _exam(book: Edition, make: Callable) -> str:
    return make(book.handbook, draw(book.shown, bank_of(numbered(book, 20)), "seller", "n-1", 7))


DOCUMENTS = {
    "paper": lambda book: _exam(book, paper),
    "key": lambda book: _exam(book, key),
    "kit": lambda book: kits.kit(book.handbook, "seller"),
    "pack": lambda book: packs.pack(book.shown, "seller"),
}
each_document = pytest.mark.parametrize("make", DOCUMENTS.values(), ids=list(DOCUMENTS))


@pytest.fixture(scope="module")
def book() -> Edition:
    return edition(read_folder(GOOD))


def words_of(html: str) -> str:
    """What a reader sees, with single spaces."""
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.S)).split())


# --- one page of HTML that stands alone -----------------------------------------------------------


class Balanced(HTMLParser):
    """Notices tags that are never closed, or closed without being opened; and whatever asks or runs
    something.
    """

    EMPTY = frozenset(
        ("meta", "br", "img", "line", "circle", "path", "rect", "polyline", "col", "hr")
    )

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "form", "base") or tag == "link":
            self.wrong.append(f"<{tag}>")
        self.wrong += [
            name
            for name, _ in attrs
            if name.startswith("on") or name in ("src", "srcset", "action")
        ]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.EMPTY:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


@each_document
def test_document_is_whole_and_asks_for_nothing(book, make):
    text = make(book)
    found = Balanced()
    found.feed(text)
    assert (found.wrong, found.open) == ([], [])
    assert text.startswith("<!doctype html>\n<html lang=")
    assert "url(" not in text
    assert "@import" not in text


@each_document
def test_document_is_the_same_each_time(book, make):
    assert make(book) == make(edition(read_folder(GOOD)))


def test_every_value_is_escaped(good: Folder):
    nasty = '<script>x</script> & "quotes" *stars* {{ role }}'
    for path, key_ in (
        ("hiring/role_profiles.yml", "result"),
        ("hiring/guides/talk.yml", "opening"),
        ("training/questions/gift.yml", "stem"),
    ):
        path = f"docs/_facts/{path}"
        text = good.data[path].decode()
        line = next(line for line in text.splitlines() if line.strip(" -").startswith(f"{key_}:"))
        good.data[path] = text.replace(line, f"{line[: line.index(':')]}: '{nasty}'", 1).encode()
    book = edition(good)
    exam = draw(book.shown, bank_of({}), "seller", "n-1", 7)
    for text in (kits.kit(book.handbook, "seller"), paper(book.handbook, exam)):
        assert "<script" not in text
        assert nasty in words_of(text)


def test_titles_and_labels_are_escaped():
    text = document("<b>&", None, fill("<i>"), notes("<u>"))
    assert not re.search(r"<[biu]>", text)


# --- the kit --------------------------------------------------------------------------------------


def texts(fact: object) -> Iterator[str]:
    """Every sentence in a fact."""
    if isinstance(fact, Fact):
        for name in type(fact).model_fields:
            yield from texts(getattr(fact, name))
    elif isinstance(fact, list):
        for entry in fact:
            yield from texts(entry)
    elif isinstance(fact, str) and " " in fact:
        yield " ".join(fact.split())


def test_kit_holds_all_that_an_interviewer_needs(book):
    facts = book.handbook.facts
    shown = words_of(kits.kit(book.handbook, "seller"))
    selection = facts[Selection]["seller"]
    wanted = [
        facts[RoleProfile]["seller"].model_copy(update={"advertisement": ""}), selection,
        *(facts[Guide][stage.guide] for stage in selection.stages if stage.guide),
        *(facts[WorkSample][stage.work_sample] for stage in selection.stages if stage.work_sample),
        *(facts[Competency][line.competency].levels for line in selection.scorecard),
    ]  # fmt: skip
    missing = [text for text in texts(wanted) if text not in shown]
    assert missing == []
    assert all(topic.topic in shown for topic in facts[ForbiddenTopic])
    assert "75 minutes in all" in shown


def test_kit_has_a_column_for_each_assessor_and_room_for_notes(book):
    text = kits.kit(book.handbook, "seller")
    assert "Assessor 1" in text
    assert "Assessor 2" in text
    assert "Assessor 3" not in text
    questions = sum(
        len(guide.questions) for guide in book.handbook.facts[Guide] if guide.id == "talk"
    )
    assert text.count("What was said, in the words of the candidate") == questions


@pytest.mark.parametrize("role", ["sellr", "managing-director"])
def test_kit_of_a_role_that_nobody_is_hired_for_is_refused(book, role):
    assert f'There is no role profile of "{role}"' in kits.refusal(book.handbook.facts, role)


# --- the pack -------------------------------------------------------------------------------------


def test_pack_has_the_six_parts_the_chapters_and_a_sheet_to_sign(book):
    shown = words_of(packs.pack(book.shown, "seller"))
    for part in (
        *packs.PARTS.values(),
        "What you read before you work alone",
        "To sign",
        "Signature of the mentor",
    ):
        assert part in shown
    assert "This part is missing" not in shown
    page = book.handbook.pages["learning.md"]
    found = book.shown.states.fingerprints(page)
    assert f"{page.title} {address(book.handbook, page.src)}" in shown
    assert f"{found.text} {found.facts}" in shown


def test_version_of_a_chapter_follows_its_text_and_its_facts(good: Folder):
    def versions(folder: Folder) -> list[str]:
        book = edition(folder)
        return [
            chapter.version
            for chapter in packs.required(book.shown, book.handbook.facts[LearningPath]["seller"])
        ]

    before = versions(good)
    good.data["docs/learning.md"] += b"\nOne sentence more.\n"
    after = versions(good)
    assert len(before) == len(after) == 1
    assert before != after


def test_a_new_pack_says_what_has_changed_since_the_old_one(good: Folder):
    book = edition(good)
    old = packs.versions_in(packs.pack(book.shown, "seller"))
    assert sorted(old) == sorted([*packs.PARTS, "learning.md"])
    assert "since your last pack Nothing." in words_of(packs.pack(book.shown, "seller", old))
    good.data["docs/learning.md"] += b"\nOne sentence more.\n"
    del good.data["docs/_facts/motivation/career.yml"]
    shown = words_of(
        packs.pack(edition(good).shown, "seller", old | {"old.md": "3f2a9c41 81be07d2"})
    )
    title = book.handbook.pages["learning.md"].title
    assert (
        f"How you rise: changed {title}: changed old.md: no longer part of this pack What you learn"
        in shown
    )


def test_nothing_is_folded_away_on_paper(book):
    for printed in (packs.pack(book.shown, "seller"), kits.kit(book.handbook, "seller")):
        assert "<details>" not in printed
    assert "<details open>" in packs.pack(book.shown, "seller")


def test_what_is_no_pack_has_no_versions(tmp_path):
    (tmp_path / "old.html").write_text("<p>A letter</p>")
    words = [
        "pack",
        "seller",
        "--root",
        str(GOOD),
        "-o",
        str(tmp_path),
        "--since",
        str(tmp_path / "old.html"),
    ]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    assert "is no role pack" in done.output


def test_a_longer_chapter_takes_longer(good: Folder):
    def minutes(folder: Folder) -> int:
        book = edition(folder)
        return packs.minutes(book.shown, book.handbook.pages["learning.md"])

    before = minutes(good)
    good.data["docs/learning.md"] += b"\n" + (b"word " * 100 + b"\n") * 10
    assert minutes(good) - before == 5


def test_a_part_that_cannot_be_shown_says_so(good: Folder):
    del good.data["docs/_facts/motivation/career.yml"]
    assert "This part is missing" in words_of(packs.pack(edition(good).shown, "seller"))


def test_pack_without_a_path_is_refused(book):
    assert 'no learning path for "selle"' in packs.refusal(book.handbook.facts, "selle")


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("https://handbook.example.com/", "https://handbook.example.com/sales-book/prices/#now"),
        ("https://example.com/sales", "https://example.com/sales/sales-book/prices/#now"),
        ("", "docs/sales-book/prices.md#now"),
        ("javascript:alert(1)", "docs/sales-book/prices.md#now"),
    ],
)
def test_address_is_whole_where_the_site_has_one(good: Folder, site, expected):
    text = re.sub(rb"(?m)^site_url:.*\n", b"", good.data["mkdocs.yml"])
    good.data["mkdocs.yml"] = text + (f"site_url: {site}\n".encode() if site else b"")
    assert address(edition(good).handbook, "sales-book/prices.md", "now") == expected


# --- the commands ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "name"), [("kit", "seller-interview-kit"), ("pack", "seller-pack")]
)
def test_command_writes_the_document(tmp_path, command, name):
    words = [command, "seller", "--root", str(GOOD), "--today", "2026-11-23", "-o", str(tmp_path)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert [path.name for path in tmp_path.iterdir()] == [f"{name}.html"]
    assert "choose Print" in done.output
    assert CliRunner().invoke(app, [command, "sellr", *words[2:]]).exit_code == 1


def test_without_a_browser_the_command_says_how_to_print(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("HANDBOOK_BROWSER", raising=False)
    done = CliRunner().invoke(
        app, ["kit", "seller", "--root", str(GOOD), "-o", str(tmp_path), "--pdf"]
    )
    assert done.exit_code == 0
    assert "No Chromium was found" in done.output
    assert not list(tmp_path.glob("*.pdf"))


def test_a_browser_that_does_not_print_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("HANDBOOK_BROWSER", str(tmp_path / "no-browser"))
    done = CliRunner().invoke(
        app, ["kit", "seller", "--root", str(GOOD), "-o", str(tmp_path), "--pdf"]
    )
    assert done.exit_code == 2
    assert "could not print" in done.output


def test_with_a_browser_there_is_a_pdf_too(tmp_path, browser: Browser, monkeypatch):
    done = CliRunner().invoke(
        app, ["pack", "seller", "--root", str(GOOD), "-o", str(tmp_path), "--pdf"]
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "seller-pack.pdf").read_bytes().startswith(b"%PDF-")


# --- in a browser, on A4 --------------------------------------------------------------------------


@each_document
def test_document_fits_on_a4_and_asks_nobody(book, browser: Browser, make):
    page = browser.new_page(viewport={"width": A4_WIDTH, "height": A4_HEIGHT})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.set_content(make(book))
    page.emulate_media(media="print")
    wide = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth"
        " && getComputedStyle(one).display !== 'inline').map(one => one.className + ': ' + one.textContent.slice(0, 60))"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_WIDTH
    assert wide == []
    assert page.title()
    assert asked == []
    page.close()


def test_no_question_is_cut_in_two(book, browser: Browser):
    page = browser.new_page(viewport={"width": A4_WIDTH, "height": A4_HEIGHT})
    page.set_content(DOCUMENTS["paper"](book))
    page.emulate_media(media="print")
    broken = page.evaluate(
        "[...document.querySelectorAll('.paper-question')].map(one => getComputedStyle(one).breakInside)"
    )
    assert broken == ["avoid"] * 20
    page.close()
