"""Macros about talking with customers: objections, scripts, cadences, storylines, concessions, checklists, templates."""

from __future__ import annotations

import re
from typing import Any

from handbook.documents.company.facts.company import Decision, Role
from handbook.documents.sales_book.facts.market import BuyerGroup, Reference, Stage
from handbook.documents.sales_book.facts.talk import (
    Cadence,
    Checklist,
    Concession,
    Objection,
    Phrase,
    Script,
    Storyline,
    Template,
)
from handbook.documents.sales_book.sums.pipeline import spoken_seconds
from handbook.facts.model import Item
from handbook.problems.problem import listed
from handbook.show.html import Html, card, columns, items, join, lead, pairs, part, table, tag, text
from handbook.show.lookup import UNKNOWN, find, names, pick
from handbook.show.macro import Context, MacroError, Picked, all_macros, macro
from handbook.show.view import View

CATEGORIES = {
    "price": "the price", "need": "the need", "trust": "trust", "time": "time", "authority": "who decides",
    "competitor": "another supplier", "risk": "risk", "habit": "habit",
}  # fmt: skip


def _to(view: View, macro_name: str, fact: Any, anchor: str) -> Html:
    return view.to_card(macro_name, fact.id, f"{anchor}-{fact.id}", fact.name)


# --- objections ------------------------------------------------------------------------------------


@macro(
    "inline",
    'objection("too-expensive")',
    lambda customer_objection, view: _to(view, "objection_card", customer_objection, "objection"),
)
def objection(context: Context, id: str) -> Picked:
    """The name of an objection, linked to its card."""
    return pick(find(context, Objection, id, 'objection("{}")'), "id", "name")


@macro("block", "objection_table()", lambda rows, view: _draw_objections(rows, view))
def objection_table(context: Context) -> list[Picked]:
    """The finder: what customers say, and the objection behind it, sorted by what it is about."""
    order = list(CATEGORIES)
    rows = sorted(
        context.handbook.facts[Objection],
        key=lambda customer_objection: (
            order.index(customer_objection.category),
            customer_objection.id,
        ),
    )
    return [pick(row, "id", "name", "category", "heard_as") for row in rows]


def _draw_objections(rows: list[Picked], view: View) -> Html:
    body = [
        (
            join((Html("“{}”").format(said) for said in row.heard_as), " · "),
            _to(view, "objection_card", row, "objection"),
            CATEGORIES[row.category],
        )
        for row in rows
    ]
    return table(("The customer says", "Answer", "It is about"), body)


@macro("block", 'objection_card("too-expensive")', lambda shown, view: _draw_objection(shown, view))
def objection_card(
    context: Context, id: str
) -> tuple[Objection, dict[str, Picked], dict[str, str]]:
    """One objection: how it is heard, what it may mean, what to ask and answer, what to do next, when to stop."""
    found: Objection = find(context, Objection, id, 'objection_card("{}")')
    references = context.handbook.facts[Reference]
    proofs = {
        reply.proof: references[reply.proof]
        for reply in found.answers
        if reply.proof and reply.proof in references
    }
    stages = {key: name for key, name in names(context, Stage).items() if key in found.stages}
    return (
        found,
        {
            key: pick(reference, "title", "result", "permission")
            for key, reference in proofs.items()
        },
        stages,
    )


def _draw_objection(shown: tuple[Objection, dict[str, Picked], dict[str, str]], view: View) -> Html:
    customer_objection, proofs, stages = shown
    answers = (
        Html("{}{}").format(reply.text, _proved(proofs.get(reply.proof or "")))
        for reply in customer_objection.answers
    )
    return card(
        [
            tag(CATEGORIES[customer_objection.category]),
            *(tag(stages.get(stage, stage)) for stage in customer_objection.stages),
        ],
        columns(
            part(
                "You hear", items(Html("“{}”").format(said) for said in customer_objection.heard_as)
            ),
            part("It may mean", items(customer_objection.may_mean)),
        ),
        part("Ask first", lead(Html("“{}”").format(customer_objection.clarify))),
        part("Then answer what fits", items(answers)),
        columns(
            part("Next step", lead(customer_objection.next_step)),
            part("Stop when", lead(customer_objection.stop_when)),
        ),
        pairs([("Last heard", view.day(customer_objection.last_heard))]),
        anchor=f"objection-{customer_objection.id}",
    )


