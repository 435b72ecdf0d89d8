"""Opening, closing and finding tasks."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.access import Grant, Principal
from services.shared.columns import new_id, now
from services.shared.errors import Text
from services.shared.tasks.models import Task

MOST_TASKS = 500


@dataclass(frozen=True)
class NewTask:
    """Something to do: `kind` on the object `about` (its type and id), for whoever holds `assignee`, at `link`."""

    kind: str
    assignee: Grant
    title: Text
    about: tuple[str, UUID]
    link: str
    due_at: dt.datetime | None = None


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
    await open_all(session, [NewTask(kind, assignee, title, about, link, due_at)])


async def open_all(session: AsyncSession, tasks: Iterable[NewTask]) -> None:
    """Open tasks, however many, in one statement."""
    at = now()
    session.add_all(
        Task(
            id=new_id(),
            kind=task.kind,
            assignee=str(task.assignee),
            title=task.title._asdict(),
            object_type=task.about[0],
            object_id=task.about[1],
            link=task.link,
            due_at=task.due_at,
            created_at=at,
        )
        for task in tasks
    )
    await session.flush()


async def set_tasks(
    session: AsyncSession, kind: str, about: tuple[str, UUID], wanted: Iterable[NewTask], among: Collection[Grant] = ()
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
    if ended := [task_id for key, task_id in standing.items() if key not in asked]:
        await session.execute(update(Task).where(Task.id.in_(ended)).values(closed_at=now()))
    await open_all(session, (each for key, each in asked.items() if key not in standing))


async def close_tasks(
    session: AsyncSession,
    object_type: str,
    *object_ids: UUID,
    kind: str | None = None,
    assignee: Grant | None = None,
) -> None:
    """Close every open task on objects that have moved on, or only those of a kind, or what waits for `assignee`."""
    mine = [Task.object_type == object_type, Task.object_id.in_(object_ids), Task.closed_at.is_(None)]
    if kind is not None:
        mine.append(Task.kind == kind)
    if assignee is not None:
        mine.append(Task.assignee == str(assignee))
    await session.execute(update(Task).where(*mine).values(closed_at=now()))


async def is_asked(session: AsyncSession, object_type: str, object_id: UUID) -> bool:
    """Return whether a task on an object is open."""
    mine = select(Task.id).where(Task.object_type == object_type, Task.object_id == object_id, Task.closed_at.is_(None))
    return await session.scalar(mine.limit(1)) is not None


async def open_tasks(session: AsyncSession, principal: Principal) -> Sequence[Task]:
    """Return the open tasks of every grant the caller holds, the oldest first, at most 500."""
    held = [str(grant) for grant in principal.grants]
    mine = select(Task).where(Task.assignee.in_(held), Task.closed_at.is_(None))
    return (await session.scalars(mine.order_by(Task.created_at, Task.id).limit(MOST_TASKS))).all()
