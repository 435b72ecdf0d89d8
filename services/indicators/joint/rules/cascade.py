"""The cascade: how a national target becomes one of each area, and that it always reconciles.

Everywhere and at all times: targets in force + unassigned = national target + overlap, in exact decimals. Overlap is
what is counted in two areas and once in the nation.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from services.indicators.joint.rules.states import COUNTERED, OUT
from services.shared.apportion import apportion
from services.shared.errors import FieldError, Text

EQUAL, BY_BASELINE_SHARE, SAME_FOR_ALL, BY_HAND = "equal", "by_baseline_share", "same_for_all", "by_hand"
WAYS = (EQUAL, BY_BASELINE_SHARE, SAME_FOR_ALL, BY_HAND)
# These divide the national target, which only what adds up over areas allows.
DIVIDING = (EQUAL, BY_BASELINE_SHARE)

_EXACT = Context(prec=60)
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Portion:
    """What is known of one area before the target is shared out."""

    area_code: str
    baseline: Decimal | None = None
    by_hand: Decimal | None = None


@dataclass(frozen=True)
class Plan:
    """How a national target is to become targets of areas, in the indicator's unit and decimals."""

    way: str
    is_summable: bool
    decimals: int
    national_target: Decimal | None
    overlap: Decimal | None
    area_target: Decimal | None
    portions: tuple[Portion, ...]


class Shares(NamedTuple):
    """The target of each area, and which areas got one unit of the last decimal more by rounding."""

    targets: Mapping[str, Decimal]
    residue: frozenset[str]


def cascade(plan: Plan) -> Shares:
    """Return the target of every area of a plan without faults; ValueError when what does not add up is divided."""
    if plan.way == SAME_FOR_ALL:
        return Shares({each.area_code: _known(plan.area_target) for each in plan.portions}, frozenset())
    if plan.way == BY_HAND:
        return Shares({each.area_code: _known(each.by_hand) for each in plan.portions}, frozenset())
    if not plan.is_summable:
        raise ValueError("what does not add up over areas is not shared out")
    whole = whole_of(_known(plan.national_target), plan.overlap)
    is_equal = plan.way == EQUAL
    weights = {each.area_code: Decimal(1) if is_equal else _known(each.baseline) for each in plan.portions}
    return share_out(whole, weights, plan.decimals)


def share_out(whole: Decimal, weights: Mapping[str, Decimal], decimals: int) -> Shares:
    """Return `whole` divided by weight, exactly, in units of the last decimal.

    Rounded by largest remainder (services/shared/apportion.py). ValueError without any weight, or when `whole` has
    more decimals.
    """
    units = Fraction(whole) * 10**decimals
    total = sum((Fraction(weight) for weight in weights.values()), Fraction(0))
    if units.denominator != 1 or total <= 0:
        raise ValueError("only whole units are shared out, and by weights whose sum is more than zero")
    whole_units = apportion({code: units * Fraction(weight) / total for code, weight in weights.items()})
    targets = {code: Decimal(count).scaleb(-decimals, _EXACT) for code, count in whole_units.units.items()}
    return Shares(targets, whole_units.residue)


def whole_of(national_target: Decimal, overlap: Decimal | None) -> Decimal:
    """Return what the targets of areas come to when nothing is unassigned."""
    return _EXACT.add(national_target, overlap or Decimal(0))


def in_force(state: str, target: Decimal, counter_target: Decimal | None) -> Decimal:
    """Return what an area has of the whole now: a counter moves the difference to the unassigned line."""
    if state in OUT:
        return Decimal(0)
    return counter_target if state == COUNTERED and counter_target is not None else target


def unassigned_of(national_target: Decimal, overlap: Decimal | None, targets: Iterable[Decimal]) -> Decimal:
    """Return the ministry's own line; below zero when the areas together have more than the whole."""
    left = whole_of(national_target, overlap)
    for target in targets:
        left = _EXACT.subtract(left, target)
    return left


@dataclass(frozen=True)
class Limit:
    """How much may be unassigned: a share of the national target or an amount; nothing once `zero_by` is over."""

    percent: Decimal | None
    value: Decimal | None
    zero_by: dt.date

    def on(self, day: dt.date, national_target: Decimal) -> Decimal:
        """Return the limit on a day, in the indicator's unit."""
        if day > self.zero_by:
            return Decimal(0)
        if self.value is not None:
            return self.value
        return _EXACT.divide(_EXACT.multiply(abs(national_target), self.percent or Decimal(0)), _HUNDRED)


def is_over_limit(unassigned: Decimal, limit: Decimal, before: Decimal | None = None) -> bool:
    """Return whether the ministry may not leave so much unassigned; coming nearer to zero it always may."""
    return abs(unassigned) > limit and (before is None or abs(unassigned) > abs(before))


