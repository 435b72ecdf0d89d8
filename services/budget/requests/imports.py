"""Requests from Excel or CSV: a row for each line, its request said once; judged by what the JSON door judges by."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger.repository import list_funds
from services.budget.requests import access, clients, repository
from services.budget.requests.errors import RowsRefused
from services.budget.requests.rules.project import Project
from services.budget.requests.rules.sheet import Line
from services.budget.requests.schemas.fields import EVIDENCE_EXAMPLES, FORUM_EXAMPLE, LINE_EXAMPLES, TITLE
from services.budget.requests.usecases.bringing import bring_in, judge
from services.budget.responsibilities.repository import framework_in_force
from services.budget.submissions.repository import open_lists
from services.shared.access import Principal
from services.shared.errors import Text
from services.shared.imports.kinds import ImportKind, Known, RowFault, Values
from services.shared.imports.rules.columns import Choice, Column, ColumnKind
from services.shared.imports.rules.table import Row
from services.shared.neighbours import Asker

_ONCE = Text("ระบุในแถวแรกของคำขอ แถวถัดไปเว้นว่างได้", "In the first row of a request; later rows may leave it empty.")
_LEVELS = (
    Choice("community", "ชุมชน", "community"),
    Choice("tambon", "ตำบล", "tambon"),
    Choice("district", "อำเภอ", "district"),
    Choice("province", "จังหวัด", "province"),
)
COLUMNS = (
    Column("fiscal_year", "ปีงบประมาณ", "Fiscal year", ColumnKind.FISCAL_YEAR, required=True, example="2558"),
    Column("round", "รอบ", "Round", ColumnKind.INTEGER, example="1"),
    Column(
        "project",
        "โครงการ",
        "Project",
        required=True,
        example=TITLE,
        note=Text(
            "ชื่อหรือรหัสโครงการ แถวของโครงการเดียวกันรวมเป็นคำขอเดียว", "Title or id; the rows of one project are one request."
        ),
    ),
    Column("fund_code", "แหล่งเงิน", "Fund", example="AREA", note=_ONCE),
    Column(
        "ceiling_position",
        "ในหรือเกินกรอบ",
        "Within or above",
        ColumnKind.CHOICE,
        choices=(Choice("within", "ในกรอบ", "within"), Choice("above", "เกินกรอบ", "above")),
        example="within",
        note=_ONCE,
    ),
    Column("asked_amount", "วงเงินที่ขอ (บาท)", "Asked (baht)", ColumnKind.AMOUNT, example="950000.00", note=_ONCE),
    Column("problem_th", "วิเคราะห์ปัญหา", "Problem", example="รายได้ชุมชนหัตถกรรมลดลงต่อเนื่อง 3 ปี", note=_ONCE),
    Column("problem_rank", "ลำดับความรุนแรง", "Severity rank", ColumnKind.INTEGER, example="1", note=_ONCE),
    Column("project_kind", "ประเภทโครงการ", "Kind of project", example="CULTURE-TOURISM", note=_ONCE),
    Column("forum_level", "ระดับประชาคม", "Forum level", ColumnKind.CHOICE, choices=_LEVELS, example="district"),
    Column("forum_title_th", "เวทีประชาคม", "Forum", example=FORUM_EXAMPLE["title_th"], note=_ONCE),
    Column("forum_held_on", "วันที่จัดเวที", "Forum held on", ColumnKind.DATE, example=FORUM_EXAMPLE["held_on"]),
    Column(
        "expenditure_class",
        "ประเภทรายจ่าย",
        "Expenditure class",
        ColumnKind.CHOICE,
        required=True,
        choices=(Choice("recurrent", "งบดำเนินงาน", "recurrent"), Choice("capital", "งบลงทุน", "capital")),
        example="capital",
    ),
    Column("line_title_th", "รายการ", "Line", required=True, example=LINE_EXAMPLES[0]["title_th"]),
    Column("amount", "จำนวนเงิน (บาท)", "Amount (baht)", ColumnKind.AMOUNT, required=True, example="950000.00"),
    Column(
        "line_fiscal_year",
        "ปีของรายการ",
        "Year of the line",
        ColumnKind.FISCAL_YEAR,
        note=Text(
            "เว้นว่าง: ปีของคำขอ ปีถัดไปเป็นการแจ้ง ไม่รวมในวงเงินที่ขอ",
            "Empty: the request's. A later year is stated, not asked.",
        ),
    ),
    Column("line_area_code", "จังหวัดของรายการ", "Province of the line", ColumnKind.AREA, example="50"),
    Column("evidence_th", "ข้อมูลหลักฐาน", "Evidence", example=EVIDENCE_EXAMPLES[1]["title_th"]),
    Column("evidence_source_th", "แหล่งข้อมูล", "Source", example=EVIDENCE_EXAMPLES[1]["source_th"]),
    Column(
        "evidence_side",
        "ฝั่งข้อมูล",
        "Side",
        ColumnKind.CHOICE,
        choices=(Choice("state", "รัฐ", "state"), Choice("people", "ประชาชน", "people")),
        example="people",
    ),
)
FILLED_BY = ("line_title_th", "amount")


async def gather(session: AsyncSession, asker: Asker, principal: Principal, owner: str) -> Known:
    """Return the projects that an area may ask for in its open lists, and what else the template lists."""
    area_code = _area_of(owner)
    years = sorted({each.fiscal_year for each in await open_lists(session, principal, area_code)})
    funds = [[fund.code, fund.name_th] for fund in await list_funds(session)]
    frameworks = [await framework_in_force(session, year) for year in years]
    kinds = sorted({(kind.code, kind.title_th) for each in frameworks if each for kind in each.kinds})
    await session.rollback()
    projects = [project for year in years for project in await clients.projects_around(asker, area_code, year)]
    return {"projects": [project.document() for project in projects], "funds": funds, "kinds": kinds}


def lists(known: Known) -> Mapping[str, Sequence[Choice]]:
    """Return what the template lets choose from: this unit's projects, the funds, the kinds of the framework."""
    projects = [Choice(project.id, project.title_th, project.title_th) for project in _projects(known)]
    codes = {name: [Choice(code, code, title) for code, title in known[name]] for name in ("funds", "kinds")}
    return {"project": projects, "fund_code": codes["funds"], "project_kind": codes["kinds"]}


