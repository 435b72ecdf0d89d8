"""What people do with the entries of the registry."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.repository import load_measured
from services.indicators.datasets import access
from services.indicators.datasets.errors import DatasetIncomplete
from services.indicators.datasets.models.registry import Dataset, unit_of
from services.indicators.datasets.repository import registry
from services.indicators.datasets.rules.states import COMPLETE_FIELDS, COMPLETE_LISTS, DRAFT, FLOW, IN_USE, gaps_of
from services.indicators.datasets.schemas.datasets import DatasetCreate, DatasetPatch, DatasetRetire
from services.indicators.datasets.schemas.fields import PromiseIn
from services.indicators.datasets.usecases.changes import (
    OBJECT,
    ask_nobody,
    change_of,
    expect_next,
    lock_for,
    save,
    shown,
    subject_of,
)
from services.shared import reference
from services.shared.access import Action, Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version

# What a body says in another form than the table keeps it.
_OTHERWISE = {"promise", "shared_area_codes", "shared_function_codes", "duty_area_code", "duty_function_code"}


async def create_dataset(session: AsyncSession, principal: Principal, once: Once, body: DatasetCreate) -> Dataset:
    """Add a draft for a unit of the caller's. Raises NotPermitted, Invalid, DatasetExists."""
    if (body.owner_area_code is None) == (body.owner_function_code is None):
        sentence = Text("ระบุเจ้าของหนึ่งเดียว: พื้นที่หรือหน่วยงาน", "Name one owner: an area or a function.")
        raise Invalid(FieldError("/owner_area_code", "one_owner", sentence))
    authorise(principal, access.CREATE, Subject(unit_of(body.owner_area_code, body.owner_function_code), state=DRAFT))
    await once.begin(session, principal)
    at = now()
    dataset = Dataset(
        id=new_id(), state=DRAFT, created_at=at, updated_at=at, shared_with=[], **body.model_dump(exclude=_OTHERWISE)
    )
    set_duty(dataset, body)
    set_promise(dataset, body.promise)
    dataset.shared_with = units_of(body.shared_area_codes, body.shared_function_codes)
    await refuse_unknown(session, principal, dataset)
    await registry.save(session, dataset)
    await record(session, principal, change_of(dataset, "created", shown(dataset)))
    return dataset


async def update_dataset(
    session: AsyncSession, principal: Principal, dataset_id: UUID, tag: str, body: DatasetPatch
) -> Dataset:
    """Change what was sent. Raises VersionStale, StateDoesNotAllow, Invalid, DatasetExists, DatasetIncomplete."""
    dataset = await lock_for(session, principal, dataset_id, access.UPDATE)
    check_version(tag, dataset.version)
    check_state(access.UPDATE, subject_of(dataset))
    before, duty = shown(dataset), dataset.duty
    apply(dataset, body)
    await refuse_unknown(session, principal, dataset)
    if dataset.state in IN_USE:
        refuse_gaps(dataset)
        await expect_next(session, dataset)
        if dataset.duty != duty:
            await ask_nobody(session, dataset)
    await save(session, principal, dataset, "updated", difference(before, shown(dataset)))
    return dataset


def apply(dataset: Dataset, body: DatasetPatch) -> None:
    """Write what was sent into a dataset."""
    for name, value in body.model_dump(exclude_unset=True, exclude=_OTHERWISE).items():
        setattr(dataset, name, value)
    sent = body.model_fields_set
    if sent & {"duty_area_code", "duty_function_code"}:
        set_duty(dataset, body)
    if "promise" in sent:
        set_promise(dataset, body.promise)
    if sent & {"shared_area_codes", "shared_function_codes"}:
        areas = body.shared_area_codes if "shared_area_codes" in sent else dataset.shared_area_codes
        functions = body.shared_function_codes if "shared_function_codes" in sent else dataset.shared_function_codes
        dataset.shared_with = units_of(areas, functions)


def set_duty(dataset: Dataset, body: DatasetCreate | DatasetPatch) -> None:
    """Name the unit that must update: what was sent, else the owner. Raises Invalid for two."""
    area, function = body.duty_area_code, body.duty_function_code
    if area is not None and function is not None:
        sentence = Text("ระบุหน่วยงานที่ต้องปรับปรุงเพียงหนึ่งเดียว", "Name one unit that must update.")
        raise Invalid(FieldError("/duty_area_code", "one_duty", sentence))
    if area is not None and not has_unit(area):
        sentence = Text("ต้องเป็นจังหวัดหรือกลุ่มจังหวัด", "It must be a province or a cluster.")
        raise Invalid(FieldError("/duty_area_code", "area_without_unit", sentence))
    if area is None and function is None:
        area, function = dataset.owner_area_code, dataset.owner_function_code
    dataset.duty_area_code, dataset.duty_function_code = area, function


