"""What macros draw: no value of a fact gains a meaning, and every place on a page shows what it
should.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from html.parser import HTMLParser
from typing import Any, get_args

import jinja2
import markdown
import pytest

from handbook.documents.company.facts.company import Situation
from handbook.documents.sales_book.facts.market import Terms
from handbook.facts import reading
from handbook.facts.durations import Duration
from handbook.facts.model import Fact
from handbook.facts.scalars import ReadBy, read_words
from handbook.pages import CALL, Call, literal_arguments
from handbook.rules.edition import Edition, edition_of, edition_without_git
from handbook.show.html import Html, join, link, table, text
from handbook.show.macro import Macro, all_macros
from handbook.show.view import View
from handbook.site.rules.settings import EXTENSIONS
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)
# One value with everything that HTML, Markdown or Jinja could take for their own. It begins and
# ends with a mark.
POISON = (
    "¤ <script>alert(1)</script> <img src=x onerror=alert(1)> *a* **b** _x_ __y__ [t](u) ![i](j) [r][s] <http://a.b>"
    " | {{ 1 }} {% x %} {# z #} {: onclick=1 } \"q\" 'r' & &lt; &#60; `c` ``d`` \\* ~~e~~ [^1] <!-- f --> 5 < 6 > 4\n\n# h\n- i ¤"
)
READABLE = " ".join(POISON.split())
# Tags that macros draw; anything else came out of a value.
OURS = set(
    "a aside br code dd details div dl dt figcaption figure h1 h2 h3 header li ol p pre section small span strong summary svg "
    "table caption tbody td th thead tr ul text rect path line circle g title em time wbr "
    "button input label option select".split()
)


class Seen(HTMLParser):
    """The tags, attributes and visible text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append(("!--", {}))


def edition(folder: Folder) -> Edition:
    return edition_without_git(folder, TODAY)


@pytest.fixture
def book(good: Folder) -> Edition:
    return edition(good)


def calls_of(book: Edition) -> list[tuple[str, Call]]:
    """Every call on a page of the good handbook, and every macro's example call."""
    there = [(page.src, call) for page, call in book.handbook.calls()]
    return [*there, *(("index.md", call) for call in map(example_call, all_macros().values()))]


def example_call(function: Macro) -> Call:
    found = CALL.fullmatch(f"{{{{ {function.example} }}}}")
    assert found, f"the example of {function.name} is no call that a page may hold"
    args, named = literal_arguments(found.group(2))
    return Call(function.name, args, named, line=0, written=found.group(), alone=True)


def engine(book: Edition, src: str) -> jinja2.Environment:
    """Jinja as a page meets it: every macro is a function of its name."""
    made = jinja2.Environment(undefined=jinja2.StrictUndefined)
    for name in all_macros():
        made.globals[name] = caller(book, src, name)
    return made


def caller(book: Edition, src: str, name: str) -> Any:
    def call(*args: Any, **named: Any) -> str:
        asked = Call(name, args, tuple(named.items()), line=0, written=name, alone=True)
        return str(book.shown.draw(asked, src).html)

    return call


def to_html(book: Edition, written: str, src: str = "index.md") -> str:
    """What readers get for Markdown with macro calls: Jinja first, then Python-Markdown with our
    extensions.
    """
    filled = engine(book, src).from_string(written).render()
    return str(markdown.markdown(filled, extensions=list(EXTENSIONS)))


# --- no value gains a meaning


