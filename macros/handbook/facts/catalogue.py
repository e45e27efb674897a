"""Which file of ``docs/_facts`` holds which facts, and the facts themselves once read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from handbook.facts.company import (
    BusinessUnit,
    Company,
    Decision,
    LegalLimit,
    PlainWord,
    Post,
    Role,
    Situation,
    Term,
)
from handbook.facts.contract import OwnDocument
from handbook.facts.customer_base import (
    BaseReport,
    CrmField,
    Cycle,
    Dialogue,
    Hygiene,
    LeavingStep,
    Moment,
    OwnershipRule,
    RecordKept,
    Signal,
    ValueClass,
)
from handbook.facts.forecast import ActionTaken, Coverage, Forecast, Pipeline, Snapshot, Trigger
from handbook.facts.hiring import (
    AssessmentMethod,
    AssessmentRound,
    Channel,
    Competency,
    ForbiddenTopic,
    Guide,
    RaterPairs,
    RoleProfile,
    Selection,
    SelectionCount,
    StaffAssessment,
    WorkSample,
)
from handbook.facts.intake import Intake
from handbook.facts.interaction import (
    DecisionPart,
    EngagementRule,
    EscalationLadder,
    Handoff,
    Measure,
    Meeting,
    Promise,
    Service,
)
from handbook.facts.model import Fact, Item, Table
from handbook.facts.motivation import (
    Breach,
    Ladder,
    Officialese,
    PayPlan,
    PayStep,
    PlanRule,
    Responsibility,
    Reward,
    Scorecard,
)
from handbook.facts.moved import Move
from handbook.facts.newcomer import Newcomer
from handbook.facts.not_confidential import NotConfidential
from handbook.facts.plan import (
    Budget,
    Capacity,
    Plan,
    Quarter,
    QuotaChange,
    QuotaPolicy,
    Result,
    Scenario,
    Seat,
)
from handbook.facts.points import Points
from handbook.facts.region import Region
from handbook.facts.sales_book import (
    BuyerGroup,
    Competitor,
    Discounts,
    IdealCustomer,
    LostReason,
    Persona,
    PriceBook,
    Product,
    QualificationField,
    Reference,
    Stage,
    Stages,
    Terms,
)
from handbook.facts.sales_practice import AskedQuestion, Lesson, Norm
from handbook.facts.sales_talk import (
    Cadence,
    Checklist,
    Concession,
    Objection,
    Phrase,
    Script,
    Storyline,
    Template,
)
from handbook.facts.training import (
    Effect,
    LearningPath,
    Module,
    Objective,
    Practical,
    Probation,
    Question,
    ReadAgain,
    RolePlay,
    Session,
)

FACTS_FOLDER = "docs/_facts"
Shape = Literal["keys", "list", "folder"]


@dataclass(frozen=True)
class Kind:
    """A kind of facts: its name in macros and messages, its file or folder, and its model."""

    name: str
    path: str
    model: type[Fact]
    shape: Shape
    top: str = FACTS_FOLDER

    @property
    def where(self) -> str:
        """The file or folder, as an editor finds it."""
        return f"{self.top}/{self.path}"


KINDS: tuple[Kind, ...] = (
    Kind("company", "company.yml", Company, "keys"),
    Kind("roles", "roles.yml", Role, "list"),
    Kind("people", "people.yml", Post, "list"),
    Kind("units", "units.yml", BusinessUnit, "list"),
    Kind("glossary", "glossary/", Term, "folder"),
    Kind("plain_words", "plain_words.yml", PlainWord, "list"),
    Kind("decisions", "decision_rights.yml", Decision, "list"),
    Kind("documents", "parts.yml", OwnDocument, "list"),
    Kind("situations", "situations.yml", Situation, "list"),
    Kind("legal_limits", "legal_limits.yml", LegalLimit, "list"),
    Kind("moved", "moved.yml", Move, "list"),
    Kind("not_confidential", "not_confidential.yml", NotConfidential, "list"),
    Kind("points", "points.yml", Points, "keys"),
    Kind("products", "sales-book/products.yml", Product, "list"),
    Kind("price_books", "sales-book/prices.yml", PriceBook, "list"),
    Kind("discounts", "sales-book/discounts.yml", Discounts, "keys"),
    Kind("ideal_customer", "sales-book/ideal_customer.yml", IdealCustomer, "keys"),
    Kind("terms", "sales-book/terms.yml", Terms, "keys"),
    Kind("buyer_groups", "sales-book/buyer_groups.yml", BuyerGroup, "list"),
    Kind("personas", "sales-book/personas/", Persona, "folder"),
    Kind("qualification", "sales-book/qualification.yml", QualificationField, "list"),
    Kind("path", "sales-book/stages.yml", Stages, "keys"),
    Kind("competitors", "sales-book/competitors/", Competitor, "folder"),
    Kind("references", "sales-book/references/", Reference, "folder"),
    Kind("objections", "sales-book/objections/", Objection, "folder"),
    Kind("scripts", "sales-book/scripts/", Script, "folder"),
    Kind("cadences", "sales-book/cadences.yml", Cadence, "list"),
    Kind("storylines", "sales-book/storylines.yml", Storyline, "list"),
    Kind("concessions", "sales-book/give_get.yml", Concession, "list"),
    Kind("checklists", "sales-book/checklists/", Checklist, "folder"),
    Kind("templates", "sales-book/templates/", Template, "folder"),
    Kind("phrases", "sales-book/never_say.yml", Phrase, "list"),
    Kind("norms", "sales-book/norms.yml", Norm, "list"),
    Kind("lessons", "sales-book/lessons/", Lesson, "folder"),
    Kind("faq", "sales-book/faq/", AskedQuestion, "folder"),
    Kind("crm_fields", "customer-base/crm.yml", CrmField, "list"),
    Kind("quarters", "forecast-and-quotas/calendar.yml", Quarter, "list"),
    Kind("plan", "forecast-and-quotas/plan.yml", Plan, "keys"),
    Kind("quota_policy", "forecast-and-quotas/quota_policy.yml", QuotaPolicy, "keys"),
    Kind("seats", "forecast-and-quotas/seats.yml", Seat, "list"),
    Kind("capacity", "forecast-and-quotas/capacity.yml", Capacity, "keys"),
    Kind("budget", "forecast-and-quotas/budget.yml", Budget, "keys"),
    Kind("pay_plans", "motivation/pay_plans.yml", PayPlan, "list"),
    Kind("results", "forecast-and-quotas/results.yml", Result, "list"),
    Kind("quota_changes", "forecast-and-quotas/quota_changes.yml", QuotaChange, "list"),
    Kind("scenarios", "forecast-and-quotas/scenarios.yml", Scenario, "list"),
    Kind("triggers", "forecast-and-quotas/triggers.yml", Trigger, "list"),
    Kind("forecast", "forecast-and-quotas/forecast.yml", Forecast, "keys"),
    Kind("snapshots", "forecast-and-quotas/snapshots/", Snapshot, "folder"),
    Kind("pipeline", "forecast-and-quotas/pipeline.yml", Pipeline, "keys"),
    Kind("coverage", "forecast-and-quotas/coverage.yml", Coverage, "list"),
    Kind("actions", "forecast-and-quotas/actions.yml", ActionTaken, "list"),
    Kind("measures", "measures.yml", Measure, "list"),
    Kind("services", "interaction/services.yml", Service, "list"),
    Kind("promises", "interaction/promises.yml", Promise, "list"),
    Kind("handoffs", "interaction/handoffs.yml", Handoff, "list"),
    Kind("decision_parts", "interaction/decisions.yml", DecisionPart, "list"),
    Kind("engagement", "interaction/engagement.yml", EngagementRule, "list"),
    Kind("escalation", "interaction/escalation.yml", EscalationLadder, "keys"),
    Kind("meetings", "interaction/meetings.yml", Meeting, "list"),
    Kind("cycles", "customer-base/cycles.yml", Cycle, "list"),
    Kind("dialogue", "customer-base/dialogue.yml", Dialogue, "list"),
    Kind("moments", "customer-base/moments.yml", Moment, "list"),
    Kind("value_classes", "customer-base/value_classes.yml", ValueClass, "list"),
    Kind("ownership", "customer-base/ownership.yml", OwnershipRule, "list"),
    Kind("leaving", "customer-base/leaving.yml", LeavingStep, "list"),
    Kind("hygiene", "customer-base/hygiene.yml", Hygiene, "list"),
    Kind("signals", "customer-base/signals.yml", Signal, "list"),
    Kind("records_kept", "customer-base/records_kept.yml", RecordKept, "list"),
    Kind("base", "customer-base/base.yml", BaseReport, "keys"),
    Kind("competencies", "hiring/competencies.yml", Competency, "list"),
    Kind("role_profiles", "hiring/role_profiles.yml", RoleProfile, "list"),
    Kind("selections", "hiring/selection.yml", Selection, "list"),
    Kind("guides", "hiring/guides/", Guide, "folder"),
    Kind("work_samples", "hiring/work_samples.yml", WorkSample, "list"),
    Kind("assessment_methods", "hiring/methods.yml", AssessmentMethod, "list"),
    Kind("forbidden_topics", "hiring/forbidden.yml", ForbiddenTopic, "list"),
    Kind("staff_assessment", "hiring/staff_assessment.yml", StaffAssessment, "list"),
    Kind("assessment_rounds", "hiring/assessment_rounds.yml", AssessmentRound, "list"),
    Kind("channels", "hiring/channels.yml", Channel, "list"),
    Kind("selection_counts", "hiring/selection_counts.yml", SelectionCount, "list"),
    Kind("rater_pairs", "hiring/rater_pairs.yml", RaterPairs, "list"),
    Kind("modules", "training/modules.yml", Module, "list"),
    Kind("objectives", "training/objectives.yml", Objective, "list"),
    Kind("learning_paths", "training/paths.yml", LearningPath, "list"),
    Kind("questions", "training/questions/", Question, "folder"),
    Kind("practicals", "training/practicals.yml", Practical, "list"),
    Kind("probation", "training/probation.yml", Probation, "list"),
    Kind("role_plays", "training/role_plays/", RolePlay, "folder"),
    Kind("sessions", "training/sessions.yml", Session, "list"),
    Kind("to_read_again", "training/to_read_again.yml", ReadAgain, "list"),
    Kind("intakes", "training/intakes.yml", Intake, "list"),
    Kind("newcomers", "training/newcomers.yml", Newcomer, "list"),
    Kind("effect", "training/effect.yml", Effect, "list"),
    Kind("responsibilities", "motivation/responsibilities.yml", Responsibility, "list"),
    Kind("scorecards", "motivation/scorecards.yml", Scorecard, "list"),
    Kind("plan_rules", "motivation/plan_rules.yml", PlanRule, "list"),
    Kind("rewards", "motivation/rewards.yml", Reward, "list"),
    Kind("breaches", "motivation/breaches.yml", Breach, "list"),
    Kind("ladders", "motivation/career.yml", Ladder, "list"),
    Kind("officialese", "motivation/officialese.yml", Officialese, "list"),
    Kind("pay_steps", "motivation/pay_year.yml", PayStep, "list"),
)
KIND = {kind.name: kind for kind in KINDS}
# What people call one of a table, where its name in the plural does not say it.
CALLED = {
    "roles": "role", "units": "unit", "buyer_groups": "buyer group", "products": "product", "decisions": "decision",
    "crm_fields": "CRM field", "qualification": "qualification field", "references": "reference", "stages": "stage",
    "lost_reasons": "lost reason", "people": "role in people.yml", "glossary": "glossary term", "documents": "document",
    "situations": "situation", "price_books": "price book", "personas": "persona", "competitors": "competitor",
    "objections": "objection", "scripts": "script", "lessons": "lesson", "faq": "question", "templates": "template",
    "checklists": "checklist", "moved": "moved page", "not_confidential": "allowed text",
    "plain_words": "plain word", "quarters": "quarter", "seats": "seat", "measures": "measure",
    "services": "service", "competencies": "competency", "modules": "module", "objectives": "objective",
    "practicals": "practical", "guides": "interview guide", "work_samples": "work sample", "pay_plans": "pay plan", "questions": "question",
    "assessment_methods": "method of assessment", "learning_paths": "learning path", "ladders": "career ladder",
    "role_profiles": "role profile", "selections": "selection", "responsibilities": "zone of responsibility", "scorecards": "scorecard",
    "cycles": "cycle", "handoffs": "handover",
}  # fmt: skip


def table(name: str) -> Table[Item]:
    """An empty table of a kind: what a handbook has before its facts are written."""
    return Table(KIND[name].where)


@dataclass
class Facts:
    """All facts of a handbook. What is missing or could not be read is None or absent from its table."""

    company: Company | None = None
    discounts: Discounts | None = None
    ideal_customer: IdealCustomer | None = None
    terms: Terms | None = None
    path: Stages | None = None
    points: Points | None = None
    plan: Plan | None = None
    quota_policy: QuotaPolicy | None = None
    capacity: Capacity | None = None
    budget: Budget | None = None
    forecast: Forecast | None = None
    pipeline: Pipeline | None = None
    escalation: EscalationLadder | None = None
    base: BaseReport | None = None
    roles: Table[Role] = field(default_factory=lambda: Table(KIND["roles"].where))
    people: Table[Post] = field(default_factory=lambda: Table(KIND["people"].where))
    units: Table[BusinessUnit] = field(default_factory=lambda: Table(KIND["units"].where))
    glossary: Table[Term] = field(default_factory=lambda: Table(KIND["glossary"].where))
    plain_words: Table[PlainWord] = field(default_factory=lambda: Table(KIND["plain_words"].where))
    decisions: Table[Decision] = field(default_factory=lambda: Table(KIND["decisions"].where))
    documents: Table[OwnDocument] = field(default_factory=lambda: Table(KIND["documents"].where))
    situations: Table[Situation] = field(default_factory=lambda: Table(KIND["situations"].where))
    legal_limits: Table[LegalLimit] = field(default_factory=lambda: Table(KIND["legal_limits"].where))
    not_confidential: Table[NotConfidential] = field(
        default_factory=lambda: Table(KIND["not_confidential"].where)
    )
    moved: Table[Move] = field(default_factory=lambda: Table(KIND["moved"].where))
    products: Table[Product] = field(default_factory=lambda: Table(KIND["products"].where))
    price_books: Table[PriceBook] = field(default_factory=lambda: Table(KIND["price_books"].where))
    buyer_groups: Table[BuyerGroup] = field(default_factory=lambda: Table(KIND["buyer_groups"].where))
    personas: Table[Persona] = field(default_factory=lambda: Table(KIND["personas"].where))
    qualification: Table[QualificationField] = field(
        default_factory=lambda: Table(KIND["qualification"].where)
    )
    competitors: Table[Competitor] = field(default_factory=lambda: Table(KIND["competitors"].where))
    references: Table[Reference] = field(default_factory=lambda: Table(KIND["references"].where))
    crm_fields: Table[CrmField] = field(default_factory=lambda: Table(KIND["crm_fields"].where))
    objections: Table[Objection] = field(default_factory=lambda: Table(KIND["objections"].where))
    scripts: Table[Script] = field(default_factory=lambda: Table(KIND["scripts"].where))
    cadences: Table[Cadence] = field(default_factory=lambda: Table(KIND["cadences"].where))
    storylines: Table[Storyline] = field(default_factory=lambda: Table(KIND["storylines"].where))
    concessions: Table[Concession] = field(default_factory=lambda: Table(KIND["concessions"].where))
    checklists: Table[Checklist] = field(default_factory=lambda: Table(KIND["checklists"].where))
    templates: Table[Template] = field(default_factory=lambda: Table(KIND["templates"].where))
    phrases: Table[Phrase] = field(default_factory=lambda: Table(KIND["phrases"].where))
    norms: Table[Norm] = field(default_factory=lambda: Table(KIND["norms"].where))
    lessons: Table[Lesson] = field(default_factory=lambda: Table(KIND["lessons"].where))
    faq: Table[AskedQuestion] = field(default_factory=lambda: Table(KIND["faq"].where))
    quarters: Table[Quarter] = field(default_factory=lambda: Table(KIND["quarters"].where))
    seats: Table[Seat] = field(default_factory=lambda: Table(KIND["seats"].where))
    pay_plans: Table[PayPlan] = field(default_factory=lambda: Table(KIND["pay_plans"].where))
    results: Table[Result] = field(default_factory=lambda: Table(KIND["results"].where))
    quota_changes: Table[QuotaChange] = field(default_factory=lambda: Table(KIND["quota_changes"].where))
    scenarios: Table[Scenario] = field(default_factory=lambda: Table(KIND["scenarios"].where))
    triggers: Table[Trigger] = field(default_factory=lambda: Table(KIND["triggers"].where))
    snapshots: Table[Snapshot] = field(default_factory=lambda: Table(KIND["snapshots"].where))
    coverage: Table[Coverage] = field(default_factory=lambda: Table(KIND["coverage"].where))
    actions: Table[ActionTaken] = field(default_factory=lambda: Table(KIND["actions"].where))
    measures: Table[Measure] = field(default_factory=lambda: Table(KIND["measures"].where))
    services: Table[Service] = field(default_factory=lambda: Table(KIND["services"].where))
    promises: Table[Promise] = field(default_factory=lambda: Table(KIND["promises"].where))
    handoffs: Table[Handoff] = field(default_factory=lambda: Table(KIND["handoffs"].where))
    decision_parts: Table[DecisionPart] = field(default_factory=lambda: Table(KIND["decision_parts"].where))
    engagement: Table[EngagementRule] = field(default_factory=lambda: Table(KIND["engagement"].where))
    meetings: Table[Meeting] = field(default_factory=lambda: Table(KIND["meetings"].where))
    cycles: Table[Cycle] = field(default_factory=lambda: Table(KIND["cycles"].where))
    dialogue: Table[Dialogue] = field(default_factory=lambda: Table(KIND["dialogue"].where))
    moments: Table[Moment] = field(default_factory=lambda: Table(KIND["moments"].where))
    value_classes: Table[ValueClass] = field(default_factory=lambda: Table(KIND["value_classes"].where))
    ownership: Table[OwnershipRule] = field(default_factory=lambda: Table(KIND["ownership"].where))
    leaving: Table[LeavingStep] = field(default_factory=lambda: Table(KIND["leaving"].where))
    hygiene: Table[Hygiene] = field(default_factory=lambda: Table(KIND["hygiene"].where))
    signals: Table[Signal] = field(default_factory=lambda: Table(KIND["signals"].where))
    records_kept: Table[RecordKept] = field(default_factory=lambda: Table(KIND["records_kept"].where))
    competencies: Table[Competency] = field(default_factory=lambda: Table(KIND["competencies"].where))
    role_profiles: Table[RoleProfile] = field(default_factory=lambda: Table(KIND["role_profiles"].where))
    selections: Table[Selection] = field(default_factory=lambda: Table(KIND["selections"].where))
    guides: Table[Guide] = field(default_factory=lambda: Table(KIND["guides"].where))
    work_samples: Table[WorkSample] = field(default_factory=lambda: Table(KIND["work_samples"].where))
    assessment_methods: Table[AssessmentMethod] = field(
        default_factory=lambda: Table(KIND["assessment_methods"].where)
    )
    forbidden_topics: Table[ForbiddenTopic] = field(
        default_factory=lambda: Table(KIND["forbidden_topics"].where)
    )
    staff_assessment: Table[StaffAssessment] = field(
        default_factory=lambda: Table(KIND["staff_assessment"].where)
    )
    assessment_rounds: Table[AssessmentRound] = field(
        default_factory=lambda: Table(KIND["assessment_rounds"].where)
    )
    channels: Table[Channel] = field(default_factory=lambda: Table(KIND["channels"].where))
    selection_counts: Table[SelectionCount] = field(
        default_factory=lambda: Table(KIND["selection_counts"].where)
    )
    rater_pairs: Table[RaterPairs] = field(default_factory=lambda: Table(KIND["rater_pairs"].where))
    modules: Table[Module] = field(default_factory=lambda: Table(KIND["modules"].where))
    objectives: Table[Objective] = field(default_factory=lambda: Table(KIND["objectives"].where))
    learning_paths: Table[LearningPath] = field(default_factory=lambda: Table(KIND["learning_paths"].where))
    questions: Table[Question] = field(default_factory=lambda: Table(KIND["questions"].where))
    practicals: Table[Practical] = field(default_factory=lambda: Table(KIND["practicals"].where))
    probation: Table[Probation] = field(default_factory=lambda: Table(KIND["probation"].where))
    role_plays: Table[RolePlay] = field(default_factory=lambda: Table(KIND["role_plays"].where))
    sessions: Table[Session] = field(default_factory=lambda: Table(KIND["sessions"].where))
    to_read_again: Table[ReadAgain] = field(default_factory=lambda: Table(KIND["to_read_again"].where))
    intakes: Table[Intake] = field(default_factory=lambda: Table(KIND["intakes"].where))
    newcomers: Table[Newcomer] = field(default_factory=lambda: Table(KIND["newcomers"].where))
    effect: Table[Effect] = field(default_factory=lambda: Table(KIND["effect"].where))
    responsibilities: Table[Responsibility] = field(
        default_factory=lambda: Table(KIND["responsibilities"].where)
    )
    scorecards: Table[Scorecard] = field(default_factory=lambda: Table(KIND["scorecards"].where))
    plan_rules: Table[PlanRule] = field(default_factory=lambda: Table(KIND["plan_rules"].where))
    rewards: Table[Reward] = field(default_factory=lambda: Table(KIND["rewards"].where))
    breaches: Table[Breach] = field(default_factory=lambda: Table(KIND["breaches"].where))
    ladders: Table[Ladder] = field(default_factory=lambda: Table(KIND["ladders"].where))
    officialese: Table[Officialese] = field(default_factory=lambda: Table(KIND["officialese"].where))
    pay_steps: Table[PayStep] = field(default_factory=lambda: Table(KIND["pay_steps"].where))
    stages: Table[Stage] = field(default_factory=lambda: Table(KIND["path"].where))
    lost_reasons: Table[LostReason] = field(default_factory=lambda: Table(KIND["path"].where))
    unreadable: set[str] = field(default_factory=set)

    @property
    def whole(self) -> bool:
        """Whether everything could be read: where not, macros that show it together with others show nothing."""
        return not self.unreadable and all(table.whole for _, table in self.tables())

    @property
    def region(self) -> Region | None:
        """The fact that says in which language, currency and zone the handbook speaks."""
        return self.company

    def table(self, name: str) -> Table[Item]:
        """The table of that name; a KeyError for a name that is none."""
        found = getattr(self, name, None)
        if not isinstance(found, Table):
            raise KeyError(name)
        return found

    def tables(self) -> Iterator[tuple[str, Table[Item]]]:
        """Every table with its name, also those that stand inside a file of keys."""
        return ((name, value) for name, value in vars(self).items() if isinstance(value, Table))

    def singles(self) -> Iterator[tuple[str, Fact]]:
        """Every fact that stands alone in its file, with its name."""
        return ((name, value) for name, value in vars(self).items() if isinstance(value, Fact))

    def everything(self) -> Iterator[Fact]:
        """Every fact at the top of its file or list, once."""
        for name, found in self.tables():
            if name not in ("stages", "lost_reasons"):
                yield from found
        for _, single in self.singles():
            yield single
