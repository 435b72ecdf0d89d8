"""Readings as tables for spreadsheets: what a person would copy from the screen, with whose value it is."""

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal

from services.indicators.observations.rules import CurrentValue
from services.indicators.observations.rules.periods import PERIODS, YEAR
from services.indicators.observations.rules.years import FINAL
from services.indicators.readings.errors import ExportTooLarge
from services.indicators.readings.repository import read_values
from services.indicators.readings.repository.listing import COLUMNS
from services.indicators.readings.rules.years import AreaYear, Reported, Settled
from services.indicators.readings.schemas.queries import ObservationExportQuery
from services.indicators.readings.usecases.series import Ranking, Series
from services.shared import reference
from services.shared.access import Principal
from services.shared.database import Reader
from services.shared.exports.rules import Cell, Column, Kind, Sheet
from services.shared.schemas import Json

MOST_ROWS = 50_000
_TITLES = {
    "area_code": "รหัสพื้นที่",
    "area_name_th": "พื้นที่",
    "indicator_id": "รหัสตัวชี้วัดในระบบ",
    "fiscal_year": "ปีงบประมาณ",
    "period": "ช่วงเวลา",
    "reporter": "ผู้รายงาน",
    "counts": "ค่าที่นับ",
    "revision": "ครั้งที่แก้ไข",
    "value": "ค่า",
    "numerator": "ตัวตั้ง",
    "denominator": "ตัวหาร",
    "status": "สถานะ",
    "is_final": "เป็นค่าสุดท้าย",
    "definition_version": "รุ่นของคำนิยาม",
    "note": "หมายเหตุ",
    "reason": "เหตุผลที่แก้ไข",
    "recorded_at": "บันทึกเมื่อ",
    "place": "อันดับ",
    "target": "เป้าหมาย",
    "is_complete": "ครบทั้งปี",
    "covers": "ครอบคลุมพื้นที่",
    "not_ranked": "เหตุที่ไม่มีอันดับ",
    "percent": "ร้อยละ",
    "settled_reporter": "มติให้ใช้ค่าของ",
    "dispute_id": "ข้อพิพาทที่มีมติ",
}
SETTLED = ("settled_reporter", "dispute_id")
_NUMBERS = {
    "fiscal_year", "revision", "value", "numerator", "denominator", "definition_version", "place", "target", "percent",
    *PERIODS,
}  # fmt: skip


def columns_of(*names: str) -> tuple[Column, ...]:
    """Return columns by field name."""
    kinds = {name: Kind.NUMBER if name in _NUMBERS else Kind.TEXT for name in names}
    kinds |= {name: Kind.INSTANT for name in names if name == "recorded_at"}
    return tuple(Column(name, _TITLES.get(name, name), kinds[name]) for name in names)


async def sheet_of_values(reader: Reader, principal: Principal, query: ObservationExportQuery) -> Sheet:
    """Return current values as a table. Raises ExportTooLarge."""
    found = await read_values(reader, principal, query.model_dump(exclude={"format"}), MOST_ROWS)
    if len(found) > MOST_ROWS:
        raise ExportTooLarge(most=f"{MOST_ROWS:,}")
    names = (COLUMNS[0], "area_name_th", *COLUMNS[1:])
    rows = [[*_start(row["area_code"]), *(_plain(row[name]) for name in COLUMNS[1:])] for row in found]
    return Sheet("ค่าที่รายงาน", columns_of(*names), rows)


def _plain(value: object) -> Cell:
    return value if isinstance(value, str | int | Decimal | dt.datetime) or value is None else str(value)


def sheet_of_series(series: Series) -> Sheet:
    """Return every reported value of a series as a row, and what was settled of a year as one of its own."""
    columns = columns_of(
        "area_code", "area_name_th", "fiscal_year", "covers", "period", "reporter", "counts", "value", "numerator",
        "denominator", "is_final", "revision", "definition_version", "recorded_at", "target", *SETTLED,
    )  # fmt: skip
    return Sheet("อนุกรมตัวชี้วัด", columns, list(_rows_of_series(series)))


