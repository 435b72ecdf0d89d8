"""Opening, closing and finding tasks."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.access import Grant, Principal
from services.shared.columns import new_id, now
from services.shared.errors import Text
from services.shared.tasks.models import Task

MOST_TASKS = 500


async def open_task(
    session: AsyncSession,
    kind: str,
    assignee: Grant,
    title: Text,
    about: tuple[str, UUID],
    link: str,
    due_at: dt.datetime | None = None,
) -> None:
    """Ask whoever holds `assignee` to do `kind` on the object `about` (its type and id); `link` is where it is done."""
    await add_tasks(session, [new_task(kind, assignee, title, about, link, due_at)])


async def add_tasks(session: AsyncSession, tasks: Sequence[Task]) -> None:
    """Open many tasks in the same statement."""
    session.add_all(tasks)
    await session.flush()


def new_task(
    kind: str, assignee: Grant, title: Text, about: tuple[str, UUID], link: str, due_at: dt.datetime | None = None
) -> Task:
    """Return a task as `open_task` opens it."""
    return Task(
        id=new_id(),
        kind=kind,
        assignee=str(assignee),
        title=title._asdict(),
        object_type=about[0],
        object_id=about[1],
        link=link,
        due_at=due_at,
        created_at=now(),
    )


async def close_tasks(session: AsyncSession, object_type: str, object_id: UUID) -> None:
    """Close every open task on an object: it has moved on."""
    mine = (Task.object_type == object_type, Task.object_id == object_id, Task.closed_at.is_(None))
    await session.execute(update(Task).where(*mine).values(closed_at=now()))


async def open_tasks(session: AsyncSession, principal: Principal) -> Sequence[Task]:
    """Return the open tasks of every grant the caller holds, the oldest first, at most 500."""
    held = [str(grant) for grant in principal.grants]
    mine = select(Task).where(Task.assignee.in_(held), Task.closed_at.is_(None))
    return (await session.scalars(mine.order_by(Task.created_at, Task.id).limit(MOST_TASKS))).all()
