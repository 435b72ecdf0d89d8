"""Asking for data whose promised day has ended: done by the service itself, from time to time."""

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.repository import registry
from services.indicators.datasets.usecases.changes import OBJECT, PATH, change_of, duty_of, plain, today
from services.shared.access import Grant, Principal
from services.shared.errors import Text
from services.shared.events.record import record
from services.shared.fiscal import end_of_day
from services.shared.roles import Role
from services.shared.tasks.repository import NewTask, open_all

BATCH = 200
KIND = "dataset.update"
# It sees whatever has left its owner's desk, and asks for nothing else.
REMINDER = Principal("dataset-reminder", "service-indicators", (Grant(Role.SERVICE),))


async def remind(sessions: async_sessionmaker[AsyncSession]) -> int:
    """Open a task for every dataset past its promised day that has none; returns how many. Done twice it is done once.

    Batch by batch, each in its own transaction and in the same few statements; two processes share the work.
    """
    asked = 0
    while True:
        async with sessions.begin() as session:
            late = await ask_for_late(session)
        asked += late
        if late < BATCH:
            return asked


async def ask_for_late(session: AsyncSession, limit: int = BATCH) -> int:
    """Ask for one batch; returns how many were asked for."""
    late = await registry.lock_unasked(session, REMINDER, today(), limit)
    if late:
        await open_all(session, (task_for(dataset) for dataset in late))
        changes = (change_of(each, "overdue", {"due_on": [None, plain(each.due_on)]}) for each in late)
        await record(session, REMINDER, *changes)
        await registry.set_asked(session, [dataset.id for dataset in late])
    return len(late)


def task_for(dataset: Dataset) -> NewTask:
    """Return the task of the unit that must update a dataset."""
    title = Text(
        f"ปรับปรุงชุดข้อมูลที่เลยกำหนด: {dataset.name_th} ({dataset.duty_agency_th})",
        f"Update the overdue dataset: {dataset.name_th}",
    )
    assert dataset.due_on is not None  # only such are found
    link = f"{PATH}/{dataset.id}"
    return NewTask(KIND, duty_of(dataset), title, (OBJECT, dataset.id), link, end_of_day(dataset.due_on))
