"""What is judged, by which limits, and how a finding is told."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from services.indicators.aggregation import Measure
from services.indicators.readings.rules.due import ALLOWANCE, WINDOW, Deadlines
from services.indicators.readings.rules.years import Reported
from services.shared.errors import Text

OUTLIER, GAP, LATE = "outlier", "gap", "late"
SIDES_DIFFER, PERIODS_DIFFER, PARTS_DIFFER = "sides_differ", "periods_differ", "parts_differ"
KINDS = (OUTLIER, GAP, LATE, SIDES_DIFFER, PERIODS_DIFFER, PARTS_DIFFER)


@dataclass(frozen=True)
class Limits:
    """From when on a value is doubtful. No document says it, so each of these is data with its source."""

    outlier_mads: Decimal  # so many times the median absolute deviation away from the median
    outlier_least_values: int
    deadlines: Deadlines
    tolerance_percent: Decimal  # of the area's own value, where no joint indicator names one


@dataclass(frozen=True)
class Subject:
    """The values of an indicator for an area and year, those of other years beside, and when each first came."""

    indicator_id: UUID
    measure: Measure
    frequency: str
    fiscal_year: int
    rows: Sequence[Reported]  # of the year and of others
    first_recorded_on: Mapping[tuple[str, str], dt.date]  # by reporter and period, of the year
    settled_between: frozenset[str] = frozenset()  # the two sides whose difference of the year a resolution settled

    @property
    def of_year(self) -> list[Reported]:
        """What was reported of the year itself, by reporter."""
        return sorted((row for row in self.rows if row.fiscal_year == self.fiscal_year), key=lambda row: row.reporter)


@dataclass(frozen=True)
class Finding:
    """One doubt: about whose value and which periods, the numbers it rests on, and what to do about it."""

    kind: str
    reporter: str | None
    periods: tuple[str, ...]
    facts: Mapping[str, Decimal | int | str]
    told: Text
    todo: Text


def finding(kind: str, reporter: str | None, periods: Sequence[str], **facts: Decimal | int | str) -> Finding:
    """Return a finding with its sentences."""
    shown = {name: f"{value:f}" if isinstance(value, Decimal) else value for name, value in facts.items()}
    known = {"reporter": reporter or "", "periods": ", ".join(periods), **shown}
    told = _TOLD[kind].filled(known)
    if "due_by" in facts:
        by = _DUE_BY[str(facts["due_by"])]
        told = Text(f"{told.th} ({by.th})", f"{told.en} ({by.en})")
    return Finding(kind, reporter, tuple(periods), facts, told, _TODO[kind])


_TOLD = {
    OUTLIER: Text(
        "{periods}: ค่า {value} ห่างจากค่ามัธยฐาน {median} เกิน {times} เท่าของค่าเบี่ยงเบนมัธยฐานสัมบูรณ์ {deviation}",
        "{periods}: {value} lies further from the median {median} than {times} times the median absolute deviation "
        "{deviation}.",
    ),
    GAP: Text("ยังไม่มีค่าของ {periods} ซึ่งถึงกำหนดแล้ว", "There is no value of {periods}, which are due."),
    LATE: Text(
        "{periods}: กำหนดภายใน {due_on} รายงานครั้งแรกช้าไป {days} วัน",
        "{periods}: due by {due_on}, and first reported {days} days after that.",
    ),
    SIDES_DIFFER: Text(
        "{periods}: {reporter} รายงาน {value} แต่ {other} รายงาน {other_value} ต่างกันเกินร้อยละ {tolerance}",
        "{periods}: {reporter} reports {value} and {other} {other_value}, more than {tolerance} percent apart.",
    ),
    PERIODS_DIFFER: Text(
        "{periods}: ค่า {value} ไม่ตรงกับค่าที่ได้จากช่วงเวลาย่อย {expected}",
        "{periods}: {value} is not what the shorter periods come to, {expected}.",
    ),
    PARTS_DIFFER: Text(
        "{periods}: ค่า {value} ไม่ตรงกับตัวตั้งหารด้วยตัวหาร {expected}",
        "{periods}: {value} is not numerator over denominator, {expected}.",
    ),
}
_DUE_BY = {
    WINDOW: Text("ตามช่วงเวลารับค่าของปีงบประมาณ", "by the windows of the fiscal year"),
    ALLOWANCE: Text(
        "ปีนี้ยังไม่กำหนดช่วงเวลารับค่า จึงใช้จำนวนวันตัวอย่างของระบบ",
        "the year has no windows, so by the example allowance of the house",
    ),
}
_TODO = {
    OUTLIER: Text(
        "ตรวจค่ากับแหล่งข้อมูล หากผิดให้รายงานใหม่พร้อมเหตุผล หากถูกให้อธิบายใน note",
        "Check it at its source. If it is wrong, report it again with the reason; if right, explain it in the note.",
    ),
    GAP: Text(
        "รายงานค่าที่ขาดที่ /v1/observations หรือค่าของช่วงเวลาที่ยาวกว่า",
        "Report what is missing at /v1/observations, or the value of a longer period.",
    ),
    LATE: Text(
        "ทบทวนรอบการจัดเก็บข้อมูลกับผู้รายงาน ค่าที่รายงานแล้วใช้ได้ตามปกติ",
        "Go over the cycle of collection with the reporter. The value itself counts as any other.",
    ),
    SIDES_DIFFER: Text(
        "ให้สองฝ่ายเทียบแหล่งข้อมูล แล้วฝ่ายที่ผิดรายงานใหม่พร้อมเหตุผล หากเป็นตัวชี้วัดร่วม ดู disputes_settled_by",
        "Let both compare their sources, and who is wrong report again with the reason. Of a joint indicator, "
        "disputes_settled_by says who settles it.",
    ),
    PERIODS_DIFFER: Text(
        "ตรวจว่าค่าใดผิด แล้วรายงานค่านั้นใหม่พร้อมเหตุผล ระหว่างนี้ใช้ค่าของช่วงเวลาที่ยาวกว่า",
        "Find out which is wrong and report it again with the reason. Until then the longer period's value is used.",
    ),
    PARTS_DIFFER: Text(
        "รายงานตัวตั้ง ตัวหาร และค่าใหม่ให้ตรงกัน หรือไม่ต้องส่งค่า ระบบคำนวณให้",
        "Report numerator, denominator and value again so that they agree, or leave the value to be computed.",
    ),
}
