"""The rules of plans: their states, which period and area fits which kind, and when a plan can be submitted."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from services.plans.approval import APPROVED, CANCELLED, DRAFT, ENDORSED, REJECTED, RETURNED, SUBMITTED
from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

SUPERSEDED = "superseded"

FLOW = Workflow(
    start=DRAFT,
    moves={
        "update": {DRAFT: DRAFT, RETURNED: RETURNED},
        "submit": {DRAFT: SUBMITTED, RETURNED: SUBMITTED},
        "withdraw": {SUBMITTED: DRAFT},
        "endorse": {SUBMITTED: ENDORSED},
        "approve": {ENDORSED: APPROVED},
        "return": {SUBMITTED: RETURNED, ENDORSED: RETURNED},
        "reject": {SUBMITTED: REJECTED, ENDORSED: REJECTED},
        "revise": {APPROVED: APPROVED},
        "supersede": {APPROVED: SUPERSEDED},
        "cancel": {DRAFT: CANCELLED, RETURNED: CANCELLED},
    },
)
# S1 point 3: plans are published electronically; from its approval on everyone reads a plan.
PUBLISHED = (APPROVED, SUPERSEDED)
# What others than the owner may see: a draft is nobody else's business, and a cancelled plan never left the desk.
OFF_THE_DESK = (SUBMITTED, RETURNED, ENDORSED, REJECTED, *PUBLISHED)
# On its way: one edition of a plan at a time.
UNDER_WAY = (DRAFT, SUBMITTED, RETURNED, ENDORSED)
# What an action plan may stand on.
STANDING = (SUBMITTED, ENDORSED, APPROVED)
GONE = (SUPERSEDED, REJECTED, CANCELLED)


class PlanKind(StrEnum):
    """แผนพัฒนา of some years, or แผนปฏิบัติราชการ of one fiscal year under it [S0, S1, S4]."""

    DEVELOPMENT = "development"
    ACTION = "action"


class RevisionTrigger(StrEnum):
    """What a plan is reviewed for: results of evaluation [S4 2.4], policy of the day [S0], resolutions [S1]."""

    EVALUATION = "evaluation"
    POLICY = "policy"
    RESOLUTION = "resolution"
    AREA_CHANGE = "area_change"
    OTHER = "other"


@dataclass(frozen=True)
class Period:
    """Fiscal years (Buddhist Era), both included."""

    first: int
    last: int

    @property
    def years(self) -> int:
        """How many years it has."""
        return self.last - self.first + 1

    def covers(self, other: "Period") -> bool:
        """Return whether every year of `other` is one of its own."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True)
class PeriodLength:
    """How many years a development plan may have, from which fiscal year on; data, with its source."""

    years: int
    from_fiscal_year: int


@dataclass(frozen=True)
class ParentFacts:
    """What the rules ask of the plan that an action plan names as its parent."""

    kind: str
    area_code: str
    period: Period
    state: str


@dataclass(frozen=True)
class PlanFacts:
    """What the rules ask of a plan. `area_counts` says that the area is a province or cluster in each of its years."""

    kind: PlanKind
    area_code: str
    area_counts: bool
    period: Period
    parent: ParentFacts | None
    names_parent: bool
    driver_years: tuple[int | None, int | None]
    has_vision: bool = False
    issues: int = 0


def faults_of(plan: PlanFacts, lengths: Collection[PeriodLength]) -> tuple[FieldError, ...]:
    """Return what is wrong with a plan in whatever state: area, period, parent and the years of the revenue driver."""
    return (*_area_faults(plan), *_period_faults(plan, lengths), *_parent_faults(plan), *_driver_faults(plan))


def gaps_of(plan: PlanFacts) -> tuple[FieldError, ...]:
    """Return what a plan lacks to be submitted.

    A development plan has a vision and at least one strategic issue, or there is nothing to decide on; whether the
    chain below has gaps is said by the checks and refuses nothing. An action plan stands on a plan that still stands.
    """
    if plan.kind is PlanKind.ACTION:
        return standing_faults(plan)
    sentence = Text("ต้องระบุก่อนส่ง", "This is required before submission.")
    gaps = [] if plan.has_vision else [FieldError("/vision_th", "missing", sentence)]
    if plan.issues == 0:
        gaps.append(FieldError("/issues", "missing", Text("ต้องมีประเด็นยุทธศาสตร์อย่างน้อยหนึ่งประเด็น", "It needs an issue.")))
    return tuple(gaps)


