"""Macros of the help pages: the rules and the macros themselves, made from the code."""

from __future__ import annotations

import re
from typing import Any

from handbook.pages import CALL, Call, literal_arguments
from handbook.problems.problem import RuleHelp
from handbook.rules.rule import help_texts
from handbook.show.html import Html, join, text
from handbook.show.macro import Context, Macro, MacroError, OverviewContext, all_macros, overview
from handbook.show.view import View


@overview("inline", "macro_call(\"price('tap-one')\")", lambda written, view: _draw_call(written))
def macro_call(context: Context, call: str) -> str:
    """A macro call shown as text, for pages that explain how to write one; it is not carried out."""
    return call.replace("'", '"')


def _draw_call(written: str) -> Html:
    return Html("<code>{}</code>").format(f"{{{{ {written} }}}}")


@overview(
    "block",
    "rule_list()",
    lambda rules, view: join(_draw_rule(rule) for rule in rules),
    anchors=lambda rules: {rule.id for rule in rules},
)
def rule_list(context: Context) -> list[RuleHelp]:
    """Every rule that the handbook is held to, with its reason, a bad and a good example."""
    return help_texts()


def _draw_rule(rule: RuleHelp) -> Html:
    severity, tone = ("must be fixed", "bad") if rule.severity == "must" else ("advice", "warn")
    paragraphs = join(
        Html("<p>{}</p>").format(_code(paragraph)) for paragraph in rule.text.split("\n\n")
    )
    examples = join(
        [_example("bad", "Not like this", rule.bad), _example("good", "But like this", rule.good)]
    )
    return Html(
        "\n\n## {} {{: #{} }}\n\n"
        '<div class="hb-rule"><p><span class="hb-tag" data-tone="{}">{}</span></p> {} <div '
        'class="hb-columns">{}</div></div>'
    ).format(rule.id, Html(rule.id), Html(tone), severity, paragraphs, examples)  # fmt: skip


def _example(tone: str, label: str, written: str) -> Html:
    code = Html("<br>").join(_spaced(line) for line in written.strip("\n").split("\n"))
    return Html(
        '<div class="hb-{}" data-search-exclude><p class="hb-label">{}</p> '
        "<pre><code>{}</code></pre></div>"
    ).format(Html(tone), label, code)


def _spaced(line: str) -> Html:
    """A line of an example whose indentation survives."""
    indent = len(line) - len(line.lstrip(" "))
    return Html("&#160;" * indent) + text(line.lstrip(" "))


def _code(paragraph: str) -> Html:
    """Text with words in backticks set as code."""
    parts = " ".join(paragraph.split()).split("`")
    return join(
        (
            Html("<code>{}</code>").format(part) if place % 2 else _plain(part)
            for place, part in enumerate(parts)
        ),
        between="",
    )


def _plain(part: str) -> Html:
    """Text that keeps the space before and after it, and gets none where there was none."""
    return join(part.split(" "))


@overview(
    "block",
    "macro_list()",
    lambda rows, view: join(_draw_macro(row, view) for row in rows),
    per_page=True,
)
def macro_list(context: OverviewContext) -> list[tuple[str, Any]]:
    """Every macro with its help and a live example: what it shows on this very site."""
    return [
        (name, _live(context, found))
        for name, found in sorted(all_macros().items())
        if name not in ("macro_list", "rule_list", "part_list")
    ]


def _live(context: OverviewContext, found: Macro) -> Any:
    """The selection of a macro's example; None where this handbook lacks what the example asks for."""
    try:
        return context.select(found, example_call(found))
    except MacroError:
        return None


def example_call(found: Macro) -> Call:
    """The example of a macro, as a page calls it."""
    written = f"{{{{ {found.example} }}}}"
    call = CALL.fullmatch(written)
    args, named = literal_arguments(call.group(2)) if call else ((), ())
    return Call(found.name, args, named, line=0, written=written, alone=True)


def _draw_macro(row: tuple[str, Any], view: View) -> Html:
    name, selection = row
    found = all_macros()[name]
    head = Html("\n\n## {} {{: #macro-{} }}\n\n").format(Html(name), Html(name))
    paragraphs = join(
        Html("<p>{}</p>").format(_code(paragraph)) for paragraph in found.help.split("\n\n")
    )
    about = Html(
        '<p class="hb-signature"><code>{}</code> <span class="hb-tag">{}</span></p> {} <p>For '
        "instance {}</p>"
    ).format(found.signature, found.kind, paragraphs, _draw_call(found.example))
    result = Html("")
    if selection is not None:
        label = Html('<p class="hb-label">Shows</p>')
        live = _without_ids(found.draw(selection, view))
        shown = live if found.kind == "block" else Html("<p>{}</p>").format(live)
        # Long results scroll in their box; search finds these facts on the pages that really show
        # them. An aside, because the search takes the first closing tag of the same name for the
        # end of what it should leave out.
        result = Html(
            '<aside class="hb-result" role="region" aria-label="What {} shows" tabindex="0" '
            "data-search-exclude>{} {}</aside>"
        ).format(name, label, shown)
    return Html('{}<div class="hb-macro">{} {}</div>').format(head, about, result)


def _without_ids(drawn: Html) -> Html:
    """The drawn example without its anchors, which belong to the page that really shows it."""
    return Html(re.sub(r' id="[^"]*"', "", str(drawn)))
