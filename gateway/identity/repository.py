"""Every SQL statement on clients, secrets and assignments. None of them belongs to an area: operators see them all."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.models import Assignment, Client, ClientSecret
from gateway.identity.rules import ENDED, LIVE, PAST, UPCOMING
from services.shared.paging import Cursor, SortKey, keyset, parse_instant
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, Role
from services.shared.text import search_key

CLIENT_SORTS = {
    "client_id": SortKey(Client.client_id.expression),
    "created_at": SortKey(Client.created_at.expression, parse_instant),
}
ASSIGNMENT_SORTS = {
    "subject": SortKey(Assignment.subject.expression),
    "created_at": SortKey(Assignment.created_at.expression, parse_instant),
}


@dataclass(frozen=True)
class ClientFilter:
    """Which clients are asked for."""

    state: str | None
    q: str | None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what a client must meet."""
        found: list[ColumnElement[bool]] = []
        if self.state is not None:
            found.append(Client.state == self.state)
        if self.q is not None:
            key = search_key(self.q)
            # Nothing but punctuation leaves an empty key, which every text would contain.
            found.append(Client.search_text.contains(key, autoescape=True) if key else false())
        return found


@dataclass(frozen=True)
class AssignmentFilter:
    """Which assignments are asked for."""

    subject: str | None
    role: Role | None
    area_code: str | None
    function_code: str | None
    state: str | None

    def conditions(self, today: dt.date) -> list[ColumnElement[bool]]:
        """Return what an assignment must meet on `today` in Bangkok."""
        found = []
        if self.subject is not None:
            found.append(Assignment.subject == self.subject)
        if self.role is not None:
            found.append(func.split_part(Assignment.grant_text, ":", 1) == self.role.value)
        if self.area_code is not None:
            found.append(Assignment.grant_text.in_(f"{role}:{self.area_code}" for role in AREA_ROLES))
        if self.function_code is not None:
            found.append(Assignment.grant_text.in_(f"{role}:{self.function_code}" for role in FUNCTION_ROLES))
        if self.state is not None:
            found.append(_in_state(self.state, today))
        return found


def _in_state(state: str, today: dt.date) -> ColumnElement[bool]:
    """Return `rules.state_of_assignment` as SQL."""
    open_still = Assignment.ended_at.is_(None)
    past = Assignment.valid_to < today
    conditions: dict[str, ColumnElement[bool]] = {
        ENDED: Assignment.ended_at.is_not(None),
        UPCOMING: and_(open_still, Assignment.valid_from > today),
        LIVE: and_(open_still, Assignment.valid_from <= today, or_(Assignment.valid_to.is_(None), ~past)),
        PAST: and_(open_still, past),
    }
    return conditions[state]


async def client_by_id(session: AsyncSession, client: UUID, *, lock: bool = False) -> Client | None:
    """Return the client with this id, locked against change when asked."""
    statement = select(Client).where(Client.id == client)
    return (await session.scalars(statement.with_for_update() if lock else statement)).one_or_none()


async def client_by_name(session: AsyncSession, client_id: str) -> Client | None:
    """Return the client with this client_id."""
    return (await session.scalars(select(Client).where(Client.client_id == client_id))).one_or_none()


async def live_secrets(session: AsyncSession, client: UUID, at: dt.datetime) -> Sequence[ClientSecret]:
    """Return the secrets that work at `at`, the oldest first."""
    lives = or_(ClientSecret.expires_at.is_(None), ClientSecret.expires_at > at)
    statement = select(ClientSecret).where(ClientSecret.client == client, ClientSecret.revoked_at.is_(None), lives)
    return (await session.scalars(statement.order_by(ClientSecret.id))).all()


async def live_grants(session: AsyncSession, subject: str, today: dt.date) -> list[str]:
    """Return the roles that stand in a new token of `subject` today, in alphabetical order."""
    statement = select(Assignment.grant_text).where(Assignment.subject == subject, _in_state(LIVE, today))
    return list((await session.scalars(statement.distinct().order_by(Assignment.grant_text))).all())


async def lock_subject(session: AsyncSession, subject: str) -> None:
    """Let one transaction at a time give roles to `subject`; a person has no row that could be locked."""
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:subject, 0))")
    await session.execute(lock, {"subject": f"assignment/{subject}"})


async def assignments_not_ended(session: AsyncSession, subject: str) -> Sequence[Assignment]:
    """Return the assignments of `subject` that no operator has ended, past ones included."""
    mine = select(Assignment).where(Assignment.subject == subject, Assignment.ended_at.is_(None))
    return (await session.scalars(mine)).all()


async def assignment_by_id(session: AsyncSession, assignment: UUID, *, lock: bool = False) -> Assignment | None:
    """Return the assignment with this id, locked against change when asked."""
    statement = select(Assignment).where(Assignment.id == assignment)
    return (await session.scalars(statement.with_for_update() if lock else statement)).one_or_none()


async def clients_after(
    session: AsyncSession, wanted: ClientFilter, sort: str, after: Cursor | None, limit: int
) -> Sequence[Client]:
    """Return up to `limit` + 1 clients that go on after a cursor."""
    statement = select(Client).where(*wanted.conditions())
    key = CLIENT_SORTS[sort.removeprefix("-")]
    ordered = keyset(statement, sort, key, Client.id.expression, goes_on=after is not None)
    return (await session.scalars(ordered, _place(after, limit))).all()


async def assignments_after(
    session: AsyncSession, wanted: AssignmentFilter, today: dt.date, sort: str, after: Cursor | None, limit: int
) -> Sequence[Assignment]:
    """Return up to `limit` + 1 assignments that go on after a cursor."""
    statement = select(Assignment).where(*wanted.conditions(today))
    key = ASSIGNMENT_SORTS[sort.removeprefix("-")]
    ordered = keyset(statement, sort, key, Assignment.id.expression, goes_on=after is not None)
    return (await session.scalars(ordered, _place(after, limit))).all()


def _place(after: Cursor | None, limit: int) -> dict[str, Any]:
    place: dict[str, Any] = {"limit": limit + 1}
    return place if after is None else {**place, "after_value": after.value, "after_id": after.id}
