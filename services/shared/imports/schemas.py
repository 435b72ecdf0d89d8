"""An import as the unit that uploaded it sees it."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.shared.schemas import AllowedAction, Identified, Instant, Json, Out, Sentence

ImportState = Literal["uploaded", "previewed", "unreadable", "confirmed", "cancelled"]

_FAULT: Json = {
    "sheet": "โครงการ",
    "cell": "D17",
    "column": "estimated_amount",
    "code": "amount_has_commas",
    "th": "เขียนจำนวนเงินโดยไม่ใส่เครื่องหมายจุลภาค เช่น 1250000.00",
    "en": "Write the amount without commas, such as 1250000.00.",
}
_LISTED: Json = {
    "id": "0193a1de-79f2-7b11-9c40-1d2e3f4a5b6c",
    "version": 2,
    "state": "previewed",
    "counts": {"rows": 24, "valid": 23, "faulty": 1, "faults": 1, "notes": 0},
    "problem": None,
    "owner": "area:50",
    "uploaded_by": "province:50",
    "name": "โครงการจังหวัดเชียงใหม่ ปี 2558.xlsx",
    "media_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "size": 18233,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "job_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "result": None,
    "created_at": "2014-09-15T03:20:00.000000Z",
    "confirmed_at": None,
}
_EXAMPLE: Json = {
    **_LISTED,
    "faults": [_FAULT],
    "notes": [],
    "preview": [{"row": 3, "values": {"title_th": "พัฒนาเส้นทางท่องเที่ยว", "estimated_amount": "1250000.00"}}],
    "allowed_actions": [
        {
            "action": "project.import.cancel",
            "title": {"th": "ยกเลิกการนำเข้า", "en": "Cancel the import"},
            "allowed": True,
            "code": None,
            "reason": None,
        }
    ],
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class ImportCounts(Out):
    """How many rows and findings there are, whether or not they are listed."""

    rows: int = Field(description="rows with something in them, without the template's example")
    valid: int = Field(description="rows that a confirmation would create")
    faulty: int = Field(description="rows that it would not")
    faults: int
    notes: int


class ImportFinding(Out):
    """A fault of one cell, or a note on what was put right in it."""

    model_config = _example(_FAULT)

    sheet: str | None = Field(description="the sheet; null in a CSV file")
    cell: str = Field(description="the cell as Excel names it; in a CSV file as Excel would show it", examples=["D17"])
    column: str | None = Field(description="field of the JSON body; null when the cell belongs to none")
    code: str = Field(description="stable name of the fault, the same as the JSON door's where it has one")
    th: str = Field(description="what is wrong and what to do")
    en: str


class ImportProblem(Sentence):
    """Why a file as a whole could not be read."""

    model_config = _example(
        {
            "code": "no_header",
            "th": "ไม่พบหัวคอลัมน์ที่รู้จัก โปรดใช้แม่แบบ: แถวแรกเป็นหัวคอลัมน์",
            "en": "No known column title was found. Use the template: the first row holds the titles.",
        }
    )

    code: str


class ImportRow(Out):
    """One good row, as the JSON body would hold it."""

    row: int = Field(description="its number in the sheet", examples=[3])
    values: Json = Field(description="by field of the JSON body; null where the cell is empty")


class ImportFields(Identified):
    """What every representation of an import shows."""

    state: ImportState
    counts: ImportCounts
    problem: ImportProblem | None = Field(description="null unless the state is unreadable")
    owner: str = Field(description="the unit it is for; nobody else sees it", examples=["area:50"])
    uploaded_by: str = Field(description="post or machine that uploaded it", examples=["province:50"])
    name: str
    media_type: str
    size: int = Field(description="bytes")
    sha256: str
    job_id: UUID = Field(description="the job that reads the file")
    result: Json | None = Field(
        description="null until confirmed: `imported` and `skipped` rows, and what the resource says it created",
        examples=[{"imported": 23, "skipped": 1, "created": ["0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"]}],
    )
    created_at: Instant
    confirmed_at: Instant | None = Field(description="null until confirmed")


class Import(ImportFields):
    """An import: counts first, then what is wrong, what was put right, and how the good rows would come in."""

    model_config = _example(_EXAMPLE)

    faults: list[ImportFinding] = Field(description="the first 50; the rest under …/faults", max_length=50)
    notes: list[ImportFinding] = Field(description="the first 50 things that were put right", max_length=50)
    preview: list[ImportRow] = Field(description="the first 20 good rows", max_length=20)
    allowed_actions: list[AllowedAction]


class ImportListItem(ImportFields):
    """An import in a list, without its rows and faults."""

    model_config = _example(_LISTED)


class ImportPage(Out):
    """One page of imports, the newest first."""

    model_config = _example({"items": [_LISTED], "next_cursor": None})

    items: list[ImportListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ImportFaultPage(Out):
    """One page of an import's faults, from top to bottom; the first 5,000 are kept."""

    model_config = _example({"items": [_FAULT], "next_cursor": None})

    items: list[ImportFinding]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
