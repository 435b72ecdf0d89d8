"""The rules of an indicator: its states, what may be added up, what a definition is, and when it is complete."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"

FLOW = Workflow(
    start=DRAFT,
    moves={
        "update": {DRAFT: DRAFT, PUBLISHED: PUBLISHED},
        "publish": {DRAFT: PUBLISHED},
        "retire": {PUBLISHED: RETIRED},
    },
)
# A draft is its owner's and ก.พ.ร.'s; what was published stays readable to everyone, retired or not.
OPEN_TO_ALL = (PUBLISHED, RETIRED)

HIGHER, LOWER, RANGE = "higher", "lower", "range"
SUM, WEIGHTED_AVERAGE, AVERAGE, RATIO, NONE = "sum", "weighted_average", "average", "ratio", "none"
PERCENT = "percent"

# What a definition version holds: everything that decides what a measured value means.
DEFINITION_FIELDS = (
    "name_th",
    "definition_th",
    "formula_th",
    "unit_code",
    "unit_name_th",
    "decimals",
    "direction",
    "range_lower",
    "range_upper",
    "level",
    "unit_of_analysis",
    "data_source",
    "frequency",
    "time_aggregation",
    "area_aggregation",
    "numerator_indicator_id",
    "denominator_indicator_id",
)
FROZEN_FIELDS = (
    "unit_code",
    "direction",
    "time_aggregation",
    "area_aggregation",
    "numerator_indicator_id",
    "denominator_indicator_id",
)
# From the finest to the coarsest; values of a shorter period than the frequency's are not taken.
FREQUENCIES = ("monthly", "quarterly", "yearly")
# At which levels the registry says an indicator is used: in agreements of clusters and provinces, as a joint one, or
# reported without being scored.
USE_LEVELS = ("cluster", "province", "joint", "monitoring")

PART_FIELDS = ("numerator_indicator_id", "denominator_indicator_id")
COMPLETE_FIELDS = ("definition_th", "data_source")


@dataclass(frozen=True)
class PartFacts:
    """What the rules ask of an indicator that another one is made of."""

    state: str
    unit_code: str
    area_aggregation: str


@dataclass(frozen=True)
class IndicatorFacts:
    """What the rules ask of an indicator. Ids are written as text; `parts` are those of its parts that are seen."""

    id: str
    unit_code: str
    direction: str
    range_lower: Decimal | None
    range_upper: Decimal | None
    area_aggregation: str
    numerator: str | None
    denominator: str | None
    parts: Mapping[str, PartFacts]
    texts: Mapping[str, str | None]  # by field name, those of COMPLETE_FIELDS
    topic_codes: Sequence[str]


def is_summable(unit_code: str, area_aggregation: str) -> bool:
    """Return whether values of areas may be added up; only such a one is shared out or part of a ratio.

    The example table of 2557 adds growth rates over years; over areas a percentage is never a sum.
    """
    return area_aggregation == SUM and unit_code != PERCENT


def national_value_derivable(
    unit_code: str, area_aggregation: str, *, has_numerator: bool, has_denominator: bool
) -> bool:
    """Return whether the value of a cluster, a region or the nation follows from those of its provinces.

    A percentage without its parts is not derivable, and never a mean: provinces differ in size.
    """
    match area_aggregation:
        case "sum":
            return is_summable(unit_code, area_aggregation)
        case "ratio":
            return has_numerator and has_denominator
        case "weighted_average":
            return has_denominator
        case "average":
            return unit_code != PERCENT
        case _:
            return False


def faults_of(indicator: IndicatorFacts) -> tuple[FieldError, ...]:
    """Return what contradicts itself in an indicator, in whatever state."""
    return (*_faults_of_range(indicator), *_faults_of_aggregation(indicator), *_faults_of_parts(indicator))


def gaps_of(indicator: IndicatorFacts) -> tuple[FieldError, ...]:
    """Return what an indicator lacks to be published: what it measures, from where, on which topic, from which parts.

    The guide of 2557 has every KPI stand under a topic of its lists; what nobody can measure is no indicator.
    """
    gaps = [_missing(f"/{name}") for name in COMPLETE_FIELDS if not indicator.texts[name]]
    if not indicator.topic_codes:
        gaps.append(_missing("/topic_codes"))
    for pointer, code in _named_parts(indicator):
        part = indicator.parts.get(code)
        if part is not None and part.state == DRAFT:
            gaps.append(FieldError(pointer, "part_not_published", _PART_NOT_PUBLISHED))
    return tuple(gaps)


def faults_with_data(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldError, ...]:
    """Return what changed that must not once data exist, each with why.

    Decimals may grow and a frequency may become finer: what was measured still fits. Fewer decimals or a coarser
    frequency would leave values that could not be reported today. A ratio's values were computed to its decimals, so
    the same parts would become another value; its decimals stay.
    """
    frozen = [FieldError(f"/{name}", "frozen", _FROZEN) for name in FROZEN_FIELDS if before[name] != after[name]]
    if after["decimals"] != before["decimals"] and RATIO in (before["area_aggregation"], after["area_aggregation"]):
        frozen.append(FieldError("/decimals", "decimals_of_ratio", _RATIO_DECIMALS))
    elif after["decimals"] < before["decimals"]:
        frozen.append(FieldError("/decimals", "fewer_decimals", _FEWER_DECIMALS))
    if FREQUENCIES.index(after["frequency"]) > FREQUENCIES.index(before["frequency"]):
        frozen.append(FieldError("/frequency", "coarser_frequency", _COARSER))
    return tuple(frozen)


def is_redefined(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether a change makes a new definition, and not only a better label."""
    return any(before[name] != after[name] for name in DEFINITION_FIELDS)