def _proved(proof: Picked | None) -> Html:
    if proof is None:
        return Html("")
    permission = "" if proof.permission == "public" else f" ({proof.permission})"
    return Html(" <small>Proof: {}, {}{}</small>").format(proof.title, proof.result, permission)


# --- scripts and cadences --------------------------------------------------------------------------


@macro(
    "inline",
    'script("call-first")',
    lambda call_script, view: _to(view, "script_card", call_script, "script"),
)
def script(context: Context, id: str) -> Picked:
    """The name of a script, linked to its card."""
    return pick(find(context, Script, id, 'script("{}")'), "id", "name")


@macro("block", "script_table()", lambda rows, view: _draw_scripts(rows, view))
def script_table(context: Context) -> list[tuple[Picked, str]]:
    """All scripts by stage and channel, with the time they take to say."""
    stages = names(context, Stage)
    order = list(stages)
    rows = sorted(
        context.handbook.facts[Script],
        key=lambda call_script: (
            order.index(call_script.stage) if call_script.stage in order else 99,
            call_script.channel,
        ),
    )
    keys = ("id", "name", "channel", "goal", "opening", "body", "transition", "call_to_action")
    return [(pick(row, *keys), stages.get(row.stage, row.stage)) for row in rows]


def _draw_scripts(rows: list[tuple[Picked, str]], view: View) -> Html:
    body = [
        (stage, _to(view, "script_card", row, "script"), row.channel, row.goal, _seconds(row))
        for row, stage in rows
    ]
    return table(("Stage", "Script", "Channel", "Goal", "Takes"), body, numbers=[4])


def _seconds(call_script: Any) -> str:
    if call_script.channel in ("email", "message"):
        return "—"
    return f"{spoken_seconds([call_script.opening, *call_script.body, call_script.transition, call_script.call_to_action])} s"


@macro("block", 'script_card("call-first")', lambda shown, view: _draw_script(shown, view))
def script_card(context: Context, id: str) -> tuple[Script, list[Picked], str]:
    """One script: goal, opening, body, transition, call to action; one good and one bad example; the objections it may meet."""
    found: Script = find(context, Script, id, 'script_card("{}")')
    objections = context.handbook.facts[Objection]
    met = [
        pick(objections[handle], "id", "name") for handle in found.handles if handle in objections
    ]
    return found, met, names(context, Stage).get(found.stage, found.stage)


def _draw_script(shown: tuple[Script, list[Picked], str], view: View) -> Html:
    call_script, met, stage = shown
    takes = _seconds(call_script)
    length = f"{takes} of at most {call_script.seconds} s" if takes != "—" else ""
    spoken = [
        ("Opening", _said(call_script.opening)),
        ("Body", items(_said(said) for said in call_script.body)),
        ("Transition", _said(call_script.transition)),
        ("Call to action", _said(call_script.call_to_action)),
    ]
    return card(
        [tag(stage), tag(call_script.channel)],
        pairs(
            [
                ("Goal", call_script.goal),
                ("Takes", length),
                (
                    "May meet",
                    join((_to(view, "objection_card", who, "objection") for who in met), ", "),
                ),
            ]
        ),
        pairs(spoken),
        columns(
            _example("good", "Like this", call_script.good),
            _example("bad", "Not like this", call_script.bad),
        ),
        anchor=f"script-{call_script.id}",
    )


def _said(words: str) -> Html:
    return Html("“{}”").format(words)


def _example(tone: str, label: str, example: Any) -> Html:
    lines = items(example.lines)
    return Html('<div class="hb-{}"><p class="hb-label">{}</p> {} <p>{}</p></div>').format(
        Html(tone), label, lines, example.comment
    )


