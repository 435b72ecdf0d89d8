"""The cascade: what is shared out reconciles exactly, whatever is asked and revised afterwards."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.joint.rules.cascade import (
    BY_BASELINE_SHARE,
    BY_HAND,
    EQUAL,
    SAME_FOR_ALL,
    Limit,
    Plan,
    Portion,
    Shares,
    cascade,
    faults_of_plan,
    in_force,
    is_over_limit,
    share_out,
    unassigned_of,
)
from services.indicators.joint.rules.states import AGREED, COUNTERED, OFFERED, RELEASED, SETTLED, WITHDRAWN
from services.indicators.joint.rules.tallies import Tally, standing_of

NORTH = ("50", "51", "52", "58")


def plan(way: str = EQUAL, **changed: Any) -> Plan:
    known: dict[str, Any] = {
        "is_summable": True,
        "decimals": 2,
        "national_target": Decimal(1000),
        "overlap": None,
        "area_target": None,
        "portions": tuple(Portion(code) for code in NORTH),
    }
    return Plan(way, **{**known, **changed})


def faults(found: Plan) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults_of_plan(found)]


def test_an_equal_share_shows_who_got_the_residue() -> None:
    shares = cascade(plan(national_target=Decimal("10.03")))
    assert shares.targets == {
        "50": Decimal("2.51"),
        "51": Decimal("2.51"),
        "52": Decimal("2.51"),
        "58": Decimal("2.50"),
    }
    assert shares.residue == {"50", "51", "52"}


def test_the_largest_remainder_gets_the_unit_and_not_the_first_code() -> None:
    shares = share_out(Decimal(3), {"50": Decimal(3), "51": Decimal(1)}, 0)  # quotas 2.25 and 0.75
    assert shares == Shares({"50": Decimal(2), "51": Decimal(1)}, frozenset({"51"}))


def test_a_share_by_baseline_follows_the_baselines() -> None:
    portions = (Portion("50", Decimal(75)), Portion("51", Decimal(25)), Portion("58", Decimal(0)))
    shares = cascade(plan(BY_BASELINE_SHARE, portions=portions))
    assert shares.targets == {"50": Decimal(750), "51": Decimal(250), "58": Decimal(0)}
    assert shares.residue == frozenset()


def test_what_is_counted_twice_is_shared_out_above_the_national_target() -> None:
    shares = cascade(plan(overlap=Decimal(100)))
    assert sum(shares.targets.values()) == 1100
    assert unassigned_of(Decimal(1000), Decimal(100), shares.targets.values()) == 0


def test_the_same_for_all_and_by_hand_divide_nothing() -> None:
    percent = plan(SAME_FOR_ALL, is_summable=False, national_target=None, area_target=Decimal("3.5"))
    assert set(cascade(percent).targets.values()) == {Decimal("3.5")}
    by_hand = tuple(Portion(code, by_hand=Decimal(place)) for place, code in enumerate(NORTH))
    targets = cascade(plan(BY_HAND, is_summable=False, national_target=None, portions=by_hand)).targets
    assert targets == {"50": Decimal(0), "51": Decimal(1), "52": Decimal(2), "58": Decimal(3)}


@pytest.mark.parametrize("way", [EQUAL, BY_BASELINE_SHARE])
def test_what_does_not_add_up_is_never_divided(way: str) -> None:
    percent = plan(way, is_summable=False, portions=(Portion("50", Decimal(1)), Portion("51", Decimal(2))))
    assert ("/cascade_way", "not_summable") in faults(percent)
    with pytest.raises(ValueError, match="does not add up"):
        cascade(percent)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (plan(), []),
        (plan(national_target=None), [("/national_target", "missing")]),
        (plan(national_target=Decimal("0.001")), [("/national_target", "too_many_decimals")]),
        (plan(national_target=Decimal(-1)), [("/national_target", "negative")]),
        (plan(area_target=Decimal(1)), [("/area_target", "without_use")]),
        (plan(SAME_FOR_ALL), [("/area_target", "missing")]),
        (plan(BY_BASELINE_SHARE), [("/areas", "baseline_missing")]),
        (plan(BY_BASELINE_SHARE, portions=(Portion("50", Decimal(0)),)), [("/areas", "baselines_do_not_weigh")]),
        (
            plan(BY_BASELINE_SHARE, portions=(Portion("50", Decimal(-1)), Portion("51", Decimal(3)))),
            [("/areas", "baselines_do_not_weigh")],
        ),
        (plan(BY_HAND), [("/areas", "target_missing")]),
        (plan(BY_HAND, portions=(Portion("50", by_hand=Decimal("1.005")),)), [("/areas", "too_many_decimals")]),
        (
            plan(SAME_FOR_ALL, is_summable=False, area_target=Decimal(-2), overlap=Decimal(1)),
            [("/overlap_value", "without_use")],
        ),
    ],
)
def test_a_plan_that_contradicts_itself_is_named(found: Plan, expected: list[tuple[str, str]]) -> None:
    assert faults(found) == expected


@pytest.mark.parametrize(
    ("state", "counter", "expected"),
    [
        (OFFERED, None, 100),
        (AGREED, None, 100),
        (SETTLED, None, 100),
        (COUNTERED, Decimal(80), 80),
        (COUNTERED, None, 100),
        (RELEASED, None, 0),
        (WITHDRAWN, None, 0),
    ],
)
def test_what_an_area_has_of_the_whole_depends_on_its_state(state: str, counter: Decimal | None, expected: int) -> None:
    assert in_force(state, Decimal(100), counter) == expected


DAY = dt.date(2015, 3, 31)


@pytest.mark.parametrize(
    ("limit", "day", "expected"),
    [
        (Limit(Decimal(5), None, DAY), DAY, 50),
        (Limit(None, Decimal(7), DAY), DAY, 7),
        (Limit(Decimal(5), None, DAY), DAY + dt.timedelta(days=1), 0),
        (Limit(None, Decimal(0), DAY), DAY, 0),
    ],
)
def test_the_limit_holds_until_its_day_is_over(limit: Limit, day: dt.date, expected: int) -> None:
    assert limit.on(day, Decimal(1000)) == expected


@pytest.mark.parametrize(
    ("unassigned", "before", "over"),
    [(50, None, False), (51, None, True), (-51, None, True), (60, 80, False), (80, 60, True), (60, 60, False)],
)
def test_coming_nearer_to_zero_is_always_allowed(unassigned: int, before: int | None, over: bool) -> None:
    was = None if before is None else Decimal(before)
    assert is_over_limit(Decimal(unassigned), Decimal(50), was) is over


def test_the_standing_names_where_the_line_is() -> None:
    limit = Limit(Decimal(5), None, DAY)
    found = [standing_of(Decimal(1000), None, Decimal(each), limit, DAY).state for each in (1000, 960, 940, 1060)]
    assert found == ["zero", "within_limit", "over_limit", "over_limit"]


def test_a_tally_asks_only_those_who_are_still_asked() -> None:
    tally = Tally({"agreed": 4, "offered": 70, "countered": 1, "released": 1, "withdrawn": 2})
    assert (tally.asked, tally.released, tally.of("agreed"), tally.of("settled")) == (75, 1, 4, 0)


CODES = st.lists(st.integers(10, 99).map(str), min_size=1, max_size=77, unique=True)
WHOLES = st.integers(0, 10**13)
DECIMALS = st.integers(0, 4)


@given(st.data(), CODES, WHOLES, DECIMALS)
def test_shares_add_up_exactly_and_are_within_a_unit_of_their_quota(
    data: st.DataObject, codes: list[str], units: int, decimals: int
) -> None:
    weights = {code: Decimal(data.draw(st.integers(0, 10**6))) for code in codes}
    weights[codes[0]] += 1
    whole = Decimal(units).scaleb(-decimals)
    shares = share_out(whole, weights, decimals)
    assert sum(map(Fraction, shares.targets.values())) == Fraction(whole)
    total, unit = sum(map(Fraction, weights.values())), Fraction(1, 10**decimals)
    for code, target in shares.targets.items():
        quota = Fraction(whole) * Fraction(weights[code]) / total
        assert abs(Fraction(target) - quota) < unit
        assert (Fraction(target) > quota) <= (code in shares.residue)


@given(st.data(), CODES, WHOLES, DECIMALS)
def test_the_order_of_areas_does_not_matter(data: st.DataObject, codes: list[str], units: int, decimals: int) -> None:
    weights = {code: Decimal(data.draw(st.integers(1, 50))) for code in codes}
    shuffled = {code: weights[code] for code in data.draw(st.permutations(codes))}
    whole = Decimal(units).scaleb(-decimals)
    assert share_out(whole, weights, decimals) == share_out(whole, shuffled, decimals)


@dataclass
class Area:
    """An area as the steps of its offer leave it."""

    target: Decimal
    state: str = OFFERED
    counter: Decimal | None = None


@dataclass
class Cascade:
    """A whole with its areas, and the steps that people take on it."""

    whole: Decimal
    areas: dict[str, Area] = field(default_factory=dict)

    @property
    def targets(self) -> list[Decimal]:
        return [in_force(each.state, each.target, each.counter) for each in self.areas.values()]

    def take(self, step: str, code: str, value: Decimal) -> None:
        area = self.areas[code]
        match step:
            case "counter" if area.state in (OFFERED, COUNTERED):
                self.areas[code] = replace(area, state=COUNTERED, counter=value)
            case "revise" if area.state in (OFFERED, COUNTERED, AGREED):
                self.areas[code] = Area(value)
            case "decline" if area.state == COUNTERED:
                self.areas[code] = Area(area.target)
            case "sign" if area.state in (OFFERED, COUNTERED):
                self.areas[code] = Area(area.target, AGREED)
            case "release" if area.state in (OFFERED, COUNTERED):
                self.areas[code] = replace(area, state=RELEASED, counter=None)


STEPS = st.tuples(
    st.sampled_from(["counter", "revise", "decline", "sign", "release"]),
    st.sampled_from(NORTH),
    st.integers(-(10**9), 10**9).map(lambda units: Decimal(units).scaleb(-2)),
)


@given(st.integers(0, 10**9), st.none() | st.integers(0, 10**6), st.lists(STEPS, max_size=40))
def test_areas_and_the_unassigned_line_are_the_whole_after_any_steps(
    units: int, overlap_units: int | None, steps: Sequence[tuple[str, str, Decimal]]
) -> None:
    national = Decimal(units).scaleb(-2)
    overlap = None if overlap_units is None else Decimal(overlap_units).scaleb(-2)
    shares = cascade(plan(national_target=national, overlap=overlap))
    found = Cascade(national, {code: Area(target) for code, target in shares.targets.items()})
    assert unassigned_of(national, overlap, found.targets) == 0
    for step in steps:
        before, had = unassigned_of(national, overlap, found.targets), sum(found.targets)
        found.take(*step)
        after = unassigned_of(national, overlap, found.targets)
        assert sum(found.targets) + after == national + (overlap or 0)
        assert after - before == had - sum(found.targets)  # whatever an area gives up, the ministry's line takes
