"""What goes in and out about plans."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.plans.documents.rules import PlanKind, RevisionTrigger
from services.shared.numbers import NumberIn, NumberOut
from services.shared.schemas import (
    AllowedAction,
    AreaCode,
    Filters,
    FiscalYear,
    Identified,
    In,
    Instant,
    Json,
    Line,
    Out,
    Prose,
    Search,
)

PlanState = Literal["draft", "submitted", "returned", "endorsed", "approved", "superseded", "rejected", "cancelled"]
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

CREATE_EXAMPLE: Json = {
    "kind": "development",
    "area_code": "50",
    "first_fiscal_year": 2557,
    "last_fiscal_year": 2560,
    "title_th": "แผนพัฒนาจังหวัดเชียงใหม่ พ.ศ. 2557-2560",
    "vision_th": "นครแห่งชีวิตและความมั่งคั่ง",
    "positioning_th": "ศูนย์กลางการท่องเที่ยวเชิงวัฒนธรรมและบริการสุขภาพของภาคเหนือ",
    "revenue_driver_th": "การท่องเที่ยวและบริการ",
    "revenue_driver_value": 39507.5,
    "revenue_driver_unit_th": "ล้านบาทต่อปี",
    "revenue_driver_first_year": 2553,
    "revenue_driver_last_year": 2555,
    "revenue_driver_source": "ค่าเฉลี่ยปี 2553-2555 จากสถิติรายได้การท่องเที่ยวของจังหวัด",
    "source": "แผนพัฒนาจังหวัดเชียงใหม่ ฉบับที่ ก.บ.จ. พิจารณา เดือนกันยายน 2556",
}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a60",
    "version": 1,
    "parent_id": None,
    "title_en": None,
    **CREATE_EXAMPLE,
    "edition": 1,
    "revises_id": None,
    "revision_reason_th": None,
    "revision_trigger": None,
    "state": "draft",
    "return_reason": None,
    "is_stale": False,
    "content_hash": HASH,
    "endorsed_by_id": None,
    "approved_by_id": None,
    "approved_on": None,
    "created_at": "2013-09-02T03:20:00.000000Z",
    "updated_at": "2013-09-02T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


Driver = Annotated[Line | None, Field(description="what moves the area's revenue (revenue driver)")]
DriverValue = Annotated[NumberIn | None, Field(description="its value, in revenue_driver_unit_th")]
DriverUnit = Annotated[Line | None, Field(description="unit of the value", examples=["ล้านบาทต่อปี"])]
DriverYear = Annotated[
    FiscalYear | None, Field(description="base years of the value: S0 asks the average of 2553-2555")
]
Source = Annotated[Line | None, Field(description="document the text is from")]


class PlanCreate(In):
    """A new plan of the caller's own area; an action plan names the development plan it carries out."""

    model_config = _example(CREATE_EXAMPLE)

    kind: PlanKind
    area_code: AreaCode
    first_fiscal_year: FiscalYear
    last_fiscal_year: FiscalYear = Field(description="last year of the period, included; an action plan has one year")
    parent_id: UUID | None = Field(default=None, description="the development plan of an action plan; null else")
    title_th: Line
    title_en: Line | None = None
    vision_th: Prose | None = None
    positioning_th: Prose | None = None
    revenue_driver_th: Driver = None
    revenue_driver_value: DriverValue = None
    revenue_driver_unit_th: DriverUnit = None
    revenue_driver_first_year: DriverYear = None
    revenue_driver_last_year: DriverYear = None
    revenue_driver_source: Source = None
    source: Source = None


class PlanPatch(In):
    """What changes; a field that is not sent stays, null clears one that may be empty (RFC 7396)."""

    model_config = _example({"vision_th": "นครแห่งชีวิตและความมั่งคั่ง", "positioning_th": None})

    parent_id: UUID | None = Field(default=None, description="the development plan of an action plan")
    title_th: Line = Field(default_factory=str)
    title_en: Line | None = None
    vision_th: Prose | None = None
    positioning_th: Prose | None = None
    revenue_driver_th: Driver = None
    revenue_driver_value: DriverValue = None
    revenue_driver_unit_th: DriverUnit = None
    revenue_driver_first_year: DriverYear = None
    revenue_driver_last_year: DriverYear = None
    revenue_driver_source: Source = None
    source: Source = None