def facts_in(value: object) -> Iterator[Fact]:
    if isinstance(value, Fact):
        yield value
        yield from facts_in([getattr(value, name) for name in type(value).model_fields])
    elif isinstance(value, dict):
        yield from facts_in(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from facts_in(inner)


def is_words(marks: Any) -> bool:
    """Whether a type, or what is inside it, is free text."""
    if isinstance(marks, ReadBy):
        return marks.read is read_words
    return any(is_words(mark) for mark in (*getattr(marks, "metadata", ()), *get_args(marks)))


def poison(fact: Fact) -> None:
    for name, info in type(fact).model_fields.items():
        value = getattr(fact, name)
        if value is not None and any(map(is_words, [info.annotation, *info.metadata])):
            fact.__dict__[name] = [POISON for _ in value] if isinstance(value, list) else POISON


@pytest.fixture
def poisoned(good: Folder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Edition]:
    """The good handbook with the same dangerous words in every free text of its facts, and in its
    titles.
    """
    from handbook import handbook as module

    reading._read_once.cache_clear()  # equal texts are understood once: others must not get what is poisoned here

    read = module.read_facts

    def read_poisoned(*args: Any) -> Any:
        facts, problems = read(*args)
        for fact in facts_in([*facts.everything()]):
            if type(fact).__name__ not in ("Step", "Situation"):
                poison(fact)
        for situation in facts[Situation]:
            situation.__dict__["group"] = situation.__dict__["asks"] = POISON
        return facts, problems

    monkeypatch.setattr(module, "read_facts", read_poisoned)
    made = edition(good)
    for page in made.handbook.pages.values():
        page.headings = [heading._replace(text=POISON) for heading in page.headings]
    yield opened_again(made)
    reading._read_once.cache_clear()


def opened_again(book: Edition) -> Edition:
    """The same handbook, with its pages' calls selected anew."""
    return edition_of(book.handbook)


def test_free_texts_are_recognised():
    """If the types of facts change their making, the next tests must not pass because nothing is
    poisoned.
    """
    from handbook.documents.sales_book.facts.market import Persona

    found = {
        name
        for name, info in Persona.model_fields.items()
        if any(map(is_words, [info.annotation, *info.metadata]))
    }
    assert found == {"name", "goals", "fears", "measured_by", "says", "do", "do_not"}


def harmless(html: str) -> None:
    seen = Seen(html)
    for tag, attributes in seen.tags:
        assert tag in OURS, f"<{tag}> came out of a value: {html[:3000]}"
        live = [
            name
            for name in attributes
            if name.startswith("on") or name in ("style", "src", "srcdoc")
        ]
        assert not live, f"{live} came out of a value"
        assert not (attributes.get("href") or "").lower().startswith(("javascript:", "data:", "//"))


def test_every_macro_shows_every_text_as_it_is(poisoned):
    shown = 0
    for src, call in calls_of(poisoned):
        drawn = poisoned.shown.draw(call, src)
        harmless(str(drawn.html))
        html = to_html(poisoned, f"before\n\n{written(call)}\n\nafter", src)
        harmless(html)
        visible = " ".join(Seen(html).text.split())
        assert visible.count(READABLE) * 2 == visible.count("¤"), (
            f"{call.name} changes a text: {visible[:2000]}"
        )
        shown += visible.count(READABLE)
    assert shown > 100


def written(call: Call) -> str:
    quoted = ", ".join(f'"{value}"' for value in call.args)
    return f"{{{{ {call.name}({quoted}) }}}}"


@pytest.mark.parametrize(
    "sign",
    [
        "# ",
        "## ",
        "- ",
        "+ ",
        "* ",
        "1. ",
        "12) ",
        "> ",
        ": ",
        "!!! note ",
        "??? x ",
        "=== ",
        "--- ",
        "| a",
        "[^1]: ",
        "[a]: b",
    ],
)
def test_a_value_at_the_start_of_a_line_stays_a_value(book, sign):
    html = to_html(book, f"before\n\n{text(sign + 'x')}\n\nafter")
    assert Seen(html).tags == [("p", {}), ("p", {}), ("p", {})]
    assert f"\n{sign}x\n" in Seen(html).text


@pytest.mark.parametrize("href", ["a/b.html?x=1&y=2#z", "../?a='b'", 'x" onclick="y', "<script>"])
def test_an_address_stays_inside_its_attribute(href):
    assert Seen(str(link(href, "words"))).tags == [("a", {"href": href})]


def test_html_of_ours_is_not_escaped_twice():
    inner = Html("<b>{}</b>").format("a & b")
    assert str(Html("<p>{}</p>").format(inner)) == "<p><b>a &amp; b</b></p>"
    assert str(join(["<", inner], " · ")) == "&lt; · <b>a &amp; b</b>".replace("&lt;", "&#60;")


def test_blocks_come_on_one_line(book):
    """Markdown would take an empty line or an indent inside a table for the end of it."""
    for src, call in calls_of(book):
        if all_macros()[call.name].kind == "block" and call.name not in (
            "rule_list",
            "macro_list",
            "part_list",
        ):
            assert "\n" not in str(book.shown.draw(call, src).html).strip("\n"), call.name


# --- the places where a macro may stand


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ('- first {{ price("tap-one") }}\n- second', '<ul>\n<li>first <span class="hb-price">£60 a month</span></li>\n<li>second</li>\n</ul>'),
        ('1. {{ fact("terms.notice") }}', '<ol>\n<li><span class="hb-fact">{notice}</span></li>\n</ol>'),
        ('> {{ fact("company.name") }}', '<blockquote>\n<p><span class="hb-fact">Fernhill Water</span></p>\n</blockquote>'),
        ('**{{ fact("company.name") }}**', '<p><strong><span class="hb-fact">Fernhill Water</span></strong></p>'),
        ('## {{ fact("company.name") }} {: #us }', '<h2 id="us"><span class="hb-fact">Fernhill Water</span></h2>'),
        ('[{{ fact("company.name") }}](company.md)', '<p><a href="company.md"><span class="hb-fact">Fernhill Water</span></a></p>'),
        (
            '!!! note "Us"\n    {{ fact("company.name") }}',
            '<div class="admonition note">\n<p class="admonition-title">Us</p>\n'
            '<p><span class="hb-fact">Fernhill Water</span></p>\n</div>',
        ),
    ],
    ids=["bullet", "number", "quotation", "bold", "heading", "link text", "admonition"],
)  # fmt: skip
def test_inline_macro_in_its_place(book, written, html):
    notice = book.handbook.facts.only(Terms).notice
    assert to_html(book, written) == html.replace("{notice}", str(notice))