def faults_of_plan(plan: Plan) -> tuple[FieldError, ...]:
    """Return what in a plan contradicts itself or is not there, each with its place in the body."""
    return (*_faults_of_way(plan), *_faults_of_whole(plan), *_faults_of_portions(plan))


def _faults_of_way(plan: Plan) -> Iterable[FieldError]:
    if plan.way in DIVIDING and not plan.is_summable:
        yield FieldError("/cascade_way", "not_summable", _NOT_SUMMABLE)
    if (plan.way == SAME_FOR_ALL) != (plan.area_target is not None):
        text = _AREA_TARGET_MISSING if plan.area_target is None else _AREA_TARGET_WITHOUT_USE
        yield FieldError("/area_target", "missing" if plan.area_target is None else "without_use", text)


def _faults_of_whole(plan: Plan) -> Iterable[FieldError]:
    if plan.is_summable and plan.national_target is None:
        yield FieldError("/national_target", "missing", _WHOLE_MISSING)
    if plan.overlap is not None and not plan.is_summable:
        yield FieldError("/overlap_value", "without_use", _OVERLAP_WITHOUT_USE)
    named = (
        ("national_target", plan.national_target),
        ("area_target", plan.area_target),
        ("overlap_value", plan.overlap),
    )
    for name, value in named:
        if value is None:
            continue
        if has_more_decimals(value, plan.decimals):
            yield FieldError(f"/{name}", "too_many_decimals", decimals_text(plan.decimals))
        if value < 0 and (plan.is_summable or name == "overlap_value"):
            yield FieldError(f"/{name}", "negative", _NEGATIVE)


def _faults_of_portions(plan: Plan) -> Iterable[FieldError]:
    if plan.way == BY_BASELINE_SHARE:
        yield from _lacking("baseline_missing", plan.portions, [each.baseline for each in plan.portions])
        baselines = [each.baseline for each in plan.portions if each.baseline is not None]
        if len(baselines) == len(plan.portions) and (min(baselines) < 0 or not any(baselines)):
            yield FieldError("/areas", "baselines_do_not_weigh", _BASELINES)
    if plan.way == BY_HAND:
        yield from _lacking("target_missing", plan.portions, [each.by_hand for each in plan.portions])
    if any(each.by_hand is not None and has_more_decimals(each.by_hand, plan.decimals) for each in plan.portions):
        yield FieldError("/areas", "too_many_decimals", decimals_text(plan.decimals))


def _lacking(code: str, portions: Sequence[Portion], values: Sequence[Decimal | None]) -> Iterable[FieldError]:
    codes = [each.area_code for each, value in zip(portions, values, strict=True) if value is None]
    if codes:
        listed = ", ".join(codes)
        sentence = Text(f"วิธีนี้ต้องระบุของทุกพื้นที่ ยังขาด {listed}", f"This way needs one of every area; {listed} have none.")
        yield FieldError("/areas", code, sentence)


def has_more_decimals(value: Decimal, decimals: int) -> bool:
    """Return whether a number is finer than the indicator is shown."""
    return bool((Fraction(value) * 10**decimals).denominator != 1)


def decimals_text(decimals: int) -> Text:
    """Return the sentence about a number that is finer than the indicator."""
    return Text(f"ตัวชี้วัดนี้ใช้ทศนิยมไม่เกิน {decimals} ตำแหน่ง", f"This indicator has at most {decimals} decimals.")


def _known(value: Decimal | None) -> Decimal:
    if value is None:
        raise ValueError("the plan has faults")
    return value


_NOT_SUMMABLE = Text(
    "ตัวชี้วัดนี้บวกข้ามพื้นที่ไม่ได้ จึงแบ่งเป้าหมายไม่ได้ ใช้ same_for_all หรือ by_hand",
    "This indicator does not add up over areas, so its target is not shared out. Use same_for_all or by_hand.",
)
_AREA_TARGET_MISSING = Text("same_for_all ต้องมีค่าเป้าหมายของทุกพื้นที่", "same_for_all needs the target of every area.")
_AREA_TARGET_WITHOUT_USE = Text("ใช้กับ same_for_all เท่านั้น โปรดล้างค่า", "It belongs to same_for_all only. Clear it.")
_WHOLE_MISSING = Text("ตัวชี้วัดที่บวกได้ต้องมีเป้าหมายระดับประเทศ", "What adds up needs a national target.")
_OVERLAP_WITHOUT_USE = Text("ใช้กับตัวชี้วัดที่บวกได้เท่านั้น โปรดล้างค่า", "It belongs to what adds up only. Clear it.")
_NEGATIVE = Text("ต้องไม่ติดลบ", "It must not be negative.")
_BASELINES = Text(
    "ข้อมูลพื้นฐานต้องไม่ติดลบ และต้องมีอย่างน้อยหนึ่งพื้นที่ที่มากกว่าศูนย์", "Baselines are not negative, and one of them is above zero."
)
