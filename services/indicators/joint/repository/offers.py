"""The SQL about the offers to areas, each seen by whoever sees the joint indicator that it belongs to."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.indicators.catalogue.models import DefinitionVersion
from services.indicators.joint.models import JointIndicator, JointOffer, JointSignature
from services.indicators.joint.repository.indicators import MEANING, offers_seen_by, visible_to
from services.indicators.joint.rules.states import AGREED, AREA, COUNTERED, OFFERED, OUT, SETTLED, STANDING, WAITING
from services.indicators.joint.rules.tallies import Tally
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound


async def load_offer(
    session: AsyncSession, principal: Principal, joint_id: UUID, area_code: str, *, lock: str | None = None
) -> JointOffer:
    """Return the offer to an area with its signatures and its joint indicator; raises NotFound.

    `lock="offer"` locks its row and holds the definition as it is, so that areas sign side by side; `lock="whole"`
    locks the joint indicator too, for what changes the cascade. The joint indicator is always locked first.
    """
    joint = visible_to(principal).where(JointIndicator.id == joint_id).options(*MEANING)
    if lock:
        joint = joint.with_for_update(of=JointIndicator, read=lock == "offer")
    if (await session.scalars(joint)).one_or_none() is None:
        raise NotFound()
    found = offers_seen_by(principal).where(JointOffer.joint_indicator_id == joint_id)
    found = found.where(JointOffer.area_code == area_code).options(*PARTS_OF_OFFER)
    if lock:
        found = found.with_for_update(of=JointOffer)
    offer: JointOffer | None = (await session.scalars(found)).one_or_none()
    if offer is None:
        raise NotFound()
    return offer


PARTS_OF_OFFER = (
    selectinload(JointOffer.signatures),
    selectinload(JointOffer.joint).options(*MEANING),
)


async def load_offers(
    session: AsyncSession, principal: Principal, joint_id: UUID, state: str | None = None
) -> Sequence[JointOffer]:
    """Return the offers of a joint indicator by area, with their signatures; none where nothing is seen."""
    found = offers_seen_by(principal).where(JointOffer.joint_indicator_id == joint_id)
    if state is not None:
        found = found.where(JointOffer.state == state)
    return (await session.scalars(found.options(*PARTS_OF_OFFER[:1]).order_by(JointOffer.area_code))).all()


async def signed_offers(
    session: AsyncSession, area_code: str, indicator_id: UUID, fiscal_year: int
) -> Sequence[JointOffer]:
    """Return what both sides have signed of an area's indicator and year, with its joint indicator, whoever asks."""
    found = offers_seen_by(CLERK).where(
        JointOffer.area_code == area_code,
        JointOffer.state == AGREED,
        JointIndicator.state == OFFERED,
        JointIndicator.indicator_id == indicator_id,
        JointIndicator.fiscal_year == fiscal_year,
    )
    return (await session.scalars(found.options(*PARTS_OF_OFFER))).all()


async def tallies_of(
    session: AsyncSession, principal: Principal, joint_ids: Iterable[UUID], today: dt.date
) -> dict[UUID, Tally]:
    """Return, by joint indicator, where its offers stand: one statement."""
    late = func.count().filter(JointOffer.answer_by < today, JointOffer.state.in_(WAITING))
    counted = offers_seen_by(
        principal, JointOffer.joint_indicator_id, JointOffer.state, func.count(), func.sum(_IN_FORCE), late
    )
    counted = counted.where(JointOffer.joint_indicator_id.in_(set(joint_ids)))
    rows: dict[UUID, list[tuple[str, int, Decimal, int]]] = {}
    for joint_id, *row in await session.execute(counted.group_by(JointOffer.joint_indicator_id, JointOffer.state)):
        rows.setdefault(joint_id, []).append((row[0], row[1], row[2], row[3]))
    return {
        joint_id: Tally(
            {state: count for state, count, _, _ in found},
            sum((assigned for _, _, assigned, _ in found), Decimal(0)),
            sum(overdue for _, _, _, overdue in found),
        )
        for joint_id, found in rows.items()
    }


# As rules.cascade.in_force says it of one offer; a test compares them.
_IN_FORCE = case(
    (JointOffer.state.in_(OUT), 0),
    (JointOffer.state == COUNTERED, func.coalesce(JointOffer.counter_target, JointOffer.target)),
    else_=JointOffer.target,
)


async def areas_bound(session: AsyncSession, principal: Principal, joint_id: UUID) -> Sequence[str]:
    """Return the areas that ever signed, whatever became of their signature, and those bound by resolution."""
    signed = JointOffer.signatures.any(JointSignature.side == AREA)
    bound = offers_seen_by(principal, JointOffer.area_code).where(or_(signed, JointOffer.state == SETTLED))
    mine = bound.where(JointOffer.joint_indicator_id == joint_id)
    return (await session.scalars(mine.order_by(JointOffer.area_code))).all()


async def lock_for_decision(session: AsyncSession, offer_id: UUID) -> JointOffer | None:
    """Return an offer that was sent, locked for a committee's decision; None when there is none of that id."""
    place = offers_seen_by(CLERK, JointOffer.joint_indicator_id, JointOffer.area_code).where(JointOffer.id == offer_id)
    found = (await session.execute(place)).one_or_none()
    return None if found is None else await load_offer(session, CLERK, found[0], found[1], lock="offer")


async def candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the offers that the caller sees, of a fiscal year and state, by id: what a resolution can settle."""
    found = offers_seen_by(principal).where(
        JointIndicator.fiscal_year == query.fiscal_year, JointOffer.state == query.state
    )
    if query.area_code is not None:
        found = found.where(JointOffer.area_code == query.area_code)
    offers = (await session.scalars(found.order_by(JointOffer.id).limit(query.limit))).all()
    return [Candidate(offer.id, offer.version, offer.content_hash) for offer in offers]


async def offers_of_areas(
    session: AsyncSession, principal: Principal, area_codes: Iterable[str], fiscal_year: int
) -> Sequence[Any]:
    """Return, of each visible offer to the areas, what their overview shows: one statement."""
    columns = (
        JointOffer.area_code,
        JointOffer.joint_indicator_id,
        JointOffer.state,
        JointOffer.target,
        JointIndicator.function_code,
        JointIndicator.indicator_id,
        DefinitionVersion.definition["name_th"].as_string().label("name_th"),
    )
    frozen = and_(
        DefinitionVersion.indicator_id == JointIndicator.indicator_id,
        DefinitionVersion.definition_version == JointIndicator.indicator_definition_version,
    )
    found = offers_seen_by(principal, *columns).join(DefinitionVersion, frozen)
    mine = found.where(JointOffer.area_code.in_(set(area_codes)), JointIndicator.fiscal_year == fiscal_year)
    rows: Sequence[Any] = (
        await session.execute(mine.order_by(JointOffer.area_code, JointOffer.joint_indicator_id))
    ).all()
    return rows


async def standing_elsewhere(session: AsyncSession, offer: JointOffer) -> str | None:
    """Return the function with which the area of an offer has agreed on the same indicator and year already."""
    joint = offer.joint
    others = offers_seen_by(CLERK, JointIndicator.function_code).where(
        JointOffer.area_code == offer.area_code,
        JointOffer.state.in_(STANDING),
        JointIndicator.id != joint.id,
        JointIndicator.indicator_id == joint.indicator_id,
        JointIndicator.fiscal_year == joint.fiscal_year,
    )
    found: str | None = await session.scalar(others.order_by(JointIndicator.id).limit(1))
    return found
