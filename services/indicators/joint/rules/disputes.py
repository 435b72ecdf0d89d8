"""Disputes: when both sides' values differ by more than the tolerance, and which value counts once that is settled."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal

from services.indicators.aggregation import Measure
from services.indicators.catalogue.rules import PERCENT, RATIO
from services.indicators.joint.rules.cascade import decimals_text, has_more_decimals
from services.indicators.joint.rules.results import DISPUTED, AreaResult, actual_status, verdict_of
from services.indicators.joint.rules.states import AREA, FUNCTION, STANDING
from services.indicators.observations.rules import YearValue
from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

OPEN, CLOSED, SETTLED = "open", "closed", "settled"
# `look` takes new values over, `close` is no longer a dispute. `settle` and `reject` need a resolution: the first makes
# what is proposed count, the second leaves it open without the proposal. `reopen` puts a settled one before all again.
DISPUTE_FLOW = Workflow(
    start=OPEN,
    moves={
        "look": {OPEN: OPEN},
        "state": {OPEN: OPEN},
        "attach": {OPEN: OPEN},
        "propose": {OPEN: OPEN},
        "reject": {OPEN: OPEN},
        "settle": {OPEN: SETTLED},
        "close": {OPEN: CLOSED},
        "reopen": {SETTLED: OPEN},
    },
)
WITHIN_TOLERANCE, NOT_STANDING = "within_tolerance", "not_standing"
CLOSINGS = (WITHIN_TOLERANCE, NOT_STANDING)
# Whose value is to count: one of the sides', or one that the committee gives.
COMMITTEE = "committee"
OUTCOMES = (AREA, FUNCTION, COMMITTEE)
# What an area's actual is called once a resolution said which value counts, and who it is then said to be of.
SETTLED_BY = "evaluation_committee"

_EXACT = Context(prec=60)


@dataclass(frozen=True)
class Figure:
    """A year's value, with its parts where it is a ratio, and the (period, revision) of what it was made of."""

    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    made_of: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, year: YearValue) -> "Figure":
        """Return what one side says of the year."""
        return cls(year.value, year.numerator, year.denominator, tuple(year.revisions))

    def as_year(self) -> YearValue:
        """Return it as the value of a whole year, which a settled value always is."""
        return YearValue(self.value, self.numerator, self.denominator, (), ())


@dataclass(frozen=True)
class Sides:
    """What the area and the function say of one area's year; None where one of them has not reported."""

    area: YearValue | None
    function: YearValue | None

    def of_record(self, side_of_record: str) -> tuple[YearValue | None, YearValue | None]:
        """Return the value of the side of record, then the other's."""
        return (self.area, self.function) if side_of_record == AREA else (self.function, self.area)


def is_disputed(offer_state: str, sides: Sides, side_of_record: str, tolerance_percent: Decimal) -> bool:
    """Return whether two whole years of an area whose offer stands differ by more than the tolerance."""
    return offer_state in STANDING and actual_status(*sides.of_record(side_of_record), tolerance_percent) == DISPUTED


def why_closed(offer_state: str) -> str:
    """Return why something is no dispute any more."""
    return WITHIN_TOLERANCE if offer_state in STANDING else NOT_STANDING


def settled_area(area: AreaResult, figure: Figure, measure: Measure) -> AreaResult:
    """Return how an area stands once a resolution settled its value, which is then held against the target."""
    year = figure.as_year()
    verdict = verdict_of(area.offer_state, area.target, year, measure)
    return replace(area, record=year, actual_status=SETTLED, verdict=verdict)


@dataclass(frozen=True)
class Proposal:
    """What the secretariat proposes: whose value counts, or a value with its parts where the indicator is a ratio."""

    outcome: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


def faults_of_proposal(proposal: Proposal, measure: Measure) -> Iterable[FieldError]:
    """Yield what is wrong with a proposal: a side's value is named and not repeated, the committee's is whole."""
    parts = {"numerator": proposal.numerator, "denominator": proposal.denominator}
    given = {name: number for name, number in {"value": proposal.value, **parts}.items() if number is not None}
    if proposal.outcome != COMMITTEE:
        yield from (FieldError(f"/{name}", "without_use", _SIDE_HAS_ITS_OWN) for name in given)
        return
    is_ratio = measure.area_aggregation == RATIO
    wanted = ("numerator", "denominator") if is_ratio else ("value",)
    yield from (FieldError(f"/{name}", "missing", _NEEDED) for name in wanted if name not in given)
    yield from (FieldError(f"/{name}", "without_use", _OF_A_RATIO) for name in given if name not in wanted)
    if proposal.denominator == 0:
        yield FieldError("/denominator", "denominator_zero", _ZERO)
    if proposal.value is not None and not is_ratio and has_more_decimals(proposal.value, measure.decimals):
        yield FieldError("/value", "too_many_decimals", decimals_text(measure.decimals))


def figure_of(proposal: Proposal, measure: Measure, sides: tuple[Figure, Figure]) -> Figure:
    """Return the value that counts by a proposal without faults; `sides` is the area's, then the function's."""
    if proposal.outcome != COMMITTEE:
        return sides[0] if proposal.outcome == AREA else sides[1]
    if proposal.numerator is None or proposal.denominator is None:
        return Figure(proposal.value or Decimal(0))
    ratio = _EXACT.divide(proposal.numerator, proposal.denominator)
    value = _EXACT.multiply(ratio, Decimal(100)) if measure.unit_code == PERCENT else ratio
    rounded = value.quantize(Decimal(1).scaleb(-measure.decimals), ROUND_HALF_UP, _EXACT)
    return Figure(rounded, proposal.numerator, proposal.denominator)


_SIDE_HAS_ITS_OWN = Text(
    "ฝ่ายนี้รายงานค่าไว้แล้ว ระบุค่าเองเมื่อ outcome เป็น committee เท่านั้น",
    "That side has reported its value. A number belongs to the outcome committee only.",
)
_NEEDED = Text("ค่าที่คณะกรรมการกำหนดต้องระบุให้ครบ", "The committee's own value is given in full.")
_OF_A_RATIO = Text(
    "ตัวชี้วัดแบบ ratio ใช้ numerator และ denominator ตัวชี้วัดอื่นใช้ value",
    "A ratio takes numerator and denominator, any other indicator takes value.",
)
_ZERO = Text("ตัวหารต้องไม่เป็นศูนย์", "The denominator must not be zero.")