def _rows_of_series(series: Series) -> Iterator[list[Cell]]:
    area = series.query.area_code
    for fiscal_year in series.years:
        year = series.reading.year(area, fiscal_year)
        start = [*_start(area), fiscal_year, " ".join(reference.covers(area, fiscal_year))]
        target = year.target.value if year.target else None
        if year.settled is not None:
            figure = year.settled.figure
            numbers = [figure.value, figure.numerator, figure.denominator]
            plain: list[Cell] = [YEAR, year.reporter, True, *numbers, True, None, None, None]
            yield [*start, *plain, target, *_settled(year.settled)]
        for row in series.reading.rows.get((area, fiscal_year), ()):
            for value in row.values:
                yield [*start, *_reported(row, value, year), target, *_settled(None)]


def _reported(row: Reported, value: CurrentValue, year: AreaYear) -> list[Cell]:
    """Return a value as it was reported; of a settled year no report counts for the whole year."""
    counts = row.counts and not (year.settled is not None and value.period == YEAR)
    return [
        value.period,
        row.reporter,
        counts,
        value.value,
        value.numerator,
        value.denominator,
        value.status == FINAL,
        value.revision,
        row.definition_versions[value.period],
        value.recorded_at,
    ]


def sheet_of_ranking(ranking: Ranking) -> Sheet:
    """Return every area as a row, those without a place at the end with the reason."""
    columns = columns_of(
        "place", "area_code", "area_name_th", "value", "percent", "reporter", "is_final", "is_complete", "target",
        "status", *SETTLED, "not_ranked",
    )  # fmt: skip
    ranked = [
        [each.place.place, *_start(each.place.area_code), each.value, each.percent, *_standing(each.year), None]
        for each in ranking.ranked
    ]
    year_of = ranking.reading.year
    apart = [
        [None, *_start(code), None, None, *_standing(year_of(code, ranking.query.fiscal_year)), reason]
        for code, reason in sorted(ranking.apart.items())
    ]
    return Sheet("อันดับตัวชี้วัด", columns, [*ranked, *apart])


def _start(code: str) -> list[Cell]:
    return [code, name_of(code)]


def _standing(year: AreaYear) -> list[Cell]:
    is_final = year.value is not None and year.value.is_final
    target = year.target.value if year.target else None
    return [year.reporter, is_final, year.is_complete, target, year.status, *_settled(year.settled)]


def _settled(settled: Settled | None) -> list[Cell]:
    if settled is None:
        return [None, None]
    return [settled.reporter, str(settled.dispute_id) if settled.dispute_id else None]


def sheet_of_matrix(text: str) -> Sheet:
    """Return a matrix as a table, a column for each period; areas without a value have empty cells."""
    matrix = json.loads(text, parse_float=Decimal)
    rows = [_row_of_matrix(each) for each in matrix["areas"]]
    rows += [[*_start(code), None, *(None for _ in (*PERIODS, *SETTLED))] for code in matrix["not_reported"]]
    columns = columns_of("area_code", "area_name_th", "reporter", *matrix["periods"], *SETTLED)
    return Sheet("ตารางตัวชี้วัดรายพื้นที่", columns, sorted(rows, key=lambda row: str(row[0])))


def _row_of_matrix(row: Json) -> list[Cell]:
    settled = row["settled"] or {}
    told = [settled.get("reporter"), settled.get("dispute_id")]
    return [*_start(row["area_code"]), row["reporter"], *map(_number, row["values"]), *told]


def _number(value: Decimal | int | None) -> Cell:
    return None if value is None else Decimal(value)


def name_of(code: str) -> str:
    """Return the Thai name of an area; nothing for one that there never was."""
    area = reference.area(code)
    return area.name_th if area else ""
