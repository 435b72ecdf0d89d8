"""What follows a decision of ก.น.จ. on a request: whom it concerns is told, and what went unfunded is kept."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.needs.rules import kept_by_itself
from services.budget.needs.usecases import after_grant, after_refusal
from services.budget.opinions.repository import functions_asked
from services.budget.requests.models import Request
from services.budget.requests.rules.request import ENDORSED, GRANTING, proposed_of
from services.budget.requests.usecases import deciding
from services.budget.resolution_notices import access, repository
from services.budget.resolution_notices.errors import NoticeAcknowledged
from services.budget.resolution_notices.models import ResolutionNotice, ResolutionNoticeItem
from services.budget.resolution_notices.rules import Concerned
from services.budget.resolution_notices.schemas import ResolutionNoticeAcknowledge
from services.shared.access import Principal, Subject, authorise
from services.shared.columns import new_id, now
from services.shared.decisions.rules import ConfirmedResolution, DecisionItem
from services.shared.errors import Text
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.roles import OVERSEERS
from services.shared.schemas import Json
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import NewTask, close_tasks, open_all

OBJECT = "resolution_notice"
TOLD = frozenset(f"role:{role}" for role in OVERSEERS)


async def carry_out(
    session: AsyncSession, actor: Principal, resolution: ConfirmedResolution, item: DecisionItem, request: Request
) -> None:
    """Carry out what was resolved of one request, with what follows. Raises as `deciding.carry_out` does.

    What follows is written first, because the money comes last in a transaction; a refusal rolls back both.
    """
    deciding.refuse_decision(resolution, item, request)
    if request.state == ENDORSED:  # decided: by ก.น.จ., or in its place
        await keep_need(session, actor, resolution, item, request)
        await tell(session, actor, resolution, item, request)
    await deciding.carry_out(session, actor, resolution, item, request)


async def keep_need(
    session: AsyncSession, actor: Principal, resolution: ConfirmedResolution, item: DecisionItem, request: Request
) -> None:
    """Keep what a decision leaves unfunded, and close the earlier need that an approved request carried on."""
    reason = item.reason_th or resolution.title_th
    if item.decision in GRANTING:
        await after_grant(session, actor, request, granted_of(item, request), reason)
    elif cause := kept_by_itself(item.decision, request.ceiling_position):
        await after_refusal(session, actor, request, cause, resolution.id, reason, item.function_code)


async def tell(
    session: AsyncSession, actor: Principal, resolution: ConfirmedResolution, item: DecisionItem, request: Request
) -> None:
    """Put a decision on the notice of every ministry and department that it concerns, in a fixed few statements."""
    concerned = Concerned(
        referred_to=item.function_code,
        joint_indicator=request.joint_function_code,
        project_host=request.project.owner_function_code,
        opinion_asked=tuple(await functions_asked(session, request.id)),
    ).by_function()
    if not concerned:
        return
    rows = [_row(resolution, code) for code in concerned]
    notices = await repository.lock_of_resolution(session, resolution.id, rows)
    to_ask = [notice for notice in notices if notice.item_count == 0 or notice.acknowledged_at is not None]
    line = _line(item, request)
    items = [
        ResolutionNoticeItem(notice_id=notice.id, concerns=concerned[notice.function_code], **line)
        for notice in notices
    ]
    await repository.add_items(session, items)
    await open_all(session, (task_for(notice) for notice in to_ask))
    changes = {"item_added": [None, str(request.id)]}
    await record(session, actor, *(change_of(notice, "told", notice.version + 1, changes) for notice in notices))


def _row(resolution: ConfirmedResolution, function_code: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "version": 0,
        "resolution_id": resolution.id,
        "resolution_number": resolution.number,
        "title_th": resolution.title_th,
        "held_on": resolution.held_on,
        "function_code": function_code,
        "item_count": 0,
        "created_at": now(),
    }


def _line(item: DecisionItem, request: Request) -> dict[str, Any]:
    names = ("area_code", "fiscal_year", "title_th", "asked_amount")
    return {
        **{name: getattr(request, name) for name in names},
        **{name: getattr(item, name) for name in ("position", "decision", "reason_th", "condition_th")},
        "request_id": request.id,
        "approved_amount": granted_of(item, request) if item.decision in GRANTING else None,
    }


def granted_of(item: DecisionItem, request: Request) -> int:
    """Return what a granting decision gives: what it says, else what is proposed."""
    return proposed_of(request.asked_amount, request.screened_amount) if item.amount is None else item.amount


def task_for(notice: ResolutionNotice) -> NewTask:
    """Return the addressee's task: to acknowledge."""
    title = Text(
        f"รับทราบมติ {notice.resolution_number}: {notice.title_th}",
        f"Acknowledge resolution {notice.resolution_number}: {notice.title_th}",
    )
    assignee, about = function_grant(notice.function_code), (OBJECT, notice.id)
    return NewTask(f"{OBJECT}.acknowledge", assignee, title, about, link_of(notice))


def subject_of(notice: ResolutionNotice) -> Subject:
    """Return what access asks of a notice: its addressee."""
    return Subject(f"function:{notice.function_code}")


async def acknowledge(
    session: AsyncSession, principal: Principal, once: Once, notice_id: UUID, body: ResolutionNoticeAcknowledge
) -> ResolutionNotice:
    """Take note of a notice as its addressee. Raises NotFound, NotPermitted, NoticeAcknowledged."""
    notice = await repository.load_notice(session, principal, notice_id, lock=True)
    authorise(principal, access.ACKNOWLEDGE, subject_of(notice))
    await once.begin(session, principal)
    if notice.acknowledged_at is not None:
        raise NoticeAcknowledged(number=notice.resolution_number)
    notice.acknowledged_by, notice.acknowledged_at = principal.subject, now()
    notice.acknowledgement_th = body.acknowledgement_th
    notice.version += 1
    await repository.save_notice(session, notice)
    await close_tasks(session, OBJECT, notice.id)
    changes: Json = {"items": [None, notice.item_count], "reason": body.acknowledgement_th}
    await record(session, principal, change_of(notice, "acknowledged", notice.version, changes))
    return notice


def change_of(notice: ResolutionNotice, happening: str, version: int, changes: Json) -> Change:
    """Return the event of a change; the addressee and the overseers may know of it.

    It carries no resolution's id: by that the requests themselves are known to be decided.
    """
    payload = {
        "resolution_id": str(notice.resolution_id),
        "resolution_number": notice.resolution_number,
        "function_code": notice.function_code,
    }
    audience = TOLD | {f"function:{notice.function_code}"}
    return Change(f"{OBJECT}.{happening}", OBJECT, notice.id, version, audience, payload, changes)


def link_of(notice: ResolutionNotice) -> str:
    """Return where a notice is read."""
    return f"/v1/resolution-notices/{notice.id}"
