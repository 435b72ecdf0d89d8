"""What every change of a dataset has in common: its subject, its event, whom it concerns, who is asked next."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.repository import registry
from services.indicators.datasets.rules.promise import expected_after
from services.indicators.datasets.rules.states import ALL_UNITS
from services.indicators.datasets.schemas.datasets import DatasetPatch
from services.shared import reference
from services.shared.access import Action, Grant, Principal, Subject, authorise, is_permitted
from services.shared.columns import now
from services.shared.events.record import EVERYONE, Change, record
from services.shared.fiscal import day_in_bangkok
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role
from services.shared.tasks.repository import close_tasks

OBJECT = "dataset"
PATH = "/v1/datasets"


def subject_of(dataset: Dataset) -> Subject:
    """Return what access asks of a dataset: its owner, the unit that must update it, its state."""
    return Subject(dataset.owner, shared=frozenset({dataset.duty}), state=dataset.state)


def today() -> dt.date:
    """Return the day it is in Bangkok, by which promises are kept or not."""
    return day_in_bangkok(now())


async def lock_for(session: AsyncSession, principal: Principal, dataset_id: UUID, action: Action) -> Dataset:
    """Return the dataset, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    dataset = await registry.load_dataset(session, principal, dataset_id, lock=True)
    authorise(principal, action, subject_of(dataset))
    return dataset


def acting_as(principal: Principal, action: Action, subject: Subject) -> str:
    """Return the unit, or the office without one, that lets the caller do `action`."""
    held = (grant for grant in principal.grants if is_permitted(Principal("", "", (grant,)), action, subject))
    grant = next(held)
    return grant.unit or f"role:{grant.role}"


async def expect_next(session: AsyncSession, dataset: Dataset) -> None:
    """Set what the promise asks for next; who was asked for something else is asked no longer."""
    if dataset.shared_at is None or dataset.promise is None:
        return
    before = dataset.due_on
    expected = expected_after(dataset.last_as_of or day_in_bangkok(dataset.shared_at), dataset.promise)
    dataset.expected_on, dataset.due_on = expected.on, expected.due_on
    if dataset.due_on != before:
        await ask_nobody(session, dataset)


async def ask_nobody(session: AsyncSession, dataset: Dataset) -> None:
    """Close what waits for somebody; what is past due is asked for anew by the next round of reminders."""
    dataset.asked_for = None
    await close_tasks(session, OBJECT, dataset.id)


async def save(
    session: AsyncSession, principal: Principal, dataset: Dataset, happening: str, changes: dict[str, Any]
) -> None:
    """Write the row under its next version and the event beside it."""
    dataset.updated_at = now()
    await registry.save(session, dataset)
    await record(session, principal, change_of(dataset, happening, changes))


def change_of(dataset: Dataset, happening: str, changes: dict[str, Any]) -> Change:
    """Return the event of a change."""
    payload = {
        "owner": dataset.owner,
        "duty": dataset.duty,
        "state": dataset.state,
        "last_as_of": plain(dataset.last_as_of),
        "due_on": plain(dataset.due_on),
        "is_usable": dataset.is_usable,
    }
    return Change(f"{OBJECT}.{happening}", OBJECT, dataset.id, dataset.version, audience_of(dataset), payload, changes)


def audience_of(dataset: Dataset) -> frozenset[str]:
    """Return who may know of a change: who may see the dataset."""
    if dataset.published_at is not None:
        return frozenset({EVERYONE})
    if dataset.shared_at is None:
        return frozenset({dataset.owner})
    roles = OVERSEERS | AREA_ROLES | FUNCTION_ROLES if dataset.sharing == ALL_UNITS else OVERSEERS
    return frozenset({dataset.owner, dataset.duty, *dataset.shared_with, *(f"role:{role}" for role in roles)})


def duty_of(dataset: Dataset) -> Grant:
    """Return the grant whose holders must update a dataset."""
    if dataset.duty_function_code:
        function = reference.function(dataset.duty_function_code)
        is_ministry = function is not None and function.kind is reference.FunctionKind.MINISTRY
        return Grant(Role.MINISTRY if is_ministry else Role.DEPARTMENT, function=dataset.duty_function_code)
    area = reference.area(dataset.duty_area_code or "")
    is_cluster = area is not None and area.kind is reference.AreaKind.CLUSTER
    return Grant(Role.CLUSTER if is_cluster else Role.PROVINCE, area=dataset.duty_area_code)


_OTHERWISE = {"promise", "shared_area_codes", "shared_function_codes", "indicator_ids"}


def shown(dataset: Dataset) -> dict[str, Any]:
    """Return a dataset's fields as JSON values, for the history's [from, to]."""
    fields = {name: getattr(dataset, name) for name in DatasetPatch.model_fields if name not in _OTHERWISE}
    promise = (dataset.promise_every, dataset.promise_unit, dataset.ready_within_days, dataset.promise_basis_th)
    return fields | {
        "promise": None if dataset.promise is None else list(promise),
        "shared_with": dataset.shared_with,
        "indicator_ids": [str(each) for each in dataset.indicator_ids],
    }


def plain(day: dt.date | None) -> str | None:
    """Return a day as JSON."""
    return None if day is None else day.isoformat()
