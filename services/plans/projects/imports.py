"""Projects from Excel or CSV: the columns, how a row becomes the body of the JSON door, and what a file creates."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.projects import access, repository
from services.plans.projects.rules import share_texts
from services.plans.projects.schemas import CREATE_EXAMPLE, ProjectCreate, ProjectShareIn
from services.plans.projects.usecases.changes import change_of, shown
from services.plans.projects.usecases.projects import new_project, refuse_faults
from services.shared import reference
from services.shared.access import Principal
from services.shared.errors import Text
from services.shared.events.record import record
from services.shared.imports.kinds import ImportKind, Known, RowFault, Values
from services.shared.imports.rules.columns import Column, ColumnKind
from services.shared.imports.rules.table import Row
from services.shared.money import format_amount
from services.shared.text import search_key

COLUMNS = (
    Column("title_th", "ชื่อโครงการ", "Title", required=True, example=CREATE_EXAMPLE["title_th"]),
    Column("fiscal_year", "ปีงบประมาณ", "Fiscal year", ColumnKind.FISCAL_YEAR, required=True, example="2558"),
    Column("objective_th", "วัตถุประสงค์", "Objective", example=CREATE_EXAMPLE["objective_th"]),
    Column("responsible_unit", "หน่วยงานรับผิดชอบ", "Responsible unit", example=CREATE_EXAMPLE["responsible_unit"]),
    Column(
        "responsible_post",
        "ตำแหน่งผู้รับผิดชอบ",
        "Responsible post",
        example=CREATE_EXAMPLE["responsible_post"],
        note=Text("ระบุตำแหน่ง ไม่ระบุชื่อบุคคล", "A post, not a person's name."),
    ),
    Column("place_th", "สถานที่", "Place", example=CREATE_EXAMPLE["place_th"]),
    Column("start_on", "วันเริ่ม", "Starts on", ColumnKind.DATE, example=CREATE_EXAMPLE["start_on"]),
    Column("end_on", "วันสิ้นสุด", "Ends on", ColumnKind.DATE, example=CREATE_EXAMPLE["end_on"]),
    Column("estimated_amount", "วงเงิน (บาท)", "Amount (baht)", ColumnKind.AMOUNT, example="1250000.00"),
    Column("is_area_initiative", "ริเริ่มโดยพื้นที่", "Area initiative", ColumnKind.BOOLEAN, example="true"),
    Column("is_regular_mission", "งานปกติ", "Regular mission", ColumnKind.BOOLEAN, example="false"),
    Column(
        "shares",
        "ส่วนแบ่งรายจังหวัด",
        "Shares",
        example="50=1250000.00",
        note=Text(
            "รหัสจังหวัด=จำนวนบาท คั่นด้วย ; เช่น 50=1000000.00; 51=250000.00 เว้นว่าง: ทั้งหมดเป็นของจังหวัดเจ้าของ",
            "Province code=baht, divided by ; such as 50=1000000.00; 51=250000.00. Empty: all for the owning province.",
        ),
    ),
)
CHUNK = 250  # rows at a time, so that other requests are served in between
_TWICE = Text("มีชื่อโครงการนี้ของปีเดียวกันซ้ำในไฟล์", "This title of the same year stands in the file twice.")


def body_of(owner: str, values: Values) -> ProjectCreate:
    """Return a row as the body that the JSON door takes, for the owner unit `area:50` or `function:05`."""
    kind, _, code = owner.partition(":")
    fields: dict[str, Any] = {name: value for name, value in values.items() if value is not None and name != "shares"}
    shares = share_texts(str(values.get("shares") or ""))
    body = ProjectCreate.model_validate({f"owner_{kind}_code": code, **fields, "shares": shares})
    area = reference.area(code) if kind == "area" else None
    if shares or body.estimated_amount == 0 or area is None or not area.counts_as_province:
        return body
    whole = ProjectShareIn(area_code=code, amount=format_amount(body.estimated_amount))
    return body.model_copy(update={"shares": [whole]})


def check_row(owner: str, values: Values) -> None:
    """Refuse what the JSON door would refuse of a new project."""
    refuse_faults(new_project(body_of(owner, values)))


def check_titles(rows: Sequence[Row]) -> list[RowFault]:
    """Refuse a title that the file has twice in one fiscal year."""
    seen: set[tuple[object, str]] = set()
    faults = []
    for row in rows:
        key = (row.values["fiscal_year"], search_key(str(row.values["title_th"])))
        if key in seen:
            faults.append(RowFault(row.number, "title_th", "title_twice", _TWICE))
        seen.add(key)
    return faults


async def add_projects(
    session: AsyncSession, principal: Principal, owner: str, rows: Sequence[Row], _known: Known
) -> dict[str, Any]:
    """Create a draft of each row; a title that its owner has already refuses all of them (ProjectExists)."""
    created: list[str] = []
    for first in range(0, len(rows), CHUNK):
        projects = [new_project(body_of(owner, row.values)) for row in rows[first : first + CHUNK]]
        await repository.add_projects(session, *projects)
        changes = [change_of(each, "project.created", shown(each)) for each in projects]
        await record(session, principal, *changes)
        created += [str(project.id) for project in projects]
    return {"created": created}


def kind(tag: str, path: str) -> ImportKind:
    """Return projects as what comes in from files; `path` is where projects are."""
    return ImportKind(
        name="project",
        noun="Project",
        title=Text("โครงการ", "Projects"),
        tag=tag,
        path=f"{path}/imports",
        action=access.IMPORT,
        columns=COLUMNS,
        apply=add_projects,
        validate=check_row,
        check=check_titles,
    )
