"""What an area and the function do with one offer, until both have signed it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import access, repository
from services.indicators.joint.errors import AgreedElsewhere
from services.indicators.joint.models import JointOffer
from services.indicators.joint.rules.cascade import (
    decimals_text,
    has_more_decimals,
    in_force,
    unassigned_of,
)
from services.indicators.joint.rules.states import (
    AREA,
    FUNCTION,
    OFFER_FLOW,
    Versions,
    refuse_late,
    refuse_unread,
)
from services.indicators.joint.rules.terms import fault_of_choice, fault_of_silence, faults_of_day
from services.indicators.joint.schemas.offers import (
    JointOfferCounter,
    JointOfferDecline,
    JointOfferRevise,
    JointOfferSign,
    OfferSeen,
)
from services.indicators.joint.usecases.asking import answer_of_area, answer_of_function
from services.indicators.joint.usecases.changes import (
    OFFER,
    OFFER_FIELDS,
    change_of_offer,
    clear_counter,
    json_of,
    measure_of,
    signature_of,
    subject_of_offer,
    today,
    touch,
)
from services.indicators.joint.usecases.following import review_later
from services.indicators.joint.usecases.rest import tell_rest
from services.indicators.joint.usecases.terms import choices_of, limit_of, refuse_over_limit
from services.shared.access import Action, Principal, authorise, check_state
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference, record
from services.shared.idempotency import Once
from services.shared.tasks.repository import close_tasks, open_all


async def sign_offer(
    session: AsyncSession, principal: Principal, once: Once, joint_id: UUID, area_code: str, body: JointOfferSign
) -> JointOffer:
    """Sign, as the area, the definition and the offer that were read: with both signatures it stands.

    Where the offer leaves it to the area, it names what it chooses of the policy's list, which the function has signed.
    Raises OfferChangedSince, AnswerByPassed, AgreedElsewhere, Invalid, StateDoesNotAllow.
    """
    offer = await lock_for(session, principal, joint_id, area_code, access.SIGN)
    await once.begin(session, principal)
    refuse_unanswerable(offer, access.SIGN, body)
    choice = chosen(offer, body.choice_th)
    await refuse_agreed_elsewhere(session, offer)
    before = fields_of(offer)
    offer.state, offer.choice_th = OFFER_FLOW.after(offer.state, "sign"), choice
    clear_counter(offer)
    touch(offer, offer.joint)
    await repository.save(session, offer)
    await sign(session, principal, offer, AREA)
    await tell(session, principal, offer, "signed", difference(before, fields_of(offer)))
    await review_later(session, offer.joint)
    if before["counter_target"] is not None:
        await tell_rest(session, offer.joint)
    return offer


async def counter_offer(
    session: AsyncSession, principal: Principal, once: Once, joint_id: UUID, area_code: str, body: JointOfferCounter
) -> JointOffer:
    """Ask, as the area, for another target or for conditions; the difference moves to the unassigned line.

    Raises OfferChangedSince, AnswerByPassed, Invalid, StateDoesNotAllow.
    """
    offer = await lock_for(session, principal, joint_id, area_code, access.COUNTER)
    await once.begin(session, principal)
    refuse_unanswerable(offer, access.COUNTER, body)
    refuse_decimals(offer, body.target)
    before = fields_of(offer)
    offer.state = OFFER_FLOW.after(offer.state, "counter")
    offer.counter_target, offer.counter_conditions_th = body.target, body.conditions_th
    offer.counter_reason_th = body.reason
    touch(offer, offer.joint)
    await repository.save(session, offer)
    await tell(session, principal, offer, "countered", difference(before, fields_of(offer)), body.reason)
    await open_all(session, [answer_of_function(offer, offer.joint)])
    await tell_rest(session, offer.joint)
    return offer


async def revise_offer(
    session: AsyncSession, principal: Principal, once: Once, joint_id: UUID, area_code: str, body: JointOfferRevise
) -> JointOffer:
    """Make, as the function, a new offer to one area, and sign it; only this area's signature is void.

    Raises Invalid, UnassignedOverLimit, StateDoesNotAllow.
    """
    offer = await lock_for(session, principal, joint_id, area_code, access.REVISE)
    await once.begin(session, principal)
    check_state(access.REVISE, subject_of_offer(offer))
    refuse_decimals(offer, body.target)
    refuse_lost_choice(offer, body.choice_th)
    await refuse_unassigned(session, principal, offer, body)
    before = fields_of(offer)
    offer.target, offer.conditions_th, offer.choice_th = body.target, body.conditions_th, body.choice_th
    offer.has_residue = False
    offer.offer_version += 1
    reopen(offer, "revise", body)
    await repository.save(session, offer)
    await sign(session, principal, offer, FUNCTION)
    await tell(session, principal, offer, "revised", difference(before, fields_of(offer)), body.reason)
    await open_all(session, [answer_of_area(offer, offer.joint)])
    await tell_rest(session, offer.joint)
    return offer


async def decline_counter(
    session: AsyncSession, principal: Principal, once: Once, joint_id: UUID, area_code: str, body: JointOfferDecline
) -> JointOffer:
    """Leave, as the function, the offer as it was, with the reason; the area may still sign it by its day.

    Raises Invalid, StateDoesNotAllow.
    """
    offer = await lock_for(session, principal, joint_id, area_code, access.DECLINE)
    await once.begin(session, principal)
    check_state(access.DECLINE, subject_of_offer(offer))
    before = fields_of(offer)
    reopen(offer, "decline", body)
    await repository.save(session, offer)
    await tell(session, principal, offer, "declined", difference(before, fields_of(offer)), body.reason)
    await open_all(session, [answer_of_area(offer, offer.joint)])
    await tell_rest(session, offer.joint)
    return offer


def refuse_unanswerable(offer: JointOffer, action: Action, seen: OfferSeen) -> None:
    """Raise unless the area may answer now, and read what it answers."""
    check_state(action, subject_of_offer(offer))
    refuse_unread(Versions(seen.definition_version, seen.offer_version), offer.versions)
    refuse_late(offer.answer_by, today())


def refuse_decimals(offer: JointOffer, target: Any) -> None:  # noqa: ANN401
    """Raise Invalid for a target finer than the indicator is shown."""
    decimals = measure_of(offer.joint).decimals
    if target is not None and has_more_decimals(target, decimals):
        raise Invalid(FieldError("/target", "too_many_decimals", decimals_text(decimals)))


def refuse_lost_choice(offer: JointOffer, choice: str | None) -> None:
    """Raise Invalid for a choice that the policy does not list, or when an area would lose the one it has."""
    choices = choices_of(offer.joint)
    silence = fault_of_silence(choice, choices) if offer.choice_th is not None else None
    if fault := fault_of_choice(choice, choices) or silence:
        raise Invalid(fault)


def chosen(offer: JointOffer, named: str | None) -> str | None:
    """Return what an area has chosen once it signs; raises Invalid for what the policy or the offer does not name."""
    choices = choices_of(offer.joint)
    if offer.choice_th is not None and named not in (None, offer.choice_th):
        raise Invalid(FieldError("/choice_th", "choice_is_offered", _OFFERED.filled({"choice": offer.choice_th})))
    choice = named or offer.choice_th
    if fault := fault_of_choice(choice, choices) or fault_of_silence(choice, choices):
        raise Invalid(fault)
    return choice


_OFFERED = Text(
    "ข้อเสนอระบุไว้แล้วว่า {choice} หากต้องการอย่างอื่น ให้เสนอแย้งพร้อมเงื่อนไข",
    "The offer names {choice}. For another one, counter and say so in the conditions.",
)


async def refuse_agreed_elsewhere(session: AsyncSession, offer: JointOffer) -> None:
    """Raise AgreedElsewhere when another function's joint indicator has this area's agreement on the same value."""
    if function_code := await repository.standing_elsewhere(session, offer):
        raise AgreedElsewhere(function_code=function_code)


async def refuse_unassigned(
    session: AsyncSession, principal: Principal, offer: JointOffer, body: JointOfferRevise
) -> None:
    """Raise UnassignedOverLimit when the new offer leaves more with nobody than the function may."""
    joint = offer.joint
    if joint.national_target is None or limit_of(joint) is None:
        return
    tally = (await repository.tallies_of(session, principal, [joint.id], today()))[joint.id]
    before = unassigned_of(joint.national_target, joint.overlap_value, [tally.assigned])
    had = in_force(offer.state, offer.target, offer.counter_target)
    refuse_over_limit(joint, before + had - body.target, before)


def reopen(offer: JointOffer, verb: str, body: JointOfferRevise | JointOfferDecline) -> None:
    """Put an offer before its area again with the function's reason; raises Invalid when it could not answer."""
    answer_by = body.answer_by or offer.answer_by
    if faults := faults_of_day(answer_by, today()):
        raise Invalid(*faults)
    offer.state = OFFER_FLOW.after(offer.state, verb)
    offer.answer_by, offer.reply_th = answer_by, body.reason
    clear_counter(offer)
    touch(offer, offer.joint)


