"""The scoring rules, by table and by property: monotone, bounded, without a gap, the same in any order."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.frames import usecases, views
from services.evaluation.frames.models import ScoringMethod
from services.evaluation.frames.rules.scoring import (
    HIGHER,
    LOWER,
    NO_RUBRIC,
    NOT_REPORTED,
    SCORED,
    Band,
    CardItem,
    MadeScore,
    Method,
    Rubric,
    band_of,
    score_card,
    score_item,
    step_of,
)
from services.evaluation.frames.schemas import examples
from services.evaluation.frames.schemas.bodies import EvaluationFrameCreate
from services.shared.canonical import canonical
from tests.evaluation.methods import FIVE_LEVEL, METHODS, THREE_TARGET

SMALLEST = Decimal("1E-9")
WHOLE, NOTHING = Decimal(100), Decimal(0)
numbers = st.decimals(-(10**9), 10**9, places=4)


@st.composite
def rubrics(draw: st.DrawFn, methods: tuple[Method, ...] = tuple(METHODS.values())) -> Rubric:
    """Return a rubric whose anchors are in order."""
    method = draw(st.sampled_from(methods))
    size = len(method.levels)
    anchors = sorted(draw(st.lists(numbers, min_size=size, max_size=size, unique=True)))
    direction = draw(st.sampled_from([HIGHER, LOWER]))
    return Rubric(method, direction, tuple(anchors if direction == HIGHER else reversed(anchors)))


def score(rubric: Rubric, value: Decimal) -> Decimal:
    return score_item(rubric.scale, rubric.anchors, rubric.direction, value)


def decimals(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


RISING, FALLING = decimals("80", "84", "88", "92", "96"), decimals("5", "4", "3", "2", "1")


@pytest.mark.parametrize(
    ("method", "anchors", "direction", "value", "expected"),
    [
        (FIVE_LEVEL, RISING, HIGHER, "0", "1.0000"),
        (FIVE_LEVEL, RISING, HIGHER, "80", "1.0000"),
        (FIVE_LEVEL, RISING, HIGHER, "81", "1.2500"),
        (FIVE_LEVEL, RISING, HIGHER, "84", "2.0000"),
        (FIVE_LEVEL, RISING, HIGHER, "93", "4.2500"),
        (FIVE_LEVEL, RISING, HIGHER, "96", "5.0000"),
        (FIVE_LEVEL, RISING, HIGHER, "200", "5.0000"),
        (FIVE_LEVEL, FALLING, LOWER, "6", "1.0000"),
        (FIVE_LEVEL, FALLING, LOWER, "2.5", "3.5000"),
        (FIVE_LEVEL, FALLING, LOWER, "0", "5.0000"),
        (THREE_TARGET, decimals("50", "60", "90"), HIGHER, "49.9999", "0.0000"),
        (THREE_TARGET, decimals("50", "60", "90"), HIGHER, "50", "50.0000"),
        (THREE_TARGET, decimals("50", "60", "90"), HIGHER, "55", "62.5000"),
        (THREE_TARGET, decimals("50", "60", "90"), HIGHER, "70", "83.3333"),
        (THREE_TARGET, decimals("50", "60", "90"), HIGHER, "91", "100.0000"),
        (THREE_TARGET, decimals("3", "2", "0"), LOWER, "4", "0.0000"),
        (THREE_TARGET, decimals("3", "2", "0"), LOWER, "1", "87.5000"),
    ],
)
def test_scores_by_table(
    method: Method, anchors: tuple[Decimal, ...], direction: str, value: str, expected: str
) -> None:
    assert str(score_item(method, anchors, direction, Decimal(value))) == expected


def test_rounding_goes_to_the_even_neighbour() -> None:
    anchors = decimals("0", "1", "2", "3", "4")
    assert str(score_item(FIVE_LEVEL, anchors, HIGHER, Decimal("0.00005"))) == "1.0000"
    assert str(score_item(FIVE_LEVEL, anchors, HIGHER, Decimal("0.00015"))) == "1.0002"


@given(rubrics(), numbers, numbers)
def test_a_better_value_never_scores_less(rubric: Rubric, one: Decimal, other: Decimal) -> None:
    worse, better = sorted((one, other), reverse=rubric.direction == LOWER)
    assert score(rubric, worse) <= score(rubric, better)


@given(rubrics(), numbers)
def test_a_score_stays_between_the_lowest_and_the_highest(rubric: Rubric, value: Decimal) -> None:
    assert rubric.lowest_score <= score(rubric, value) <= rubric.highest_score


@given(rubrics())
def test_each_anchor_scores_its_level(rubric: Rubric) -> None:
    assert tuple(score(rubric, anchor) for anchor in rubric.anchors) == rubric.scale.levels


@given(rubrics())
def test_there_is_no_gap_at_an_anchor(rubric: Rubric) -> None:
    # Only three_target jumps, and only at its first anchor: what does not reach it scores nothing.
    jumps = rubric.scale == THREE_TARGET
    for anchor, level in list(zip(rubric.anchors, rubric.scale.levels, strict=True))[jumps:]:
        for beside in (anchor - SMALLEST, anchor + SMALLEST):
            assert abs(score(rubric, beside) - level) <= Decimal("0.0025")


@given(rubrics(), numbers)
def test_direction_is_a_mirror(rubric: Rubric, value: Decimal) -> None:
    mirrored = LOWER if rubric.direction == HIGHER else HIGHER
    anchors = tuple(-anchor for anchor in rubric.anchors)
    assert score_item(rubric.scale, anchors, mirrored, -value) == score(rubric, value)


@given(rubrics(), numbers)
def test_the_step_names_the_anchors_around_the_value(rubric: Rubric, value: Decimal) -> None:
    step = step_of(rubric, value)
    inside = [anchor for anchor in (step.lower_anchor, step.upper_anchor) if anchor is not None]
    assert set(inside) <= set(rubric.anchors)
    assert (len(inside) == 2) == (step.place == "between")
    if step.lower_anchor is not None and step.upper_anchor is not None:
        assert min(inside) <= value <= max(inside)


def card(*rows: tuple[str | None, str | None], rubric: Rubric | None) -> list[CardItem]:
    """Return items of (weight, value)."""
    return [
        CardItem(position, weight and Decimal(weight), rubric, value and Decimal(value))  # type: ignore[arg-type]  # None stays None
        for position, (weight, value) in enumerate(rows, start=1)
    ]


FIVE = Rubric(FIVE_LEVEL, HIGHER, decimals("1", "2", "3", "4", "5"))
BANDS = [Band(Decimal(at), name) for at, name in (("1", "ต้องปรับปรุง"), ("3", "มาตรฐาน"), ("4.5", "ดีเด่น"))]


def test_a_total_is_the_sum_of_the_contributions() -> None:
    result = score_card(card(("60", "4"), ("40", "3.5"), rubric=FIVE), BANDS)
    assert [each.contribution for each in result.items] == [Decimal("2.4"), Decimal("1.4")]
    assert (str(result.score), result.scored_weight, result.band) == ("3.8000", WHOLE, "มาตรฐาน")


def test_what_is_not_reported_leaves_the_score_open_and_is_no_zero() -> None:
    result = score_card(card(("60", "4"), ("40", None), rubric=FIVE), BANDS)
    assert (result.weights, result.scored_weight, result.score, result.band) == (WHOLE, Decimal(60), None, None)
    assert [(each.state, each.score) for each in result.items] == [(SCORED, Decimal(4)), (NOT_REPORTED, None)]


def test_a_frame_without_weights_has_no_total() -> None:
    result = score_card(card((None, "4"), (None, "5"), rubric=FIVE), BANDS)
    assert (result.weights, result.scored_weight, result.score) == (None, NOTHING, None)
    assert [(each.score, each.contribution) for each in result.items] == [(Decimal(4), None), (Decimal(5), None)]


def test_an_item_without_a_rubric_is_not_scored() -> None:
    result = score_card(card(("100", "4"), rubric=None))
    assert (result.items[0].state, result.score, result.scored_weight) == (NO_RUBRIC, None, NOTHING)


def test_an_item_that_weighs_nothing_may_be_missing() -> None:
    result = score_card(card(("100", "4"), ("0", None), rubric=FIVE))
    assert (result.score, result.scored_weight) == (Decimal(4), WHOLE)


def test_scores_on_two_scales_have_no_total() -> None:
    three = Rubric(THREE_TARGET, HIGHER, decimals("1", "2", "3"))
    items = [CardItem(1, Decimal(50), FIVE, Decimal(4)), CardItem(2, Decimal(50), three, Decimal(2))]
    assert score_card(items).score is None


def test_a_score_that_was_made_below_counts_as_it_is() -> None:
    made = CardItem(1, Decimal(60), None, None, made=MadeScore(FIVE_LEVEL, Decimal("4.1667")))
    result = score_card([made, CardItem(2, Decimal(40), FIVE, Decimal(3))])
    assert (str(result.score), result.items[0].step) == ("3.7000", None)
    assert result.items[0].contribution == Decimal("2.50002")


def test_a_made_score_of_another_scale_is_not_added() -> None:
    made = CardItem(1, Decimal(60), None, None, made=MadeScore(THREE_TARGET, Decimal(75)))
    result = score_card([made, CardItem(2, Decimal(40), FIVE, Decimal(3))])
    assert (result.score, result.scored_weight) == (None, WHOLE)


@pytest.mark.parametrize(
    ("score", "name"),
    [
        ("0.9999", None),
        ("1", "ต้องปรับปรุง"),
        ("2.9999", "ต้องปรับปรุง"),
        ("3", "มาตรฐาน"),
        ("4.4999", "มาตรฐาน"),
        ("5", "ดีเด่น"),
    ],
)
def test_bands_are_half_open_and_leave_no_gap(score: str, name: str | None) -> None:
    assert band_of(reversed(BANDS), Decimal(score)) == name


@given(st.lists(st.tuples(rubrics((FIVE_LEVEL,)), st.none() | numbers), min_size=1, max_size=8), st.randoms())
def test_the_order_of_the_items_does_not_matter(drawn: list[tuple[Rubric, Decimal | None]], chance: Random) -> None:
    share = Decimal(100) / 2 ** (len(drawn) - 1)  # halves: 50, 25, 12.5 …, the last one twice, so that they are 100
    weights = [Decimal(100) / 2**place for place in range(1, len(drawn))] + [share]
    items = [
        CardItem(position, weight, rubric, value)
        for position, (weight, (rubric, value)) in enumerate(zip(weights, drawn, strict=True), start=1)
    ]
    shuffled = list(items)
    chance.shuffle(shuffled)
    result = score_card(items)
    assert repr(score_card(shuffled)) == repr(result)
    if result.score is not None:
        assert 1 <= result.score <= 5
    assert (result.score is None) == any(item.value is None for item in items)


def row_of(method: Method) -> ScoringMethod:
    return ScoringMethod(code=method.code, levels=list(method.levels), below=method.below)


@given(st.lists(st.none() | numbers, min_size=9, max_size=9), st.randoms())
def test_the_canonical_bytes_of_a_score_are_the_same_in_any_order(values: list[Decimal | None], chance: Random) -> None:
    items = [{**examples.CREATE["items"][1], "code": str(place)} for place in range(len(values))]
    body = EvaluationFrameCreate.model_validate({**examples.CREATE, "items": items})
    frame = usecases.new_frame(body, {FIVE_LEVEL.code: row_of(FIVE_LEVEL)})
    frame.version = 1
    rows = [
        CardItem(item.position, item.weight_value, item.rubric, value)
        for item, value in zip(frame.items, values, strict=True)
    ]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    first, second = (
        canonical(views.score_of(frame, score_card(each)).model_dump(mode="json")) for each in (rows, shuffled)
    )
    assert first == second
