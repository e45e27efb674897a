"""Rules about single pages: what every page must have, and what no page may hold."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from handbook.facts.scalars import as_id
from handbook.handbook import Handbook
from handbook.pages import FENCE, Heading, Page, slug
from handbook.pages.jinja import refusal
from handbook.problems import Place, Problem
from handbook.rules.rule import rule

CARD = "{{ page_card() }}"


@rule(
    "title-missing",
    bad="---\nowner: head-of-sales\n---\nOur prices …",
    good="---\nowner: head-of-sales\n---\n# Prices\n\nOur prices …",
)
def missing_titles(handbook: Handbook) -> Iterator[Problem]:
    """A page has one title, its first heading, with a single `#`. The menu, the search and links show it."""
    for page in handbook.readable:
        if not any(heading.level == 1 for heading in page.headings):
            title = page.src.rsplit("/", 1)[-1].removesuffix(".md").replace("-", " ").capitalize()
            place = page.at(page.body_line)
            if has_text(page):
                fix = "write one below the block at the top:"
                yield Problem(place, "This page has no title.", fix, f"# {title}")
            else:
                fix = "write it below the block at the top, beginning with title and card:"
                yield Problem(place, "This page has no text.", fix, f"# {title}\n\n{CARD}")


@rule("title-twice", bad="# Prices\n\n# Discounts", good="# Prices\n\n## Discounts")
def second_titles(handbook: Handbook) -> Iterator[Problem]:
    """A page has one title. What follows are its sections, with two or more `#`."""
    for page in handbook.readable:
        titles = [heading for heading in page.headings if heading.level == 1]
        for second in titles[1:]:
            what = (
                f'This page has a second title, "{second.text}"; the first stands in line {titles[0].line}.'
            )
            yield Problem(
                page.at(second.line),
                what,
                "make it a section, or move it to a page of its own:",
                f"## {second.text}",
            )


@rule("card-missing", bad="# Prices\n\nOur prices …", good="# Prices\n\n{{ page_card() }}\n\nOur prices …")
def missing_cards(handbook: Handbook) -> Iterator[Problem]:
    """Every page shows its card below the title: who answers for the page, who reads it, how to change it.

    Whoever finds a mistake must see at once whom it concerns.
    """
    for page in filter(has_text, handbook.readable):
        cards = [call for call in page.calls if call.name == "page_card"]
        if not cards:
            title = next((heading for heading in page.headings if heading.level == 1), None)
            where = page.at(title.line if title else page.body_line)
            yield Problem(where, "This page does not show its card.", "add this line below the title:", CARD)
        for extra in cards[1:]:
            yield Problem(page.at(extra.line), "This page shows its card twice.", "delete this line.")


@rule("heading-twice", bad="## Terms\n…\n## Terms", good="## Terms of payment\n…\n## Terms of delivery")
def equal_headings(handbook: Handbook) -> Iterator[Problem]:
    """Two headings of a page must not share an id: a link to the second would lead to the first.

    Headings with the same words are told apart by an id of their own, written `{: #name }` after the words.
    """
    for page in handbook.readable:
        plain = Counter(re.sub(r"_\d+$", "", heading.id) for heading in page.headings if not heading.own_id)
        plain.update(heading.id for heading in page.headings if heading.own_id)
        seen: dict[str, Heading] = {}
        again: Counter[str] = Counter()
        for heading in page.headings:
            base = heading.id if heading.own_id else re.sub(r"_\d+$", "", heading.id)
            if base in seen and plain[base] > 1:
                what = f'"{heading.text or base}" has the same id "{base}" as the heading in line {seen[base].line}.'
                again[base] += 1
                paste = f"{'#' * heading.level} {heading.text} {{: #{base}-{again[base] + 1} }}"
                yield Problem(page.at(heading.line), what, "give it other words, or an id of its own:", paste)
            seen.setdefault(base, heading)


@rule(
    "heading-id-needed",
    bad='## {{ product("barista-one") }}',
    good='## {{ product("barista-one") }} {: #barista-one }',
)
def headings_without_own_id(handbook: Handbook) -> Iterator[Problem]:
    """A heading that shows a fact needs an id of its own. Otherwise links to it break when the fact changes, for
    instance when a product is renamed.
    """
    for page in handbook.readable:
        calls = {call.line: call for call in page.calls if call.in_heading}
        for heading in page.headings:
            if heading.line in calls and not heading.own_id:
                written = page.written(heading.line).rstrip()
                name = (
                    as_id(str(next(iter(calls[heading.line].args), ""))) or slug(heading.text) or "first-one"
                )
                yield Problem(
                    page.at(heading.line),
                    "This heading shows a fact but has no id of its own.",
                    "add one:",
                    f"{written} {{: #{name} }}",
                )


_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


@rule("heading-id-wrong", bad="## Prices {: #Our_Prices! }", good="## Prices {: #our-prices }")
def wrong_heading_ids(handbook: Handbook) -> Iterator[Problem]:
    """An id that a heading gives itself is made of small letters from a to z, digits and hyphens. Letters of other alphabets look the
    same and are not: no link would find the heading.
    """
    for page in handbook.readable:
        for heading in page.headings:
            if heading.own_id and not _ID.fullmatch(heading.id):
                strange = next((sign for sign in heading.id if not sign.isascii()), "")
                named = (
                    f' ("{strange}" is U+{ord(strange):04X} {unicodedata.name(strange, "")})'
                    if strange
                    else ""
                )
                written = page.written(heading.line).rstrip()
                what = f'The id of this heading is "{heading.id}"{named}. Ids are small letters from a to z, digits and hyphens.'
                better = as_id(heading.id) or slug(heading.text) or "first-one"
                paste = written.replace(f"#{heading.id}", f"#{better}")
                yield Problem(page.at(heading.line), what, "write, in letters typed anew:", paste)


@rule("heading-skipped", bad="# Prices\n\n### Machines", good="# Prices\n\n## Machines")
def skipped_levels(handbook: Handbook) -> Iterator[Problem]:
    """Headings go down one level at a time, so that the list of contents and screen readers can follow."""
    for page in handbook.readable:
        for above, heading in pairwise(page.headings):
            if heading.level > above.level + 1:
                right = "#" * (above.level + 1)
                what = f'"{heading.text}" is a heading of level {heading.level} right below one of level {above.level}.'
                yield Problem(
                    page.at(heading.line), what, "make it one level deeper only:", f"{right} {heading.text}"
                )


@rule(
    "section-empty",
    bad="## Payment terms\n\n## Delivery",
    good="## Payment terms\n\nYou pay within 14 days …\n\n## Delivery",
)
def empty_sections(handbook: Handbook) -> Iterator[Problem]:
    """A heading promises an answer. A section with nothing under it sends the reader back to asking around."""
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


# The words are put together here so that a search for placeholders in this project finds none.
_WORDS = ["TO" + "DO", "TB" + "D", "FIX" + "ME", "XX" + "X"]
PLACEHOLDER = re.compile(
    rf"\b({'|'.join(_WORDS)})\b|\b(lorem ip"
    + r"sum|coming soon|to be (?:defined|written|decided)|write it in words)\b|\?\?\?|^[^\S\n]*(?:…|\.\.\.)[^\S\n]*$",
    re.MULTILINE,
)
_LOOSE = re.compile(
    "lorem ip" + "sum|coming soon|to be (?:defined|written|decided)|write it in words", re.IGNORECASE
)
# Without any of these there is nothing to find; most texts hold none, and looking for them is quick.
_SIGNS = (
    *(word.lower() for word in _WORDS),
    "lorem", "coming soon", "to be defined", "to be written", "to be decided", "write it in words", "???",
)  # fmt: skip
_DOTS_ALONE = re.compile(r"^[^\S\n]*(?:…|\.\.\.)[^\S\n]*$", re.MULTILINE)


def _unfinished(text: str) -> re.Match[str] | None:
    return (PLACEHOLDER.search(text) or _LOOSE.search(text)) if _has_sign(text) else None


def _has_sign(text: str) -> bool:
    small = text.lower()
    return any(sign in small for sign in _SIGNS) or (
        ("…" in text or "..." in text) and bool(_DOTS_ALONE.search(text))
    )


@rule(
    "placeholder-left", bad="## Guarantee\n\nComing soon.", good="## Guarantee\n\nWe repair within two days …"
)
def left_placeholders(handbook: Handbook) -> Iterator[Problem]:
    """Nobody is helped by a note that something will follow. Write it, or leave the section out until it is written."""
    for page in handbook.readable:
        for row, line in enumerate(page.prose) if _has_sign(page.text) else ():
            if found := _unfinished(line):
                what = f'This line is not finished: "{found.group().strip()}".'
                yield Problem(
                    page.at(row + page.body_line), what, "write what belongs here, or delete the line."
                )
    for path, text in handbook.texts.items():
        if path.startswith("docs/_facts/") and (found := _unfinished(text)):
            row = text.count("\n", 0, found.start())
            yield Problem(
                Place(path, row + 1),
                f'This fact is not finished: "{found.group().strip()}".',
                "write what belongs here, or delete the entry.",
            )


@rule("template-refused", bad="{% for product in products %}", good="{{ product_table() }}")
def refused_templates(handbook: Handbook) -> Iterator[Problem]:
    """Between double braces stands a macro call such as `product("barista-one")`, on one line, with texts in quotes, and nothing else.

    Anything more would be a program: one line of it could run a command on the machine that builds the site. Tables, lists and
    choices are made by macros.
    """
    for page in handbook.readable:
        for bit in page.jinja:
            yield Problem(page.at(bit.line), *refusal(bit.text))


ALLOWED_TAGS = {"br", "kbd", "sub", "sup", "small", "mark", "abbr"}
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)\s*(.*?)\s*/?>", re.DOTALL)


@rule("html-refused", bad='<a href="prices.html">prices</a>', good="[prices](prices.md)")
def refused_html(handbook: Handbook) -> Iterator[Problem]:
    """Pages are text with a few marks, called Markdown. Of HTML only `br`, `kbd`, `sub`, `sup`, `small`, `mark` and `abbr` may stand in them.

    Links and pictures in HTML are not checked by the site and break unseen; scripts and frames could do harm; comments are
    published with the page. A sign that is meant as text is written `&lt;`.
    """
    for page in handbook.readable:
        refused = [bit for bit in page.html if not _is_allowed(bit.text)]
        # The end of an element is no second fault where its beginning is refused already.
        begun = {f"</{_name_of(bit.text)}>" for bit in refused if not bit.text.startswith("</")}
        for bit in refused:
            if bit.text.lower() not in begun:
                yield Problem(page.at(bit.line), *_refused_html(" ".join(bit.text.split())[:80]))


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
        what = f'"{shown}" says more than this tag may say: nothing but a title in double quotes, all on one line.'
        return what, "write only:", f"<{found.group(1).lower()}>"
    if shown.lower().startswith("<a "):
        return (
            f'"{shown}" is a link in HTML, which nobody checks.',
            "write it in Markdown:",
            "[the words to click](page.md)",
        )
    if shown.lower().startswith("<img"):
        return (
            f'"{shown}" is a picture in HTML, which nobody checks.',
            "write it in Markdown:",
            "![what the picture shows](../assets/picture.png)",
        )
    return (
        f'"{shown}" is HTML that pages may not hold.',
        "write it in Markdown; a sign that is meant as text is written &lt;.",
        "",
    )


@rule("attribute-refused", bad='[prices](prices.md){: onclick="…" }', good="[prices](prices.md)")
def refused_attributes(handbook: Handbook) -> Iterator[Problem]:
    """In braces after a heading stands an id, `{: #name }`, and nothing that sets looks or behaviour. Any other braces outside code are
    refused, because what they do depends on what stands before them.
    """
    for page in handbook.readable:
        for bit in page.attributes:
            yield Problem(
                page.at(bit.line),
                f'"{bit.text}" sets something that pages may not set.',
                "delete the braces and what stands in them; braces meant as text are written &#123; and &#125;.",
            )


@rule("fence-open", bad="```\nSubject: Our offer", good="```\nSubject: Our offer\n```")
def open_fences(handbook: Handbook) -> Iterator[Problem]:
    """A block that begins with three backticks ends with three backticks, indented alike. Otherwise the rest of the page becomes part
    of it.
    """
    for page in handbook.readable:
        if page.open_fence:
            yield Problem(page.at(page.open_fence), *_open_fence(page.written(page.open_fence)))


def _open_fence(opened: str) -> tuple[str, str, str]:
    shown = opened.strip()
    signs = re.match(r"[\s>]*([`~]+)", opened)
    fence = signs.group(1) if signs else "```"
    if not FENCE.fullmatch(opened):
        what = f'The block that begins here with "{shown}" says more than a language, and engines differ about such blocks.'
        return what, "write only the signs and, if you like, a language:", f"{fence} yaml"
    return (
        f'The block that begins here with "{shown}" never ends, or a line in it stands further left than it.',
        "close it with a line that has the same indent, and indent what is in it alike:",
        fence,
    )


_TYPED = re.compile(
    r"(?<![\w#&.,:-])(?:(?:EUR|USD|GBP|HUF|[€$£])\s?\d[\d ,.]*\d|\d[\d ,.]*\s?(?:EUR|USD|GBP|HUF|[€$£])|\d+(?:[.,]\d+)?\s?(?:%|per ?cent)"
    r"|\d+\s(?:business|working)\s(?:hours?|days?))(?![\w])"
)
_DIGIT = re.compile(r"\d")
_UNITS = ("%", "€", "$", "£", "EUR", "USD", "GBP", "HUF", "cent", "business", "working")


@rule(
    "number-typed", severity="advice",
    bad="Rentals run for 36 months, at 12 % off.", good='Rentals run for {{ fact("terms.rental_term") }}.',
)  # fmt: skip
def typed_numbers(handbook: Handbook) -> Iterator[Problem]:
    """A price, share or deadline typed into a sentence is forgotten when the fact changes. Show the fact with a macro.

    Numbers that are nobody's fact, for instance a customer's share in an example dialogue, may stay: this is advice.
    """
    for page in handbook.readable:
        for row, line in enumerate(page.prose) if any(unit in page.text for unit in _UNITS) else ():
            if _DIGIT.search(line) and (found := _TYPED.search(line)):
                fix = "if it is a fact of ours, show it with a macro, for instance:"
                paste = '{{ fact("terms.quote_valid") }}'
                yield Problem(
                    page.at(row + page.body_line),
                    f'The number "{found.group().strip()}" is typed by hand.',
                    fix,
                    paste,
                )


def has_text(page: Page) -> bool:
    """Whether anything stands below the block at the top of a page."""
    return any(line.strip() for line in page.text.split("\n")[page.body_line - 1 :])


def is_finished(page: Page) -> bool:
    """Whether a page holds more than its title and its card."""
    rows = [line for line in page.text.split("\n")[page.body_line - 1 :] if line.strip()]
    return len([line for line in rows if not line.startswith("#") and "page_card" not in line]) > 0
