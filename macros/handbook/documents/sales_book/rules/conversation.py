"""Rules about talking with customers: objections, scripts, concessions, templates, words we never
use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.documents.sales_book.facts.market import Product, Reference, Stage
from handbook.documents.sales_book.facts.talk import (
    Concession,
    Objection,
    Phrase,
    Script,
    Storyline,
    Template,
)
from handbook.documents.sales_book.sums.pipeline import spoken_seconds
from handbook.handbook import Handbook
from handbook.problems.edits import Entry, Words
from handbook.problems.problem import Place, Problem, counted, listed
from handbook.rules.rule import rule, shown_rule
from handbook.show.shown import Shown

CATEGORIES = ("price", "need", "trust", "time", "authority", "competitor", "risk", "habit")
SPOKEN = ("phone", "visit", "video")


@rule(
    "objection-incomplete",
    wants="sales-book/objections",
    bad="""
sales-book/objections/too-expensive.yml:
  - That is too much for us.
may_mean: [They compare with the bottles alone]
clarify: Ask about the price.
answers: []
""",
    good="""
sales-book/objections/too-expensive.yml:
  - That is too much for us.
  - Bottles cost half of that.
may_mean: [They compare with the bottles alone]
clarify: Compared with what?
answers:
  - text: Let us count the hours of carrying too.
    proof: design-studio-york
""",
)
def incomplete_objections(handbook: Handbook) -> Iterator[Problem]:
    """An objection is known by at least two real wordings, is cleared up by a question, and has at
    least one answer. An answer that is thought up at the desk sounds like it.
    """
    for objection in handbook.facts[Objection]:
        if len(objection.heard_as) < 2:
            what = f'"{objection.name}" has {counted(len(objection.heard_as), "wording")}; two are the least, as customers really say it.'
            yield Problem(
                objection.at("heard_as"), what, "add what you heard:", "- …", edit=Entry("heard_as")
            )
        if not objection.clarify.endswith("?"):
            yield Problem(
                objection.at("clarify"),
                f'"{objection.clarify}" is no question.',
                "ask, before you answer:",
                "clarify: …?",
            )
        if not objection.answers:
            yield Problem(
                objection.at("answers"),
                f'"{objection.name}" has no answer.',
                "add one that has worked:",
                "answers:\n  - text: …",
            )


@rule(
    "objection-proof-ended",
    severity="advice",
    bad="sales-book/references/design-studio-york.yml:\nuntil: 2026-11-22",
    good="sales-book/references/design-studio-york.yml:\nuntil: 2028-06-30",
)
def ended_proofs(handbook: Handbook) -> Iterator[Problem]:
    """A reference may be used while the customer permits it. After that day it comes out of
    answers, product cards and offers.
    """
    for reference in handbook.facts[Reference]:
        if reference.until is not None and reference.until < handbook.today:
            used = [
                item.id
                for item in handbook.facts[Objection]
                if any(reply.proof == reference.id for reply in item.answers)
            ]
            used += [
                item.id
                for item in handbook.facts[Product]
                if any(row.proof == reference.id for row in item.advantages)
            ]
            if used:
                what = f'The permission for "{reference.title}" ended on {reference.until.isoformat()}, but it still proves something in {listed(used)}.'
                yield Problem(
                    reference.at("until"),
                    what,
                    "ask the customer again and write the new day, or take the reference out there.",
                )


@rule(
    "objections-uneven",
    severity="advice",
    bad="""
sales-book/objections/not-needed.yml:
category: habit
sales-book/objections/not-needed.yml:
stages: [proposal]
sales-book/objections/never-heard-of-you.yml:
stages: [proposal]
sales-book/objections/no-time.yml:
stages: [proposal]
sales-book/objections/leaks.yml:
stages: [proposal]
sales-book/objections/used-to-bottles.yml:
stages: [proposal]
# Now none is about need, and none is heard in the stage discovery.
""",
    good="""
