"""What a ministry or department does with a joint indicator."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from services.indicators.catalogue.repository import forget_reporter, name_reporter
from services.indicators.joint import access, repository
from services.indicators.joint.errors import AreaHasSigned, IndicatorRedefined, JointIndicatorIncomplete
from services.indicators.joint.models import JointIndicator
from services.indicators.joint.rules.criteria import gaps_of
from services.indicators.joint.rules.states import DRAFT, FLOW
from services.indicators.joint.rules.terms import CASCADE_FIELDS, faults_of_day
from services.indicators.joint.schemas.bodies import (
    JointIndicatorCreate,
    JointIndicatorPatch,
    JointIndicatorRedefine,
)
from services.indicators.joint.usecases.asking import WORKSHOP, confirming_workshop
from services.indicators.joint.usecases.changes import (
    OBJECT,
    change_of,
    shown,
    subject_of,
    today,
    touch,
    touch_joint,
)
from services.indicators.joint.usecases.following import review_later
from services.indicators.joint.usecases.rest import tell_rest
from services.indicators.joint.usecases.sending import (
    leave_areas,
    offer_anew,
    send_offers,
    sign_and_tell,
    take_back,
    terms_of_offer,
)
from services.indicators.joint.usecases.terms import (
    entries_kept,
    entries_sent,
    ground_of,
    lay_out,
    left_of,
    refuse_over_limit,
    stand_on,
)
from services.shared.access import Action, Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import Invalid
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version
from services.shared.tasks.repository import close_tasks, open_all


async def create_joint(
    session: AsyncSession, principal: Principal, once: Once, body: JointIndicatorCreate
) -> JointIndicator:
    """Add a draft with its cascade laid out. Raises NotPermitted, Invalid, JointIndicatorExists."""
    authorise(principal, access.CREATE, Subject(f"function:{body.function_code}", state=DRAFT))
    await once.begin(session, principal)
    joint = new_joint(body)
    entries = entries_sent(body.areas)
    ground = await ground_of(session, principal, joint, entries)
    stand_on(joint, ground)
    lay_out(joint, ground, entries, cuts=True)
    hash_all(joint)
    await repository.save(session, joint)
    await record(session, principal, change_of(joint, "created", shown(joint)))
    return joint


def new_joint(body: JointIndicatorCreate) -> JointIndicator:
    """Return a draft of what was sent, without its areas."""
    at = now()
    joint = JointIndicator(
        id=new_id(),
        state=DRAFT,
        definition_version=0,
        workshop_number=0,
        workshop_area_codes=[],
        created_at=at,
        updated_at=at,
    )
    for name in ("offers", "confirmations"):
        set_committed_value(joint, name, [])
    apply(joint, body.model_dump(exclude={"areas"}))
    return joint


def hash_all(joint: JointIndicator) -> None:
    """Work the hashes of a joint indicator and of all its offers out anew."""
    touch_joint(joint)
    for offer in joint.offers:
        touch(offer, joint)


async def update_joint(
    session: AsyncSession, principal: Principal, joint_id: UUID, tag: str, body: JointIndicatorPatch
) -> JointIndicator:
    """Change what was sent of a draft and lay it out anew. Raises VersionStale, StateDoesNotAllow, Invalid."""
    joint = await lock_for(session, principal, joint_id, access.UPDATE)
    check_version(tag, joint.version)
    check_state(access.UPDATE, subject_of(joint))
    before = shown(joint)
    apply(joint, sent(body))
    entries = entries_sent(body.areas) if "areas" in body.model_fields_set else entries_kept(joint)
    ground = await ground_of(session, principal, joint, entries)
    stand_on(joint, ground)
    codes = lay_out(joint, ground, entries, cuts=True)
    await repository.drop_offers(session, joint, {offer.area_code for offer in joint.offers} - set(codes))
    for offer in joint.offers:
        offer.answer_by = joint.answer_by
    hash_all(joint)
    await repository.write_all(session, joint.offers)
    await save(session, principal, joint, "updated", difference(before, shown(joint)))
    return joint


def sent(body: JointIndicatorPatch) -> dict[str, Any]:
    """Return what was sent of the terms, areas apart."""
    return body.model_dump(exclude_unset=True, exclude={"areas", "reason"})


def apply(joint: JointIndicator, terms: Mapping[str, Any]) -> None:
    """Set what was sent. Unless somebody else is named, the function itself reports."""
    for name, value in terms.items():
        setattr(joint, name, value)
    if "choices" in terms:
        joint.choices = [{**each, "dated_on": each["dated_on"].isoformat()} for each in terms["choices"]]
    joint.function_reporter_code = joint.function_reporter_code or joint.function_code


async def offer_joint(session: AsyncSession, principal: Principal, once: Once, joint_id: UUID) -> JointIndicator:
    """Send every offer, which is the function's signature on the definition and on each of them.

    Raises JointIndicatorIncomplete, IndicatorRedefined, UnassignedOverLimit, Invalid, StateDoesNotAllow.
    """
    joint = await lock_for(session, principal, joint_id, access.OFFER)
    await once.begin(session, principal)
    check_state(access.OFFER, subject_of(joint))
    frozen = joint.indicator_definition_version
    ground = await ground_of(session, principal, joint, entries_kept(joint))
    if ground.definition.definition_version != frozen:
        raise IndicatorRedefined(frozen=frozen, current=ground.definition.definition_version)
    if gaps := gaps_of(stand_on(joint, ground)):
        raise JointIndicatorIncomplete(*gaps)
    refuse_past_day(joint)
    refuse_over_limit(joint, left_of(joint))
    joint.state, joint.definition_version, joint.offered_at = FLOW.after(joint.state, "offer"), 1, now()
    touch_joint(joint)
    told = send_offers(joint, joint.offers)
    await repository.write_all(session, told)
    await save(session, principal, joint, "offered", {"state": [DRAFT, joint.state]})
    await sign_and_tell(session, principal, joint, told)
    await open_all(session, confirming_workshop(joint))
    await follow(session, joint)
    return joint


async def follow(session: AsyncSession, joint: JointIndicator) -> None:
    """Do what follows a definition: let its reporter report, ask for the rest, have both sides' values looked at."""
    year, reporter = joint.fiscal_year, joint.function_reporter_code
    await name_reporter(session, joint.id, joint.indicator_id, year, reporter)
    await review_later(session, joint)
    await tell_rest(session, joint)