def has_unit(area_code: str) -> bool:
    """Return whether somebody acts for an area: the nation and its regions have no unit of their own."""
    area = reference.area(area_code)
    return area is not None and area.kind in (reference.AreaKind.PROVINCE, reference.AreaKind.CLUSTER)


def set_promise(dataset: Dataset, promise: PromiseIn | None) -> None:
    """Write the promise, or that there is none."""
    dataset.promise_every = None if promise is None else promise.every
    dataset.promise_unit = None if promise is None else promise.unit
    dataset.ready_within_days = None if promise is None else promise.ready_within_days
    dataset.promise_basis_th = None if promise is None else promise.basis_th


def units_of(area_codes: list[str], function_codes: list[str]) -> list[str]:
    """Return the units that a dataset is shared with."""
    return [*(f"area:{code}" for code in area_codes), *(f"function:{code}" for code in function_codes)]


async def refuse_unknown(session: AsyncSession, principal: Principal, dataset: Dataset) -> None:
    """Raise Invalid for a topic that there is not, or an indicator that the caller does not see."""
    topics = await registry.known_topics(session, dataset.topic_codes)
    faults = [
        FieldError(f"/topic_codes/{place}", "topic_unknown", _TOPIC_UNKNOWN)
        for place, code in enumerate(dataset.topic_codes)
        if code not in topics
    ]
    wanted = dataset.indicator_ids
    seen = {each.id for each in await load_measured(session, principal, wanted)} if wanted else set()
    faults += [
        FieldError(f"/indicator_ids/{place}", "indicator_unknown", _INDICATOR_UNKNOWN)
        for place, each in enumerate(wanted)
        if each not in seen
    ]
    if faults:
        raise Invalid(*faults)


_TOPIC_UNKNOWN = Text("ไม่มีประเด็นรหัสนี้ ดูที่ /v1/topics", "No topic has this code; /v1/topics lists them.")
_INDICATOR_UNKNOWN = Text("ไม่มีตัวชี้วัดนี้ ดูได้ที่ /v1/indicators", "There is no such indicator; /v1/indicators lists them.")


def refuse_gaps(dataset: Dataset) -> None:
    """Raise DatasetIncomplete unless a dataset says what others must know to rely on it."""
    if gaps := gaps_of({name: getattr(dataset, name) for name in (*COMPLETE_FIELDS, *COMPLETE_LISTS)}):
        raise DatasetIncomplete(*gaps)


async def move(
    session: AsyncSession, principal: Principal, once: Once, dataset_id: UUID, action: Action, verb: str
) -> Dataset:
    """Put a complete dataset before its units (`share`) or everyone (`publish`). Raises DatasetIncomplete."""
    dataset = await lock_for(session, principal, dataset_id, action)
    await once.begin(session, principal)
    check_state(action, subject_of(dataset))
    refuse_gaps(dataset)
    before, at = dataset.state, now()
    dataset.state = FLOW.after(before, verb)
    dataset.shared_at = dataset.shared_at or at
    if verb == "publish":
        dataset.published_at = at
    await expect_next(session, dataset)
    happening = {"share": "shared", "publish": "published"}[verb]
    await save(session, principal, dataset, happening, {"state": [before, dataset.state]})
    return dataset


async def retire_dataset(
    session: AsyncSession, principal: Principal, once: Once, dataset_id: UUID, body: DatasetRetire
) -> Dataset:
    """Take a dataset out of use, with the reason; nobody is asked for it any longer."""
    dataset = await lock_for(session, principal, dataset_id, access.RETIRE)
    await once.begin(session, principal)
    check_state(access.RETIRE, subject_of(dataset))
    before = dataset.state
    dataset.state = FLOW.after(before, "retire")
    dataset.retire_reason, dataset.retired_at = body.reason, now()
    dataset.expected_on = dataset.due_on = None
    await ask_nobody(session, dataset)
    changes: dict[str, Any] = {"state": [before, dataset.state], "reason": body.reason}
    await save(session, principal, dataset, "retired", changes)
    return dataset


async def show_history(session: AsyncSession, principal: Principal, dataset_id: UUID) -> HistoryPage:
    """Return what happened to a dataset, for those who may see its inside."""
    dataset = await registry.load_dataset(session, principal, dataset_id)
    authorise(principal, access.READ_HISTORY, subject_of(dataset))
    return await history_of(session, OBJECT, dataset_id)