async def sign(session: AsyncSession, principal: Principal, offer: JointOffer, side: str) -> None:
    """Add one side's signature on the offer as it was written."""
    offer.signatures.append(signature_of(principal, offer, side))
    await repository.save(session)


def fields_of(offer: JointOffer) -> dict[str, Any]:
    """Return what a step may change of an offer, as JSON values."""
    names = (*OFFER_FIELDS, "state", "offer_version", "answer_by")
    return {name: json_of(getattr(offer, name)) for name in names}


async def tell(
    session: AsyncSession,
    principal: Principal,
    offer: JointOffer,
    happening: str,
    changes: Mapping[str, Any],
    reason: str | None = None,
) -> None:
    """Close what waited on an offer, and write the event of a step."""
    await close_tasks(session, OFFER, offer.id)
    told = {**changes, "reason": reason} if reason else changes
    await record(session, principal, change_of_offer(offer, offer.joint, happening, told))


async def show_history(session: AsyncSession, principal: Principal, joint_id: UUID, area_code: str) -> HistoryPage:
    """Return what happened to an offer, for both sides and the overseers."""
    offer = await repository.load_offer(session, principal, joint_id, area_code)
    authorise(principal, access.READ_OFFER_HISTORY, subject_of_offer(offer))
    return await history_of(session, OFFER, offer.id)


async def lock_for(
    session: AsyncSession, principal: Principal, joint_id: UUID, area_code: str, action: Action
) -> JointOffer:
    """Return the offer, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    lock = "whole" if action is access.REVISE else "offer"
    offer = await repository.load_offer(session, principal, joint_id, area_code, lock=lock)
    authorise(principal, action, subject_of_offer(offer))
    return offer