async def open_rows(session: AsyncSession, principal: Principal, owner: str, known: Known) -> list[Values]:
    """Return a row for each project of an open list that the list has no request for."""
    submissions = await open_lists(session, principal, _area_of(owner))
    asked_for = await repository.open_projects(session, principal, [each.id for each in submissions])
    return [
        {"fiscal_year": submission.fiscal_year, "round": submission.round, "project": project.title_th}
        for submission in submissions
        for project in _projects(known)
        if project.fiscal_year == submission.fiscal_year
        and not project.is_ended
        and project.id not in {str(each) for each in asked_for[submission.id]}
    ]


async def examine_rows(
    session: AsyncSession, principal: Principal, owner: str, rows: Sequence[Row], known: Known
) -> list[RowFault]:
    """Return what the JSON door would refuse today, each fault at the cell in which it is mended."""
    judging = await judge(session, principal, _area_of(owner), _lines(rows), _projects(known))
    return [RowFault(each.line.number, each.column, each.error.code, each.error.text) for each in judging.faults]


async def add_rows(
    session: AsyncSession, principal: Principal, owner: str, rows: Sequence[Row], known: Known
) -> dict[str, Any]:
    """Create every request of a sheet or none. Raises RowsRefused, its faults by the rows of the sheet."""
    return await bring_in(session, principal, _area_of(owner), _lines(rows), _projects(known))


def _area_of(owner: str) -> str:
    return owner.partition(":")[2]


def _projects(known: Known) -> list[Project]:
    return [Project.of(each) for each in known.get("projects", [])]


def _lines(rows: Sequence[Row]) -> list[Line]:
    return [Line(row.number, row.values) for row in rows]


def kind(tag: str, path: str) -> ImportKind:
    """Return requests as what comes in from files; `path` is where requests are."""
    return ImportKind(
        name="budget_request",
        noun="BudgetRequest",
        title=Text("คำขอ", "Requests"),
        tag=tag,
        path=f"{path}/imports",
        action=access.IMPORT,
        columns=COLUMNS,
        apply=add_rows,
        examine=examine_rows,
        prefill=open_rows,
        gather=gather,
        lists=lists,
        filled_by=FILLED_BY,
        refuses=(RowsRefused,),
        is_whole=True,
    )
