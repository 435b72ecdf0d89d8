"""What both sides reported, whose value counts, how it stands to the target, and the nation's value made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from services.indicators.achievement import ACHIEVED, Aim, has_reached
from services.indicators.aggregation import NOT_REPORTED, PARTIAL, Measure, roll_up
from services.indicators.catalogue.rules import HIGHER, LOWER, RANGE
from services.indicators.joint.rules.states import STANDING
from services.indicators.observations.rules import YearValue

REPORTED, DISPUTED = "reported", "disputed"
NOT_AGREED = "not_agreed"
BELOW_TARGET, ABOVE_TARGET, OUT_OF_RANGE = "below_target", "above_target", "out_of_range"
VERDICTS = (NOT_AGREED, NOT_REPORTED, PARTIAL, ACHIEVED, BELOW_TARGET, ABOVE_TARGET, OUT_OF_RANGE)
# What a target that is missed is called, by the direction.
_MISSED = {HIGHER: BELOW_TARGET, LOWER: ABOVE_TARGET, RANGE: OUT_OF_RANGE}

_EXACT = Context(prec=60)
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class AreaResult:
    """How one area stands: the value of the side of record, the other side's beside it, and the verdict."""

    area_code: str
    offer_state: str
    target: Decimal
    record: YearValue | None
    other: YearValue | None
    actual_status: str
    verdict: str

    @property
    def stands(self) -> bool:
        """Whether the offer stands, so that its value counts."""
        return self.offer_state in STANDING


@dataclass(frozen=True)
class NationalResult:
    """The nation's value, each area counted once by the side of record; `value` is None where none can be derived."""

    value: Decimal | None
    value_state: str
    reason: str | None
    counted: int
    standing: int
    disputed: int
    is_overlap_subtracted: bool


def area_result(
    area_code: str,
    offer_state: str,
    target: Decimal,
    sides: tuple[YearValue | None, YearValue | None],
    tolerance_percent: Decimal,
    measure: Measure,
) -> AreaResult:
    """Return how an area stands; `sides` is the value of the side of record, then the other's."""
    record, other = sides
    status = actual_status(record, other, tolerance_percent)
    return AreaResult(
        area_code, offer_state, target, record, other, status, verdict_of(offer_state, target, record, measure)
    )


def actual_status(record: YearValue | None, other: YearValue | None, tolerance_percent: Decimal) -> str:
    """Return whether the side of record reported, and whether the other differs by more than the tolerance.

    The tolerance is percent of the value of record. Only whole years are compared: one side may report by quarters.
    """
    if record is None:
        return NOT_REPORTED
    if other is None or not (record.is_complete and other.is_complete):
        return REPORTED
    return DISPUTED if is_beyond(tolerance_percent, record.value, other.value) else REPORTED


def is_beyond(tolerance_percent: Decimal, record: Decimal, other: Decimal) -> bool:
    """Return whether two values differ by more than so many percent of the one of record."""
    difference = abs(_EXACT.subtract(record, other))
    return _EXACT.multiply(difference, _HUNDRED) > _EXACT.multiply(abs(record), tolerance_percent)


def verdict_of(offer_state: str, target: Decimal, record: YearValue | None, measure: Measure) -> str:
    """Return how the value of record stands to the target, by the direction alone: no document prints a threshold.

    A year of which a period is missing is not judged yet; an offer that does not stand is no target.
    """
    if offer_state not in STANDING:
        return NOT_AGREED
    if record is None:
        return NOT_REPORTED
    if not record.is_complete:
        return PARTIAL
    aim = Aim(measure.direction, target, measure.range_lower, measure.range_upper)
    return ACHIEVED if has_reached(aim, record.value) else _MISSED[measure.direction]


def national_result(
    measure: Measure, areas: Sequence[AreaResult], weights: Mapping[str, YearValue], overlap: Decimal | None
) -> NationalResult:
    """Return the nation's value over the areas whose offer stands.

    `weights` gives, by area, the value of the weight as the side of record reports it. The overlap is subtracted once,
    and only when every area is counted: how much of it lies in some of them is not known.
    """
    standing = [area for area in areas if area.stands]
    counted = {area.area_code: area.record for area in standing if area.record is not None}
    disputed = sum(area.actual_status == DISPUTED for area in standing)
    counts = len(counted), len(standing), disputed
    found = roll_up(measure, counted, {area.area_code for area in standing}, weights, overlap)
    return NationalResult(found.value, found.state, found.reason, *counts, found.is_overlap_subtracted)