sales-book/objections/not-needed.yml:
category: need
sales-book/objections/not-needed.yml:
stages: [discovery]
sales-book/objections/never-heard-of-you.yml:
stages: [discovery]
sales-book/objections/no-time.yml:
stages: [discovery, proposal]
sales-book/objections/leaks.yml:
stages: [discovery]
sales-book/objections/used-to-bottles.yml:
stages: [discovery]
""",
)
def uneven_objections(handbook: Handbook) -> Iterator[Problem]:
    """Customers object to price, need, trust, time, authority, another supplier, risk and habit. Of
    each kind, and for each open stage, at least one objection is written down.
    """
    objections = handbook.facts[Objection]
    if not len(objections) or objections.unread:
        return
    first = next(iter(objections))
    kinds = {objection.category for objection in objections}
    stages = {stage for objection in objections for stage in objection.stages}
    for kind in CATEGORIES:
        if kind not in kinds:
            yield Problem(
                Place(objections.path),
                f'No objection is about "{kind}".',
                f"add a file with category: {kind}.",
            )
    for stage in handbook.facts[Stage]:
        if stage.kind == "open" and stage.id not in stages:
            what = f'No objection is heard in the stage "{stage.name}".'
            yield Problem(
                first.at("stages"),
                what,
                "name the stage where one is heard:",
                f"stages: [{', '.join([*first.stages, stage.id])}]",
            )


@rule(
    "script-missing",
    wants="sales-book/speech-modules",
    bad="""
sales-book/stages.yml:
channels: [phone, visit]
# No script of this stage is for a visit.
""",
    good="sales-book/stages.yml:\nchannels: [phone]",
)
def missing_scripts(handbook: Handbook) -> Iterator[Problem]:
    """For every channel that a stage uses there is a script, so that nobody has to invent the first
    sentence.
    """
    scripts = handbook.facts[Script]
    if scripts.unread:
        return
    there = {(script.stage, script.channel) for script in scripts}
    for stage in handbook.facts[Stage]:
        for channel in stage.channels:
            if (stage.id, channel) not in there:
                what = f'For the stage "{stage.name}" there is no script by {channel}.'
                fix = f"add a file below docs/_facts/sales-book/scripts/ with stage: {stage.id} and channel: {channel}."
                yield Problem(stage.at("channels"), what, fix)


@rule(
    "script-too-long",
    severity="advice",
    bad="""
sales-book/scripts/call-discovery.yml:
seconds: 15
sales-book/scripts/email-proposal.yml:
seconds: 1
# Said aloud, the call takes 16 seconds.
""",
    good="""
sales-book/scripts/call-discovery.yml:
seconds: 40
sales-book/scripts/email-proposal.yml:
seconds: 60
# Said aloud, the call takes 16 seconds.
""",
)
def too_long_scripts(handbook: Handbook) -> Iterator[Problem]:
    """A script can be said in the time it names, at 150 words a minute. Longer ones are read out,
    and the customer hears it.
    """
    for script in handbook.facts[Script]:
        takes = spoken_seconds(script.spoken)
        if script.channel in SPOKEN and takes > script.seconds:
            what = f'"{script.name}" takes {takes} seconds to say; it should take at most {script.seconds}.'
            yield Problem(
                script.at("seconds"), what, f"shorten it, or allow more time seconds: {takes}."
            )


@rule(
    "concession-without-return",
    bad="""
sales-book/give_get.yml:
- id: first-jugs
  we_give: Six jugs
  costs_us: About a visit
  we_get: []
""",
    good={"  we_get: []": "  we_get: [A photograph of the kitchen]"},
)
def gifts(handbook: Handbook) -> Iterator[Problem]:
    """We give nothing without getting something. A gift teaches the customer to ask again."""
    for concession in handbook.facts[Concession]:
        if not concession.we_get:
            yield Problem(
                concession.at("we_get"),
                f'For "{concession.we_give}" we get nothing.',
                "say what we get for it:",
                "we_get:\n  - …",
            )


@rule(
    "never-said",
    bad="""
