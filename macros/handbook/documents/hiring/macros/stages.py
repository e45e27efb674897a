"""Macros that show how we choose: stages, interview guides, work samples, methods, what may not be
asked, where people come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from babel import numbers

from handbook.documents.hiring.facts import (
    AssessmentMethod,
    Channel,
    ForbiddenTopic,
    Guide,
    InterviewQuestion,
    Selection,
    SelectionStage,
    WorkSample,
)
from handbook.documents.motivation.role_facts import fact_of_role
from handbook.facts.facts import Facts
from handbook.facts.scalars import Ratio
from handbook.show import html
from handbook.show.blocks import (
    Card,
    Columns,
    Grid,
    Items,
    Pairs,
    Paragraph,
    Part,
    Stack,
    TitledCard,
)
from handbook.show.content import (
    Amount,
    CallLink,
    ComputedContent,
    Content,
    ItemName,
    JoinedContent,
    Key,
    LinkTarget,
    Phrase,
    SectionLink,
    Tag,
)
from handbook.show.html import Html
from handbook.show.lookup import find
from handbook.show.macro import Context, macro
from handbook.show.view import View

# --- stages ---------------------------------------------------------------------------------------


@macro("block", 'selection_stages("seller")')
def selection_stages(context: Context, role: str) -> Card:
    """The stages of selection of a role: how long each takes, who is there, by which method, what
    it decides, and by when one hears from us.
    """
    selection = fact_of_role(context, Selection, role, 'selection_stages("{}")')
    scorecard = SectionLink("scorecard_form", selection.id, "scorecard")
    return Card(
        selection.stages,
        anchor=f"stages-{selection.id}",
        parts=[
            _stages(selection),
            Pairs(
                {
                    "Decided by": Key(selection, "decides"),
                    "An offer from": Phrase(
                        "a weighted mean of {} on the {}", selection.cut, scorecard
                    ),
                }
            ),
        ],
    )


def _stages(selection: Selection) -> Grid[SelectionStage]:
    return Grid(
        selection.stages,
        {
            "Stage": "name",
            "Minutes": "minutes",
            "Who": "by",
            "How": _method,
            "It": lambda stage: "scores" if stage.decides == "score" else "yes or no",
            "You hear within": "answer_within",
        },
        caption=Phrase("{} minutes in all", selection.minutes),
    )


def _method(stage: SelectionStage) -> Content:
    """The method of a stage, with its guide and work sample linked."""
    guide = to_guide(stage.guide) if stage.guide else None
    used = JoinedContent([guide, Key(stage, "work_sample")])
    return Phrase("{} <small>{}</small>", Key(stage, "method"), used)


def to_guide(guide: str) -> CallLink:
    """The name of an interview guide, linked to where it is."""
    return CallLink(
        "interview_guide", guide, f"guide-{guide}", ItemName("guides", guide, linked=False)
    )


# --- guides and work samples ----------------------------------------------------------------------


@macro("block", 'interview_guide("talk")')
def interview_guide(context: Context, id: str) -> ComputedContent:
    """A structured interview: how it opens, each question with its probes and with weak, sound and
    excellent answers, how it closes.
    """
    guide = find(context, Guide, id, 'interview_guide("{}")')
    inside = Stack(
        Phrase("<p>{}</p>", Tag(Phrase("{} minutes", guide.minutes))),
        Part("You open", Paragraph(guide.opening)),
        *(_question(place, question) for place, question in enumerate(guide.questions, 1)),
        Part("You close", Paragraph(guide.close)),
    )
    return ComputedContent(guide, Phrase(f'<div id="guide-{guide.id}">{{}}</div>', inside))


def _question(place: int, question: InterviewQuestion) -> TitledCard:
    competency = Key(question, "competency")
    return TitledCard(
        Phrase("{}. {}", place, question.ask),
        Phrase("<p>{} {}</p>", Tag(competency), Tag(question.kind)),
        Part("Go deeper", Items(question.probes)),
        _answers(question),
    )


def _answers(of: InterviewQuestion | WorkSample) -> Columns:
    """What is weak, sound and excellent, side by side."""
    return Columns(
        Part("Weak", Paragraph(of.weak)),
        Part("Sound", Paragraph(of.sound)),
        Part("Excellent", Paragraph(of.excellent)),
    )


@macro("block", 'work_sample_card("note")', card_of=WorkSample)
def work_sample_card(context: Context, id: str) -> Card:
    """A work sample: the task, what the applicant gets, how long it takes, whether it is paid, what
    is looked at, weak, sound and excellent work.
    """
    sample = find(context, WorkSample, id, 'work_sample_card("{}")')
    paid = sample.paid and sample.pay is not None
    return Card(
        sample,
        anchor=f"work-sample-{sample.id}",
        tags=[
            Tag(Phrase("{} minutes", sample.minutes)),
            Tag(Phrase("paid: {}", sample.pay), "good") if paid else Tag("not paid"),
            *(Tag(ItemName("competencies", competency)) for competency in sample.competencies),
        ],
        parts=[
            Part("The task", Paragraph(sample.task)),
            Part("The applicant gets", Items(sample.gets)),
            _answers(sample),
        ],
    )


# --- methods, questions, channels -----------------------------------------------------------------


@macro("block", "assessment_method_table()")
def assessment_method_table(context: Context) -> Grid[AssessmentMethod]:
    """How well methods of assessment foretell success at work, the best first: validity, what we
    use it for, and who found the figure.
    """
    return Grid(
        sorted(context.facts[AssessmentMethod], key=lambda method: -method.validity),
        {
            "Method": lambda method: LinkTarget(f"method-{method.id}", method.name),
            "Validity": lambda method: _Correlation(method.validity),
            "How we use it": "we_use",
            "Source": lambda method: Phrase("<small>{}</small>", method.source),
        },
    )


@dataclass(frozen=True)
class _Correlation(Amount):
    """A correlation, always with two decimals, so that they can be compared."""

    ratio: Ratio

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield self.ratio

    def drawn(self, view: View) -> Html:
        return html.text(numbers.format_decimal(self.ratio, format="0.00", locale=view.locale))


@macro("block", "forbidden_table()")
def forbidden_table(context: Context) -> Grid[ForbiddenTopic]:
    """What may not be asked: the topic, why, words that betray it, and what may be asked in its
    place.
    """
    return Grid(
        context.facts[ForbiddenTopic],
        {
            "Do not ask about": "topic",
            "Because": "because",
            "Words that betray it": lambda topic: JoinedContent(topic.words),
            "Ask instead": "ask_instead",
        },
    )


@macro("block", "channel_table()")
def channel_table(context: Context) -> Grid[Channel]:
    """Where applicants come from: how we use each channel, what a hire costs there, and which share
    of hires came from it.
    """
    return Grid(
        context.facts[Channel],
        {
            "Channel": "name",
            "How we use it": "use",
            "A hire costs": "each_hire",
            "Share of hires": "share",
        },
    )
