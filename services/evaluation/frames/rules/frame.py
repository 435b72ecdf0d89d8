"""What may stand in an evaluation frame, when it may be published, and the states it goes through."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.evaluation.frames.rules.scoring import FULL_WEIGHT, Band, Rubric, weights_of
from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

DRAFT, PUBLISHED, SUPERSEDED, DISCARDED = "draft", "published", "superseded", "discarded"

FLOW = Workflow(
    start=DRAFT,
    moves={
        "update": {DRAFT: DRAFT},
        "publish": {DRAFT: PUBLISHED},
        "supersede": {PUBLISHED: SUPERSEDED},
        "discard": {DRAFT: DISCARDED},
        "simulate": {DRAFT: DRAFT, PUBLISHED: PUBLISHED, SUPERSEDED: SUPERSEDED},
    },
)
# What was in force stays open to everyone: scores were made by it.
OPEN_STATES = (PUBLISHED, SUPERSEDED)

SUBJECT_KINDS = ("province",)
SIDES = ("external", "internal")
# How a source begins that says of itself that it is an example: what is shipped or tried, and never official.
EXAMPLE_MARKS = ("ตัวอย่าง", "example")
RESULT_SOURCES = (
    "cluster_indicators",
    "province_indicators",
    "disbursement_rate",
    "survey",
    "assessment",
    "manual",
)


def says_example(source: str) -> bool:
    """Return whether a source says of itself that it is an example and not official."""
    return source.strip().lower().startswith(EXAMPLE_MARKS)


@dataclass(frozen=True)
class Weight:
    """What one item weighs of 100, with where that is said and its day."""

    value: Decimal
    source: str
    dated_on: dt.date


@dataclass(frozen=True)
class StatedRubric(Rubric):
    """A rubric with the unit of its anchors, where it is said and its day."""

    unit: str
    source: str
    dated_on: dt.date


@dataclass(frozen=True)
class ItemFacts:
    """What the rules ask of one item; `side` and `code` are None where the document names none (FY2557)."""

    side: str | None
    dimension_no: int
    dimension_th: str
    code: str | None
    weight: Decimal | None
    rubric: Rubric | None


@dataclass(frozen=True)
class FrameFacts:
    """What the rules ask of a frame."""

    items: tuple[ItemFacts, ...]
    bands: tuple[Band, ...]


def unknown_methods(methods: Sequence[str | None], known: Collection[str]) -> tuple[FieldError, ...]:
    """Return a fault for each item, by its place, whose rubric names a scoring method that is not `known`."""
    sentence = Text(
        "ไม่มีวิธีให้คะแนนรหัสนี้ ดูรหัสที่ /v1/evaluation-frames/methods",
        "No scoring method has this code; /v1/evaluation-frames/methods lists them.",
    )
    return tuple(
        FieldError(f"/items/{index}/rubric/method", "scoring_method_unknown", sentence)
        for index, method in enumerate(methods)
        if method is not None and method not in known
    )


def faults_of(frame: FrameFacts) -> tuple[FieldError, ...]:
    """Return what contradicts itself in a frame, whatever its state."""
    return (
        *_faults_of_codes(frame.items),
        *_faults_of_dimensions(frame.items),
        *(fault for index, item in enumerate(frame.items) for fault in _faults_of_rubric(index, item.rubric)),
        *_faults_of_bands(frame.bands),
    )


def gaps_of(frame: FrameFacts) -> tuple[FieldError, ...]:
    """Return what a frame lacks to be published.

    A frame without any weight is complete: those of the documents have none ("no weights are given in either"). When
    one item has a weight all have, and they are 100 exactly; the rubrics share one scale, because scores are added up.
    """
    if not frame.items:
        return (
            FieldError("/items", "missing", Text("ต้องมีรายการประเมินก่อนเผยแพร่", "It needs items before publication.")),
        )
    return (*_gaps_of_weights(frame.items), *_gaps_of_methods(frame.items), *_gaps_of_bands(frame))


def _faults_of_codes(items: Sequence[ItemFacts]) -> Iterator[FieldError]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.code in seen:
            sentence = Text(f"มีรหัส {item.code} ซ้ำ", f"The code {item.code} stands there twice.")
            yield FieldError(f"/items/{index}/code", "code_twice", sentence)
        if item.code:
            seen.add(item.code)


def _faults_of_dimensions(items: Sequence[ItemFacts]) -> Iterator[FieldError]:
    first: dict[int, ItemFacts] = {}
    for index, item in enumerate(items):
        named = first.setdefault(item.dimension_no, item)
        if (named.dimension_th, named.side) != (item.dimension_th, item.side):
            sentence = Text(
                f"มิติที่ {item.dimension_no} ต้องมีชื่อและด้านเดียวกันทุกรายการ",
                f"Dimension {item.dimension_no} has one name and one side in all its items.",
            )
            yield FieldError(f"/items/{index}/dimension_th", "dimension_differs", sentence)


def _faults_of_rubric(index: int, rubric: Rubric | None) -> Iterator[FieldError]:
    if rubric is None:
        return
    pointer, needed = f"/items/{index}/rubric/anchors", len(rubric.scale.levels)
    if not rubric.has_an_anchor_per_level:
        sentence = Text(
            f"วิธี {rubric.method} ใช้ค่าเกณฑ์ {needed} ค่า", f"The method {rubric.method} takes {needed} anchors."
        )
        yield FieldError(pointer, "anchors_wrong_number", sentence)
    if not rubric.is_in_order:
        sentence = Text(
            "ค่าเกณฑ์เรียงจากคะแนนต่ำไปสูง: เพิ่มขึ้นเมื่อมากดีกว่า ลดลงเมื่อน้อยดีกว่า และไม่ซ้ำกัน",
            "Anchors go from the lowest score to the highest: rising when more is better, falling when less is.",
        )
        yield FieldError(pointer, "anchors_not_in_order", sentence)


def _faults_of_bands(bands: Sequence[Band]) -> Iterator[FieldError]:
    for index, band in enumerate(bands):
        if band.at_least in {other.at_least for other in bands[:index]}:
            sentence = Text("มีระดับที่เริ่มจากคะแนนนี้แล้ว", "Another band begins at this score.")
            yield FieldError(f"/bands/{index}/at_least", "band_twice", sentence)


def _gaps_of_weights(items: Sequence[ItemFacts]) -> Iterator[FieldError]:
    total = weights_of(item.weight for item in items)
    if total is None:
        return
    for index, item in enumerate(items):
        if item.weight is None:
            sentence = Text("เมื่อกำหนดน้ำหนักต้องกำหนดครบทุกรายการ", "When one item has a weight, every item has one.")
            yield FieldError(f"/items/{index}/weight", "weight_missing", sentence)
    if total != FULL_WEIGHT:
        sentence = Text(
            f"น้ำหนักต้องรวมได้ 100 พอดี ขณะนี้รวมได้ {total:f}", f"The weights must be 100 exactly; they are {total:f}."
        )
        yield FieldError("/items", "weights_do_not_add_up", sentence)


def _gaps_of_methods(items: Sequence[ItemFacts]) -> Iterator[FieldError]:
    rubrics = [(index, item.rubric) for index, item in enumerate(items) if item.rubric]
    for index, rubric in rubrics:
        if rubric.method != rubrics[0][1].method:
            sentence = Text(
                "ทุกรายการต้องใช้วิธีให้คะแนนเดียวกัน เพราะคะแนนนำมารวมกัน",
                "All items use one scoring method, because their scores are added up.",
            )
            yield FieldError(f"/items/{index}/rubric/method", "methods_differ", sentence)


def _gaps_of_bands(frame: FrameFacts) -> Iterator[FieldError]:
    rubric = next((item.rubric for item in frame.items if item.rubric), None)
    if not frame.bands:
        return
    if rubric is None:
        sentence = Text(
            "กำหนดระดับผลได้เมื่อมีเกณฑ์การให้คะแนน", "Bands need a scale: give the items their rubrics, or no bands."
        )
        yield FieldError("/bands", "bands_without_scale", sentence)
        return
    if min(band.at_least for band in frame.bands) != rubric.lowest_score:
        sentence = Text(
            f"ระดับต่ำสุดต้องเริ่มที่คะแนน {rubric.lowest_score}", f"The lowest band begins at {rubric.lowest_score}."
        )
        yield FieldError("/bands", "bands_leave_a_gap", sentence)
    for index, band in enumerate(frame.bands):
        if band.at_least > rubric.highest_score:
            sentence = Text(f"คะแนนสูงสุดคือ {rubric.highest_score}", f"The highest score is {rubric.highest_score}.")
            yield FieldError(f"/bands/{index}/at_least", "band_out_of_reach", sentence)
