"""Macros that show how we choose: stages, interview guides, work samples, methods, what may not be asked, where people come from."""

from __future__ import annotations

from typing import NamedTuple

from babel import numbers

from handbook.documents.forecast.of_role import of_role
from handbook.documents.hiring.facts import (
    AssessmentMethod,
    Channel,
    ForbiddenTopic,
    Guide,
    Selection,
    SelectionStage,
    WorkSample,
)
from handbook.documents.hiring.macros.profiles import to_competency
from handbook.documents.motivation.macros.asked import Names, known, to_place
from handbook.show.html import (
    Html,
    card,
    columns,
    items,
    join,
    lead,
    pairs,
    part,
    table,
    tag,
    titled,
)
from handbook.show.lookup import find, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

# --- stages ----------------------------------------------------------------------------------------


class Stages(NamedTuple):
    """The stages of a role with the names they use; of the scorecard only what a reader of the stages needs."""

    id: str
    stages: list[SelectionStage]
    decides: Picked
    roles: Names
    methods: Names
    guides: Names
    samples: Names


@macro("block", 'selection_stages("seller")', lambda shown, view: _draw_stages(shown, view))
def selection_stages(context: Context, role: str) -> Stages:
    """The stages of selection of a role: how long each takes, who is there, by which method, what it decides, and by when one hears from us."""
    selection: Selection = of_role(context, Selection, role, 'selection_stages("{}")')
    return Stages(
        selection.id,
        list(selection.stages),
        pick(selection, "minutes", "cut", "decides"),
        known(
            context,
            "roles",
            [selection.decides, *(role for stage in selection.stages for role in stage.by)],
        ),
        known(context, "assessment_methods", [stage.method for stage in selection.stages]),
        known(context, "guides", [stage.guide for stage in selection.stages if stage.guide]),
        known(
            context,
            "work_samples",
            [stage.work_sample for stage in selection.stages if stage.work_sample],
        ),
    )


def _draw_stages(shown: Stages, view: View) -> Html:
    rows = [
        (
            stage.name, view.number(stage.minutes), join((shown.roles[by] for by in stage.by), ", "),
            _method(stage, shown, view), "scores" if stage.decides == "score" else "yes or no", view.value(stage.answer_within),
        )
        for stage in shown.stages
    ]  # fmt: skip
    head = ("Stage", "Minutes", "Who", "How", "It", "You hear within")
    all_minutes = f"{view.number(shown.decides.minutes)} minutes in all"
    cut = Html("a weighted mean of {} on the {}").format(
        view.number(shown.decides.cut), to_place("scorecard_form", shown.id, "scorecard", view)
    )
    decided = pairs([("Decided by", shown.roles[shown.decides.decides]), ("An offer from", cut)])
    return card(
        [],
        table(head, rows, numbers=[1], caption=all_minutes),
        decided,
        anchor=f"stages-{shown.id}",
    )


def _method(stage: SelectionStage, shown: Stages, view: View) -> Html:
    """The method of a stage, with its guide and work sample linked."""
    used = []
    if stage.guide:
        used.append(
            view.to_card(
                "interview_guide", stage.guide, f"guide-{stage.guide}", shown.guides[stage.guide]
            )
        )
    if stage.work_sample:
        used.append(_to_sample(stage.work_sample, shown.samples[stage.work_sample], view))
    return Html("{} <small>{}</small>").format(shown.methods[stage.method], join(used, ", "))


def _to_sample(sample: str, shown: object, view: View) -> Html:
    return view.to_card("work_sample_card", sample, f"work-sample-{sample}", shown)


# --- guides and work samples -----------------------------------------------------------------------


@macro("block", 'interview_guide("talk")', lambda shown, view: _draw_guide(shown, view))
def interview_guide(context: Context, id: str) -> tuple[Guide, Names]:
    """A structured interview: how it opens, each question with its probes and with weak, sound and excellent answers, how it closes."""
    guide: Guide = find(context, Guide, id, 'interview_guide("{}")')
    return guide, known(
        context, "competencies", [question.competency for question in guide.questions]
    )


