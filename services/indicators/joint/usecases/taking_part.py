"""Who takes part: the department that carries it for a ministry, and the areas that a workshop is recorded with."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from services.indicators.joint import access, repository
from services.indicators.joint.errors import ReporterAgreed, WorkshopChangedSince, WorkshopConfirmed
from services.indicators.joint.models import JointIndicator, JointWorkshopConfirmation
from services.indicators.joint.rules.states import AREA, OUT
from services.indicators.joint.schemas.bodies import JointDepartment, WorkshopConfirm, WorkshopRecord
from services.indicators.joint.usecases.asking import WORKSHOP, confirming_workshop, province_grant
from services.indicators.joint.usecases.changes import grant_of, json_of, subject_of
from services.indicators.joint.usecases.indicators import lock_for, save
from services.indicators.joint.usecases.terms import faults_of_carriers
from services.shared.access import Principal, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.record import difference
from services.shared.idempotency import Once
from services.shared.tasks.repository import close_tasks, open_all


async def assign_department(
    session: AsyncSession, principal: Principal, once: Once, joint_id: UUID, body: JointDepartment
) -> JointIndicator:
    """Name the department that answers counters and revises offers for the ministry; no signature is void by it.

    Raises Invalid, ReporterAgreed, StateDoesNotAllow.
    """
    joint = await lock_for(session, principal, joint_id, access.ASSIGN)
    await once.begin(session, principal)
    check_state(access.ASSIGN, subject_of(joint))
    before, reporter = joint.department_code, joint.function_reporter_code
    if before is not None and reporter == before and body.department_code != before:
        raise ReporterAgreed(reporter=reporter)
    joint.department_code = body.department_code
    if faults := tuple(faults_of_carriers(joint)):
        raise Invalid(*faults)
    joint.updated_at = now()
    changes = {"department_code": [before, joint.department_code], "reason": body.reason}
    await save(session, principal, joint, "assigned", changes)
    return joint


async def record_workshop(
    session: AsyncSession, principal: Principal, once: Once, joint_id: UUID, body: WorkshopRecord
) -> JointIndicator:
    """Record where and when both sides set the joint indicator, and with which areas, who are asked to confirm it.

    It is no term, so no signature is void; a new record is confirmed anew. Raises Invalid, StateDoesNotAllow.
    """
    joint = await lock_for(session, principal, joint_id, access.RECORD_WORKSHOP)
    await once.begin(session, principal)
    check_state(access.RECORD_WORKSHOP, subject_of(joint))
    asked = {offer.area_code for offer in joint.offers if offer.state not in OUT}
    for place, code in enumerate(body.area_codes):
        if code not in asked:
            raise Invalid(FieldError(f"/area_codes/{place}", "not_in_scope", _NOT_IN_SCOPE))
    before = workshop_of(joint)
    joint.workshop_on, joint.workshop_place_th = body.workshop_on, body.workshop_place_th
    joint.minutes_sha256, joint.workshop_area_codes = body.minutes_sha256, sorted(set(body.area_codes))
    joint.workshop_number += 1
    joint.updated_at = now()
    await save(session, principal, joint, "workshop_recorded", difference(before, workshop_of(joint)))
    await close_tasks(session, WORKSHOP, joint.id)
    if joint.offered_at is not None:
        await open_all(session, confirming_workshop(joint))
    return joint


async def confirm_workshop(
    session: AsyncSession, principal: Principal, once: Once, joint_id: UUID, body: WorkshopConfirm
) -> JointIndicator:
    """Confirm, as an area that took part, the record of the workshop as it was read.

    Raises WorkshopChangedSince, WorkshopConfirmed, StateDoesNotAllow.
    """
    joint = await lock_for(session, principal, joint_id, access.CONFIRM_WORKSHOP)
    await once.begin(session, principal)
    check_state(access.CONFIRM_WORKSHOP, subject_of(joint))
    if body.workshop_number != joint.workshop_number:
        raise WorkshopChangedSince(workshop_number=joint.workshop_number)
    mine = [code for code in joint.workshop_area_codes if f"area:{code}" in principal.units]
    code = next((code for code in mine if code not in joint.workshop_confirmed_area_codes), None)
    if code is None:
        raise WorkshopConfirmed(area_code=", ".join(mine))
    confirmation = JointWorkshopConfirmation(
        id=new_id(),
        joint_indicator_id=joint.id,
        workshop_number=joint.workshop_number,
        area_code=code,
        confirmed_by=principal.subject,
        confirmed_as=str(grant_of(principal, AREA, joint, code)),
        confirmed_at=now(),
    )
    await repository.save(session, confirmation)
    confirmed = sorted([*joint.confirmations, confirmation], key=lambda each: each.area_code)
    set_committed_value(joint, "confirmations", confirmed)
    joint.updated_at = now()
    await save(session, principal, joint, "workshop_confirmed", {"confirmed_area_code": [None, code]})
    await close_tasks(session, WORKSHOP, joint.id, assignee=province_grant(code))
    return joint


def workshop_of(joint: JointIndicator) -> dict[str, Any]:
    """Return the record of the workshop as JSON values."""
    names = ("workshop_on", "workshop_place_th", "minutes_sha256", "workshop_area_codes", "workshop_number")
    return {name: json_of(getattr(joint, name)) for name in names}


_NOT_IN_SCOPE = Text("พื้นที่นี้ไม่อยู่ในขอบเขตของตัวชี้วัดร่วมนี้", "This area is not asked by this joint indicator.")
