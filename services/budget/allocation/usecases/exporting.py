"""A run as a table for spreadsheets: a row for each area, whose lines add up to its amount."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from services.budget.allocation.models import AllocationRun
from services.budget.allocation.rules.exact import fraction_of, rounded
from services.budget.allocation.rules.snapshot import Document, document_of
from services.budget.allocation.usecases.reporting import name_of, sentences_of_area
from services.shared.exports.rules import Cell, Column, Kind, Sheet

_PLACES = 6


def sheet_of_run(run: AllocationRun) -> Sheet:
    """Return a run as a table; amounts in baht.

    Of every row what the criteria brought, `bounds_amount` and `rounding_amount` add up to `amount`. A cell stays empty
    where the pool has no such criterion, or no input is known.
    """
    levels = {each["level"]: each for each in document_of(run.snapshot)["pools"]}
    criteria: dict[str, Document] = {}
    for each in (criterion for of_level in levels.values() for criterion in of_level["criteria"]):
        criteria.setdefault(each["key"], each)
    rows = [
        list(_row_of(run, pool, area, levels[pool["level"]], list(criteria)))
        for pool in document_of(run.result)["pools"]
        for area in pool["areas"]
    ]
    return Sheet(f"การจัดสรร {run.round.fiscal_year}", _columns(criteria.values()), rows)


def _columns(criteria: Iterable[Document]) -> tuple[Column, ...]:
    number = Kind.NUMBER
    columns = [
        Column("fiscal_year", "ปีงบประมาณ", number),
        Column("level", "ระดับ"),
        Column("area_code", "รหัส"),
        Column("name_th", "พื้นที่"),
        Column("pool_amount", "วงเงินที่แบ่งกัน (บาท)", number),
    ]
    for each in criteria:
        key, name, origin = each["key"], each["name_th"], each["origin"]
        unit = f" ({origin['unit_th']})" if origin else ""
        columns += [
            Column(f"criterion_{key}_weight", f"{name}: น้ำหนัก (ร้อยละ)", number),
            Column(f"criterion_{key}_value", f"{name}: ข้อมูลที่นับ{unit}", number),
            Column(f"criterion_{key}_share", f"{name}: ร้อยละของทั้งหมด (ทศนิยม {_PLACES} ตำแหน่ง)", number),
            Column(f"criterion_{key}_amount", f"{name}: ได้ (บาท)", number),
        ]
    return (
        *columns,
        Column("lower_amount", "ขอบเขตล่าง (บาท)", number),
        Column("upper_amount", "ขอบเขตบน (บาท)", number),
        Column("bound_by", "อยู่ที่ขอบเขต"),
        Column("bounds_amount", "ผลของขอบเขต (บาท)", number),
        Column("rounding_amount", "ผลของการปัดเศษ (บาท)", number),
        Column("amount", "ได้รับจัดสรร (บาท)", number),
        Column("last_year_amount", "ปีก่อน (บาท)", number),
        Column("explained_th", "คำอธิบาย"),
    )


def _row_of(run: AllocationRun, pool: Document, area: Document, of_level: Document, keys: list[str]) -> Iterator[Cell]:
    code, by_key = area["area_code"], {each["key"]: each for each in area["contributions"]}
    yield from (run.round.fiscal_year, pool["level"], code, name_of(code).th, Decimal(pool["amount"]))
    for key in keys:
        yield from _contribution(by_key.get(key))
    yield from (_number(area["lower_amount"]), _number(area["upper_amount"]), area["bound_by"])
    yield from (Decimal(area[name]) for name in ("bounds_amount", "rounding_amount", "amount"))
    had = (each["amount"] for each in of_level["last_year"]["amounts"] if each["area_code"] == code)
    yield _number(next(had, None))
    yield "\n".join(each.text.th for each in sentences_of_area(run, pool, area, of_level))


def _contribution(contribution: Document | None) -> list[Cell]:
    if contribution is None:
        return [None, None, None, None]
    share = rounded(fraction_of(contribution["share"]) * 100, _PLACES)
    weight, amount = Decimal(contribution["weight"]), Decimal(contribution["amount"])
    return [weight, _number(contribution["value"]), share, amount]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