def test_inline_macro_in_a_table_cell(book):
    rows = '| What | Price |\n| --- | ---: |\n| Tap | {{ price("tap-one") }} |\n| Word | {{ term("lever") }} |'
    seen = Seen(to_html(book, rows, "sales-book/prices.md"))
    assert [tag for tag, _ in seen.tags if tag in ("th", "td")] == [
        "th",
        "th",
        "td",
        "td",
        "td",
        "td",
    ]
    assert "£60 a month" in seen.text


def test_block_macro_between_paragraphs(book):
    html = to_html(book, "before\n\n{{ price_list() }}\n\nafter", "sales-book/prices.md")
    assert html.startswith('<p>before</p>\n<div class="hb-table"')
    assert re.search(r"</div>\n+<p>after</p>$", html)
    assert "<p><div" not in html


def test_block_macro_right_below_a_paragraph(book):
    html = to_html(book, "before\n{{ price_list() }}\nafter", "sales-book/prices.md")
    assert html.startswith('<p>before</p>\n<div class="hb-table"')
    assert re.search(r"</div>\n+<p>after</p>$", html)


@pytest.mark.parametrize("name", sorted(n for n, m in all_macros().items() if m.anchors))
def test_a_macro_knows_its_ids_without_being_drawn(book, name):
    macro = all_macros()[name]
    html = to_html(book, f"{{{{ {macro.example} }}}}")
    assert macro.anchors(macro.select(None)) == set(re.findall(r' id="([^"]+)"', html)) != set()


@pytest.mark.parametrize("name", sorted(all_macros()))
def test_every_macro_closes_what_it_opens(book, name):
    src = next((page.src for page, call in book.handbook.calls() if call.name == name), "index.md")
    call = next(
        (call for _, call in book.handbook.calls() if call.name == name),
        example_call(all_macros()[name]),
    )
    stack: list[str] = []
    for tag in re.findall(
        r"<(/?[a-z][a-z0-9]*)[^>]*?(?<!/)>", str(book.shown.draw(call, src).html)
    ):
        if not tag.startswith("/"):
            stack += [tag] if tag not in ("br", "wbr", "hr", "input") else []
        else:
            assert stack.pop() == tag[1:]
    assert not stack


def test_a_duration_is_written_in_words(book):
    view = View(book.handbook, "index.md")
    assert str(view.value(Duration((4, "business hour")))) == "4 business hours"
    assert str(view.value(Duration((1, "month")))) == "1 month"


# --- links between pages, as each engine serves them


@pytest.mark.parametrize(
    ("src", "target", "served", "from_source"),
    [
        ("index.md", "index.md", "./", "./"),
        ("index.md", "a/b.md", "a/b/", "a/b/"),
        ("a/b.md", "index.md", "../../", "../"),
        ("a/b.md", "a/c.md", "../c/", "c/"),
        ("a/b.md", "a/index.md", "../", "./"),
        ("a/index.md", "a/b.md", "b/", "b/"),
        ("a/index.md", "d/e.md", "../d/e/", "../d/e/"),
    ],
)
def test_links_lead_from_where_the_page_is_served(book, src, target, served, from_source):
    assert View(book.handbook, src).href(target) == served
    assert View(book.handbook, src, from_source=True).href(target, "x") == f"{from_source}#x"


def test_a_table_names_itself_for_those_who_cannot_see_it():
    seen = Seen(str(table(("A", "B"), [("1", "2")], numbers=[1])))
    assert seen.tags[0] == (
        "div",
        {"class": "hb-table", "role": "region", "aria-label": "A, B", "tabindex": "0"},
    )


def test_drawing_changes_no_fact(book):
    before = deepcopy([fact.model_dump() for fact in book.handbook.facts.everything()])
    for src, call in calls_of(book):
        book.shown.draw(call, src)
    assert [fact.model_dump() for fact in book.handbook.facts.everything()] == before
