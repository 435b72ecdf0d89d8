"""What goes out about how datasets stand: freshness by owner and agency, digitisation by owner."""

from pydantic import Field

from services.indicators.datasets.schemas.fields import example
from services.indicators.datasets.schemas.records import NEXT
from services.shared.numbers import NumberOut
from services.shared.schemas import Day, Json, Out

FRESHNESS_EXAMPLE: Json = {
    "owner_area_code": "50",
    "owner_function_code": None,
    "duty_area_code": "50",
    "duty_function_code": None,
    "duty_agency_th": "สำนักงานพาณิชย์จังหวัดเชียงใหม่",
    "datasets": 4,
    "fresh": 1,
    "due": 1,
    "overdue": 1,
    "never_updated": 1,
    "past_due": 2,
    "not_usable": 1,
    "oldest_due_on": "2014-09-15",
}
STEP_EXAMPLE: Json = {
    "code": "structured",
    "position": 3,
    "name_th": "ตารางที่เครื่องอ่านได้",
    "name_en": "A table that a machine reads",
    "is_digitised": True,
    "source": "ตัวอย่างของระบบ, not official",
    "dated_on": "2026-11-28",
}
DEFINITION_EXAMPLE: Json = {
    "name_th": "การพัฒนาระบบข้อมูลให้เป็นดิจิทัล (Digitized Data)",
    "name_en": "Developing data systems to be digital (Digitized Data)",
    "sentence_th": "จัดประชุมชี้แจงรายละเอียดตัวชี้วัดการพัฒนาระบบข้อมูลให้เป็นดิจิทัล (Digitized Data)",
    "reading": "datasets that reached a counting step by the last day of the fiscal year, of all, in percent",
    "source": "S3",
    "dated_on": "2022-10-01",
}
OWNER_EXAMPLE: Json = {
    "owner_area_code": "50",
    "owner_function_code": None,
    "datasets": 8,
    "digitised": 5,
    "percent": 62.5,
    "steps": [{"step_code": "structured", "datasets": 5}, {"step_code": None, "datasets": 3}],
}


class FreshnessRow(Out):
    """How the datasets of one owner stand that one agency must update."""

    owner_area_code: str | None = Field(description="null when a function owns them")
    owner_function_code: str | None = Field(description="null when an area owns them")
    duty_area_code: str | None = Field(description="null when a function must update them")
    duty_function_code: str | None = Field(description="null when an area must update them")
    duty_agency_th: str = Field(description="the agency that must update them, in words")
    datasets: int = Field(description="how many; the sum of the four states")
    fresh: int
    due: int
    overdue: int
    never_updated: int
    past_due: int = Field(description="those whose promised day has ended: the overdue ones, and late first data")
    not_usable: int = Field(description="those that the last assessment found not usable")
    oldest_due_on: Day = Field(description="the earliest day that was, or is, promised")


class FreshnessReport(Out):
    """One page of the report, by owner and agency, of what the caller sees and is in use."""

    model_config = example({"today": "2014-11-10", "items": [FRESHNESS_EXAMPLE], "next_cursor": None})

    today: Day = Field(description="the day in Bangkok that it is counted for")
    items: list[FreshnessRow]
    next_cursor: str | None = NEXT


class DigitisationStep(Out):
    """A step of digitisation in a fiscal year."""

    code: str
    position: int = Field(description="its place in the order of the steps")
    name_th: str
    name_en: str
    is_digitised: bool = Field(description="a dataset that reached it counts as digitised")
    source: str
    dated_on: Day


class DigitisationDefinition(Out):
    """What a document says of the KPI, and how it is read here."""

    name_th: str
    name_en: str
    sentence_th: str = Field(description="the document's own sentence")
    reading: str = Field(description="how it becomes a number; where the document gives none, it says so")
    source: str
    dated_on: Day


class StepCount(Out):
    """How many datasets stand at a step."""

    step_code: str | None = Field(description="null: no step was recorded by then")
    datasets: int


class DigitisationOfOwner(Out):
    """The KPI of one owner: `digitised` of `datasets`."""

    owner_area_code: str | None = Field(description="null when a function owns them")
    owner_function_code: str | None = Field(description="null when an area owns them")
    datasets: int = Field(description="shared by the day that counts: the denominator")
    digitised: int = Field(description="those that had reached a counting step: the numerator")
    percent: NumberOut | None = Field(description="two decimals, half up; null when there is nothing to divide by")
    steps: list[StepCount] = Field(description="by step, in the order of the steps; those without one last")


class DigitisationReport(Out):
    """The KPI of digitised data in a fiscal year, by owner, counted from the registry as the caller sees it."""

    model_config = example(
        {
            "fiscal_year": 2566,
            "counted_on": "2023-09-30",
            "definition": DEFINITION_EXAMPLE,
            "steps": [STEP_EXAMPLE],
            "items": [OWNER_EXAMPLE],
            "next_cursor": None,
        }
    )

    fiscal_year: int
    counted_on: Day = Field(description="the last day of the fiscal year, or today while it runs")
    definition: DigitisationDefinition | None = Field(description="null: no document has the KPI in that year")
    steps: list[DigitisationStep] = Field(description="the steps in force that year; empty without a definition")
    items: list[DigitisationOfOwner]
    next_cursor: str | None = Field(description="always null: the owners fit one page; null ends the list")
