"""What goes in and out about what is recorded of a dataset: updates, assessments, steps of digitisation."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.indicators.datasets.schemas.fields import StepCode, example
from services.shared.schemas import Day, In, Instant, Json, Line, Out, Prose

_AS = {"recorded_as": "area:50", "recorded_by": "province:50", "recorded_at": "2014-11-07T03:20:00.000000Z"}
UPDATE_EXAMPLE: Json = {
    "id": "0193a1de-79f2-7b11-9c40-1d2e3f4a5b6c",
    "dataset_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "as_of": "2014-10-31",
    "revision": 1,
    "expected_on": "2014-11-30",
    "due_on": "2014-12-15",
    "was_late": False,
    "note_th": "ปรับตามราคาสำรวจสิ้นเดือนตุลาคม",
    "correction_reason_th": None,
    **_AS,
}
ASSESSMENT_EXAMPLE: Json = {
    "id": "0193a1de-7a40-7d10-8a00-5a4b3c2d1e0f",
    "update_id": "0193a1de-79f2-7b11-9c40-1d2e3f4a5b6c",
    "is_usable": False,
    "reason_th": "ข้อมูลไม่ครบทุกอำเภอ ใช้จัดลำดับปัญหาไม่ได้",
    **_AS,
}
STEP_EXAMPLE: Json = {
    "id": "0193a1de-7a60-7d10-8a00-5a4b3c2d1e0f",
    "step_code": "structured",
    "reached_on": "2014-10-01",
    "evidence_th": "ตารางรายอำเภอ 25 อำเภอ ในระบบ POC",
    **_AS,
}
REASON = {key: UPDATE_EXAMPLE[key] for key in ("as_of", "note_th", "correction_reason_th")}
NEXT = Field(description="send it as `cursor` for the next page; null on the last")


class DatasetUpdateCreate(In):
    """That new data came in. Data as of a day that was recorded before are a correction, which needs its reason."""

    model_config = example(REASON)

    as_of: Annotated[Day, Field(description="the day the data are of, not the day they were entered")]
    note_th: Prose | None = None
    correction_reason_th: Annotated[
        Prose | None, Field(description="why data as of that day are given again; only where some stand")
    ] = None


class Recorded(Out):
    """What every record of a dataset says of its origin."""

    recorded_as: str = Field(description="the unit or office it was recorded for", examples=["area:50"])
    recorded_by: str = Field(description="post or machine that did it", examples=["province:50"])
    recorded_at: Instant


class DatasetUpdate(Recorded):
    """That data of a day came in. `expected_on` and `due_on` are what was promised to follow them then."""

    model_config = example(UPDATE_EXAMPLE)

    id: UUID
    dataset_id: UUID
    as_of: Day
    revision: int = Field(description="1, then one more for each correction of the data of that day")
    expected_on: Day
    due_on: Day
    was_late: bool = Field(description="it came after the day by which it was promised")
    note_th: str | None = Field(description="null when there is nothing to say")
    correction_reason_th: str | None = Field(description="null for revision 1")


class DatasetUpdatePage(Out):
    """One page of updates."""

    model_config = example({"items": [UPDATE_EXAMPLE], "next_cursor": None})

    items: list[DatasetUpdate]
    next_cursor: str | None = NEXT


class DatasetAssessmentCreate(In):
    """Whether the data that stand can be used, and why."""

    model_config = example({name: ASSESSMENT_EXAMPLE[name] for name in ("is_usable", "reason_th")})

    is_usable: bool
    reason_th: Prose


class DatasetAssessment(Recorded):
    """That somebody found a dataset usable or not."""

    model_config = example(ASSESSMENT_EXAMPLE)

    id: UUID
    update_id: UUID | None = Field(description="the update whose data were assessed; null when there were none")
    is_usable: bool
    reason_th: str


class DatasetAssessmentPage(Out):
    """One page of assessments."""

    model_config = example({"items": [ASSESSMENT_EXAMPLE], "next_cursor": None})

    items: list[DatasetAssessment]
    next_cursor: str | None = NEXT


class DatasetDigitisationCreate(In):
    """That a dataset reached a step of digitisation."""

    model_config = example({name: STEP_EXAMPLE[name] for name in ("step_code", "reached_on", "evidence_th")})

    step_code: StepCode
    reached_on: Annotated[Day, Field(description="the day it was so")]
    evidence_th: Annotated[Line | None, Field(description="by what it can be seen")] = None


class DatasetDigitisation(Recorded):
    """That a dataset reached a step of digitisation on a day."""

    model_config = example(STEP_EXAMPLE)

    id: UUID
    step_code: str
    reached_on: Day
    evidence_th: str | None = Field(description="null when none was named")


class DatasetDigitisationPage(Out):
    """One page of recorded steps."""

    model_config = example({"items": [STEP_EXAMPLE], "next_cursor": None})

    items: list[DatasetDigitisation]
    next_cursor: str | None = NEXT
