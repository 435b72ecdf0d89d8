"""Requests that come in from a sheet: judged by the rules of the JSON door, added all at once or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger.models import Fund
from services.budget.ledger.repository import list_funds
from services.budget.requests import repository
from services.budget.requests.errors import ListFull, RequestExists, RowsRefused
from services.budget.requests.models import Request
from services.budget.requests.rules.project import Project, project_faults
from services.budget.requests.rules.request import DRAFT
from services.budget.requests.rules.sheet import Group, Line, groups_of, named_by
from services.budget.requests.schemas.bodies import BudgetRequestCreate
from services.budget.requests.usecases.drafts import faults_of, new_request, since_nothing
from services.budget.requests.usecases.likeness import keep_comparable
from services.budget.requests.usecases.standing import change_of, content_of
from services.budget.submissions.models import Submission
from services.budget.submissions.repository import open_lists
from services.budget.submissions.rules import MOST_REQUESTS
from services.budget.submissions.usecases import office_of, take_stock
from services.shared.access import Principal
from services.shared.canonical import sha256
from services.shared.errors import FieldError, Text
from services.shared.events.record import record
from services.shared.validation import field_error


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell."""

    line: Line
    column: str
    error: FieldError


@dataclass
class Judging:
    """What a sheet is judged by, and what came of it so far."""

    lists: dict[tuple[int, int], Submission]
    asked_for: dict[UUID, set[UUID]]
    funds: Sequence[Fund]
    projects: Sequence[Project]
    requests: list[Request]
    faults: list[Fault]


async def judge(
    session: AsyncSession,
    principal: Principal,
    area_code: str,
    lines: Sequence[Line],
    projects: Sequence[Project],
    *,
    lock: bool = False,
) -> Judging:
    """Return the requests of a sheet and what is wrong with it; four statements, and nothing is written."""
    submissions = await open_lists(session, principal, area_code, lock=lock)
    asked_for = await repository.open_projects(session, principal, [each.id for each in submissions])
    lists = {(each.fiscal_year, each.round): each for each in submissions}
    judging = Judging(lists, asked_for, await list_funds(session), projects, [], [])
    for group in groups_of(lines):
        judging.faults += _judge_group(judging, group)
    return judging


def _judge_group(judging: Judging, group: Group) -> Iterator[Fault]:
    """Yield what is wrong with one request, and keep it when that is nothing."""
    differing = list(group.contradictions())
    yield from (Fault(line, column, FieldError("", "differs_in_request", _DIFFERS)) for line, column in differing)
    submission = judging.lists.get((group.key.fiscal_year, group.key.round))
    if submission is None:
        yield Fault(group.first, "round", _no_list(judging))
    found = named_by(str(group.first.cells["project"]), group.key.fiscal_year, judging.projects)
    if len(found) != 1:
        yield Fault(group.first, "project", _SEVERAL if found else _NONE)
    if differing or submission is None or len(found) != 1:
        return
    body = group.body() | {"submission_id": str(submission.id), "project_id": found[0].id}
    try:
        request = new_request(submission, found[0], BudgetRequestCreate.model_validate(body))
    except ValidationError as problem:
        yield from (_placed(group, field_error({**each, "loc": ("body", *each["loc"])})) for each in problem.errors())
        return
    faults = [*project_faults(found[0], submission.area_code, submission.fiscal_year)]
    faults += [*_taken(judging, submission, request), *faults_of(request, judging.funds)]
    yield from (_placed(group, each) for each in faults)
    if not faults:
        judging.requests.append(request)


def _taken(judging: Judging, submission: Submission, request: Request) -> Iterator[FieldError]:
    """Yield what its list has against another request, and count it there."""
    projects = judging.asked_for[submission.id]
    if request.project_id in projects:
        yield FieldError("/project_id", RequestExists.code, _TAKEN)
    elif len(projects) >= MOST_REQUESTS:
        yield FieldError("/project_id", ListFull.code, ListFull.detail.filled({"most": MOST_REQUESTS}))
    projects.add(request.project_id)


def _placed(group: Group, error: FieldError) -> Fault:
    line, column = group.place_of(error.pointer)
    return Fault(line, column, error)


def _no_list(judging: Judging) -> FieldError:
    shown = ", ".join(f"{year}/{number}" for year, number in sorted(judging.lists)) or "-"
    sentence = Text(
        f"ไม่มีชุดคำขอที่ยังแก้ไขได้ของปีและรอบนี้ ที่มี (ปี/รอบ): {shown} เพิ่มชุดได้ที่ /v1/budget-submissions",
        f"There is no open submission of this year and round; there are (year/round): {shown}. "
        "Make one at /v1/budget-submissions.",
    )
    return FieldError("", "submission_unknown", sentence)


async def bring_in(
    session: AsyncSession, principal: Principal, area_code: str, lines: Sequence[Line], projects: Sequence[Project]
) -> dict[str, Any]:
    """Add the requests of a sheet, last in their lists and in the order of the sheet. Raises RowsRefused."""
    judging = await judge(session, principal, area_code, lines, projects, lock=True)
    if judging.faults:
        raise RowsRefused(
            *(FieldError(f"row:{each.line.number}/{each.column}", *each.error[1:]) for each in judging.faults)
        )
    for request in judging.requests:
        request.content_hash = sha256(content_of(request))
    await repository.add_requests(session, *judging.requests)
    await keep_comparable(session, *judging.requests)
    changes = [change_of(each, "created", {"state": [None, DRAFT], **since_nothing(each)}) for each in judging.requests]
    await record(session, principal, *changes)
    for submission in {request.submission_id: request.submission for request in judging.requests}.values():
        new = [request.id for request in judging.requests if request.submission_id == submission.id]
        listed = await repository.listed_in(session, office_of(submission.area_code), submission.id)
        await take_stock(session, principal, submission, listed, order=[*submission.request_order, *new])
    return {"created": [str(request.id) for request in judging.requests]}


_DIFFERS = Text(
    "ต่างจากแถวก่อนหน้าของคำขอเดียวกัน โปรดระบุให้ตรงกัน หรือเว้นว่างในแถวถัดไป",
    "It differs from a row before it of the same request. Say the same, or leave it empty from the second row on.",
)
_NONE = FieldError(
    "",
    "project_unknown",
    Text(
        "ไม่พบโครงการชื่อหรือรหัสนี้ในปีงบประมาณนี้ของพื้นที่ ดูได้ที่ /v1/projects",
        "The area has no project of this title or id in that fiscal year; /v1/projects lists them.",
    ),
)
_SEVERAL = FieldError(
    "",
    "project_ambiguous",
    Text(
        "มีโครงการชื่อนี้มากกว่าหนึ่งโครงการ โปรดระบุรหัสโครงการแทนชื่อ",
        "Several projects have this title. Write the project's id instead.",
    ),
)
_TAKEN = Text(
    "ชุดคำขอนี้มีคำขอของโครงการนี้อยู่แล้ว โปรดแก้คำขอเดิม หรือลบแถวนี้",
    "The submission has an open request for this project. Change that one, or remove the row.",
)