class PlanReturn(In):
    """Why a plan goes back to its owner."""

    model_config = _example({"reason": "โปรดปรับเป้าประสงค์ให้สอดคล้องกับประเด็นยุทธศาสตร์ที่ 2"})

    reason: Prose


class PlanRevise(In):
    """Why an approved plan is reviewed."""

    model_config = _example({"trigger": "evaluation", "reason": "ผลประเมินไตรมาสที่ 2 ชี้ว่าเป้าหมายการท่องเที่ยวต่ำกว่าศักยภาพ"})

    trigger: RevisionTrigger = Field(description="what the review was called for")
    reason: Prose


class PlanFields(Identified):
    """What every representation of a plan shows."""

    kind: PlanKind
    area_code: str = Field(description="its province or cluster", examples=["50"])
    first_fiscal_year: FiscalYear
    last_fiscal_year: FiscalYear
    parent_id: UUID | None = Field(description="the development plan of an action plan; null for a development plan")
    edition: int = Field(description="1 for the first; each revision counts on")
    revises_id: UUID | None = Field(description="the edition that this one revises; null for the first")
    revision_reason_th: str | None = Field(description="why it was revised; null for the first edition")
    revision_trigger: RevisionTrigger | None = Field(description="what called for the revision; null for the first")
    title_th: str
    title_en: str | None
    vision_th: str | None = Field(description="null until written")
    positioning_th: str | None = Field(description="null until written")
    revenue_driver_th: str | None = Field(description="null until written")
    revenue_driver_value: NumberOut | None = Field(description="in revenue_driver_unit_th; null until known")
    revenue_driver_unit_th: str | None = Field(description="null until written")
    revenue_driver_first_year: int | None = Field(description="first base year; null until known")
    revenue_driver_last_year: int | None = Field(description="last base year; null until known")
    revenue_driver_source: str | None = Field(description="where the value is from; null until written")
    source: str | None = Field(description="document the text is from; null when the plan is written here")
    state: PlanState
    return_reason: str | None = Field(description="why it was returned or rejected; null else")
    is_stale: bool = Field(description="whether the plan above it was revised since, rejected or given up")
    content_hash: str = Field(
        description="SHA-256 of the canonical JSON of kind, area_code, period, parent_id, edition, the texts from "
        "title_th to source, missions, goals and issues with their strategies; a decision names it",
        examples=[HASH],
    )
    endorsed_by_id: UUID | None = Field(description="resolution of the area's own committee; null until endorsed")
    approved_by_id: UUID | None = Field(description="resolution of ก.น.จ.; null until approved")
    approved_on: dt.date | None = Field(description="day of the meeting that approved it; null until then")
    created_at: Instant
    updated_at: Instant


class Plan(PlanFields):
    """A plan, with what the caller may do with it now; its strategy is at …/strategy."""

    model_config = _example({**EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class PlanListItem(PlanFields):
    """A plan in a list."""

    model_config = _example(EXAMPLE)


class PlanPage(Out):
    """One page of plans."""

    model_config = _example({"items": [EXAMPLE], "next_cursor": None})

    items: list[PlanListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class PlanSort(StrEnum):
    """How a list of plans may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"
    TITLE = "title_th"
    TITLE_REVERSED = "-title_th"


class PlanFilter(Filters):
    """Which plans are wanted; filters narrow together."""

    kind: PlanKind | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    fiscal_year: FiscalYear | SkipJsonSchema[None] = Field(default=None, description="plans that cover this year")
    state: PlanState | SkipJsonSchema[None] = None
    parent_id: UUID | SkipJsonSchema[None] = Field(default=None, description="action plans under this plan")
    q: Search | SkipJsonSchema[None] = Field(default=None, description="part of the Thai title, tone marks or not")
