"""Macros that show buyer groups, personas, and what must be known about a deal."""

from __future__ import annotations

from handbook.documents.sales_book.facts.market import BuyerGroup, Persona, QualificationField
from handbook.facts.model import Item
from handbook.show.blocks import Card, Columns, Grid, Items, Pairs, Paragraph, Part
from handbook.show.content import Content, ItemName, JoinedContent, Key, Phrase, Tag
from handbook.show.lookup import find
from handbook.show.macro import Context, macro

ROLES = {
    "economic": "decides on the money",
    "technical": "judges the technology",
    "user": "lives with it",
    "champion": "wants it inside",
    "gatekeeper": "guards the process",
    "blocker": "may stop it",
}


# --- buyer groups ---------------------------------------------------------------------------------


@macro("inline", 'buyer_group("hotels")')
def buyer_group(context: Context, id: str) -> Key:
    """The name of a buyer group, linked to its card."""
    return Key(find(context, BuyerGroup, id, 'buyer_group("{}")'), "name")


@macro("block", "buyer_group_table()")
def buyer_group_table(context: Context) -> Grid[BuyerGroup]:
    """The buyer groups at a glance: who they are, how they buy, how long it takes, who serves
    them.
    """
    return Grid(
        context.facts[BuyerGroup],
        {
            "Buyer group": "name",
            "Who": "who",
            "How they buy": "buys_how",
            "Usual cycle": "usual_cycle",
            "Usual order": "usual_order",
            "Served by": "served_by",
        },
    )


@macro("block", 'buyer_group_card("hotels")', card_of=BuyerGroup)
def buyer_group_card(context: Context, id: str) -> Card:
    """One buyer group: who they are, how they buy, what sets them off, whom we refuse, whom you
    must reach.
    """
    group = find(context, BuyerGroup, id, 'buyer_group_card("{}")')
    personas = [persona for persona in context.facts[Persona] if id in persona.buyer_groups]
    return Card(
        group,
        anchor=f"buyer-group-{group.id}",
        parts=[
            Paragraph(group.who),
            _buying(group),
            Columns(
                Part("What sets them off", Items(group.triggers)),
                Part("Not for us when", Items(group.not_for_us)),
            ),
            Part("Whom you must reach", Items(map(_to_reach, personas))),
        ],
    )


def _buying(group: BuyerGroup) -> Pairs:
    return Pairs(
        {
            "How they buy": group.buys_how,
            "Usual cycle": group.usual_cycle,
            "Usual order": Phrase("{} ({})", group.usual_order, group.usual_order_means),
            "Served by": Key(group, "served_by"),
        }
    )


def _to_reach(persona: Persona) -> Content:
    return Phrase("{} ({})", Key(persona, "name"), _part_in_decision(persona))


# --- personas -------------------------------------------------------------------------------------


@macro("inline", 'persona("office-manager")')
def persona(context: Context, id: str) -> Key:
    """The name of a typical person at the customer, linked to the card."""
    return Key(find(context, Persona, id, 'persona("{}")'), "name")


@macro("block", "persona_table()")
def persona_table(context: Context) -> Grid[Persona]:
    """The people you meet at customers: their part in the decision and how they are measured."""
    return Grid(
        context.facts[Persona],
        {
            "Person": "name",
            "At": "buyer_groups",
            "Part in the decision": _part_in_decision,
            "Measured by": lambda persona: JoinedContent(persona.measured_by, "; "),
        },
    )


def _part_in_decision(persona: Persona) -> str:
    return ROLES[persona.buying_role]


@macro("block", 'persona_card("office-manager")', card_of=Persona)
def persona_card(context: Context, id: str) -> Card:
    """One typical person: goals, fears, words, what to do and not to do, and the questions to
    ask.
    """
    persona = find(context, Persona, id, 'persona_card("{}")')
    groups = [Tag(ItemName("buyer_groups", group)) for group in persona.buyer_groups]
    says = Items(Phrase("“{}”", words) for words in persona.says)
    return Card(
        persona,
        anchor=f"persona-{persona.id}",
        tags=[Tag(_part_in_decision(persona)), *groups],
        parts=[
            Columns(
                Part("Wants", Items(persona.goals)),
                Part("Fears", Items(persona.fears)),
                Part("Is measured by", Items(persona.measured_by)),
            ),
            Columns(
                Part("Says", says),
                Part("Do", Paragraph(persona.do)),
                Part("Do not", Paragraph(persona.do_not)),
            ),
            Grid(
                persona.questions,
                {"Ask": "ask", "A good answer sounds like": "listen_for", "Fills": "fills"},
            ),
        ],
    )


# --- what must be known ---------------------------------------------------------------------------


@macro("block", "qualification_table()")
def qualification_table(context: Context) -> Grid[QualificationField]:
    """What must be known before a deal moves on, when the answer is good enough, and where it is
    written down.
    """
    return Grid(
        context.facts[QualificationField],
        {
            "What you must know": "name",
            "Good enough when": "good_when",
            "Written down in": "crm_field",
        },
    )


@macro("block", "crm_fields()")
def crm_fields(context: Context) -> Grid[Item]:
    """The fields of the CRM that stages and qualification ask for."""
    return Grid(
        context.facts.table("crm_fields"),
        {"Field": "name", "On": "on", "Kind": "kind", "What it means": "means"},
    )
