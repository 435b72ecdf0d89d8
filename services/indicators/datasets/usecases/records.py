"""What people record of a dataset: that data came in, whether they can be used, how far they are digitised."""

import datetime as dt
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.datasets import access
from services.indicators.datasets.errors import DatasetUpdateExists
from services.indicators.datasets.models.records import DatasetAssessment, DatasetDigitisation, DatasetUpdate
from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.repository import records, registry
from services.indicators.datasets.rules.promise import expected_after, is_past_due
from services.indicators.datasets.schemas.records import (
    DatasetAssessmentCreate,
    DatasetDigitisationCreate,
    DatasetUpdateCreate,
)
from services.indicators.datasets.usecases.changes import (
    acting_as,
    expect_next,
    lock_for,
    plain,
    save,
    subject_of,
    today,
)
from services.shared.access import Action, Principal, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.idempotency import Once


async def record_update(
    session: AsyncSession, principal: Principal, once: Once, dataset_id: UUID, body: DatasetUpdateCreate
) -> DatasetUpdate:
    """Note that data of a day came in; the newest are what the dataset holds. Raises Invalid, DatasetUpdateExists."""
    dataset = await begin(session, principal, once, dataset_id, access.RECORD_UPDATE)
    refuse_future(body.as_of, "/as_of")
    revision = await records.last_revision(session, dataset.id, body.as_of)
    refuse_second(body, revision)
    assert dataset.promise is not None  # no dataset in use is without
    expected = expected_after(body.as_of, dataset.promise)
    is_newest = dataset.last_as_of is None or body.as_of >= dataset.last_as_of
    update = DatasetUpdate(
        id=new_id(),
        dataset_id=dataset.id,
        as_of=body.as_of,
        revision=revision + 1,
        expected_on=expected.on,
        due_on=expected.due_on,
        was_late=is_newest and revision == 0 and is_past_due(dataset.expected, today()),
        note_th=body.note_th,
        correction_reason_th=body.correction_reason_th,
        recorded_as=acting_as(principal, access.RECORD_UPDATE, subject_of(dataset)),
        recorded_by=principal.subject,
        recorded_at=now(),
    )
    await registry.save(session, update)
    changes = {"as_of": [plain(dataset.last_as_of), plain(update.as_of)], "revision": update.revision}
    if is_newest:
        dataset.last_update_id, dataset.last_as_of, dataset.last_updated_at = (
            update.id,
            update.as_of,
            update.recorded_at,
        )
        await expect_next(session, dataset)
    reason = {"reason": body.correction_reason_th} if body.correction_reason_th else {}
    await save(session, principal, dataset, "refreshed", {**changes, **reason})
    return update


def refuse_second(body: DatasetUpdateCreate, revision: int) -> None:
    """Raise DatasetUpdateExists for data that stand, unless this corrects them; Invalid for nothing to correct."""
    if revision and body.correction_reason_th is None:
        raise DatasetUpdateExists(as_of=body.as_of.isoformat(), revision=revision)
    if not revision and body.correction_reason_th is not None:
        raise Invalid(FieldError("/correction_reason_th", "nothing_to_correct", _NOTHING))


_NOTHING = Text(
    "ยังไม่มีข้อมูล ณ วันนี้ให้แก้ไข โปรดล้าง correction_reason_th หรือแก้ as_of",
    "No data as of that day stand. Clear correction_reason_th, or correct as_of.",
)


async def assess(
    session: AsyncSession, principal: Principal, once: Once, dataset_id: UUID, body: DatasetAssessmentCreate
) -> DatasetAssessment:
    """Say whether the data that stand can be used; what was said before stays."""
    dataset = await begin(session, principal, once, dataset_id, access.ASSESS)
    assessment = DatasetAssessment(
        id=new_id(),
        dataset_id=dataset.id,
        update_id=dataset.last_update_id,
        is_usable=body.is_usable,
        reason_th=body.reason_th,
        recorded_as=acting_as(principal, access.ASSESS, subject_of(dataset)),
        recorded_by=principal.subject,
        recorded_at=now(),
    )
    await registry.save(session, assessment)
    changes = {"is_usable": [dataset.is_usable, body.is_usable], "reason": body.reason_th}
    dataset.is_usable, dataset.assessed_update_id = body.is_usable, dataset.last_update_id
    await save(session, principal, dataset, "assessed", changes)
    return assessment


async def digitise(
    session: AsyncSession, principal: Principal, once: Once, dataset_id: UUID, body: DatasetDigitisationCreate
) -> DatasetDigitisation:
    """Note that a dataset reached a step on a day. Raises Invalid, DigitisationRecorded."""
    dataset = await begin(session, principal, once, dataset_id, access.DIGITISE)
    refuse_future(body.reached_on, "/reached_on")
    if body.step_code not in await records.known_steps(session):
        raise Invalid(FieldError("/step_code", "step_unknown", _STEP_UNKNOWN))
    reached = DatasetDigitisation(
        id=new_id(),
        dataset_id=dataset.id,
        step_code=body.step_code,
        reached_on=body.reached_on,
        evidence_th=body.evidence_th,
        recorded_as=acting_as(principal, access.DIGITISE, subject_of(dataset)),
        recorded_by=principal.subject,
        recorded_at=now(),
    )
    await registry.save(session, reached)
    changes = {"digitisation_step": [dataset.digitisation_step, body.step_code], "reached_on": plain(body.reached_on)}
    if dataset.digitised_on is None or body.reached_on >= dataset.digitised_on:
        dataset.digitisation_step, dataset.digitised_on = body.step_code, body.reached_on
    await save(session, principal, dataset, "digitised", changes)
    return reached


_STEP_UNKNOWN = Text(
    "ไม่มีขั้นตอนรหัสนี้ ดูที่ /v1/datasets/digitisation", "No step has this code; /v1/datasets/digitisation lists them."
)


async def begin(session: AsyncSession, principal: Principal, once: Once, dataset_id: UUID, action: Action) -> Dataset:
    """Return the dataset, locked, for what is recorded of it now; its key claimed, its state checked."""
    dataset = await lock_for(session, principal, dataset_id, action)
    await once.begin(session, principal)
    check_state(action, subject_of(dataset))
    return dataset


def refuse_future(day: dt.date, pointer: str) -> None:
    """Raise Invalid for a day that has not come in Bangkok."""
    if day > today():
        sentence = Text("วันนี้ยังมาไม่ถึง โปรดใช้วันที่ไม่เกินวันนี้", "That day has not come; use today or an earlier one.")
        raise Invalid(FieldError(pointer, "day_not_come", sentence))
