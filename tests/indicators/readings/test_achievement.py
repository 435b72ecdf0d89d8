"""Achievement is monotone in each direction, bounded as its method says, and every percent has one band."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.indicators.achievement import (
    Aim,
    Band,
    Method,
    achievement_of,
    are_whole,
    band_of,
    has_reached,
    is_sound,
    status_of,
)

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
DIRECTIONS = st.sampled_from(["higher", "lower", "range"])
WAYS = st.sampled_from(["of_target", "from_baseline"])


def method(way: str, floor: object = 0, cap: object = 120) -> Method:
    return Method(way, 1, way, Decimal(str(floor)), Decimal(str(cap)))


@st.composite
def methods(draw: st.DrawFn) -> Method:
    floor = draw(st.decimals(min_value=-100, max_value=99, places=2))
    return method(draw(WAYS), floor, draw(st.decimals(min_value=100, max_value=300, places=2)))


@st.composite
def aims(draw: st.DrawFn) -> Aim:
    lower, upper = sorted(draw(st.lists(NUMBERS, min_size=2, max_size=2, unique=True)))
    direction = draw(DIRECTIONS)
    target, baseline = draw(st.none() | NUMBERS), draw(st.none() | NUMBERS)
    if direction == "range":
        return Aim(direction, target, lower, upper, baseline)
    return Aim(direction, target, baseline=baseline)


@st.composite
def band_sets(draw: st.DrawFn) -> tuple[Band, ...]:
    ends = draw(st.lists(st.decimals(min_value=-50, max_value=150, places=2), unique=True, max_size=6))
    return (Band("lowest", None), *(Band(str(end), end) for end in ends))


def percent_of(known: Method, aim: Aim, actual: Decimal) -> Decimal | None:
    return achievement_of(known, aim, actual, is_complete=True).percent


@given(methods(), aims(), NUMBERS, NUMBERS)
def test_who_comes_nearer_never_has_less(known: Method, aim: Aim, one: Decimal, other: Decimal) -> None:
    percents = percent_of(known, aim, one), percent_of(known, aim, other)
    if percents[0] is None or percents[1] is None:
        assert percents == (None, None)  # the reason is the aim's, whatever the value
        return
    if aim.direction == "range":
        better = outside(aim, one) <= outside(aim, other)
    else:
        better = one >= other if aim.direction == "higher" else one <= other
    assert percents[0] >= percents[1] if better else percents[0] <= percents[1]


def outside(aim: Aim, value: Decimal) -> Decimal:
    assert aim.range_lower is not None
    assert aim.range_upper is not None
    return max(aim.range_lower - value, value - aim.range_upper, Decimal(0))


@given(methods(), aims(), NUMBERS)
def test_a_percent_stays_between_floor_and_cap(known: Method, aim: Aim, actual: Decimal) -> None:
    found = achievement_of(known, aim, actual, is_complete=True)
    assert (found.percent is None) != (found.reason is None)
    assert (found.method, found.version) == (known.code, 1)
    if found.percent is not None:
        assert known.floor <= found.percent <= known.cap


@given(methods(), aims(), NUMBERS)
def test_a_hundred_percent_is_the_target_reached_and_nothing_less(known: Method, aim: Aim, actual: Decimal) -> None:
    percent = percent_of(known, aim, actual)
    assume(percent is not None)
    assert percent is not None
    assert (percent >= 100) is has_reached(aim, actual)


@given(band_sets(), st.decimals(min_value=-100, max_value=300, places=2))
def test_every_percent_lies_in_one_band(bands: tuple[Band, ...], percent: Decimal) -> None:
    assert are_whole(bands)
    ends = sorted(band.at_least for band in bands if band.at_least is not None)
    starts = [Decimal("-Infinity"), *ends]
    (start,) = (one for one, end in pairwise([*starts, Decimal("Infinity")]) if one <= percent < end)
    assert band_of(percent, bands).at_least == (start if start.is_finite() else None)


@given(band_sets())
def test_a_band_begins_where_the_one_before_ends(bands: tuple[Band, ...]) -> None:
    for band in bands:
        if band.at_least is not None:
            assert band_of(band.at_least, bands) == band
            assert band_of(band.at_least - Decimal("0.01"), bands) != band


@pytest.mark.parametrize(
    "bands",
    [[], [Band("a", Decimal(0))], [Band("a", None), Band("b", None)], [Band("a", None), *[Band("b", Decimal(5))] * 2]],
)
def test_bands_with_a_gap_are_not_whole(bands: list[Band]) -> None:
    assert not are_whole(bands)


@pytest.mark.parametrize(
    ("floor", "cap", "sound"), [(0, 100, True), (0, 99, False), (100, 120, False), (-50, 200, True)]
)
def test_a_method_must_tell_reached_from_missed(floor: int, cap: int, sound: bool) -> None:
    assert is_sound(method("of_target", floor, cap)) is sound
    assert not is_sound(method("by_feeling", floor, cap))


RANGE = Aim("range", None, Decimal("6.5"), Decimal("8.5"))


@pytest.mark.parametrize(
    ("way", "aim", "actual", "percent", "reason"),
    [
        ("of_target", Aim("higher", Decimal(80)), "60", "75.00", None),
        ("of_target", Aim("higher", Decimal(3)), "2.99999", "99.99", None),
        ("of_target", Aim("higher", Decimal(80)), "200", "120", None),
        ("of_target", Aim("higher", Decimal(80)), "-5", "0", None),
        ("of_target", Aim("lower", Decimal(20)), "20", "100.00", None),
        ("of_target", Aim("lower", Decimal(20)), "30", "50.00", None),
        ("of_target", Aim("lower", Decimal(20)), "40.01", "0", None),
        ("of_target", RANGE, "7", "100.00", None),
        ("of_target", RANGE, "9", "75.00", None),
        ("of_target", Aim("higher", Decimal(0)), "5", None, "target_not_positive"),
        ("of_target", Aim("lower", Decimal(0)), "0", None, "target_not_positive"),
        ("of_target", Aim("higher", Decimal(-2)), "1", None, "target_not_positive"),
        ("of_target", Aim("higher", None), "5", None, "no_target"),
        ("from_baseline", Aim("higher", Decimal(80), baseline=Decimal(60)), "70", "50.00", None),
        ("from_baseline", Aim("higher", Decimal(0), baseline=Decimal(-10)), "-4", "60.00", None),
        ("from_baseline", Aim("lower", Decimal(0), baseline=Decimal(10)), "1", "90.00", None),
        ("from_baseline", Aim("lower", Decimal(10), baseline=Decimal(20)), "25", "0", None),
        ("from_baseline", Aim("higher", Decimal(80)), "70", None, "baseline_unknown"),
        ("from_baseline", Aim("higher", Decimal(60), baseline=Decimal(60)), "70", None, "target_not_beyond_baseline"),
        ("from_baseline", Aim("lower", Decimal(60), baseline=Decimal(50)), "40", None, "target_not_beyond_baseline"),
        ("from_baseline", Aim("range", None, Decimal(6), Decimal(8), Decimal(10)), "9", "50.00", None),
        ("from_baseline", Aim("range", None, Decimal(6), Decimal(8), Decimal(7)), "9", None, "baseline_in_range"),
    ],
)
def test_a_percent_is_as_the_way_says_or_the_reason_why_there_is_none(
    way: str, aim: Aim, actual: str, percent: str | None, reason: str | None
) -> None:
    found = achievement_of(method(way), aim, Decimal(actual), is_complete=True)
    assert (found.percent, found.reason) == (None if percent is None else Decimal(percent), reason)


def test_what_is_not_there_or_not_whole_has_no_percent() -> None:
    aim = Aim("higher", Decimal(80))
    assert achievement_of(method("of_target"), aim, None, is_complete=False).reason == "not_reported"
    assert achievement_of(method("of_target"), aim, Decimal(5), is_complete=False).reason == "incomplete"
    assert status_of(aim, Decimal(5), is_complete=False) == "incomplete"
