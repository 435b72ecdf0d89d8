"""Sending offers: each with the function's signature, a task for its area, and an event."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import repository
from services.indicators.joint.models import JointIndicator, JointOffer
from services.indicators.joint.rules.states import FUNCTION, OFFER_FLOW, OUT
from services.indicators.joint.usecases.changes import (
    OFFER,
    ask_area,
    change_of_offer,
    clear_counter,
    json_of,
    signature_of,
    touch,
)
from services.shared.access import Principal
from services.shared.events.record import record
from services.shared.tasks.repository import close_tasks

# What an area is offered; by area, as it was before.
OfferTerms = tuple[object, ...]


def terms_of_offer(offer: JointOffer) -> OfferTerms:
    """Return what makes an offer another one when it changes."""
    return offer.target, offer.conditions_th, offer.choice_th


async def send_offers(
    session: AsyncSession, principal: Principal, joint: JointIndicator, offers: Iterable[JointOffer]
) -> None:
    """Send the first offer to each area."""
    sent = list(offers)
    for offer in sent:
        put_out(offer, joint, "offer", is_new=True)
    await sign_and_tell(session, principal, joint, {offer: {"state": ["draft", offer.state]} for offer in sent})


async def offer_anew(
    session: AsyncSession,
    principal: Principal,
    joint: JointIndicator,
    codes: Collection[str],
    before: Mapping[str, OfferTerms],
    reason: str,
) -> None:
    """Ask every area of the scope anew under a new definition; one whose terms changed gets a new offer."""
    told: dict[JointOffer, dict[str, Any]] = {}
    for offer in joint.offers:
        if offer.area_code not in codes:
            continue
        state, old = offer.state, before.get(offer.area_code)
        is_new = state in OUT or old != terms_of_offer(offer)
        put_out(offer, joint, "redefine", is_new=is_new)
        await close_tasks(session, OFFER, offer.id)
        changes: dict[str, Any] = {"state": [state, offer.state], "reason": reason}
        if old is not None and old != terms_of_offer(offer):
            changes["target"] = [json_of(old[0]), json_of(offer.target)]
        told[offer] = changes
    await sign_and_tell(session, principal, joint, told)


def put_out(offer: JointOffer, joint: JointIndicator, verb: str, *, is_new: bool) -> None:
    """Put an offer before its area under the definition as it stands; what was settled before is open again."""
    offer.state = OFFER_FLOW.after(offer.state, verb)
    offer.definition_version = joint.definition_version
    offer.offer_version += int(is_new)
    offer.answer_by = joint.answer_by
    offer.resolution_id = offer.resolution_number = offer.decided_on = offer.decision_reason_th = None
    clear_counter(offer)
    touch(offer, joint)


async def sign_and_tell(
    session: AsyncSession, principal: Principal, joint: JointIndicator, told: Mapping[JointOffer, Mapping[str, Any]]
) -> None:
    """Write offers with the function's signature, the areas' tasks, and one event each."""
    await repository.save(session, *told)
    for offer in told:
        offer.signatures.append(signature_of(principal, offer, FUNCTION))
    await repository.save(session)
    for offer in told:
        await ask_area(session, offer, joint)
    await record(
        session, principal, *(change_of_offer(offer, joint, "offered", changes) for offer, changes in told.items())
    )


async def leave_areas(
    session: AsyncSession, principal: Principal, joint: JointIndicator, codes: Collection[str], reason: str
) -> None:
    """Take the offers back to every area that is not among `codes` and was still asked."""
    told = {}
    for offer in joint.offers:
        if offer.area_code in codes or offer.state in OUT:
            continue
        before, offer.state = offer.state, OFFER_FLOW.after(offer.state, "leave")
        offer.resolution_id = offer.resolution_number = offer.decided_on = offer.decision_reason_th = None
        clear_counter(offer)
        touch(offer, joint)
        await close_tasks(session, OFFER, offer.id)
        told[offer] = {"state": [before, offer.state], "reason": reason}
    await repository.save(session, *told)
    if joint.offered_at is None:
        return  # what was only planned is nobody's event
    await record(
        session, principal, *(change_of_offer(offer, joint, "withdrawn", changes) for offer, changes in told.items())
    )
