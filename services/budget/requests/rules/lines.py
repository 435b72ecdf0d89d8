"""The lines of a request: by expenditure class, by fiscal year, and by province where a cluster asks.

This year's lines are what is asked, to the satang. Lines of later years say what a project of several years will need;
they are stated, not asked.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from services.shared.errors import FieldError, Text
from services.shared.money import format_amount

CLASSES = ("recurrent", "capital")
MOST_LINES = 100


@dataclass(frozen=True)
class Part:
    """A line as it is counted; `amount` in satang, `area_code` the province it is for where the line says so."""

    expenditure_class: str
    amount: int
    fiscal_year: int
    area_code: str | None


@dataclass(frozen=True)
class Ask:
    """What a request asks: how many satang in which fiscal year, and the provinces its lines may be for."""

    amount: int
    fiscal_year: int
    provinces: Collection[str]


def line_faults(ask: Ask, parts: Sequence[Part]) -> tuple[FieldError, ...]:
    """Return what is wrong with the amounts of a request, and with the years and provinces of its lines."""
    if ask.amount <= 0:
        sentence = Text("วงเงินที่ขอต้องมากกว่าศูนย์", "The amount asked must be more than zero.")
        return (FieldError("/asked_amount", "amount_not_positive", sentence),)
    if any(part.amount <= 0 for part in parts):
        sentence = Text("ทุกรายการต้องมากกว่าศูนย์", "Every line must be more than zero.")
        return (FieldError("/lines", "amount_not_positive", sentence),)
    if misplaced := [fault for place, part in enumerate(parts) for fault in _misplaced(ask, place, part)]:
        return tuple(misplaced)
    asked = [part for part in parts if part.fiscal_year == ask.fiscal_year]
    total, shown = sum(part.amount for part in asked), format_amount(ask.amount)
    if total != ask.amount:
        sentence = Text(
            f"ผลรวมรายการปี {ask.fiscal_year} {format_amount(total)} บาท ต้องเท่ากับวงเงินที่ขอ {shown} บาทพอดี",
            f"The lines of {ask.fiscal_year} add up to {format_amount(total)} baht, "
            f"which must be the {shown} asked exactly.",
        )
        return (FieldError("/lines", "lines_do_not_add_up", sentence),)
    shared = sum(part.amount for part in asked if part.area_code is not None)
    if shared not in (0, ask.amount):
        sentence = Text(
            f"ส่วนแบ่งรายจังหวัดรวม {format_amount(shared)} บาท ต้องเท่ากับวงเงินที่ขอ {shown} บาทพอดี "
            "โปรดระบุจังหวัดให้ครบทุกรายการ หรือไม่ระบุเลย",
            f"The shares of the provinces add up to {format_amount(shared)} baht, which must be the {shown} asked "
            "exactly. Name the province of every line, or of none.",
        )
        return (FieldError("/lines", "shares_do_not_add_up", sentence),)
    return ()


def _misplaced(ask: Ask, place: int, part: Part) -> list[FieldError]:
    """Return what is wrong with the year and the province of one line."""
    faults = []
    if part.fiscal_year < ask.fiscal_year:
        sentence = Text(
            f"คำขอเป็นของปีงบประมาณ {ask.fiscal_year} รายการต้องเป็นของปีนี้หรือปีถัดไป",
            f"The request is of fiscal year {ask.fiscal_year}: a line is of that year or of a later one.",
        )
        faults.append(FieldError(f"/lines/{place}/fiscal_year", "line_of_a_past_year", sentence))
    if part.area_code is not None and part.area_code not in ask.provinces:
        known = ", ".join(sorted(ask.provinces))
        sentence = Text(
            f"รายการเป็นของจังหวัดในคำขอนี้เท่านั้น: {known}",
            f"A line is for a province of this request: {known}.",
        )
        faults.append(FieldError(f"/lines/{place}/area_code", "line_of_another_area", sentence))
    return faults


def sums_by(parts: Sequence[Part], fiscal_year: int, key: Callable[[Part], str | None]) -> dict[str, int]:
    """Return, by what `key` says of a line, what the lines of a fiscal year come to, in satang; None counts nowhere."""
    sums: dict[str, int] = {}
    for part in parts:
        name = key(part)
        if part.fiscal_year == fiscal_year and name is not None:
            sums[name] = sums.get(name, 0) + part.amount
    return dict(sorted(sums.items()))


def later_years(parts: Sequence[Part], fiscal_year: int) -> dict[int, int]:
    """Return, by fiscal year, what lines of later years come to, in satang: stated, not asked."""
    years = sorted({part.fiscal_year for part in parts if part.fiscal_year > fiscal_year})
    return {year: sum(part.amount for part in parts if part.fiscal_year == year) for year in years}
