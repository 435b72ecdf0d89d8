"""What may stand in a frame and be published, by table and by property."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.frames.models import CONFIDENCES
from services.evaluation.frames.rules.frame import (
    FLOW,
    RESULT_SOURCES,
    SIDES,
    SUBJECT_KINDS,
    FrameFacts,
    ItemFacts,
    faults_of,
    gaps_of,
    unknown_methods,
)
from services.evaluation.frames.rules.scoring import HIGHER, LOWER, Band, Rubric, weights_of
from services.evaluation.frames.schemas import fields
from tests.evaluation.methods import FIVE_LEVEL, METHODS, THREE_TARGET


def anchors(*values: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in values)


RUBRIC = Rubric(FIVE_LEVEL, HIGHER, anchors(1, 2, 3, 4, 5))
ITEM = ItemFacts("external", 1, "มิติประสิทธิผล", "1.1", Decimal(60), RUBRIC)
OTHER = ItemFacts("external", 1, "มิติประสิทธิผล", "1.2", Decimal(40), RUBRIC)
BAND = Band(Decimal(1), "ต้องปรับปรุง")


def frame(*items: ItemFacts, bands: tuple[Band, ...] = ()) -> FrameFacts:
    return FrameFacts(items, bands)


def codes(faults: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults]


def test_the_words_of_the_contract_are_those_of_the_rules() -> None:
    assert set(get_args(fields.FrameState)) == set(FLOW.states)
    assert get_args(fields.Side) == SIDES
    assert get_args(fields.ResultSource) == RESULT_SOURCES
    assert get_args(fields.Confidence) == CONFIDENCES
    assert get_args(fields.Direction) == (HIGHER, LOWER)
    assert get_args(fields.SubjectKind) == SUBJECT_KINDS


def test_a_complete_frame_has_neither_faults_nor_gaps() -> None:
    complete = frame(ITEM, OTHER, bands=(BAND, Band(Decimal("4.5"), "ดีเด่น")))
    assert faults_of(complete) == gaps_of(complete) == ()


def test_a_frame_as_the_documents_print_it_is_complete() -> None:
    bare = ItemFacts(None, 1, "มิติประสิทธิผล", None, None, None)
    assert gaps_of(frame(bare, bare)) == faults_of(frame(bare, bare)) == ()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (frame(ITEM, replace(OTHER, code="1.1")), ("/items/1/code", "code_twice")),
        (frame(ITEM, replace(OTHER, dimension_th="มิติคุณภาพ")), ("/items/1/dimension_th", "dimension_differs")),
        (frame(ITEM, replace(OTHER, side="internal")), ("/items/1/dimension_th", "dimension_differs")),
        (
            frame(replace(ITEM, rubric=replace(RUBRIC, anchors=anchors(1, 2, 3)))),
            ("/items/0/rubric/anchors", "anchors_wrong_number"),
        ),
        (
            frame(replace(ITEM, rubric=replace(RUBRIC, anchors=anchors(1, 2, 2, 3, 4)))),
            ("/items/0/rubric/anchors", "anchors_not_in_order"),
        ),
        (
            frame(replace(ITEM, rubric=replace(RUBRIC, direction=LOWER))),
            ("/items/0/rubric/anchors", "anchors_not_in_order"),
        ),
        (frame(ITEM, bands=(BAND, BAND)), ("/bands/1/at_least", "band_twice")),
    ],
)
def test_a_frame_that_contradicts_itself_is_refused(facts: FrameFacts, expected: tuple[str, str]) -> None:
    assert codes(faults_of(facts)) == [expected]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (frame(), [("/items", "missing")]),
        (frame(ITEM), [("/items", "weights_do_not_add_up")]),
        (
            frame(ITEM, replace(OTHER, weight=None)),
            [("/items/1/weight", "weight_missing"), ("/items", "weights_do_not_add_up")],
        ),
        (frame(ITEM, replace(OTHER, weight=Decimal("40.0001"))), [("/items", "weights_do_not_add_up")]),
        (
            frame(ITEM, replace(OTHER, rubric=Rubric(THREE_TARGET, HIGHER, anchors(1, 2, 3)))),
            [("/items/1/rubric/method", "methods_differ")],
        ),
        (
            frame(replace(ITEM, rubric=None), replace(OTHER, rubric=None), bands=(BAND,)),
            [("/bands", "bands_without_scale")],
        ),
        (frame(ITEM, OTHER, bands=(Band(Decimal(3), "มาตรฐาน"),)), [("/bands", "bands_leave_a_gap")]),
        (
            frame(ITEM, OTHER, bands=(BAND, Band(Decimal(6), "เกิน"))),
            [("/bands/1/at_least", "band_out_of_reach")],
        ),
    ],
)
def test_what_a_frame_lacks_for_publication_is_named(facts: FrameFacts, expected: list[tuple[str, str]]) -> None:
    assert codes(gaps_of(facts)) == expected


@given(st.lists(st.decimals(0, 100, places=4), min_size=1, max_size=12))
def test_weights_pass_only_at_a_hundred_exactly(weights: list[Decimal]) -> None:
    items = [replace(ITEM, code=str(place), weight=weight) for place, weight in enumerate(weights)]
    refused = ("/items", "weights_do_not_add_up") in codes(gaps_of(frame(*items)))
    assert refused == (sum(weights) != 100)
    rest = Decimal(100) - sum(weights)
    made_whole = [*items, replace(ITEM, code="rest", weight=rest)]
    assert gaps_of(frame(*made_whole)) == ()


def test_a_method_that_no_row_has_is_named_by_its_place() -> None:
    assert codes(unknown_methods(["five_level", None, "ten_level"], METHODS)) == [
        ("/items/2/rubric/method", "scoring_method_unknown")
    ]
    assert unknown_methods([None, *METHODS], METHODS) == ()


def test_no_weights_are_none_and_not_zero() -> None:
    assert weights_of([None, None]) is None
    assert weights_of([Decimal(0), None]) == 0