def _faults_of_range(indicator: IndicatorFacts) -> Iterator[FieldError]:
    lower, upper = indicator.range_lower, indicator.range_upper
    if indicator.direction != RANGE:
        if lower is not None or upper is not None:
            yield FieldError("/range_lower" if lower is not None else "/range_upper", "bounds_without_range", _NO_RANGE)
        return
    if lower is None or upper is None:
        yield FieldError("/range_lower" if lower is None else "/range_upper", "range_without_bounds", _BOUNDS)
    elif lower >= upper:
        yield FieldError("/range_upper", "range_upside_down", _UPSIDE_DOWN)


def _faults_of_aggregation(indicator: IndicatorFacts) -> Iterator[FieldError]:
    if indicator.unit_code == PERCENT and indicator.area_aggregation in (SUM, AVERAGE):
        yield FieldError("/area_aggregation", "percentage_not_aggregated", _PERCENTAGE)
    wanted = {RATIO: PART_FIELDS, WEIGHTED_AVERAGE: PART_FIELDS[1:]}.get(indicator.area_aggregation, ())
    for name, code in zip(PART_FIELDS, (indicator.numerator, indicator.denominator), strict=True):
        if code is None and name in wanted:
            yield FieldError(f"/{name}", "part_missing", _PART_MISSING)
        if code is not None and name not in wanted:
            yield FieldError(f"/{name}", "part_without_use", _PART_WITHOUT_USE)
    if indicator.numerator is not None and indicator.numerator == indicator.denominator:
        yield FieldError("/denominator_indicator_id", "parts_alike", _PARTS_ALIKE)


def _faults_of_parts(indicator: IndicatorFacts) -> Iterator[FieldError]:
    # A part is summable and a summable one has no parts, so no circle can ever be closed.
    for pointer, code in _named_parts(indicator):
        part = indicator.parts.get(code)
        if code == indicator.id:
            yield FieldError(pointer, "part_of_itself", _PART_OF_ITSELF)
        elif part is None:
            yield FieldError(pointer, "indicator_unknown", _UNKNOWN)
        elif part.state == RETIRED:
            yield FieldError(pointer, "part_retired", _PART_RETIRED)
        elif not is_summable(part.unit_code, part.area_aggregation):
            yield FieldError(pointer, "part_not_summable", _PART_NOT_SUMMABLE)


