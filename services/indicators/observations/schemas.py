"""What goes in and out about reported values."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema

from services.indicators.codes.schemas import OwnCode
from services.shared.numbers import NumberIn, NumberOut
from services.shared.schemas import AreaCode, Filters, FiscalYear, In, Instant, Json, Line, Out, Sentence

MOST_ROWS = 10_000
MOST_FAILURES = 1_000

Period = Literal[
    "year", "q1", "q2", "q3", "q4",
    "m01", "m02", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10", "m11", "m12",
]  # fmt: skip
Status = Literal["provisional", "final"]
Reporter = Annotated[
    str,
    StringConstraints(pattern=r"^(area|function):[A-Z0-9-]{2,16}$"),
    Field(description="the unit whose value it is", examples=["function:05"]),
]
PERIODS = Field(
    description="counted within the fiscal year: q1 is October to December, m01 October, m12 September", examples=["q1"]
)
NUMBERS = ("value", "numerator", "denominator")
STATUSES = Field(description="final: the reporter stands by it, and everyone reads it", examples=["final"])
NUMERATOR = Field(description="of a ratio: what is divided; null for any other indicator")
DENOMINATOR = Field(description="of a ratio: what divides; null for any other indicator")

INDICATOR_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"
BATCH_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a60"
RECORDED_AT = "2015-01-09T02:15:00.000000Z"
DIGEST = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
ROW: Json = {
    "area_code": "50",
    "indicator_id": INDICATOR_ID,
    "fiscal_year": 2558,
    "period": "q1",
    "value": 18250.75,
    "numerator": None,
    "denominator": None,
    "status": "provisional",
    "note": "ตัวเลขเบื้องต้นจากการสำรวจ",
    "reason": None,
}
VALUE: Json = {**ROW, "reporter": "function:05", "revision": 1, "definition_version": 1}
VALUE |= {"batch_id": BATCH_ID, "recorded_at": RECORDED_AT, "is_late": False}
COUNTS: Json = {"received": 2, "added": 1, "revised": 0, "unchanged": 0, "failed": 1}
FAILURE: Json = {
    "index": 1,
    "line": None,
    "pointer": "/rows/1/area_code",
    "code": "area_unknown",
    "sentence": {
        "th": "ไม่มีพื้นที่รหัสนี้ ดูรหัสที่ /v1/areas",
        "en": "No area has this code; /v1/areas lists them.",
    },
}
CSV = f"""area_code,indicator_id,fiscal_year,period,value,status,note
50,{INDICATOR_ID},2558,q1,18250.75,provisional,"ตัวเลขเบื้องต้น จากการสำรวจ"
57,{INDICATOR_ID},2558,q1,9310.5,final,
"""
BATCH: Json = {
    "id": BATCH_ID,
    "reporter": "function:05",
    **COUNTS,
    "digest": DIGEST,
    "reason": None,
    "recorded_by": "สำนักงานปลัดกระทรวงการท่องเที่ยวและกีฬา",
    "recorded_at": RECORDED_AT,
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class ObservationRow(In):
    """One value: of which indicator, for which area and period."""

    model_config = _example(ROW)

    area_code: AreaCode
    indicator_id: UUID
    fiscal_year: FiscalYear
    period: Annotated[Period, PERIODS]
    value: Annotated[NumberIn | None, Field(description="in the indicator's unit; a ratio's may be left out")] = None
    numerator: Annotated[NumberIn | None, NUMERATOR] = None
    denominator: Annotated[NumberIn | None, DENOMINATOR] = None
    status: Annotated[Status, STATUSES]
    note: Annotated[Line | None, Field(description="what a reader should know; it changes with the value only")] = None
    reason: Annotated[Line | None, Field(description="why it differs from what was reported before")] = None


class ObservationRowSent(ObservationRow):
    """One value: of which indicator, for which area and period, each named by our code or by the sender's own."""

    indicator_id: Annotated[UUID | None, Field(description="or external_code")] = None  # type: ignore[assignment]
    area_code: Annotated[AreaCode | None, Field(description="or external_area_code")] = None  # type: ignore[assignment]
    external_code: Annotated[OwnCode | None, Field(description="the sender's own code of the indicator")] = None
    external_area_code: Annotated[OwnCode | None, Field(description="the sender's own code of the area")] = None


# The fields that a sender's own code may stand in for, and where it is then.
OWN_CODES = {"indicator_id": "external_code", "area_code": "external_area_code"}


