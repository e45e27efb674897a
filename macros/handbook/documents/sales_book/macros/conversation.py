"""Macros about talking with customers: objections, scripts, cadences, storylines, concessions,
checklists, and what is never said.
"""

from __future__ import annotations

from handbook.documents.company.facts.company import Decision
from handbook.documents.sales_book.facts.market import Reference, Stage
from handbook.documents.sales_book.facts.talk import (
    Cadence,
    Checklist,
    Concession,
    Duty,
    Example,
    Objection,
    Reply,
    Script,
    Storyline,
)
from handbook.documents.sales_book.facts.talk import Phrase as NeverSaid
from handbook.documents.sales_book.macros.practice import permission
from handbook.documents.sales_book.sums.pipeline import spoken_seconds
from handbook.facts.facts import Facts
from handbook.show.blocks import Card, Columns, Grid, Items, Pairs, Paragraph, Part
from handbook.show.content import Content, ItemName, JoinedContent, Key, Phrase, Tag
from handbook.show.lookup import find
from handbook.show.macro import Context, macro

CATEGORIES = {
    "price": "the price",
    "need": "the need",
    "trust": "trust",
    "time": "time",
    "authority": "who decides",
    "competitor": "another supplier",
    "risk": "risk",
    "habit": "habit",
}


def _quoted(words: str) -> Phrase:
    return Phrase("“{}”", words)


# --- objections -----------------------------------------------------------------------------------


@macro("inline", 'objection("too-expensive")')
def objection(context: Context, id: str) -> Key:
    """The name of an objection, linked to its card."""
    return Key(find(context, Objection, id, 'objection("{}")'), "name")


@macro("block", "objection_table()")
def objection_table(context: Context) -> Grid[Objection]:
    """The finder: what customers say, and the objection behind it, sorted by what it is about."""
    order = list(CATEGORIES)
    return Grid(
        sorted(
            context.facts[Objection],
            key=lambda objection: (order.index(objection.category), objection.id),
        ),
        {
            "The customer says": lambda found: JoinedContent(map(_quoted, found.heard_as), " · "),
            "Answer": "name",
            "It is about": lambda found: CATEGORIES[found.category],
        },
    )


@macro("block", 'objection_card("too-expensive")', card_of=Objection)
def objection_card(context: Context, id: str) -> Card:
    """One objection: how it is heard, what it may mean, what to ask and answer, what to do next,
    when to stop.
    """
    objection = find(context, Objection, id, 'objection_card("{}")')
    stages = [Tag(ItemName("stages", stage)) for stage in objection.stages]
    answers = Items(_answer(reply, context.facts) for reply in objection.answers)
    return Card(
        objection,
        anchor=f"objection-{objection.id}",
        tags=[Tag(CATEGORIES[objection.category]), *stages],
        parts=[
            Columns(
                Part("You hear", Items(map(_quoted, objection.heard_as))),
                Part("It may mean", Items(objection.may_mean)),
            ),
            Part("Ask first", Paragraph(_quoted(objection.clarify))),
            Part("Then answer what fits", answers),
            Columns(
                Part("Next step", Paragraph(objection.next_step)),
                Part("Stop when", Paragraph(objection.stop_when)),
            ),
            Pairs({"Last heard": objection.last_heard}),
        ],
    )


def _answer(reply: Reply, facts: Facts) -> Content:
    proof = facts[Reference].get(reply.proof or "")
    return Phrase("{}{}", reply.text, _proof_line(proof) if proof else None)


def _proof_line(proof: Reference) -> Content:
    return Phrase(
        " <small>Proof: {}, {}{}</small>",
        Key(proof, "title"),
        Key(proof, "result"),
        permission(proof),
    )


# --- scripts and cadences -------------------------------------------------------------------------


@macro("inline", 'script("call-first")')
def script(context: Context, id: str) -> Key:
    """The name of a script, linked to its card."""
    return Key(find(context, Script, id, 'script("{}")'), "name")


@macro("block", "script_table()")
def script_table(context: Context) -> Grid[Script]:
    """All scripts by stage and channel, with the time they take to say."""
    order = {stage: place for place, stage in enumerate(context.facts[Stage].ids())}
    return Grid(
        sorted(
            context.facts[Script],
            key=lambda script: (order.get(script.stage, len(order)), script.channel),
        ),
        {
            "Stage": "stage",
            "Script": "name",
            "Channel": "channel",
            "Goal": "goal",
            "Takes": lambda script: Phrase("{} s", _seconds(script)) if _spoken(script) else None,
        },
    )


def _spoken(script: Script) -> bool:
    return script.channel not in ("email", "message")


def _seconds(script: Script) -> int:
    return spoken_seconds(script.spoken)


