"""Giving roles to clients and people for some time, and ending them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity import repository
from gateway.identity.access import (
    CREATE_ASSIGNMENT,
    END_ASSIGNMENT,
    LIST_ASSIGNMENTS,
    ON_ASSIGNMENT,
    SHOW_ASSIGNMENT,
)
from gateway.identity.errors import AssignmentOverlaps, GrantsAtLimit, OwnAccess
from gateway.identity.models import Assignment
from gateway.identity.rules import (
    ASSIGNABLE,
    LIVE,
    MOST_GRANTS,
    UPCOMING,
    Period,
    grant_faults,
    overlaps_any,
    period_faults,
    state_of_assignment,
    subject_faults,
)
from gateway.identity.schemas.assignments import AssignmentIn
from services.shared import reference
from services.shared.access import Action, ActionAnswer, Principal, Subject, allowed_actions, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import Invalid, NotFound
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import Change, record
from services.shared.fiscal import day_in_bangkok
from services.shared.idempotency import Once
from services.shared.paging import PageRequest
from services.shared.roles import Role

OBJECT = "assignment"
AUDIENCE = frozenset({"role:operator", "role:interior"})


@dataclass(frozen=True)
class Assignments:
    """A page of assignments."""

    items: list[Assignment]
    next_cursor: str | None


async def give_role(
    session: AsyncSession, principal: Principal, wanted: AssignmentIn, assignable: frozenset[Role] = ASSIGNABLE
) -> Assignment:
    """Give a role; raises Invalid, OwnAccess, AssignmentOverlaps, GrantsAtLimit. Access was checked by the caller."""
    if wanted.subject in (principal.client, principal.subject):
        raise OwnAccess()
    is_known = await repository.client_by_name(session, wanted.subject) is not None
    period = Period(wanted.valid_from, wanted.valid_to)
    faults = [
        *subject_faults(wanted.subject, is_known_client=is_known),
        *grant_faults(wanted.grant, unit_kinds(), assignable),
        *period_faults(period),
    ]
    if faults:
        raise Invalid(*faults)
    await repository.lock_subject(session, wanted.subject)
    await _refuse_too_many(session, wanted, period)
    assignment = _new(wanted, principal)
    session.add(assignment)
    await _record(session, principal, assignment, "given", {"grant": [None, wanted.grant], "reason": wanted.reason})
    return assignment


async def create_assignment(
    session: AsyncSession, principal: Principal, wanted: AssignmentIn, once: Once
) -> Assignment:
    """Give a role to a client or a person."""
    authorise(principal, CREATE_ASSIGNMENT)
    await once.begin(session, principal)
    return await give_role(session, principal, wanted)


async def list_assignments(
    session: AsyncSession, principal: Principal, wanted: repository.AssignmentFilter, sort: str, page: PageRequest
) -> Assignments:
    """Return a page of assignments."""
    authorise(principal, LIST_ASSIGNMENTS)
    filters = asdict(wanted)
    field = sort.removeprefix("-")
    after = page.after(sort, filters, repository.ASSIGNMENT_SORTS[field])
    rows = list(await repository.assignments_after(session, wanted, today(), sort, after, page.limit))
    items, more = rows[: page.limit], len(rows) > page.limit
    cursor = page.next_cursor(sort, filters, getattr(items[-1], field), items[-1].id) if more else None
    return Assignments(items, cursor)


async def show_assignment(session: AsyncSession, principal: Principal, assignment_id: UUID) -> Assignment:
    """Return one assignment; raises NotFound."""
    return await _assignment(session, principal, assignment_id, SHOW_ASSIGNMENT)


async def show_assignment_history(session: AsyncSession, principal: Principal, assignment_id: UUID) -> HistoryPage:
    """Return what happened to an assignment; raises NotFound."""
    assignment = await _assignment(session, principal, assignment_id, SHOW_ASSIGNMENT)
    return await history_of(session, OBJECT, assignment.id)


async def end_assignment(
    session: AsyncSession, principal: Principal, assignment_id: UUID, reason: str, once: Once
) -> Assignment:
    """Take a role away at once; raises NotFound, OwnAccess, StateDoesNotAllow."""
    assignment = await _assignment(session, principal, assignment_id, END_ASSIGNMENT, lock=True)
    await once.begin(session, principal)
    if _is_own(principal, assignment):
        raise OwnAccess()
    check_state(END_ASSIGNMENT, subject_of(assignment))
    assignment.ended_at, assignment.end_reason = now(), reason
    assignment.version += 1
    await _record(session, principal, assignment, "ended", {"grant": [assignment.grant_text, None], "reason": reason})
    return assignment


def actions_on(principal: Principal, assignment: Assignment) -> list[ActionAnswer]:
    """Return what the caller may do with an assignment now, and if not, why."""
    answers = allowed_actions(principal, ON_ASSIGNMENT, subject_of(assignment))
    own = _is_own(principal, assignment)
    return [replace(answer, refusal=OwnAccess()) if own and answer.allowed else answer for answer in answers]


def subject_of(assignment: Assignment) -> Subject:
    """Return the facts that access asks for; an assignment belongs to no unit."""
    return Subject(owner="", state=state_of(assignment))


def state_of(assignment: Assignment) -> str:
    """Return the state of an assignment as it is today."""
    return state_of_assignment(period_of(assignment), assignment.ended_at, today())


def period_of(assignment: Assignment) -> Period:
    """Return the days on which an assignment holds unless it is ended."""
    return Period(assignment.valid_from, assignment.valid_to)


def today() -> dt.date:
    """Return the day it is in Bangkok."""
    return day_in_bangkok(now())


@cache
def unit_kinds() -> Mapping[str, str]:
    """Return the kind of every area, ministry and department by its unit; a ministry may have the code of an area."""
    areas = {f"area:{each.code}": each.kind.value for each in reference.areas()}
    return areas | {f"function:{each.code}": each.kind.value for each in reference.functions()}


def _is_own(principal: Principal, assignment: Assignment) -> bool:
    return assignment.subject in (principal.client, principal.subject)


async def _assignment(
    session: AsyncSession, principal: Principal, assignment_id: UUID, action: Action, *, lock: bool = False
) -> Assignment:
    assignment = await repository.assignment_by_id(session, assignment_id, lock=lock)
    if assignment is None:
        authorise(principal, action)
        raise NotFound()
    authorise(principal, action, subject_of(assignment))
    return assignment


async def _refuse_too_many(session: AsyncSession, wanted: AssignmentIn, period: Period) -> None:
    """Raise AssignmentOverlaps or GrantsAtLimit, asked while the subject is locked."""
    held = await repository.assignments_not_ended(session, wanted.subject)
    if overlaps_any(period, [period_of(each) for each in held if each.grant_text == wanted.grant]):
        raise AssignmentOverlaps(subject=wanted.subject, grant=wanted.grant)
    if sum(state_of(each) in (LIVE, UPCOMING) for each in held) >= MOST_GRANTS:
        raise GrantsAtLimit(most=MOST_GRANTS)


def _new(wanted: AssignmentIn, principal: Principal) -> Assignment:
    return Assignment(
        id=new_id(),
        subject=wanted.subject,
        grant_text=wanted.grant,
        valid_from=wanted.valid_from,
        valid_to=wanted.valid_to,
        reason=wanted.reason,
        order_reference=wanted.order_reference,
        created_by=principal.subject,
        version=1,
        created_at=now(),
    )


async def _record(
    session: AsyncSession, principal: Principal, assignment: Assignment, what: str, changes: dict[str, Any]
) -> None:
    payload = {"subject": assignment.subject, "grant": assignment.grant_text}
    event = Change(f"assignment.{what}", OBJECT, assignment.id, assignment.version, AUDIENCE, payload, changes)
    await record(session, principal, event)