@macro("block", 'cadence_card("offices")', lambda shown, view: _draw_cadence(shown, view))
def cadence_card(context: Context, id: str) -> tuple[Item, list[str], dict[str, str]]:
    """One cadence: the order of first contacts by day and channel, and when to stop."""
    found = find(context, Cadence, id, 'cadence_card("{}")')
    groups = names(context, BuyerGroup)
    used = {touch.script for touch in found.touches if touch.script}
    return (
        found,
        [groups.get(group, group) for group in found.buyer_groups],
        {key: name for key, name in names(context, Script).items() if key in used},
    )


def _draw_cadence(shown: tuple[Any, list[str], dict[str, str]], view: View) -> Html:
    cadence, groups, scripts = shown
    rows = [
        (f"day {touch.day}", touch.channel, touch.do, _script_link(touch.script, scripts, view))
        for touch in cadence.touches
    ]
    return card(
        [tag(group) for group in groups],
        pairs([("It starts when", cadence.starts_when), ("It stops", cadence.stop_after)]),
        table(("Day", "Channel", "What you do", "Script"), rows),
        anchor=f"cadence-{cadence.id}",
    )


def _script_link(script_id: str | None, scripts: dict[str, str], view: View) -> Html:
    if script_id is None:
        return text("—")
    return view.to_card(
        "script_card", script_id, f"script-{script_id}", scripts.get(script_id, script_id)
    )


# --- presentation, negotiation ---------------------------------------------------------------------


@macro("block", 'storyline_card("hotels")', lambda storyline, view: _draw_storyline(storyline))
def storyline_card(context: Context, id: str) -> Storyline:
    """The storyline of a presentation for one buyer group, with minutes, and what not to show."""
    found: Storyline = find(context, Storyline, id, 'storyline_card("{}")')
    return found


def _draw_storyline(storyline: Storyline) -> Html:
    rows = [
        (scene.name, f"{scene.minutes} min", _said(scene.say), scene.show)
        for scene in storyline.scenes
    ]
    total = f"{sum(scene.minutes for scene in storyline.scenes)} minutes"
    return card(
        [tag(total)],
        lead(storyline.goal),
        table(("Scene", "Time", "You say", "You show"), rows, numbers=[1]),
        part("Do not show", items(storyline.do_not_show)),
        anchor=f"storyline-{storyline.id}",
    )


@macro("block", "give_get_table()", lambda rows, view: _draw_concessions(rows))
def give_get_table(context: Context) -> list[tuple[Item, str]]:
    """What we may give and what we get for it, in the order in which it is offered."""
    decisions = {decision.id: decision.decision for decision in context.handbook.facts[Decision]}
    return [
        (concession, decisions.get(concession.decision or "", ""))
        for concession in context.handbook.facts[Concession]
    ]


def _draw_concessions(rows: list[tuple[Any, str]]) -> Html:
    body = [
        (f"{place}. {row.we_give}", row.costs_us, items(row.we_get), decision or "you")
        for place, (row, decision) in enumerate(rows, 1)
    ]
    return table(("We give", "It costs us", "We get", "Decided under"), body)


# --- checklists and templates ----------------------------------------------------------------------


@macro(
    "inline",
    'checklist_name("signature")',
    lambda found_checklist, view: _to(view, "checklist", found_checklist, "checklist"),
)
def checklist_name(context: Context, id: str) -> Picked:
    """The name of a checklist, linked to it."""
    return pick(find(context, Checklist, id, 'checklist_name("{}")'), "id", "name")


@macro("block", 'checklist("signature")', lambda shown, view: _draw_checklist(shown))
def checklist(context: Context, id: str) -> tuple[Item, dict[str, str]]:
    """A checklist: what is done, by whom, and when it counts as done."""
    found = find(context, Checklist, id, 'checklist("{}")')
    used = {point.who for point in found.points}
    return found, {key: name for key, name in names(context, Role).items() if key in used}


def _draw_checklist(shown: tuple[Any, dict[str, str]]) -> Html:
    steps, roles = shown
    rows = [
        (
            Html('<span aria-hidden="true">☐</span> {}').format(point.do),
            roles.get(point.who, point.who) if point.who else "you",
            point.done_when,
        )
        for point in steps.points
    ]
    return card(
        [],
        lead(steps.when),
        table(("To do", "Who", "Done when"), rows),
        anchor=f"checklist-{steps.id}",
    )


