"""How a card is scored, by table and by property: nothing that is lacking ever counts as nothing."""

import datetime as dt
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from services.evaluation.frames.rules.frame import RESULT_SOURCES, says_example
from services.evaluation.frames.rules.scoring import HIGHER, Band, Rubric
from services.evaluation.scorecards.rules.card import (
    CAUSES,
    FETCHED_SOURCES,
    FLOW,
    ItemRules,
    compute,
    score_kpis,
)
from services.evaluation.scorecards.rules.inputs import (
    Inputs,
    Ledger,
    ReadAt,
    RecordedResult,
    changed_parts,
)
from services.evaluation.scorecards.rules.lacks import LACKS
from services.evaluation.scorecards.schemas import fields
from tests.evaluation.methods import FIVE_LEVEL, METHODS, THREE_TARGET
from tests.evaluation.scorecards.kpis import NO_KPIS, RUBRIC, agreed, area_of, kpi

WHOLE = Decimal(100)
DAY = dt.date(2015, 9, 30)
NO_MONEY = Ledger("50", None, None, None, None, None)
RATE = Rubric(FIVE_LEVEL, HIGHER, tuple(Decimal(each) for each in (80, 84, 88, 92, 96)))
THREE = {**RUBRIC, "method": "three_target", "anchors": [1, 2, 3]}
FALLING = {**RUBRIC, "direction": "lower_is_better", "anchors": [5, 4, 3, 2, 1]}


def test_the_words_of_the_contract_are_those_of_the_rules() -> None:
    assert set(get_args(fields.ScorecardState)) == set(FLOW.states)
    assert get_args(fields.Cause) == CAUSES
    assert get_args(fields.LackCode) == tuple(LACKS)
    assert set(FETCHED_SOURCES) <= set(RESULT_SOURCES)


@pytest.mark.parametrize(
    ("source", "is_example"),
    [
        ("ตัวอย่างของระบบ ไม่ใช่ข้อมูลทางการ", True),
        ("ตัวอย่างของระบบ, not official", True),
        ("Example of the system", True),
        ("คำรับรองการปฏิบัติราชการ พร้อมตัวอย่างแบบฟอร์ม", False),
        ("", False),
    ],
)
def test_a_source_says_itself_whether_it_is_an_example(source: str, is_example: bool) -> None:
    assert says_example(source) is is_example


def lacks_of(*kpis: dict[str, Any]) -> list[tuple[str, bool]]:
    """Return the codes of what is lacking, and whether a KPI lacks it."""
    return [(lack.code, lack.indicator_id is not None) for lack in score_kpis(area_of(agreed(*kpis)), METHODS).lacks]


@pytest.mark.parametrize(
    ("kpis", "expected"),
    [
        ([kpi()], []),
        ([kpi(weight=60), kpi(weight=40)], []),
        ([kpi(), kpi(kind="monitoring", weight=None, actual=None, rubric=None, is_complete=False)], []),
        ([], [("no_scored_kpi", False)]),
        ([kpi(kind="monitoring")], [("no_scored_kpi", False)]),
        ([kpi(weight=None)], [("weight_missing", True)]),
        ([kpi(rubric=None)], [("rubric_missing", True)]),
        ([kpi(rubric={**RUBRIC, "method": "ten_level"})], [("rubric_unusable", True)]),
        ([kpi(rubric={**RUBRIC, "anchors": [1, 2, 3]})], [("rubric_unusable", True)]),
        ([kpi(rubric={**RUBRIC, "anchors": [1, 2, 2, 3, 4]})], [("rubric_unusable", True)]),
        ([kpi(rubric={**RUBRIC, "direction": "sideways"})], [("rubric_unusable", True)]),
        ([kpi(actual=None, is_complete=False)], [("actual_missing", True)]),
        ([kpi(is_complete=False)], [("actual_incomplete", True)]),
        ([kpi(weight=60), kpi(weight=30)], [("weights_do_not_add_up", False)]),
        ([kpi(weight=60), kpi(weight=40, rubric=THREE)], [("scales_differ", False)]),
        (
            [kpi(weight=None, rubric=None, actual=None, is_complete=False), kpi(weight=None)],
            [("weight_missing", True), ("rubric_missing", True), ("actual_missing", True), ("weight_missing", True)],
        ),
    ],
)
def test_what_a_kpi_or_an_agreement_lacks_is_named(
    kpis: list[dict[str, Any]], expected: list[tuple[str, bool]]
) -> None:
    assert lacks_of(*kpis) == expected


