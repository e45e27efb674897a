"""Rules about single pages: what every page must have, and what no page may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handbook.handbook import Handbook
from handbook.pages import Bit, Page
from handbook.pages.html import html_blocks, in_markdown, shown_tags
from handbook.pages.mended import nearly, refused, replaced
from handbook.problems.edits import Delete, Insert, Line, Words
from handbook.problems.problem import Problem, counted, listed
from handbook.rules.headings import rewritten
from handbook.rules.rule import rule, shown_rule
from handbook.show.shown import Shown
from handbook.text.sieve import Sieve

CARD = "{{ page_card() }}"


@rule(
    "title-missing",
    bad="""
---
owner: sales-director
part: hiring/interview
---
{{ page_card() }}

We ask every candidate the same questions.
""",
    good="""
---
owner: sales-director
part: hiring/interview
---
# Hiring

{{ page_card() }}

We ask every candidate the same questions.
""",
)
def missing_titles(handbook: Handbook) -> Iterator[Problem]:
    """A page has one title, its first heading, with a single `#`. The menu, the search and links
    show it.
    """
    for page in handbook.readable:
        if (
            not any(heading.level == 1 for heading in page.headings)
            and "\n# " not in page.proposed_top
        ):
            title = page.src.rsplit("/", 1)[-1].removesuffix(".md").replace("-", " ").capitalize()
            place = page.at(page.body_line)
            if has_text(page):
                fix = "write one below the block at the top:"
                above = Insert(page.body_line - 1)
                yield Problem(place, "This page has no title.", fix, f"# {title}", edit=above)
            else:
                fix = "write it below the block at the top, beginning with title and card:"
                paste, above = f"# {title}\n\n{CARD}\n\n…", Insert(page.body_line - 1)
                yield Problem(place, "This page has no text.", fix, paste, edit=above)


@rule(
    "title-twice",
    bad="# Hiring\n\n{{ page_card() }}\n\n# Discounts\n\nAsk first.",
    good="# Hiring\n\n{{ page_card() }}\n\n## Discounts\n\nAsk first.",
)
def second_titles(handbook: Handbook) -> Iterator[Problem]:
    """A page has one title. What follows are its sections, with two or more `#`."""
    for page in handbook.readable:
        titles = [heading for heading in page.headings if heading.level == 1]
        for second in titles[1:]:
            what = (
                f'This page has a second title, "{second.text}"; the first is on line '
                f"{titles[0].line}."
            )
            paste, edit = rewritten(page, second, 2)
            fix = "make it a section, or move it to a page of its own:"
            yield Problem(page.at(second.line), what, fix, paste, edit=edit)


@rule(
    "card-missing",
    bad="""
hiring.md:
# Hiring

We ask every candidate the same questions and write the answers down.
""",
    good="""
hiring.md:
# Hiring

{{ page_card() }}

