"""What goes in and out about datasets themselves."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.indicators.datasets.schemas.fields import (
    Areas,
    DatasetField,
    DatasetPromise,
    DatasetState,
    Fields,
    Freshness,
    Indicators,
    Name,
    PromiseIn,
    SharedAreas,
    SharedFunctions,
    Sharing,
    Topics,
    Usability,
    example,
)
from services.shared.schemas import (
    AllowedAction,
    AreaCode,
    Day,
    FunctionCode,
    Identified,
    In,
    Instant,
    Json,
    Line,
    Out,
    Prose,
)

CREATE_EXAMPLE: Json = {
    "owner_area_code": "50",
    "owner_function_code": None,
    "owner_agency_th": "สำนักงานพาณิชย์จังหวัดเชียงใหม่",
    "name_th": "ราคาสินค้าเกษตรสำคัญรายเดือน",
    "holds_th": "ราคาที่เกษตรกรขายได้ของลำไย ข้าว และหอมหัวใหญ่ รายอำเภอ",
    "topic_codes": ["A1", "B1.3"],
    "area_codes": ["50"],
    "indicator_ids": [],
    "fields": [
        {"name": "amphoe", "description_th": "รหัสอำเภอ", "unit_th": None, "concept": "REF_AREA"},
        {"name": "price", "description_th": "ราคาเฉลี่ย", "unit_th": "บาทต่อกิโลกรัม", "concept": "OBS_VALUE"},
    ],
    "duty_area_code": None,
    "duty_function_code": None,
    "duty_agency_th": "สำนักงานพาณิชย์จังหวัดเชียงใหม่",
    "duty_post_th": "หัวหน้ากลุ่มกำกับและพัฒนาเศรษฐกิจการค้า",
    "promise": {"every": 1, "unit": "month", "ready_within_days": 15, "basis_th": "คำสั่งจังหวัดเชียงใหม่ (ตัวอย่าง)"},
    "kept_in_th": "ระบบศูนย์ปฏิบัติการจังหวัด (POC)",
    "location": "https://poc.example.go.th/prices",
    "sharing": "all_units",
    "shared_area_codes": [],
    "shared_function_codes": [],
    "source": "ตัวอย่างของระบบ, not official",
}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "version": 4,
    **CREATE_EXAMPLE,
    "duty_area_code": "50",
    "state": "shared",
    "freshness": "fresh",
    "last_update_id": "0193a1de-79f2-7b11-9c40-1d2e3f4a5b6c",
    "last_as_of": "2014-10-31",
    "last_updated_at": "2014-11-07T03:20:00.000000Z",
    "expected_on": "2014-11-30",
    "due_on": "2014-12-15",
    "is_past_due": False,
    "usability": "usable",
    "is_assessed_now": True,
    "digitisation_step": "structured",
    "digitised_on": "2014-10-01",
    "retire_reason": None,
    "created_at": "2014-09-15T03:20:00.000000Z",
    "updated_at": "2014-11-07T03:20:00.000000Z",
}

OwnerAgency = Annotated[
    Line | None, Field(description="the agency of the owner's that keeps it, in words: สำนักงานพาณิชย์จังหวัดเชียงใหม่")
]
DutyAgency = Annotated[Line | None, Field(description="the agency that has the duty to update, in words")]
DutyPost = Annotated[Line | None, Field(description="the post that does it; posts only, never a person's name")]
DutyArea = Annotated[
    AreaCode | None, Field(description="the area whose unit must update; without a duty unit, the owner")
]
DutyFunction = Annotated[
    FunctionCode | None, Field(description="the function that must update, where it is none of an area")
]
KeptIn = Annotated[Line | None, Field(description="the system or place where the data are")]
Location = Annotated[Line | None, Field(description="address within it; kept as text and never fetched")]
Source = Annotated[Line | None, Field(description="the document this entry comes from; an example says that it is one")]


class DatasetCreate(In):
    """A new dataset. Exactly one of owner_area_code and owner_function_code is given."""

    model_config = example(CREATE_EXAMPLE)

    owner_area_code: AreaCode | None = None
    owner_function_code: FunctionCode | None = None
    owner_agency_th: OwnerAgency = None
    name_th: Name
    holds_th: Annotated[Prose | None, Field(description="what data these are")] = None
    topic_codes: Topics = []
    area_codes: Areas = []
    indicator_ids: Indicators = []
    fields: Fields = []
    duty_area_code: DutyArea = None
    duty_function_code: DutyFunction = None
    duty_agency_th: DutyAgency = None
    duty_post_th: DutyPost = None
    promise: PromiseIn | None = None
    kept_in_th: KeptIn = None
    location: Location = None
    sharing: Annotated[Sharing, Field(description="who sees it once it is shared")] = "all_units"
    shared_area_codes: SharedAreas = []
    shared_function_codes: SharedFunctions = []
    source: Source = None


class DatasetPatch(In):
    """What changes; a field that is not sent stays, null clears one that may be empty (RFC 7396)."""

    model_config = example({"duty_post_th": "หัวหน้ากลุ่มยุทธศาสตร์และแผนงาน"})

    owner_agency_th: OwnerAgency = None
    name_th: Name = Field(default_factory=str)
    holds_th: Prose | None = None
    topic_codes: Topics = Field(default_factory=list)
    area_codes: Areas = Field(default_factory=list)
    indicator_ids: Indicators = Field(default_factory=list)
    fields: Fields = Field(default_factory=list)
    duty_area_code: DutyArea = None
    duty_function_code: DutyFunction = None
    duty_agency_th: DutyAgency = None
    duty_post_th: DutyPost = None
    promise: PromiseIn | None = None
    kept_in_th: KeptIn = None
    location: Location = None
    sharing: Sharing = Field(default_factory=lambda: "named_units")
    shared_area_codes: SharedAreas = Field(default_factory=list)
    shared_function_codes: SharedFunctions = Field(default_factory=list)
    source: Source = None


class DatasetRetire(In):
    """Why a dataset is no longer kept."""

    model_config = example({"reason": "รวมไว้ในชุดข้อมูลราคาสินค้าเกษตรของกระทรวงพาณิชย์"})

    reason: Prose


class DatasetFields(Identified):
    """What every representation of a dataset shows."""

    owner_area_code: str | None = Field(description="the area that registered it; null when a function did")
    owner_function_code: str | None = Field(description="the function that registered it; null when an area did")
    owner_agency_th: str | None = Field(description="the agency of the owner's that keeps it; null when unsaid")
    name_th: str
    holds_th: str | None = Field(description="null until written")
    topic_codes: list[str]
    area_codes: list[str] = Field(description="areas that the data cover")
    indicator_ids: list[UUID] = Field(description="indicators whose values come from it")
    fields: list[DatasetField]
    duty_area_code: str | None = Field(description="the area that must update it; null when a function must")
    duty_function_code: str | None = Field(description="the function that must update it; null when an area must")
    duty_agency_th: str | None = Field(description="null until written")
    duty_post_th: str | None = Field(description="null until written")
    promise: DatasetPromise | None = Field(description="null until there is one")
    kept_in_th: str | None = Field(description="null until written")
    location: str | None = Field(description="text, never fetched by us; null when there is none")
    sharing: Sharing = Field(description="who sees it while it is shared; what is published is everyone's")
    shared_area_codes: list[str]
    shared_function_codes: list[str]
    source: str | None = Field(description="the document this entry comes from; null when none is known")
    state: DatasetState
    freshness: Freshness | None = Field(
        description="as of today in Bangkok. fresh: no newer data are expected yet; due: they are, and the promised "
        "day has not ended; overdue: it has; never_updated: no data ever came; null of a draft and of what is retired"
    )
    last_update_id: UUID | None = Field(description="the update with the newest data; null before the first")
    last_as_of: Day | None = Field(description="the day the newest data are of; null before the first")
    last_updated_at: Instant | None = Field(description="when they were recorded; null before the first")
    expected_on: Day | None = Field(description="the day the next data are to be of; null unless in use")
    due_on: Day | None = Field(description="the last day to record them, until 24:00 in Bangkok; null unless in use")
    is_past_due: bool = Field(description="that day has ended, be it that data never came")
    usability: Usability = Field(description="what the last assessment found")
    is_assessed_now: bool = Field(description="that assessment is of the data that stand; false when newer ones came")
    digitisation_step: str | None = Field(description="the step it has reached; null when none was recorded")
    digitised_on: Day | None = Field(description="when it reached it; null when none was recorded")
    retire_reason: str | None = Field(description="null unless retired")
    created_at: Instant
    updated_at: Instant


class Dataset(DatasetFields):
    """A dataset, with what the caller may do with it now."""

    model_config = example({**EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class DatasetListItem(DatasetFields):
    """A dataset in a list; `allowed_actions` only when asked for by `expand`."""

    model_config = example({**EXAMPLE, "allowed_actions": None})

    allowed_actions: list[AllowedAction] | None = Field(description="null unless expand=allowed_actions")


class DatasetPage(Out):
    """One page of datasets."""

    model_config = example({"items": [{**EXAMPLE, "allowed_actions": None}], "next_cursor": None})

    items: list[DatasetListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