def test_without_an_agreement_there_is_nothing_to_score() -> None:
    found = score_kpis(area_of(NO_KPIS), METHODS)
    assert ([lack.code for lack in found.lacks], found.total) == (["no_agreement"], None)


def test_each_kpi_is_scored_by_its_own_rubric_and_added_up_by_weight() -> None:
    found = score_kpis(area_of(agreed(kpi(weight=60, actual=3.5), kpi(weight=40, actual=4, rubric=FALLING))), METHODS)
    assert [each.scored.score for each in found.kpis if each.scored] == [Decimal("3.5"), Decimal(2)]
    assert found.total
    assert (str(found.total.score), found.total.scale) == ("2.9000", FIVE_LEVEL)


def test_half_a_year_of_a_kpi_scores_nothing_yet_beside_those_that_are_whole() -> None:
    found = score_kpis(area_of(agreed(kpi(weight=60), kpi(weight=40, is_complete=False))), METHODS)
    assert [each.scored.score if each.scored else None for each in found.kpis] == [Decimal("3.5"), None]
    assert (found.card.scored_weight, found.total) == (Decimal(60), None)


def test_three_targets_and_a_result_short_of_the_first() -> None:
    kpis = (kpi(weight=50, actual=2.5, rubric=THREE), kpi(weight=50, actual=0.5, rubric=THREE))
    total = score_kpis(area_of(agreed(*kpis)), METHODS).total
    assert total
    assert (str(total.score), total.scale) == ("43.7500", THREE_TARGET)


numbers = st.decimals(-10, 10, places=3)
maybe = st.sampled_from([True, True, True, False])