def _named_parts(indicator: IndicatorFacts) -> list[tuple[str, str]]:
    named = zip(PART_FIELDS, (indicator.numerator, indicator.denominator), strict=True)
    return [(f"/{name}", code) for name, code in named if code is not None]


def _missing(pointer: str) -> FieldError:
    return FieldError(pointer, "missing", Text("ต้องระบุก่อนประกาศ", "This is required before publication."))


_NO_RANGE = Text(
    "ขอบล่างและขอบบนใช้กับทิศทาง range เท่านั้น โปรดล้างค่าหรือเปลี่ยน direction",
    "Bounds belong to the direction range. Clear them, or change direction.",
)
_BOUNDS = Text("ทิศทาง range ต้องมีทั้งขอบล่างและขอบบน", "The direction range needs both bounds.")
_UPSIDE_DOWN = Text("ขอบบนต้องมากกว่าขอบล่าง", "The upper bound must be above the lower one.")
_PERCENTAGE = Text(
    "ร้อยละบวกหรือเฉลี่ยข้ามพื้นที่ไม่ได้ ใช้ ratio พร้อมตัวตั้งและตัวหาร, weighted_average พร้อมน้ำหนัก หรือ none",
    "A percentage is neither added nor averaged over areas. Use ratio with numerator and denominator, "
    "weighted_average with its weight, or none.",
)
_PART_MISSING = Text(
    "ratio ต้องมีตัวตั้งและตัวหาร ส่วน weighted_average ต้องมีตัวหาร (น้ำหนัก)",
    "A ratio needs numerator and denominator, a weighted_average its weight as denominator.",
)
_PART_WITHOUT_USE = Text("วิธีรวมข้ามพื้นที่นี้ไม่ใช้ตัวชี้วัดอื่น โปรดล้างค่า", "This area_aggregation has no such part. Clear it.")
_PARTS_ALIKE = Text("ตัวตั้งและตัวหารต้องเป็นคนละตัวชี้วัด", "Numerator and denominator must be two indicators.")
_PART_OF_ITSELF = Text("ตัวชี้วัดคำนวณจากตัวเองไม่ได้", "An indicator is not computed from itself.")
_UNKNOWN = Text("ไม่มีตัวชี้วัดนี้ ดูได้ที่ /v1/indicators", "There is no such indicator; /v1/indicators lists them.")
_PART_RETIRED = Text("ตัวชี้วัดนี้ยุติแล้ว โปรดใช้ตัวที่แทน", "That indicator is retired. Use the one that replaced it.")
_PART_NOT_SUMMABLE = Text(
    "ส่วนประกอบต้องเป็นตัวชี้วัดที่รวมข้ามพื้นที่ด้วย sum และไม่ใช่ร้อยละ",
    "A part must add up over areas (area_aggregation sum, not a percentage).",
)
_FROZEN = Text("เปลี่ยนไม่ได้เพราะมีข้อมูลแล้ว", "It cannot change, because there are data.")
_FEWER_DECIMALS = Text(
    "ลดจำนวนทศนิยมไม่ได้ เพราะค่าที่รายงานแล้วอาจมีทศนิยมมากกว่า เพิ่มได้",
    "Decimals cannot become fewer: values were reported with more. They may become more.",
)
_RATIO_DECIMALS = Text(
    "เปลี่ยนทศนิยมของอัตราส่วนไม่ได้ เพราะค่าที่มีอยู่คำนวณและปัดเศษตามทศนิยมเดิม",
    "The decimals of a ratio stay: its values were computed and rounded to them.",
)
_COARSER = Text(
    "เปลี่ยนเป็นความถี่ที่ยาวกว่าไม่ได้ เพราะอาจมีค่าของช่วงเวลาที่สั้นกว่าแล้ว เปลี่ยนเป็นความถี่ที่สั้นกว่าได้",
    "The frequency cannot become coarser: values of shorter periods may stand. It may become finer.",
)
_PART_NOT_PUBLISHED = Text("โปรดประกาศตัวชี้วัดส่วนประกอบก่อน", "Publish the indicator it is made of first.")
