"""Values from Excel or CSV: a row for each value that is open, judged by the very push that JSON goes through."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.repository import ids_of_codes
from services.indicators.observations.errors import INDICATOR_UNKNOWN, RowsRefused
from services.indicators.observations.rules.rows import Fault
from services.indicators.observations.rules.years import FINAL, PROVISIONAL
from services.indicators.observations.schemas import ObservationPush
from services.indicators.observations.usecases.pushing import push_observations
from services.indicators.periods import NAMES
from services.indicators.reporting import access
from services.indicators.reporting.rules import Owed
from services.indicators.reporting.usecases import owed_by
from services.shared.access import Principal
from services.shared.errors import FieldError, Text
from services.shared.imports.kinds import ImportKind, Known, RowFault, Values
from services.shared.imports.rules.columns import Choice, Column, ColumnKind
from services.shared.imports.rules.table import Row

_LEFT_ALONE = Text("ให้ดูเท่านั้น ระบบไม่อ่านคอลัมน์นี้", "For reading only: this column is not taken in.")
_OF_RATIO = Text("เฉพาะตัวชี้วัดแบบอัตราส่วน", "Of ratios only.")
COLUMNS = (
    Column("area_code", "พื้นที่", "Area", ColumnKind.AREA, required=True, example="50"),
    Column("indicator_code", "รหัสตัวชี้วัด", "Indicator code", required=True, example="MOTS-INCOME"),
    Column("name_th", "ชื่อตัวชี้วัด", "Indicator", example="รายได้จากการท่องเที่ยว", note=_LEFT_ALONE),
    Column("unit_name_th", "หน่วยนับ", "Unit", example="ล้านบาท", note=_LEFT_ALONE),
    Column("fiscal_year", "ปีงบประมาณ", "Fiscal year", ColumnKind.FISCAL_YEAR, required=True, example="2558"),
    Column(
        "period",
        "ช่วงเวลา",
        "Period",
        ColumnKind.CHOICE,
        required=True,
        choices=tuple(Choice(period, name.th, name.en) for period, name in NAMES.items()),
        example="q1",
        note=Text("นับตามปีงบประมาณ ไตรมาสที่ 1 คือ ต.ค.-ธ.ค.", "Within the fiscal year: quarter 1 is October to December."),
    ),
    Column("due_on", "กำหนดส่ง", "Due", example="31/1/2558", note=_LEFT_ALONE),
    Column("value", "ค่า", "Value", ColumnKind.NUMBER, example="18250.75"),
    Column("numerator", "ตัวตั้ง", "Numerator", ColumnKind.NUMBER, note=_OF_RATIO),
    Column("denominator", "ตัวหาร", "Denominator", ColumnKind.NUMBER, note=_OF_RATIO),
    Column(
        "status",
        "สถานะ",
        "Status",
        ColumnKind.CHOICE,
        required=True,
        choices=(Choice(PROVISIONAL, "เบื้องต้น", "provisional"), Choice(FINAL, "สุดท้าย", "final")),
        example=PROVISIONAL,
    ),
    Column("note", "หมายเหตุ", "Note", example="ตัวเลขเบื้องต้นจากการสำรวจ"),
    Column(
        "reason",
        "เหตุผลที่ค่าเปลี่ยน",
        "Reason",
        note=Text("เมื่อค่าต่างจากที่รายงานไว้", "When the value differs from the one reported before."),
    ),
)
FILLED_BY = ("value", "numerator", "denominator")
_SENT = ("area_code", "fiscal_year", "period", *FILLED_BY, "status", "note", "reason")
# The column in which a fault of a field of the push is mended.
_COLUMN_OF = {"indicator_id": "indicator_code"}


async def open_rows(session: AsyncSession, principal: Principal, owner: str, _known: Known) -> list[Values]:
    """Return a row for each value that is taken today and has no final one yet."""
    owed = await owed_by(session, principal, owner)
    return [_row_of(each) for each in owed if each.standing.is_taken and not each.is_final]


def _row_of(owed: Owed) -> Values:
    duty, due_on = owed.duty, owed.due_on
    return {
        "area_code": duty.area_code,
        "indicator_code": duty.code,
        "name_th": duty.name_th,
        "unit_name_th": duty.unit_name_th,
        "fiscal_year": duty.fiscal_year,
        "period": owed.period,
        "due_on": f"{due_on.day}/{due_on.month}/{due_on.year + 543}" if due_on else None,
        "status": PROVISIONAL,
    }


def check_doubles(rows: Sequence[Row]) -> list[RowFault]:
    """Refuse each row for a value that another row is for as well."""
    places: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        key = tuple(row.values[name] for name in ("area_code", "indicator_code", "fiscal_year", "period"))
        places.setdefault(key, []).append(row.number)
    return [
        RowFault(number, "indicator_code", "key_twice", _twice(numbers))
        for numbers in places.values()
        for number in numbers
        if len(numbers) > 1
    ]


def _twice(numbers: Sequence[int]) -> Text:
    shown = ", ".join(map(str, numbers[:5]))
    return Text(f"ค่าเดียวกันอยู่ในแถวที่ {shown} โปรดเหลือแถวเดียว", f"Rows {shown} are for the same value. Keep one of them.")


async def examine_rows(
    session: AsyncSession, principal: Principal, owner: str, rows: Sequence[Row], _known: Known
) -> list[RowFault]:
    """Return what the push would refuse today, each fault at the column in which it is mended."""
    ids = await ids_of_codes(session, principal, _codes_in(rows))
    known = [row for row in rows if row.values["indicator_code"] in ids]
    unknown = [row for row in rows if row.values["indicator_code"] not in ids]
    faults = [RowFault(row.number, "indicator_code", *INDICATOR_UNKNOWN[1:]) for row in unknown]
    if known:
        pushed = await push_observations(session, principal, None, push_of(owner, known, ids, dry_run=True))
        faults += (_fault_at(known[fault.index], fault) for fault in pushed.faults)
    return faults


async def push_rows(
    session: AsyncSession, principal: Principal, owner: str, rows: Sequence[Row], _known: Known
) -> dict[str, Any]:
    """Push every row or none. Raises RowsRefused, its faults by the rows of the sheet."""
    ids = await ids_of_codes(session, principal, _codes_in(rows))
    try:
        pushed = await push_observations(session, principal, None, push_of(owner, rows, ids, atomic=True))
    except RowsRefused as refusal:
        refusal.errors = tuple(_by_sheet(refusal.errors, rows))
        raise
    return {"counts": pushed.counts, "late": pushed.late, "batch_id": str(pushed.batch_id) if pushed.batch_id else None}


def push_of(owner: str, rows: Sequence[Row], ids: Mapping[str, UUID], **how: bool) -> ObservationPush:
    """Return rows as the body that the JSON door takes."""
    sent = [
        {**{name: row.values.get(name) for name in _SENT}, "indicator_id": ids.get(str(row.values["indicator_code"]))}
        for row in rows
    ]
    return ObservationPush(reporter=owner, rows=sent, **how)


def _codes_in(rows: Sequence[Row]) -> set[str]:
    return {str(row.values["indicator_code"]) for row in rows}


def _fault_at(row: Row, fault: Fault) -> RowFault:
    field = fault.error.pointer.lstrip("/").partition("/")[0]
    return RowFault(row.number, _COLUMN_OF.get(field, field), fault.error.code, fault.error.text)


def _by_sheet(errors: Sequence[FieldError], rows: Sequence[Row]) -> Iterator[FieldError]:
    """Yield faults of a push with the row of the sheet in place of the row of the push."""
    for error in errors:
        _, _, index, *field = error.pointer.split("/")
        yield FieldError("/".join([f"row:{rows[int(index)].number}", *field]), *error[1:])


def kind(tag: str, path: str) -> ImportKind:
    """Return values as what comes in from files; `path` is where values are."""
    return ImportKind(
        name="observation",
        noun="Observation",
        title=Text("ค่าตัวชี้วัด", "Values"),
        tag=tag,
        path=f"{path}/imports",
        action=access.IMPORT,
        columns=COLUMNS,
        apply=push_rows,
        check=check_doubles,
        examine=examine_rows,
        prefill=open_rows,
        filled_by=FILLED_BY,
        refuses=(RowsRefused,),
    )