@macro(
    "inline",
    'template("offer")',
    lambda message, view: _to(view, "template_card", message, "template"),
)
def template(context: Context, id: str) -> Picked:
    """The name of a template, linked to it."""
    return pick(find(context, Template, id, 'template("{}")'), "id", "name")


PLACE = re.compile(r"\[\[([^\[\]]*)\]\]")


@macro("block", 'template_card("offer")', lambda shown, view: _draw_template(shown, view))
def template_card(context: Context, id: str) -> tuple[Template, dict[str, tuple[str, Any]], str]:
    """A text to copy with one click, with the facts of today in it; what stands in ‹ › is filled in by hand."""
    found: Template = find(context, Template, id, 'template_card("{}")')
    shown = {
        inner: _inside(context, found, inner)
        for inner in PLACE.findall(f"{found.subject or ''}\n{found.body}")
    }
    return found, shown, names(context, Stage).get(found.stage, found.stage)


def _inside(context: Context, found: Template, inner: str) -> tuple[str, Any]:
    """The selection of what stands in ``[[ ]]``: the name of an inline macro and its arguments."""
    name, *args = inner.split() or [""]
    place = found.at("subject" if f"[[{inner}]]" in (found.subject or "") else "body")
    asks = f'This template asks for "[[{inner}]]"'
    known = all_macros().get(name)
    if known is None or known.kind != "inline" or name in ("template", "macro_call"):
        inline = sorted(
            function.name for function in all_macros().values() if function.kind == "inline"
        )
        inline = [word for word in inline if word not in ("template", "macro_call")]
        raise MacroError(
            UNKNOWN,
            f"{asks}, which shows nothing.",
            f"begin with one of: {listed(inline, 40)}.",
            "",
            place,
        )
    try:
        return name, known.select(context, *args)
    except TypeError:
        what = f"{asks}, but {known.signature} is meant."
        example = _in_brackets(known.example)
        raise MacroError(UNKNOWN, what, f"write it like this: {example}.", "", place) from None
    except MacroError as wrong:
        wrong.what = wrong.what.replace("This line asks for", f"{asks}:", 1)
        wrong.fix = wrong.fix.replace(
            "change the call to", f"write instead {_in_brackets(wrong.paste)}."
        )
        wrong.paste, wrong.place = "", place
        raise


def _in_brackets(call: str) -> str:
    """A macro call as templates write it: ``{{ price("tap-one", "month") }}`` is ``[[price tap-one month]]``."""
    words = re.findall(r"[\w.-]+", call)
    return f"[[{' '.join(words)}]]" if words else ""


def _draw_template(shown: tuple[Template, dict[str, tuple[str, Any]], str], view: View) -> Html:
    message, inside, stage = shown
    values = {
        inner: plain_words(all_macros()[name].draw(selection, view))
        for inner, (name, selection) in inside.items()
    }
    body = "\n".join(
        filter(None, [f"Subject: {message.subject}\n" if message.subject else "", message.body])
    )
    filled = PLACE.sub(lambda found: values[found.group(1)], body)
    lines = Html("&#10;").join(_line(line) for line in filled.split("\n"))
    return card(
        [tag(message.kind), tag(stage)],
        lead(message.use_when),
        Html('<pre class="hb-copy"><code>{}</code></pre>').format(lines),
        anchor=f"template-{message.id}",
    )


def _line(line: str) -> Html:
    """A line whose spaces are kept: escaping would fold them."""
    return Html("&#32;").join(text(word) for word in line.split(" "))


def plain_words(drawn: Html) -> str:
    """What readers see of drawn HTML, as plain text."""
    return drawn.striptags()


@macro("block", "never_say_table()", lambda rows, view: _draw_phrases(rows))
def never_say_table(context: Context) -> list[Item]:
    """Words that we never use to a customer, why not, and what to say instead."""
    return list(context.handbook.facts[Phrase])


def _draw_phrases(rows: list[Any]) -> Html:
    return table(
        ("We never say", "Because", "Say instead"),
        [(_said(row.phrase), row.why, row.instead) for row in rows],
    )
