"""What goes in and out about what units read in the data."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.indicators.datasets.schemas.fields import AnalysisFigure, Figures, example
from services.shared.numbers import NumberOut
from services.shared.schemas import (
    AllowedAction,
    AreaCode,
    Day,
    FunctionCode,
    Identified,
    In,
    Instant,
    Json,
    Out,
    Prose,
)

_TEXT = "ราคาลำไยลดลงเพราะผลผลิตออกพร้อมกันในสามอำเภอ ควรกระจายการเก็บเกี่ยวและเพิ่มการอบแห้ง"
_FIGURE: Json = {"name_th": "ราคาลำไยลดลงจากปีก่อน", "unit_th": "ร้อยละ", "value": 12.5}
CREATE_EXAMPLE: Json = {"area_code": "50", "function_code": None, "text_th": _TEXT, "figures": [_FIGURE]}
EXAMPLE: Json = {
    "id": "0193a1de-7b10-7c3e-8f00-2f6d3c1b9a55",
    "version": 1,
    "dataset_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "update_id": "0193a1de-79f2-7b11-9c40-1d2e3f4a5b6c",
    "as_of": "2014-10-31",
    "revision": 1,
    "unit": "area:50",
    "text_th": _TEXT,
    "figures": [_FIGURE],
    "created_at": "2014-11-10T03:20:00.000000Z",
    "updated_at": "2014-11-10T03:20:00.000000Z",
}
VERSION_EXAMPLE: Json = {
    "analysis_version": 1,
    "text_th": _TEXT,
    "figures": [_FIGURE],
    "reason_th": None,
    "recorded_by": "province:50",
    "recorded_at": "2014-11-10T03:20:00.000000Z",
}
_COMPARED: Json = {
    "name_th": "ราคาลำไยลดลงจากปีก่อน",
    "unit_th": "ร้อยละ",
    "values": [{"unit": "area:50", "value": 12.5}, {"unit": "function:05", "value": 8}],
    "differs": True,
    "spread": 4.5,
}


class DatasetAnalysisCreate(In):
    """What a unit of the caller's reads in the data. Exactly one of area_code and function_code is given."""

    model_config = example(CREATE_EXAMPLE)

    area_code: AreaCode | None = None
    function_code: FunctionCode | None = None
    text_th: Prose
    figures: Figures = []


class DatasetAnalysisPatch(In):
    """What changes in an analysis, and why; the version before stays readable."""

    model_config = example({"text_th": _TEXT, "reason_th": "ตรวจสอบกับราคารายอำเภอแล้ว"})

    text_th: Prose = Field(default_factory=str)
    figures: Figures = Field(default_factory=list)
    reason_th: Prose


class DatasetAnalysisFields(Identified):
    """What every representation of an analysis shows; `version` is the number of what it says now."""

    dataset_id: UUID
    update_id: UUID = Field(description="the update whose data were read")
    as_of: Day = Field(description="the day those data are of")
    revision: int = Field(description="the revision of those data")
    unit: str = Field(description="whose analysis it is, `area:50` or `function:05`", examples=["area:50"])
    text_th: str
    figures: list[AnalysisFigure]
    created_at: Instant
    updated_at: Instant


class DatasetAnalysis(DatasetAnalysisFields):
    """An analysis, with what the caller may do with it now."""

    model_config = example({**EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class FigureValue(Out):
    """One unit's number."""

    unit: str = Field(examples=["area:50"])
    value: NumberOut


class ComparedFigure(Out):
    """One figure as each unit has it; who has none is not listed."""

    name_th: str
    unit_th: str
    values: list[FigureValue]
    differs: Annotated[bool, Field(description="two units read different numbers in the same data")]
    spread: NumberOut = Field(description="the highest value less the lowest")


class DatasetAnalyses(Out):
    """What units read in the same data, side by side: every analysis by unit, and their figures next to each other."""

    model_config = example({"items": [EXAMPLE], "figures": [_COMPARED], "next_cursor": None})

    items: list[DatasetAnalysisFields]
    figures: list[ComparedFigure] = Field(description="those that several units have come first")
    next_cursor: str | None = Field(description="always null: a unit has one analysis, so they fit one page; null ends")


class DatasetAnalysisVersion(Out):
    """What an analysis said under one version."""

    model_config = example(VERSION_EXAMPLE)

    analysis_version: int
    text_th: str
    figures: list[AnalysisFigure]
    reason_th: str | None = Field(description="why it was revised; null for the first version")
    recorded_by: str = Field(description="post or machine that wrote it", examples=["province:50"])
    recorded_at: Instant


class DatasetAnalysisVersionPage(Out):
    """Every version of an analysis, the newest first."""

    model_config = example({"items": [VERSION_EXAMPLE], "next_cursor": None})

    items: list[DatasetAnalysisVersion]
    next_cursor: str | None = Field(description="always null: the versions fit one page; null ends the list")
