"""Opening, closing and finding tasks."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple
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
    task = Task(
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
    session.add(task)
    await session.flush()


class Wanted(NamedTuple):
    """A task that should be open on an object."""

    assignee: Grant
    title: Text
    link: str
    due_at: dt.datetime | None


async def set_tasks(
    session: AsyncSession, kind: str, about: tuple[str, UUID], wanted: Iterable[Wanted], among: Collection[Grant] = ()
) -> None:
    """Have exactly these tasks of a kind open on an object, in three statements however many they are.

    What is open already stays as it is; what is no longer wanted is closed. With `among` only the tasks of those
    grants are looked at. Whoever calls it holds the object.
    """
    mine = [Task.object_type == about[0], Task.object_id == about[1], Task.kind == kind, Task.closed_at.is_(None)]
    if among:
        mine.append(Task.assignee.in_([str(grant) for grant in among]))
    found = await session.scalars(select(Task).where(*mine))
    standing = {(task.assignee, task.link, task.due_at): task.id for task in found}
    asked = {(str(each.assignee), each.link, each.due_at): each for each in wanted}
    ended = [task_id for key, task_id in standing.items() if key not in asked]
    at = now()
    if ended:
        await session.execute(update(Task).where(Task.id.in_(ended)).values(closed_at=at))
    session.add_all(
        Task(
            id=new_id(),
            kind=kind,
            assignee=key[0],
            title=each.title._asdict(),
            object_type=about[0],
            object_id=about[1],
            link=each.link,
            due_at=each.due_at,
            created_at=at,
        )
        for key, each in asked.items()
        if key not in standing
    )
    await session.flush()


async def close_tasks(session: AsyncSession, object_type: str, object_id: UUID) -> None:
    """Close every open task on an object: it has moved on."""
    mine = (Task.object_type == object_type, Task.object_id == object_id, Task.closed_at.is_(None))
    await session.execute(update(Task).where(*mine).values(closed_at=now()))


async def open_tasks(session: AsyncSession, principal: Principal) -> Sequence[Task]:
    """Return the open tasks of every grant the caller holds, the oldest first, at most 500."""
    held = [str(grant) for grant in principal.grants]
    mine = select(Task).where(Task.assignee.in_(held), Task.closed_at.is_(None))
    return (await session.scalars(mine.order_by(Task.created_at, Task.id).limit(MOST_TASKS))).all()