We ask every candidate the same questions and write the answers down.
""",
)
def missing_cards(handbook: Handbook) -> Iterator[Problem]:
    """Every page shows its card below the title: who answers for the page, who reads it, how to
    change it.

    Anyone who finds a mistake must see at once whom to tell.
    """
    for page in filter(has_text, handbook.readable):
        cards = [call for call in page.calls if call.name == "page_card"]
        if not cards and CARD not in page.proposed_top:
            title = next((heading for heading in page.headings if heading.level == 1), None)
            where = page.at(title.line if title else page.body_line)
            after = (
                title.line + (not page.written(title.line).lstrip().startswith("#"))
                if title
                else page.body_line - 1
            )
            what, fix = "This page does not show its card.", "add this line below the title:"
            yield Problem(where, what, fix, CARD, edit=Insert(after))
        for extra in cards[1:]:
            what = "This page shows its card twice."
            edit = Delete() if extra.alone else None
            yield Problem(page.at(extra.line), what, "delete this line.", edit=edit)


@rule(
    "section-empty",
    bad="## Payment terms\n\n## Delivery\n\nWithin a week.",
    good="## Payment terms\n\nYou pay within 14 days.\n\n## Delivery\n\nWithin a week.",
)
def empty_sections(handbook: Handbook) -> Iterator[Problem]:
    """A heading promises an answer. A section with nothing under it sends the reader back to asking
    around.
    """
    for page in handbook.readable:
        lines = page.text.split("\n")
        for place, heading in enumerate(page.headings):
            following = page.headings[place + 1] if place + 1 < len(page.headings) else None
            if following is not None and following.level > heading.level:
                continue
            end = following.line - 1 if following else len(lines)
            if not any(line.strip() for line in lines[heading.line : end]):
                what = f'There is nothing under the heading "{heading.text}".'
                yield Problem(page.at(heading.line), what, "write its text, or delete the heading.")


@shown_rule("template-refused", bad="{% for product in products %}", good="{{ product_table() }}")
def refused_templates(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """Between double braces stands a macro call such as `product("tap-one")`, on one line, with
    texts in quotes, and nothing else.

    Anything more would be a program: one line of it could run a command on the computer that builds
    the site. Tables, lists and choices are made by macros.
    """
    for page in handbook.readable:
        for bit in page.jinja:
            what, fix, paste = refused(bit.text, shown.macro_names, shown.macros_alone)
            edit = Words(replaced(bit.text)) if paste else None
            yield Problem(page.at(bit.line), what, fix, paste, edit=edit)


ALLOWED_TAGS = {"br", "kbd", "sub", "sup", "small", "mark", "abbr"}
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)\s*(.*?)\s*/?>", re.DOTALL)


@rule("html-refused", bad='<a href="prices.html">prices</a>', good="[prices](sales-book/prices.md)")
def refused_html(handbook: Handbook) -> Iterator[Problem]:
    """Pages are text with a few marks, called Markdown. Of HTML only `br`, `kbd`, `sub`, `sup`,
    `small`, `mark` and `abbr` are allowed in them.

    Links and pictures in HTML are not checked by the site and break unseen; scripts and frames
    could do harm; comments are published with the page. A sign that is meant as text is written
    `&lt;`.
    """
    for page in handbook.readable:
        refused = [bit for bit in page.html if not _is_allowed(bit.text)]
        for block in html_blocks(page, refused):
            told = _one_piece(page, block) or _whole_block(page, block)
            yield told


def _one_piece(page: Page, block: Sequence[Bit]) -> Problem | None:
    """The message for a block in which one element is refused; its end is no second fault. None for
    any other block.
    """
    first, *others = block
    ends = f"</{_name_of(first.text)}>"
    if any(bit.text.lower() != ends for bit in others):
        return None
    said = _refused_html(" ".join(first.text.split())[:80])
    return Problem(page.at(first.line), *said, edit=_in_place(first.text))


def _whole_block(page: Page, block: Sequence[Bit]) -> Problem:
    first, last = block[0].line, block[-1].line + block[-1].text.count("\n")
    if mended := _without_attributes(page, block, first, last):
        what = (
            "Tags here say more than they may say: nothing but a title in double quotes, all on "
            "one line."
        )
        return Problem(page.at(first), what, "write instead:", mended, edit=Line(last))
    where = f"in lines {first} to {last}" if last > first else "in this line"
    what = (
        f"{counted(len(block), 'piece')} of HTML {where} ({listed(shown_tags(block), 6)}): pages "
        "may not hold them."
    )
    return Problem(page.at(first), what, f"write it in Markdown: {'; '.join(in_markdown(block))}.")


def _without_attributes(page: Page, block: Sequence[Bit], first: int, last: int) -> str:
    """The lines with their tags cleaned, where only allowed tags are refused, for what they say
    besides; else nothing.
    """
    if not all(bit.text.endswith(">") and _name_of(bit.text) in ALLOWED_TAGS for bit in block):
        return ""
    text = "\n".join(page.text.split("\n")[first - 1 : last])
    for bit in block:
        text = text.replace(bit.text, f"<{_name_of(bit.text)}>")
    return "" if text[:1].isspace() else text


def _in_place(tag: str) -> Words | None:
    """Where a tag is replaced by the same tag without what it may not say; other HTML is not mended
    by a paste.
    """
    return Words(tag) if _name_of(tag) in ALLOWED_TAGS else None


def _name_of(tag: str) -> str:
    found = _TAG.fullmatch(tag)
    return found.group(1).lower() if found else ""


def _is_allowed(tag: str) -> bool:
    found = _TAG.fullmatch(tag)
    plain = found is not None and re.fullmatch(r'(title="[^"<>]*")?', found.group(2)) is not None
    return plain and _name_of(tag) in ALLOWED_TAGS


def _refused_html(shown: str) -> tuple[str, str, str]:
    if shown.startswith("<!--"):
        return (
            f'The comment "{shown}" is published with the page.',
            "delete it; notes among colleagues belong in the pull request.",
            "",
        )
    if (found := re.match(r"</?([a-zA-Z]+)", shown)) and found.group(1).lower() in ALLOWED_TAGS:
        if not shown.endswith(">"):
            what = (
                f'"{shown}" goes on in the next line. A tag holds nothing but a title in double '
                "quotes, all on one line."
            )
            return what, f"write only <{found.group(1).lower()}>.", ""
        what = (
            f'"{shown}" says more than this tag may say: nothing but a title in double quotes, '
            "all on one line."
        )
        return what, "write only:", f"<{found.group(1).lower()}>"
    if shown.lower().startswith("<a "):
        return (
            f'"{shown}" is a link in HTML, which nobody checks.',
            "write it in Markdown: [the words to click](path/of/the/page.md).",
            "",
        )
    if shown.lower().startswith("<img"):
        return (
            f'"{shown}" is a picture in HTML, which nobody checks.',
            "write it in Markdown: ![what it shows](path/of/the/picture.png).",
            "",
        )
    return (
        f'"{shown}" is HTML that pages may not hold.',
        "write it in Markdown; a sign that is meant as text is written &lt;.",
        "",
    )


@shown_rule(
    "attribute-refused",
    bad='[prices](sales-book/prices.md){: onclick="…" }',
    good="[prices](sales-book/prices.md)",
)
def refused_attributes(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """In braces after a heading stands an id, `{: #name }`, and nothing that sets looks or
    behaviour. Any other braces outside code are refused, because what they do depends on what
    stands before them.
    """
    for page in handbook.readable:
        for bit in page.attributes:
            what, fix, paste = nearly(
                bit.text, shown.macro_names, shown.macros_alone
            ) or _attribute(bit)
            edit = Words(bit.text) if paste else None
            yield Problem(page.at(bit.line), what, fix, paste, edit=edit)


def _attribute(bit: Bit) -> tuple[str, str, str]:
    if (found := _ID_OF_WORDS.fullmatch(bit.text)) and (own := "-".join(found.group(1).split())):
        what = f'"{bit.text}" is no id: an id is one word, with hyphens and no spaces.'
        return what, "write:", f"{{: #{own} }}"
    what = f'"{bit.text}" sets something that pages may not set.'
    fix = (
        "delete the braces and what is in them; braces meant as text are written &#123; and &#125;."
    )
    return what, fix, ""


_ID_OF_WORDS = re.compile(r"\{:?[ ]*#[ ]*([A-Za-z][\w-]*+(?:[ ]+[\w-]++)*+)[ ]*\}")


_TYPED = re.compile(
    r"(?<![\w#&.,:-])(?:(?:EUR|USD|GBP|HUF|[€$£])\s?\d[\d ,.]*\d|\d[\d ,.]*\s?(?:EUR|USD|GBP|HUF|[€$£])|\d+(?:[.,]\d+)?\s?(?:%|per ?cent)"
    r"|\d+\s(?:business|working)\s(?:hours?|days?))(?![\w])"
)
# The same for lines where it may be: a digit beside a unit. What is no letter of ours may be a
# digit of another script.
_CURRENCY, _DIGIT = "(?:EUR|USD|GBP|HUF|[€$£])", r"[0-9\u{80}-\u{10FFFF}]"
_MAY_BE_TYPED = Sieve(
    rf"{_CURRENCY}.?{_DIGIT}|(?:{_DIGIT}|[ ,.]).?{_CURRENCY}|{_DIGIT}.?(?:%|per ?cent)"
    rf"|{_DIGIT}.(?:business|working)"
)


@rule(
    "number-typed", severity="advice",
    bad="A contract runs for 36 months, at 12 % off.", good='A contract runs for {{ fact("times.contract.value") }}.',
)  # fmt: skip
def typed_numbers(handbook: Handbook) -> Iterator[Problem]:
    """A price, share or deadline typed into a sentence is forgotten when the fact changes. Show the
    fact with a macro.

    Numbers that are nobody's fact, for instance a customer's share in an example dialogue, may
    stay: this is advice.
    """
    for page in handbook.readable:
        for row, line in _MAY_BE_TYPED.rows(page.prose):
            if found := _TYPED.search(line):
                fix = (
                    "if it is a fact of ours, show it with the macro fact; upkeep/macros/ says how."
                )
                yield Problem(
                    page.at(row + page.body_line),
                    f'The number "{found.group().strip()}" is typed by hand.',
                    fix,
                )


def has_text(page: Page) -> bool:
    """Whether anything stands below the block at the top of a page."""
    return any(line.strip() for line in page.text.split("\n")[page.body_line - 1 :])


def is_finished(page: Page) -> bool:
    """Whether a page holds more than its title and its card."""
    rows = [line for line in page.text.split("\n")[page.body_line - 1 :] if line.strip()]
    return len([line for line in rows if not line.startswith("#") and "page_card" not in line]) > 0
