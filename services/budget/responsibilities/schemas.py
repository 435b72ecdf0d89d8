"""What goes in and out about responsibility frameworks."""

import datetime as dt
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.responsibilities.rules import MOST_KINDS
from services.shared.schemas import Day, Filters, FiscalYear, FunctionCode, In, Instant, Json, Line, Out

KindCode = Annotated[
    str,
    Field(
        pattern=r"^[A-Z][A-Z0-9-]{1,39}$",
        description="code of a kind of project within the framework",
        examples=["HIGHWAY-MAINTENANCE"],
    ),
]
KIND_EXAMPLES: list[Json] = [
    {
        "code": "HIGHWAY-MAINTENANCE",
        "title_th": "บำรุงรักษาทางหลวงแผ่นดิน",
        "function_code": "DOH",
        "note_th": "ขอในงบของกรม จังหวัดเสนอความต้องการได้",
    },
    {"code": "CULTURE-TOURISM", "title_th": "พัฒนาแหล่งท่องเที่ยวเชิงวัฒนธรรมของพื้นที่", "function_code": None, "note_th": None},
]
RECORD_EXAMPLE: Json = {
    "fiscal_year": 2558,
    "source": "ตัวอย่างของระบบ, not official",
    "dated_on": None,
    "kinds": KIND_EXAMPLES,
}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a61",
    "fiscal_year": 2558,
    "edition": 1,
    "source": "ตัวอย่างของระบบ, not official",
    "dated_on": None,
    "recorded_by": "budget_bureau",
    "created_at": "2013-09-15T03:20:00.000000Z",
    "kinds": [{**KIND_EXAMPLES[0], "function_name_th": "กรมทางหลวง"}, {**KIND_EXAMPLES[1], "function_name_th": None}],
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class ResponsibilityKindIn(In):
    """A kind of project and whose regular mission it is."""

    code: KindCode
    title_th: Line
    function_code: Annotated[
        FunctionCode | None, Field(description="the ministry or department it belongs to; null: areas ask for it")
    ] = None
    note_th: Annotated[Line | None, Field(description="what else the document says of it")] = None


class ResponsibilityFrameworkRecord(In):
    """A new edition of a fiscal year's framework; it takes the place of the one before, which stays readable."""

    model_config = _example(RECORD_EXAMPLE)

    fiscal_year: FiscalYear
    source: Annotated[Line, Field(description="document that sets it; example data says so")]
    dated_on: Annotated[Day | None, Field(description="day of that document")] = None
    kinds: Annotated[list[ResponsibilityKindIn], Field(min_length=1, max_length=MOST_KINDS)]


class ResponsibilityKind(Out):
    """A kind of project and whose regular mission it is."""

    code: str
    title_th: str
    function_code: str | None = Field(description="null: it belongs to no agency, areas ask for it")
    function_name_th: str | None = Field(description="null without an agency")
    note_th: str | None = Field(description="null where the document says no more")


class ResponsibilityFramework(Out):
    """An edition of a fiscal year's framework. The one with the highest edition is in force."""

    model_config = _example(EXAMPLE)

    id: UUID
    fiscal_year: FiscalYear
    edition: int = Field(description="counts from 1 within the fiscal year; the highest is in force")
    source: str = Field(description="document that sets it; example data says so")
    dated_on: dt.date | None = Field(description="day of that document; null where it is not known")
    recorded_by: str = Field(description="post or machine that recorded it")
    created_at: Instant
    kinds: list[ResponsibilityKind]


class ResponsibilityFrameworkPage(Out):
    """One page of frameworks."""

    model_config = _example({"items": [EXAMPLE], "next_cursor": None})

    items: list[ResponsibilityFramework]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ResponsibilityFrameworkSort(StrEnum):
    """How a list of frameworks may be sorted; a minus reverses."""

    CREATED = "created_at"
    CREATED_LAST_FIRST = "-created_at"


class ResponsibilityFrameworkFilter(Filters):
    """Which frameworks are wanted."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