@st.composite
def drawn_kpis(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return KPIs whose weights are 100 together, some lacking something."""
    count = draw(st.integers(1, 5))
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=count - 1, max_size=count - 1)))
    weights = [end - start for start, end in zip([0, *cuts], [*cuts, 100], strict=True)]
    return [
        kpi(
            weight=weight if draw(maybe) else None,
            rubric=draw(st.sampled_from([RUBRIC, RUBRIC, FALLING, None])),
            actual=draw(numbers) if draw(maybe) else None,
            is_complete=draw(maybe),
        )
        for weight in weights
    ]


@given(drawn_kpis())
def test_there_is_a_total_exactly_when_nothing_is_lacking(kpis: list[dict[str, Any]]) -> None:
    found = score_kpis(area_of(agreed(*kpis)), METHODS)
    whole = all(
        each["weight"] is not None and each["rubric"] and each["actual"] is not None and each["is_complete"]
        for each in kpis
    )
    assert (found.total is not None) == whole == (not found.lacks)


@given(drawn_kpis())
def test_a_total_is_the_weighted_sum_of_its_kpis_and_stays_on_the_scale(kpis: list[dict[str, Any]]) -> None:
    found = score_kpis(area_of(agreed(*kpis)), METHODS)
    if found.total is None:
        return
    parts = [
        each.kpi.weight * each.scored.score / WHOLE
        for each in found.kpis
        if each.scored and each.kpi.weight is not None and each.scored.score is not None
    ]
    assert found.total.score == sum(parts, Decimal(0)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    assert 1 <= found.total.score <= 5


@given(drawn_kpis(), st.randoms(), st.decimals(0, 100, places=2))
def test_order_and_what_is_only_monitored_change_nothing(
    kpis: list[dict[str, Any]], chance: Random, actual: Decimal
) -> None:
    watched = [*kpis, kpi(kind="monitoring", weight=actual, actual=actual, rubric=FALLING)]
    chance.shuffle(watched)
    first, second = (score_kpis(area_of(agreed(*each)), METHODS) for each in (kpis, watched))
    assert first.total == second.total
    assert {lack.code for lack in first.lacks} == {lack.code for lack in second.lacks}


def rules(*sources: str, weight: int = 25) -> list[ItemRules]:
    """Return items from these sources; those that take KPIs have no rubric of their own."""
    own = {"province_indicators": None, "cluster_indicators": None}
    return [
        ItemRules(position, source, Decimal(weight), own.get(source, RATE))
        for position, source in enumerate(sources, start=1)
    ]


SURVEY = RecordedResult(4, 1, Decimal(93), "แบบสอบถาม", "รายงานผล", DAY)
FULL = Inputs(
    area_of(agreed(kpi(actual=4))),
    area_of(agreed(kpi(actual=5)), "C52-15"),
    replace(NO_MONEY, posted_amount="100.00", disbursed_amount="84.00", disbursement_rate=Decimal(84)),
    (SURVEY,),
)
FOUR = rules("province_indicators", "cluster_indicators", "disbursement_rate", "survey")
BANDS = [Band(Decimal(1), "ต้องปรับปรุง"), Band(Decimal(3), "มาตรฐาน")]


def test_a_whole_card_has_a_total_and_its_band() -> None:
    found = compute(FOUR, BANDS, FULL, METHODS)
    assert [each.scored.score for each in found.items] == [4, 5, 2, Decimal("4.25")]
    assert (str(found.card.score), found.card.band) == ("3.8125", "มาตรฐาน")
    assert all(not each.lacks for each in found.items)


@pytest.mark.parametrize(
    ("inputs", "position", "code"),
    [
        (replace(FULL, province=area_of(NO_KPIS)), 1, "no_agreement"),
        (replace(FULL, cluster=None), 2, "no_cluster"),
        (replace(FULL, cluster=area_of(NO_KPIS, "C52-15")), 2, "no_agreement"),
        (replace(FULL, ledger=NO_MONEY), 3, "no_account"),
        (replace(FULL, ledger=replace(NO_MONEY, posted_amount="0.00")), 3, "nothing_posted"),
        (replace(FULL, results=()), 4, "result_missing"),
        (replace(FULL, results=(replace(SURVEY, value=None),)), 4, "result_missing"),
    ],
)
def test_an_item_that_lacks_something_leaves_the_total_open(inputs: Inputs, position: int, code: str) -> None:
    found = compute(FOUR, BANDS, inputs, METHODS)
    assert {each.rules.position: [lack.code for lack in each.lacks] for each in found.items if each.lacks} == {
        position: [code]
    }
    assert (found.card.score, found.card.band, found.card.scored_weight) == (None, None, Decimal(75))
    assert found.items[position - 1].scored.state == "not_reported"


def test_a_frame_that_gives_an_item_of_kpis_a_rubric_scores_their_total_by_it() -> None:
    stretched = Rubric(THREE_TARGET, HIGHER, tuple(Decimal(each) for each in (3, 4, 5)))
    [item] = compute([ItemRules(1, "province_indicators", WHOLE, stretched)], [], FULL, METHODS).items
    assert (item.scored.item.value, item.scored.score) == (Decimal(4), Decimal(75))


def test_a_frame_without_rubrics_and_weights_says_what_is_lacking() -> None:
    bare = [replace(each, rubric=None, weight=None) for each in FOUR]
    found = compute(bare, [], FULL, METHODS)
    assert [each.scored.state for each in found.items] == ["scored", "scored", "no_rubric", "no_rubric"]
    assert [lack.code for each in found.items for lack in each.lacks] == ["rubric_missing", "rubric_missing"]
    assert (found.card.weights, found.card.score) == (None, None)


def test_inputs_stand_as_json_without_losing_a_digit() -> None:
    adapter = TypeAdapter(Inputs)
    precise = replace(FULL, results=(replace(SURVEY, value=Decimal("86.123456789012")),))
    assert adapter.validate_json(adapter.dump_json(precise)) == precise


@pytest.mark.parametrize(
    ("after", "parts"),
    [
        (FULL, ()),
        (replace(FULL, ledger=NO_MONEY), ("ledger",)),
        (replace(FULL, cluster=None, results=()), ("cluster_indicators", "results")),
        (replace(FULL, province=area_of(NO_KPIS)), ("province_indicators",)),
    ],
)
def test_what_changed_is_named_by_part(after: Inputs, parts: tuple[str, ...]) -> None:
    assert changed_parts(FULL, after) == parts


def test_an_answer_read_before_the_last_one_is_older_in_either_part() -> None:
    at = dt.datetime(2015, 10, 20, tzinfo=dt.UTC)
    second = dt.timedelta(seconds=1)
    last = ReadAt(at, at)
    assert not last.is_older_than(last)
    assert ReadAt(at - second, at + second).is_older_than(last)
    assert ReadAt(at + second, at - second).is_older_than(last)
    assert not ReadAt(at, at + second).is_older_than(last)
