"""Quarter reports as a table for spreadsheets: a row for each unit, an empty cell where nothing is known."""

from decimal import Decimal

from services.budget.spending.rules.reports import Figures, Money, Rank, comparison_of
from services.budget.spending.rules.targets import MEASURES, OVERALL, TARGET_CLASSES
from services.budget.spending.usecases.reports import Report, Reports
from services.shared.exports.rules import Cell, Column, Kind, Sheet

_PARTS = {
    "brought_forward_": "เงินกันเหลื่อมปี: ",
    "area_": "เงินของพื้นที่: ",
    "agency_": "เงินของหน่วยงาน: ",
}
_CLASSES = {"overall": "ภาพรวม", "recurrent": "รายจ่ายประจำ", "capital": "รายจ่ายลงทุน"}
_AMOUNTS = {
    "posted": "วงเงินที่อนุมัติ (บาท)",
    "disbursed": "เบิกจ่าย (บาท)",
    "committed": "ก่อหนี้ผูกพัน (บาท)",
    "spent": "ใช้จ่าย (บาท)",
}
_RATES = {"disbursed": "เบิกจ่ายร้อยละ", "spent": "ใช้จ่ายร้อยละ"}
_RANKS = {"disbursed": "อันดับการเบิกจ่าย", "spent": "อันดับการใช้จ่าย"}


def sheet_of_reports(reports: Reports) -> Sheet:
    """Return the reports as a table; amounts in baht."""
    return Sheet("รายงานการใช้จ่ายรายไตรมาส", _columns(), [_row_of(each, reports) for each in reports.found])


def _columns() -> tuple[Column, ...]:
    number = Kind.NUMBER
    columns = [
        Column("fiscal_year", "ปีงบประมาณ", number),
        Column("quarter", "ถึงไตรมาส", number),
        Column("code", "รหัส"),
        Column("name_th", "หน่วยงาน"),
        Column("ceiling_amount", "กรอบวงเงิน (บาท)", number),
    ]
    for name, title in _CLASSES.items():
        columns += [Column(f"{name}_{amount}", f"{title} {of}", number) for amount, of in _AMOUNTS.items()]
        for measure, of in _RATES.items():
            columns += [
                Column(f"{name}_{measure}_rate", f"{title} {of}", number),
                Column(f"{name}_{measure}_target", f"{title} เป้าหมาย{of}", number),
                Column(f"{name}_{measure}_difference", f"{title} ต่างจากเป้าหมาย{of} (จุด)", number),
                Column(f"{name}_{measure}_standing", f"{title} ผลเทียบเป้าหมาย{of}"),
            ]
    for measure, title in _RANKS.items():
        columns += [
            Column(f"{measure}_place", title, number),
            Column(f"{measure}_ranked", f"{title}: จากทั้งหมด", number),
            Column(f"{measure}_sharing", f"{title}: จำนวนที่อันดับเท่ากัน", number),
        ]
    apart = [(part, amount) for part in _PARTS for amount in _AMOUNTS]
    columns += [Column(f"{part}{amount}", f"{_PARTS[part]}{_AMOUNTS[amount]}", number) for part, amount in apart]
    return tuple(columns)


def _row_of(report: Report, reports: Reports) -> list[Cell]:
    unit, parts, query = report.unit, report.parts, reports.query
    row: list[Cell] = [query.fiscal_year, query.quarter, unit.area_code or unit.function_code, report.name_th]
    row.append(_baht(parts.whole.cap if parts.whole else None))
    for name in TARGET_CLASSES:
        row += _amounts(_figures_of(parts.whole, name))
        for measure in MEASURES:
            figures = _figures_of(parts.whole, name)
            rate = figures.rate(measure) if figures else None
            stands = comparison_of(parts.whole, name, measure, reports.goals)
            row += [_number(rate), stands.target, stands.points, stands.standing]
    for measure in MEASURES:
        row += _rank(report.ranks.get(measure))
    row += _amounts(parts.whole.brought if parts.whole else None)
    for money in (parts.area, parts.agencies):
        row += _amounts(_figures_of(money, OVERALL))
    return row


def _figures_of(money: Money | None, name: str) -> Figures | None:
    if money is None:
        return None
    return money.whole if name == OVERALL else money.by_class[name]


def _amounts(figures: Figures | None) -> list[Cell]:
    return [_baht(getattr(figures, name) if figures else None) for name in _AMOUNTS]


def _rank(rank: Rank | None) -> list[Cell]:
    return [rank.place, rank.ranked, rank.sharing] if rank else [None, None, None]


def _baht(satang: int | None) -> Cell:
    return None if satang is None else Decimal(satang).scaleb(-2)


def _number(rate: float | None) -> Cell:
    return None if rate is None else Decimal(str(rate))