sales-book/scripts/call-discovery.yml:
transition: We Guarantee that it is less.
sales-book/scripts/call-discovery.yml:
lines: [Our water is guaranteed.]
sales-book/storylines.yml:
- {name: Jug, minutes: 10, say: Guaranteed cold., show: The tap}
sales-book/templates/offer.yml:
We guarantee a good morning ‹name›,
sales-book/objections/leaks.yml:
- text: We guarantee that it stays dry.
sales-book/objections/no-time.yml:
- text: Unguaranteed, but I come.
""",
    good="""
sales-book/scripts/call-discovery.yml:
transition: I would like to count with you.
sales-book/scripts/call-discovery.yml:
lines: [Who carries them?, Whoever is last.]
sales-book/storylines.yml:
- {name: Jug, minutes: 10, say: Please fill it., show: The tap}
sales-book/templates/offer.yml:
Good morning ‹name›,
sales-book/objections/leaks.yml:
- text: The valve closes by itself; I show it to you.
sales-book/objections/no-time.yml:
- text: Then I come on the day after that.
""",
)
def forbidden_phrases(handbook: Handbook) -> Iterator[Problem]:
    """Words that `never_say.yml` forbids are in no script, template or answer: promises we cannot
    keep, invented deadlines, pressure. What we hand to sellers is what they say. Bad examples may
    use them, to show what not to do.
    """
    patterns = [
        (phrase, word.lower(), re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE))
        for phrase in handbook.facts[Phrase]
        for word in phrase.search
    ]
    for place, words in _spoken_texts(handbook):
        small = words.lower()
        for phrase, word, pattern in patterns:
            if word in small and (found := pattern.search(words)):
                what = f'Here stands "{found.group()}", which we never say: {phrase.why}'
                yield Problem(place, what, f"say instead: {phrase.instead}")


def _spoken_texts(handbook: Handbook) -> Iterator[tuple[Place, str]]:
    """Everything that we put into sellers' mouths, with its place."""
    for script in handbook.facts[Script]:
        yield from _script_words(script)
    for objection in handbook.facts[Objection]:
        yield from _objection_words(objection)
    for template in handbook.facts[Template]:
        yield template.at("body"), f"{template.subject or ''}\n{template.body}"
    for story in handbook.facts[Storyline]:
        yield from ((scene.at("say"), scene.say) for scene in story.scenes)


def _script_words(script: Script) -> Iterator[tuple[Place, str]]:
    for key in ("opening", "transition", "call_to_action"):
        yield script.at(key), getattr(script, key)
    yield script.at("body"), "\n".join(script.body)
    yield script.good.at("lines"), "\n".join(script.good.lines)


def _objection_words(objection: Objection) -> Iterator[tuple[Place, str]]:
    yield objection.at("clarify"), objection.clarify
    for reply in objection.answers:
        yield reply.at("text"), reply.text


@shown_rule(
    "card-twice",
    severity="advice",
    bad="""
sales-book/customers.md:
{{ objection_card("too-expensive") }}
training.md:
{{ objection_card("too-expensive") }}
""",
    good="""
sales-book/customers.md:
{{ objection_card("too-expensive") }}
training.md:
[Too expensive](sales-book/customers.md#objection-too-expensive)
""",
)
def cards_on_two_pages(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """A card is on one page, and others link to it. With two, nobody knows which page to open, and
    both are reviewed for the same facts.
    """
    seen: dict[tuple[str, str], str] = {}
    for page, call in handbook.calls():
        if not call.name.endswith("_card") or not call.args:
            continue
        key = (call.name, str(call.args[0]))
        if key in seen and seen[key] != page.src:
            what = f'The card {call.written} stands on "{seen[key]}" too.'
            name = call.name.removesuffix("_card")
            paste = f'{{{{ {name}("{call.args[0]}") }}}}' if name in shown.macro_names else ""
            fix = "link to it instead:" if paste else "link to that page instead."
            edit = Words(call.written) if paste else None
            yield Problem(page.at(call.line), what, fix, paste, edit=edit)
        seen.setdefault(key, page.src)