def is_stale(parent_state: str | None) -> bool:
    """Return whether a plan stands on a parent that no longer stands: amended since, rejected or given up."""
    return parent_state in GONE


def _area_faults(plan: PlanFacts) -> tuple[FieldError, ...]:
    if plan.area_counts:
        return ()
    sentence = Text(
        "แผนเป็นของจังหวัดหรือกลุ่มจังหวัดที่มีอยู่ตลอดทุกปีของแผน",
        "A plan is of a province or a cluster that there is in every year of the plan.",
    )
    return (FieldError("/area_code", "area_does_not_fit", sentence),)


def _period_faults(plan: PlanFacts, lengths: Collection[PeriodLength]) -> tuple[FieldError, ...]:
    years = plan.period.years
    if years < 1:
        sentence = Text("ปีสิ้นสุดอยู่ก่อนปีเริ่ม", "It ends before it starts.")
        return (FieldError("/last_fiscal_year", "ends_before_it_starts", sentence),)
    if plan.kind is PlanKind.ACTION:
        sentence = Text("แผนปฏิบัติราชการประจำปีมีปีงบประมาณเดียว", "A yearly action plan has one fiscal year.")
        return () if years == 1 else (FieldError("/last_fiscal_year", "not_one_year", sentence),)
    allowed = sorted(each.years for each in lengths if each.from_fiscal_year <= plan.period.first)
    if years in allowed:
        return ()
    listed = ", ".join(str(each) for each in allowed) or "-"
    sentence = Text(
        f"แผนพัฒนาที่เริ่มปี {plan.period.first} มีระยะเวลา {listed} ปี",
        f"A development plan that starts in {plan.period.first} has {listed} years.",
    )
    return (FieldError("/last_fiscal_year", "period_of_unknown_length", sentence),)


def _parent_faults(plan: PlanFacts) -> tuple[FieldError, ...]:
    if plan.kind is PlanKind.DEVELOPMENT:
        sentence = Text("แผนพัฒนาไม่มีแผนแม่", "A development plan has no parent.")
        return (FieldError("/parent_id", "parent_out_of_place", sentence),) if plan.names_parent else ()
    if not plan.names_parent:
        sentence = Text("ระบุแผนพัฒนาที่แผนปฏิบัติราชการนี้อยู่ภายใต้", "Name the development plan it carries out.")
        return (FieldError("/parent_id", "missing", sentence),)
    parent = plan.parent
    if parent is None or parent.kind != PlanKind.DEVELOPMENT or parent.area_code != plan.area_code:
        sentence = Text("ไม่มีแผนพัฒนารหัสนี้ในพื้นที่เดียวกัน", "The area has no development plan of this id.")
        return (FieldError("/parent_id", "parent_unknown", sentence),)
    if not parent.period.covers(plan.period):
        sentence = Text(
            f"แผนพัฒนานี้ครอบคลุมปี {parent.period.first}-{parent.period.last} เท่านั้น",
            f"That plan covers {parent.period.first} to {parent.period.last} only.",
        )
        return (FieldError("/parent_id", "parent_does_not_cover", sentence),)
    return ()


def standing_faults(plan: PlanFacts) -> tuple[FieldError, ...]:
    """Return what is wrong with standing on this parent now: it must be submitted, endorsed or approved."""
    if plan.parent is None or plan.parent.state in STANDING:
        return ()
    sentence = Text(
        f"แผนพัฒนานี้มีสถานะ {plan.parent.state} โปรดอ้างถึงฉบับที่ส่งหรือเห็นชอบแล้ว",
        f"That development plan is {plan.parent.state}; name the edition that is submitted or approved.",
    )
    return (FieldError("/parent_id", "parent_does_not_stand", sentence),)


def _driver_faults(plan: PlanFacts) -> tuple[FieldError, ...]:
    first, last = plan.driver_years
    if (first is None) != (last is None):
        sentence = Text("ระบุปีฐานทั้งปีเริ่มและปีสิ้นสุด", "Give both the first and the last base year.")
        return (FieldError("/revenue_driver_last_year", "base_years_incomplete", sentence),)
    if first is not None and last is not None and last < first:
        sentence = Text("ปีฐานสิ้นสุดอยู่ก่อนปีเริ่ม", "The base years end before they start.")
        return (FieldError("/revenue_driver_last_year", "ends_before_it_starts", sentence),)
    return ()