class _ShownAsRows:
    """Rows are read one by one, so that one that cannot be read spoils no other; the contract shows what each is."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        shown = handler(schema)
        return {**shown, "items": handler(ObservationRowSent.__pydantic_core_schema__)}


class ObservationPush(In):
    """Values of one reporter, up to 10,000 rows and 8 MiB (about 800 bytes a row)."""

    model_config = _example(
        {"reporter": "function:05", "dry_run": False, "atomic": False, "reason": None, "rows": [ROW]}
    )

    reporter: Annotated[Reporter | None, Field(description="needed when the caller acts for several units")] = None
    dry_run: Annotated[bool, Field(description="say what would become of the rows, and write nothing")] = False
    atomic: Annotated[bool, Field(description="write all rows or, when one cannot be written, none")] = False
    reason: Annotated[Line | None, Field(description="why values change, for rows without a reason of their own")] = (
        None
    )
    rows: Annotated[list[Any], Field(min_length=1, max_length=MOST_ROWS), _ShownAsRows]


class ObservationCsvQuery(Filters):
    """How a CSV file of values is to be taken; the same as beside `rows` in JSON."""

    reporter: Annotated[
        Reporter | SkipJsonSchema[None], Field(description="needed when the caller acts for several units")
    ] = None
    dry_run: Annotated[bool, Field(description="say what would become of the rows, and write nothing")] = False
    atomic: Annotated[bool, Field(description="write all rows or, when one cannot be written, none")] = False
    reason: Annotated[
        Line | SkipJsonSchema[None], Field(description="why values change, for rows without a reason of their own")
    ] = None


class ObservationCounts(Out):
    """What became of the rows; `received` is the sum of the others."""

    received: int
    added: int = Field(description="values that were not there")
    revised: int = Field(description="values that differ from the one before, which stays readable")
    unchanged: int = Field(description="values that stand there as they are; nothing was written")
    failed: int


class ObservationFailure(Out):
    """Why one row was not written."""

    index: int = Field(description="its place in `rows`, or among the rows of a CSV file, from 0")
    line: int | None = Field(description="the line of the CSV file that it begins on, from 1; null for JSON")
    pointer: str = Field(description="where the fault is (RFC 6901)")
    code: str
    sentence: Sentence


class ObservationPushResult(Out):
    """What became of a push."""

    model_config = _example(
        {
            "dry_run": False,
            "reporter": "function:05",
            "counts": COUNTS,
            "late": 0,
            "failures": [FAILURE],
            "failures_left_out": 0,
            "batch_id": BATCH_ID,
        }
    )

    dry_run: bool = Field(description="true: this would become of the rows; nothing was written")
    reporter: str
    counts: ObservationCounts
    late: int = Field(description="values among the added and revised that came after the last day of their window")
    failures: list[ObservationFailure] = Field(description=f"in the order of the rows, at most {MOST_FAILURES:,}")
    failures_left_out: int = Field(description="failures beyond those shown")
    batch_id: UUID | None = Field(description="the push as it is kept; null when nothing was written")


class ObservationBatch(ObservationCounts):
    """A push that wrote values."""

    model_config = _example(BATCH)

    id: UUID
    reporter: str
    digest: str = Field(
        description="SHA-256 of the written rows as lines of JSON arrays of text, sorted: area_code, indicator_id, "
        "fiscal_year, period, reporter, revision, value, numerator, denominator, status"
    )
    reason: str | None = Field(description="why values changed, as said for the whole push; null when nothing was said")
    recorded_by: str
    recorded_at: Instant


class ObservationFilter(Filters):
    """Which values are wanted; filters narrow together."""

    indicator_id: UUID | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    period: Period | SkipJsonSchema[None] = None
    reporter: Reporter | SkipJsonSchema[None] = None
    current: bool = Field(default=True, description="false: every revision, the history of each value")


class ObservationFields(Out):
    """What is kept of one revision of one value."""

    area_code: str
    indicator_id: UUID
    fiscal_year: int
    period: Annotated[Period, PERIODS]
    reporter: str
    revision: int = Field(description="1 for the first, each correction the next; the highest is the current one")
    value: NumberOut
    numerator: NumberOut | None = Field(description="null unless a ratio")
    denominator: NumberOut | None = Field(description="null unless a ratio")
    status: Annotated[Status, STATUSES]
    definition_version: int = Field(description="the version of the indicator's definition it was reported under")
    note: str | None = Field(description="null when none was written")
    reason: str | None = Field(description="why it differs from the revision before; null when it needs none")
    batch_id: UUID = Field(description="the push it came in")
    recorded_at: Instant


class Observation(ObservationFields):
    """One revision of one value."""

    model_config = _example(VALUE)

    is_late: bool = Field(
        description="it was recorded after the last day of its window, as the windows are now; false without a window"
    )


class ObservationPage(Out):
    """One page of values in the order of their key: area, indicator, fiscal year, period, reporter, revision."""

    model_config = _example({"items": [VALUE], "next_cursor": None})

    items: list[Observation]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
