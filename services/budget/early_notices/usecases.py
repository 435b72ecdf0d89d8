"""What is done with early notices: sending one, and answering it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.early_notices import access, repository
from services.budget.early_notices.errors import NoticeAnswered, NoticeNotYours
from services.budget.early_notices.models import EarlyNotice, EarlyNoticeAnswer
from services.budget.early_notices.rules import FINAL, amount_faults, answer_faults, waiting_for
from services.budget.early_notices.schemas import EarlyNoticeAnswerIn, EarlyNoticeCreate
from services.budget.requests.clients import projects_of
from services.budget.requests.rules.project import project_faults
from services.budget.submissions.usecases import above_of, audience_of, refuse_area
from services.shared import fiscal
from services.shared.access import Principal, Subject, authorise
from services.shared.columns import new_id, now
from services.shared.errors import Invalid, NotPermitted, Text
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.money import format_amount
from services.shared.neighbours import Asker
from services.shared.schemas import Json
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import NewTask, close_tasks, open_all

OBJECT = "early_notice"


def subject_of(notice: EarlyNotice) -> Subject:
    """Return what access asks of an early notice: its area, and the ministries and departments it names."""
    shared = frozenset(f"function:{code}" for code in notice.function_codes)
    return Subject(f"area:{notice.area_code}", above_of(notice.area_code, notice.fiscal_year), shared)


async def send_notice(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, body: EarlyNoticeCreate
) -> EarlyNotice:
    """Tell ministries and departments of a project. Raises NoticeNotYours, Invalid, NoticeExists."""
    projects = await projects_of(asker, [body.project_id])
    own = [grant for grant in principal.grants if grant.role in access.CREATE.roles]
    if f"area:{body.area_code}" not in {grant.unit for grant in own}:
        raise NoticeNotYours(action=access.CREATE.name, units=", ".join(str(grant) for grant in own))
    await once.begin(session, principal)
    refuse_area(body.area_code, body.fiscal_year)
    project = projects.get(body.project_id)
    faults = (*amount_faults(body.estimated_amount), *project_faults(project, body.area_code, body.fiscal_year))
    if project is None or faults:
        raise Invalid(*faults)
    notice = EarlyNotice(
        id=new_id(), version=1, snapshot=project.document(), sent_by=principal.subject, created_at=now(),
        **body.model_dump(),
    )  # fmt: skip
    notice.answers = []
    await repository.save(session, notice)
    await open_all(session, (task_for(notice, code) for code in notice.function_codes))
    told = {"function_codes": [None, notice.function_codes], "reason": notice.why_th}
    await record(session, principal, change_of(notice, "sent", told))
    return notice


def task_for(notice: EarlyNotice, function_code: str) -> NewTask:
    """Return the task of an addressee: to say what it thinks."""
    title = Text(f"ตอบการแจ้งโครงการล่วงหน้า: {notice.title_th}", f"Answer the early notice: {notice.title_th}")
    due_at = fiscal.end_of_day(notice.answer_by) if notice.answer_by else None
    assignee, about = function_grant(function_code), (OBJECT, notice.id)
    return NewTask(f"{OBJECT}.answer", assignee, title, about, link_of(notice), due_at)


async def answer_notice(
    session: AsyncSession, principal: Principal, once: Once, notice_id: UUID, body: EarlyNoticeAnswerIn
) -> EarlyNotice:
    """Take note of a notice, or say what the ministry or department thinks of it, each once.

    Raises NotFound, NotPermitted (not one of the addressees), Invalid, NoticeAnswered.
    """
    notice = await repository.load_notice(session, principal, notice_id, lock=True)
    authorise(principal, access.ANSWER, subject_of(notice))
    unit, grant = f"function:{body.function_code}", function_grant(body.function_code)
    if unit not in principal.units or body.function_code not in notice.function_codes:
        raise NotPermitted(action=access.ANSWER.name, roles=str(grant))
    await once.begin(session, principal)
    if faults := answer_faults(body.answer, body.reason_th):
        raise Invalid(*faults)
    is_final = body.answer in FINAL
    mine = [each for each in notice.answers if each.function_code == body.function_code]
    if any(each.is_final or each.is_final == is_final for each in mine):
        raise NoticeAnswered()
    answer = EarlyNoticeAnswer(
        id=new_id(), is_final=is_final, given_by=principal.subject, given_at=now(), **body.model_dump()
    )
    notice.answers.append(answer)
    notice.version += 1
    await repository.save(session, notice)
    if is_final:
        await close_tasks(session, OBJECT, notice.id, assignee=grant)
    told = {"function_code": [None, body.function_code], "answer": [None, body.answer], "reason": body.reason_th}
    await record(session, principal, change_of(notice, "answered", told))
    return notice


def awaited_from(notice: EarlyNotice) -> list[str]:
    """Return the addressees that have not answered yet."""
    return waiting_for(notice.function_codes, {each.function_code for each in notice.answers if each.is_final})


def change_of(notice: EarlyNotice, happening: str, changes: Json) -> Change:
    """Return the event of a change."""
    payload = {
        "area_code": notice.area_code,
        "fiscal_year": notice.fiscal_year,
        "project_id": str(notice.project_id),
        "function_codes": notice.function_codes,
        "estimated_amount": format_amount(notice.estimated_amount),
        "awaited_from": awaited_from(notice),
    }
    audience = audience_of(notice.area_code, notice.fiscal_year, is_known=True)
    return Change(f"{OBJECT}.{happening}", OBJECT, notice.id, notice.version, audience, payload, changes)


def link_of(notice: EarlyNotice) -> str:
    """Return where an early notice is read."""
    return f"/v1/early-notices/{notice.id}"