def refuse_past_day(joint: JointIndicator) -> None:
    """Raise Invalid when nobody could answer in time."""
    if faults := faults_of_day(joint.answer_by, today()):
        raise Invalid(*faults)


async def redefine_joint(
    session: AsyncSession, principal: Principal, once: Once, joint_id: UUID, body: JointIndicatorRedefine
) -> JointIndicator:
    """Make a new definition: every signature is void, and every area of the scope is asked anew.

    Raises JointIndicatorIncomplete, UnassignedOverLimit, Invalid, StateDoesNotAllow.
    """
    joint = await lock_for(session, principal, joint_id, access.REDEFINE)
    await once.begin(session, principal)
    check_state(access.REDEFINE, subject_of(joint))
    before, left_before = shown(joint), left_of(joint)
    offered = {offer.area_code: terms_of_offer(offer) for offer in joint.offers}
    apply(joint, sent(body))
    sends_areas = "areas" in body.model_fields_set
    entries = entries_sent(body.areas) if sends_areas else entries_kept(joint)
    ground = await ground_of(session, principal, joint, entries)
    if gaps := gaps_of(stand_on(joint, ground)):
        raise JointIndicatorIncomplete(*gaps)
    refuse_past_day(joint)
    changes = difference(before, shown(joint))
    codes = lay_out(joint, ground, entries, cuts=sends_areas or bool(changes.keys() & set(CASCADE_FIELDS)))
    joint.definition_version += 1
    touch_joint(joint)
    gone = leave_areas(joint, codes, body.reason)
    anew = offer_anew(joint, codes, offered, body.reason)
    refuse_over_limit(joint, left_of(joint), left_before)
    await repository.write_all(session, [*gone, *anew])
    await save(session, principal, joint, "redefined", {**changes, "reason": body.reason})
    await take_back(session, principal, joint, gone)
    await sign_and_tell(session, principal, joint, anew)
    await follow(session, joint)
    return joint


async def withdraw_joint(
    session: AsyncSession, principal: Principal, once: Once, joint_id: UUID, reason: str
) -> JointIndicator:
    """Give a joint indicator up before any area has signed or is bound by resolution.

    Raises AreaHasSigned, StateDoesNotAllow.
    """
    joint = await lock_for(session, principal, joint_id, access.WITHDRAW)
    await once.begin(session, principal)
    check_state(access.WITHDRAW, subject_of(joint))
    if signed := await repository.areas_bound(session, principal, joint.id):
        raise AreaHasSigned(areas=", ".join(signed))
    before = joint.state
    joint.state, joint.withdraw_reason_th = FLOW.after(before, "withdraw"), reason
    joint.updated_at = now()
    gone = leave_areas(joint, (), reason)
    await repository.write_all(session, gone)
    await save(session, principal, joint, "withdrawn", {"state": [before, joint.state], "reason": reason})
    await take_back(session, principal, joint, gone)
    await forget_reporter(session, joint.id)
    await close_tasks(session, WORKSHOP, joint.id)
    await close_tasks(session, OBJECT, joint.id)
    return joint


async def show_history(session: AsyncSession, principal: Principal, joint_id: UUID) -> HistoryPage:
    """Return what happened to a joint indicator, for those who may see its inside."""
    joint = await repository.load_joint(session, principal, joint_id)
    authorise(principal, access.READ_HISTORY, subject_of(joint))
    return await history_of(session, OBJECT, joint.id)


async def lock_for(session: AsyncSession, principal: Principal, joint_id: UUID, action: Action) -> JointIndicator:
    """Return it with its offers, locked, when the caller sees it (else NotFound) and may do `action`."""
    joint = await repository.load_joint(session, principal, joint_id, lock=True, offers=True)
    authorise(principal, action, subject_of(joint))
    return joint


async def save(
    session: AsyncSession, principal: Principal, joint: JointIndicator, happening: str, changes: Mapping[str, Any]
) -> None:
    """Write the rows under their next versions and the event beside them."""
    await repository.save(session, joint)
    await record(session, principal, change_of(joint, happening, changes))
