"""`/v1/joint-indicators/{id}/offers` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from services.indicators.joint import access, repository, views
from services.indicators.joint.errors import AgreedElsewhere, AnswerByPassed, OfferChangedSince, UnassignedOverLimit
from services.indicators.joint.routes.indicators import MOVED, ONE, TAG
from services.indicators.joint.schemas import offers as schemas
from services.indicators.joint.usecases import offers as usecases
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.preconditions import etag

OFFERS = f"{ONE}/offers"
OFFER = f"{OFFERS}/{{area_code}}"

router = new_router(TAG)

Area = Annotated[str, Path(description="code of a province", examples=["50"], max_length=40)]


@router.get(
    OFFERS,
    response_model=schemas.JointOfferPage,
    **operation("listJointOffers", access.READ, "List the offers to areas", refuses=OBJECT),
)
async def list_joint_offers(
    session: Session, principal: Caller, joint_indicator_id: UUID, filters: Annotated[schemas.JointOfferFilter, Query()]
) -> schemas.JointOfferPage:
    """List the offer to every area with its target and signatures, by area, on one page."""
    await repository.load_joint(session, principal, joint_indicator_id)
    return views.offers_of(await repository.load_offers(session, principal, joint_indicator_id, filters.state))


@router.get(
    OFFER,
    response_model=schemas.JointOffer,
    **operation("getJointOffer", access.READ, "Read the offer to an area", refuses=OBJECT, headers=["ETag"]),
)
async def get_joint_offer(
    session: Session, principal: Caller, joint_indicator_id: UUID, area_code: Area, response: Response
) -> schemas.JointOffer:
    """Read the offer to one area, who has signed it, and what the caller may do with it now."""
    offer = await repository.load_offer(session, principal, joint_indicator_id, area_code)
    response.headers["ETag"] = etag(offer.version)
    return views.offer_of(offer, principal)


@router.post(
    f"{OFFER}/sign",
    response_model=schemas.JointOffer,
    **operation(
        "signJointOffer",
        access.SIGN,
        "Sign an offer",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, OfferChangedSince, AnswerByPassed, AgreedElsewhere],
        headers=MOVED,
    ),
)
async def sign_joint_offer(
    session: Session,
    principal: Caller,
    joint_indicator_id: UUID,
    area_code: Area,
    once: Key,
    body: schemas.JointOfferSign,
) -> Response:
    """Sign, as the province, exactly the definition and the offer that were read; with that it stands for the area."""
    offer = await usecases.sign_offer(session, principal, once, joint_indicator_id, area_code, body)
    return await once.answer(session, views.offer_of(offer, principal), version=offer.version)


@router.post(
    f"{OFFER}/counter",
    response_model=schemas.JointOffer,
    **operation(
        "counterJointOffer",
        access.COUNTER,
        "Counter an offer",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, OfferChangedSince, AnswerByPassed],
        headers=MOVED,
    ),
)
async def counter_joint_offer(
    session: Session,
    principal: Caller,
    joint_indicator_id: UUID,
    area_code: Area,
    once: Key,
    body: schemas.JointOfferCounter,
) -> Response:
    """Ask for another target or for conditions, with the reason; the difference is unassigned until it is answered."""
    offer = await usecases.counter_offer(session, principal, once, joint_indicator_id, area_code, body)
    return await once.answer(session, views.offer_of(offer, principal), version=offer.version)


@router.post(
    f"{OFFER}/revise",
    response_model=schemas.JointOffer,
    **operation(
        "reviseJointOffer",
        access.REVISE,
        "Make an area a new offer",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, UnassignedOverLimit],
        headers=MOVED,
    ),
)
async def revise_joint_offer(
    session: Session,
    principal: Caller,
    joint_indicator_id: UUID,
    area_code: Area,
    once: Key,
    body: schemas.JointOfferRevise,
) -> Response:
    """Make one area a new offer and sign it by that; only this area's signature is void."""
    offer = await usecases.revise_offer(session, principal, once, joint_indicator_id, area_code, body)
    return await once.answer(session, views.offer_of(offer, principal), version=offer.version)


@router.post(
    f"{OFFER}/decline",
    response_model=schemas.JointOffer,
    **operation(
        "declineJointOffer",
        access.DECLINE,
        "Decline a counter",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def decline_joint_offer(
    session: Session,
    principal: Caller,
    joint_indicator_id: UUID,
    area_code: Area,
    once: Key,
    body: schemas.JointOfferDecline,
) -> Response:
    """Leave the offer as it was, with the reason; the area may still sign it by its day."""
    offer = await usecases.decline_counter(session, principal, once, joint_indicator_id, area_code, body)
    return await once.answer(session, views.offer_of(offer, principal), version=offer.version)


@router.get(
    f"{OFFER}/history",
    response_model=HistoryPage,
    **operation("listJointOfferHistory", access.READ_OFFER_HISTORY, "Read an offer's history", refuses=OBJECT),
)
async def list_joint_offer_history(
    session: Session, principal: Caller, joint_indicator_id: UUID, area_code: Area
) -> HistoryPage:
    """List every step on the offer to an area, the newest first: offers, counters, signatures, resolutions."""
    return await usecases.show_history(session, principal, joint_indicator_id, area_code)
