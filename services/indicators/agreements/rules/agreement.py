"""What may stand in an agreement, when it is complete, and its states; how it goes on is its chain's (chains.py)."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from services.shared.errors import FieldError, Text

DRAFT, HEARING, SUBMITTED, RETURNED, APPROVED, REJECTED, CANCELLED = (
    "draft",
    "hearing",
    "submitted",
    "returned",
    "approved",
    "rejected",
    "cancelled",
)
STATES = (DRAFT, HEARING, SUBMITTED, RETURNED, APPROVED, REJECTED, CANCELLED)
# A draft is the area's and ก.พ.ร.'s; what is heard or was submitted is seen by scope, what was approved by everyone.
OFF_THE_DESK = (HEARING, SUBMITTED, RETURNED, REJECTED)
# These no longer stand in the way of another agreement of the same area and year.
GIVEN_UP = (REJECTED, CANCELLED)
# What evaluation may take as agreed, or about to be.
STANDING = (SUBMITTED, APPROVED)

CLUSTER, PROVINCE = "cluster", "province"
LEVELS = (CLUSTER, PROVINCE)
STRATEGIC, MONITORING = "strategic", "monitoring"
KINDS = (STRATEGIC, MONITORING)
FULL_WEIGHT = Decimal(100)

HIGHER_IS_BETTER, LOWER_IS_BETTER = "higher_is_better", "lower_is_better"
RUBRIC_DIRECTIONS = (HIGHER_IS_BETTER, LOWER_IS_BETTER)
# How many results a method names: five levels, three targets. What each scores is the evaluation's data.
ANCHORS: Mapping[str, int] = {"five_level": 5, "three_target": 3}


@dataclass(frozen=True)
class RubricFacts:
    """How a KPI is to be scored; `anchors` from the lowest score to the highest, in the indicator's unit."""

    method: str
    direction: str
    anchors: tuple[Decimal, ...]


@dataclass(frozen=True)
class KpiFacts:
    """What the rules ask of one KPI; `target_years` in the order sent, `topics` as codes of either taxonomy."""

    indicator_code: str
    is_published: bool
    level: str
    topics: frozenset[str]
    kind: str
    weight: Decimal | None
    target_years: tuple[int, ...]
    stated_total: Decimal | None
    stated_total_kind: str
    rubric: RubricFacts | None
    participants: frozenset[str]
    has_plan_issue_or_policy: bool
    is_taken_from_plan: bool
    has_support: bool
    has_method: bool
    is_revenue_driver: bool
    has_development_index: bool


@dataclass(frozen=True)
class AgreementFacts:
    """What the rules ask of an agreement; `members` are the provinces of a cluster in the fiscal year, else empty."""

    level: str
    fiscal_year: int
    members: frozenset[str]
    kpis: tuple[KpiFacts, ...]

    @property
    def strategic(self) -> tuple[KpiFacts, ...]:
        """The KPIs that are scored."""
        return tuple(kpi for kpi in self.kpis if kpi.kind == STRATEGIC)

    @property
    def monitoring(self) -> tuple[KpiFacts, ...]:
        """The KPIs that are only to be monitored."""
        return tuple(kpi for kpi in self.kpis if kpi.kind == MONITORING)


def faults_of(agreement: AgreementFacts) -> tuple[FieldError, ...]:
    """Return what contradicts itself in an agreement, in whatever state."""
    return tuple(
        FieldError(f"/kpis/{place}{pointer}", code, sentence)
        for place, kpi in enumerate(agreement.kpis)
        for pointer, code, sentence in _faults_of_kpi(agreement, kpi)
    )


def faults_of_indicators(ids: Sequence[Hashable]) -> tuple[FieldError, ...]:
    """Return where an indicator stands in a list of KPIs a second time: a KPI is known by its indicator."""
    return tuple(
        FieldError(f"/kpis/{place}/indicator_id", "indicator_twice", _INDICATOR_TWICE)
        for place, indicator_id in enumerate(ids)
        if indicator_id in ids[:place]
    )


def _faults_of_kpi(agreement: AgreementFacts, kpi: KpiFacts) -> Iterator[tuple[str, str, Text]]:
    if kpi.kind == MONITORING and kpi.weight is not None:
        yield "/weight", "weight_without_use", _MONITORING_WEIGHT
    if len(set(kpi.target_years)) != len(kpi.target_years):
        yield "/targets", "year_twice", _YEAR_TWICE
    if (kpi.stated_total is None) != (kpi.stated_total_kind == "none"):
        yield "/stated_total", "total_and_kind_disagree", _TOTAL_AND_KIND
    if agreement.level == PROVINCE and kpi.participants:
        yield "/participating_area_codes", "participants_without_use", _PARTICIPANTS_WITHOUT_USE
    elif outside := sorted(kpi.participants - agreement.members):
        codes = ", ".join(outside)
        sentence = Text(
            f"{codes} ไม่อยู่ในกลุ่มจังหวัดในปีงบประมาณ {agreement.fiscal_year}",
            f"{codes} was not in the cluster in fiscal year {agreement.fiscal_year}.",
        )
        yield "/participating_area_codes", "area_outside_cluster", sentence
    if kpi.rubric is not None and not _is_in_order(kpi.rubric):
        yield "/rubric/anchors", "anchors_do_not_fit", _ANCHORS