@macro("block", 'script_card("call-first")', card_of=Script)
def script_card(context: Context, id: str) -> Card:
    """One script: goal, opening, body, transition, call to action; one good and one bad example;
    the objections it may meet.
    """
    script = find(context, Script, id, 'script_card("{}")')
    length = Phrase("{} s of at most {} s", _seconds(script), script.seconds)
    return Card(
        script,
        anchor=f"script-{script.id}",
        tags=[Tag(Key(script, "stage")), Tag(script.channel)],
        parts=[
            Pairs(
                {
                    "Goal": script.goal,
                    "Takes": length if _spoken(script) else None,
                    "May meet": Key(script, "handles"),
                }
            ),
            _words(script),
            Columns(
                _example("good", "Like this", script.good),
                _example("bad", "Not like this", script.bad),
            ),
        ],
    )


def _words(script: Script) -> Pairs:
    return Pairs(
        {
            "Opening": _quoted(script.opening),
            "Body": Items(map(_quoted, script.body)),
            "Transition": _quoted(script.transition),
            "Call to action": _quoted(script.call_to_action),
        }
    )


def _example(tone: str, label: str, example: Example) -> Content:
    return Phrase(
        f'<div class="hb-{tone}"><p class="hb-label">{label}</p> {{}} <p>{{}}</p></div>',
        Items(example.lines),
        example.comment,
    )


@macro("block", 'cadence_card("offices")', card_of=Cadence)
def cadence_card(context: Context, id: str) -> Card:
    """One cadence: the order of first contacts by day and channel, and when to stop."""
    cadence = find(context, Cadence, id, 'cadence_card("{}")')
    return Card(
        cadence,
        anchor=f"cadence-{cadence.id}",
        tags=[Tag(ItemName("buyer_groups", group)) for group in cadence.buyer_groups],
        parts=[
            Pairs({"It starts when": cadence.starts_when, "It stops": cadence.stop_after}),
            Grid(
                cadence.touches,
                {
                    "Day": lambda touch: Phrase("day {}", touch.day),
                    "Channel": "channel",
                    "What you do": "do",
                    "Script": "script",
                },
            ),
        ],
    )


# --- presentation, negotiation --------------------------------------------------------------------


@macro("block", 'storyline_card("hotels")', card_of=Storyline)
def storyline_card(context: Context, id: str) -> Card:
    """The storyline of a presentation for one buyer group, with minutes, and what not to show."""
    storyline = find(context, Storyline, id, 'storyline_card("{}")')
    minutes = sum(scene.minutes for scene in storyline.scenes)
    return Card(
        storyline,
        anchor=f"storyline-{storyline.id}",
        tags=[Tag(Phrase("{} minutes", minutes))],
        parts=[
            Paragraph(storyline.goal),
            Grid(
                storyline.scenes,
                {
                    "Scene": "name",
                    "Time": lambda scene: Phrase("{} min", scene.minutes),
                    "You say": lambda scene: _quoted(scene.say),
                    "You show": "show",
                },
            ),
            Part("Do not show", Items(storyline.do_not_show)),
        ],
    )


@macro("block", "give_get_table()")
def give_get_table(context: Context) -> Grid[tuple[int, Concession]]:
    """What we may give and what we get for it, in the order in which it is offered."""
    facts = context.facts
    return Grid(
        enumerate(facts[Concession], 1),
        {
            "We give": lambda row: Phrase("{}. {}", row[0], row[1].we_give),
            "It costs us": lambda row: row[1].costs_us,
            "We get": lambda row: Items(row[1].we_get),
            "Decided under": lambda row: _decision_name(row[1], facts),
        },
    )


def _decision_name(concession: Concession, facts: Facts) -> Content:
    decision = facts[Decision].get(concession.decision or "")
    return Key(decision, "decision") if decision else "you"


@macro("block", "never_say_table()")
def never_say_table(context: Context) -> Grid[NeverSaid]:
    """Words that we never use to a customer, why not, and what to say instead."""
    return Grid(
        context.facts[NeverSaid],
        {
            "We never say": lambda found: _quoted(found.phrase),
            "Because": "why",
            "Say instead": "instead",
        },
    )


# --- checklists -----------------------------------------------------------------------------------


@macro("inline", 'checklist_name("signature")')
def checklist_name(context: Context, id: str) -> Key:
    """The name of a checklist, linked to it."""
    return Key(find(context, Checklist, id, 'checklist_name("{}")'), "name")


@macro("block", 'checklist("signature")', card_of=Checklist)
def checklist(context: Context, id: str) -> Card:
    """A checklist: what is done, by whom, and when it counts as done."""
    checklist = find(context, Checklist, id, 'checklist("{}")')
    points = Grid(
        checklist.points,
        {
            "To do": lambda point: Phrase('<span aria-hidden="true">☐</span> {}', point.do),
            "Who": _who,
            "Done when": "done_when",
        },
    )
    return Card(
        checklist, anchor=f"checklist-{checklist.id}", parts=[Paragraph(checklist.when), points]
    )


def _who(point: Duty) -> Content:
    return Key(point, "who") if point.who else "you"