def _draw_guide(shown: tuple[Guide, Names], view: View) -> Html:
    guide, competencies = shown
    questions = join(
        titled(
            f"{place}. {question.ask}",
            Html("<p>{} {}</p>").format(
                tag(to_competency(question.competency, competencies[question.competency], view)),
                tag(question.kind),
            ),
            part("Go deeper", items(question.probes)),
            answers(question.weak, question.sound, question.excellent),
        )
        for place, question in enumerate(guide.questions, 1)
    )
    minutes = Html("<p>{}</p>").format(tag(f"{view.number(guide.minutes)} minutes"))
    return Html('<div id="guide-{}">{} {} {} {}</div>').format(
        Html(guide.id),
        minutes,
        part("You open", lead(guide.opening)),
        questions,
        part("You close", lead(guide.close)),
    )


def answers(weak: str, sound: str, excellent: str) -> Html:
    """What is weak, sound and excellent, side by side."""
    return columns(
        part("Weak", lead(weak)), part("Sound", lead(sound)), part("Excellent", lead(excellent))
    )


@macro("block", 'work_sample_card("note")', lambda shown, view: _draw_sample(shown, view))
def work_sample_card(context: Context, id: str) -> tuple[WorkSample, Names]:
    """A work sample: the task, what the applicant gets, how long it takes, whether it is paid, what is looked at, weak, sound and excellent work."""
    sample: WorkSample = find(context, WorkSample, id, 'work_sample_card("{}")')
    return sample, known(context, "competencies", list(sample.competencies))


def _draw_sample(shown: tuple[WorkSample, Names], view: View) -> Html:
    sample, competencies = shown
    paid = (
        f"paid: {view.money(sample.pay)}" if sample.paid and sample.pay is not None else "not paid"
    )
    tags = [
        tag(f"{view.number(sample.minutes)} minutes"),
        tag(paid, "good" if sample.paid else "quiet"),
        *(tag(to_competency(id, competencies[id], view)) for id in sample.competencies),
    ]
    return card(
        tags, part("The task", lead(sample.task)), part("The applicant gets", items(sample.gets)),
        answers(sample.weak, sample.sound, sample.excellent), anchor=f"work-sample-{sample.id}",
    )  # fmt: skip


# --- methods, questions, channels ------------------------------------------------------------------


@macro("block", "assessment_method_table()", lambda rows, view: _draw_methods(rows, view))
def assessment_method_table(context: Context) -> list[AssessmentMethod]:
    """How well methods of assessment foretell success at work, the best first: validity, what we use it for, and who found the figure."""
    return sorted(context.handbook.facts[AssessmentMethod], key=lambda method: -method.validity)


def _draw_methods(rows: list[AssessmentMethod], view: View) -> Html:
    body = [
        (
            Html('<span id="method-{}">{}</span>').format(Html(method.id), method.name),
            numbers.format_decimal(method.validity, format="0.00", locale=view.locale), method.we_use,
            Html("<small>{}</small>").format(method.source),
        )
        for method in rows
    ]  # fmt: skip
    return table(("Method", "Validity", "How we use it", "Source"), body, numbers=[1])


@macro("block", "forbidden_table()", lambda rows, view: _draw_forbidden(rows))
def forbidden_table(context: Context) -> list[ForbiddenTopic]:
    """What may not be asked: the topic, why, words that betray it, and what may be asked in its place."""
    return list(context.handbook.facts[ForbiddenTopic])


def _draw_forbidden(rows: list[ForbiddenTopic]) -> Html:
    body = [
        (topic.topic, topic.because, ", ".join(topic.words), topic.ask_instead) for topic in rows
    ]
    return table(("Do not ask about", "Because", "Words that betray it", "Ask instead"), body)


@macro("block", "channel_table()", lambda rows, view: _draw_channels(rows, view))
def channel_table(context: Context) -> list[Channel]:
    """Where applicants come from: how we use each channel, what a hire costs there, and which share of hires came from it."""
    return list(context.handbook.facts[Channel])


def _draw_channels(rows: list[Channel], view: View) -> Html:
    body = [
        (channel.name, channel.use, view.money(channel.each_hire), view.share(channel.share))
        for channel in rows
    ]
    return table(
        ("Channel", "How we use it", "A hire costs", "Share of hires"), body, numbers=[2, 3]
    )