def _is_in_order(rubric: RubricFacts) -> bool:
    if len(rubric.anchors) != ANCHORS[rubric.method]:
        return False
    rising = rubric.direction == HIGHER_IS_BETTER
    return all(one < next_one if rising else one > next_one for one, next_one in pairwise(rubric.anchors))


def gaps_of(agreement: AgreementFacts) -> tuple[FieldError, ...]:
    """Return what an agreement lacks to be submitted, apart from the rules of the year."""
    gaps = [] if agreement.strategic else [FieldError("/kpis", "missing", _NO_KPI)]
    for place, kpi in enumerate(agreement.kpis):
        if not kpi.is_published:
            gaps.append(FieldError(f"/kpis/{place}/indicator_id", "indicator_not_published", NOT_PUBLISHED))
        if agreement.fiscal_year not in kpi.target_years:
            sentence = Text(
                f"ต้องมีค่าเป้าหมายของปีงบประมาณ {agreement.fiscal_year}",
                f"A target for fiscal year {agreement.fiscal_year} is needed.",
            )
            gaps.append(FieldError(f"/kpis/{place}/targets", "target_of_year_missing", sentence))
    return (*gaps, *_gaps_of_weights(agreement.kpis))


def _gaps_of_weights(kpis: Sequence[KpiFacts]) -> Iterator[FieldError]:
    """No document prints weights, so they may be absent; where one scored KPI has one, all have, 100 in all."""
    total = weights_of(kpis)
    if total is None:
        return
    for place, kpi in enumerate(kpis):
        if kpi.kind == STRATEGIC and kpi.weight is None:
            yield FieldError(f"/kpis/{place}/weight", "weight_missing", _WEIGHT_MISSING)
    if total != FULL_WEIGHT:
        sentence = Text(f"น้ำหนักรวมเป็น {total} ต้องเป็น 100 พอดี", f"The weights add up to {total}; they must make 100.")
        yield FieldError("/kpis", "weights_do_not_add_up", sentence)


def weights_of(kpis: Sequence[KpiFacts]) -> Decimal | None:
    """Return the sum of the scored KPIs' weights; None when none has one."""
    weights = [kpi.weight for kpi in kpis if kpi.kind == STRATEGIC and kpi.weight is not None]
    return sum(weights, Decimal(0)) if weights else None


_INDICATOR_TWICE = Text("ตัวชี้วัดนี้มีอยู่แล้วในคำรับรอง", "This indicator stands in the agreement already.")
_MONITORING_WEIGHT = Text(
    "ตัวชี้วัดเพื่อติดตามไม่นำไปคิดคะแนน จึงไม่มีน้ำหนัก", "A monitoring KPI is not scored, so it has no weight."
)
_YEAR_TWICE = Text("มีค่าเป้าหมายของปีเดียวกันซ้ำ", "A fiscal year stands there twice.")
_TOTAL_AND_KIND = Text(
    "เมื่อมีค่ารวมต้องบอกว่าเป็นค่ารวมแบบใด และเมื่อไม่มี stated_total_kind เป็น none",
    "A stated total says of what kind it is; without one, stated_total_kind is none.",
)
_PARTICIPANTS_WITHOUT_USE = Text(
    "จังหวัดที่ดำเนินการร่วมใช้กับตัวชี้วัดของกลุ่มจังหวัดเท่านั้น", "Participating provinces belong to a cluster's KPI only."
)
_ANCHORS = Text(
    "five_level มี 5 ค่า three_target มี 3 ค่า เรียงจากคะแนนต่ำสุดไปสูงสุดตามทิศทาง ไม่ซ้ำกัน",
    "five_level has 5 values, three_target 3, from the lowest score to the highest in its direction, none twice.",
)
_NO_KPI = Text("ต้องมีตัวชี้วัดยุทธศาสตร์อย่างน้อยหนึ่งตัว", "At least one strategic KPI is needed.")
NOT_PUBLISHED = Text(
    "ต้องเป็นตัวชี้วัดที่ประกาศใช้อยู่ ดูได้ที่ /v1/indicators", "It must be a published indicator; see /v1/indicators."
)
_WEIGHT_MISSING = Text(
    "เมื่อมีตัวชี้วัดใดระบุน้ำหนัก ทุกตัวที่คิดคะแนนต้องมีน้ำหนัก", "Where one scored KPI has a weight, all of them have one."
)
