"""Sending offers: each with the function's signature, a task for its area, and an event.

However many the areas, it takes the same few statements: what changes is changed here, and written together.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import repository
from services.indicators.joint.models import JointIndicator, JointOffer
from services.indicators.joint.rules.states import FUNCTION, OFFER_FLOW, OUT
from services.indicators.joint.usecases.asking import answer_of_area
from services.indicators.joint.usecases.changes import (
    OFFER,
    change_of_offer,
    clear_counter,
    json_of,
    signature_of,
    touch,
)
from services.shared.access import Principal
from services.shared.events.record import record
from services.shared.tasks.repository import close_tasks, open_all

# What an area is offered; by area, as it was before.
OfferTerms = tuple[object, ...]
# By offer, what changes of it and why.
Told = Mapping[JointOffer, Mapping[str, Any]]


def terms_of_offer(offer: JointOffer) -> OfferTerms:
    """Return what makes an offer another one when it changes."""
    return offer.target, offer.conditions_th, offer.choice_th


def send_offers(joint: JointIndicator, offers: Iterable[JointOffer]) -> Told:
    """Put the first offer before each area."""
    told = {}
    for offer in offers:
        put_out(offer, joint, "offer", is_new=True)
        told[offer] = {"state": ["draft", offer.state]}
    return told


def offer_anew(joint: JointIndicator, codes: Collection[str], before: Mapping[str, OfferTerms], reason: str) -> Told:
    """Ask every area of the scope anew under a new definition; one whose terms changed gets a new offer."""
    told: dict[JointOffer, dict[str, Any]] = {}
    for offer in joint.offers:
        if offer.area_code not in codes:
            continue
        state, old = offer.state, before.get(offer.area_code)
        is_new = state in OUT or old != terms_of_offer(offer)
        put_out(offer, joint, "redefine", is_new=is_new)
        changes: dict[str, Any] = {"state": [state, offer.state], "reason": reason}
        if old is not None and old != terms_of_offer(offer):
            changes["target"] = [json_of(old[0]), json_of(offer.target)]
        told[offer] = changes
    return told


def put_out(offer: JointOffer, joint: JointIndicator, verb: str, *, is_new: bool) -> None:
    """Put an offer before its area under the definition as it stands; what was settled before is open again."""
    offer.state = OFFER_FLOW.after(offer.state, verb)
    offer.definition_version = joint.definition_version
    offer.offer_version += int(is_new)
    offer.answer_by = joint.answer_by
    clear_resolution(offer)
    clear_counter(offer)
    touch(offer, joint)


def leave_areas(joint: JointIndicator, codes: Collection[str], reason: str) -> Told:
    """Take the offers back to every area that is not among `codes` and was still asked."""
    told = {}
    for offer in joint.offers:
        if offer.area_code in codes or offer.state in OUT:
            continue
        before, offer.state = offer.state, OFFER_FLOW.after(offer.state, "leave")
        clear_resolution(offer)
        clear_counter(offer)
        touch(offer, joint)
        told[offer] = {"state": [before, offer.state], "reason": reason}
    return told


def clear_resolution(offer: JointOffer) -> None:
    """Take away what a committee had settled; it stays in the history."""
    offer.resolution_id = offer.resolution_number = offer.decided_on = offer.decision_reason_th = None


async def sign_and_tell(session: AsyncSession, principal: Principal, joint: JointIndicator, told: Told) -> None:
    """Write offers with the function's signature, the areas' tasks in place of what waited, and one event each."""
    await repository.write_all(session, told)
    await repository.save(session)
    for offer in told:
        offer.signatures.append(signature_of(principal, offer, FUNCTION))
    await repository.save(session)
    await close_tasks(session, OFFER, *(offer.id for offer in told))
    await open_all(session, (answer_of_area(offer, joint) for offer in told))
    await record(
        session, principal, *(change_of_offer(offer, joint, "offered", changes) for offer, changes in told.items())
    )


async def take_back(session: AsyncSession, principal: Principal, joint: JointIndicator, told: Told) -> None:
    """Write the offers that were taken back; what was only planned is nobody's event."""
    await repository.write_all(session, told)
    await close_tasks(session, OFFER, *(offer.id for offer in told))
    if joint.offered_at is not None:
        changed = (change_of_offer(offer, joint, "withdrawn", changes) for offer, changes in told.items())
        await record(session, principal, *changed)
