"""Every SQL statement about joint indicators and offers. A draft is its function's, what was sent is for every role."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from services.indicators.catalogue.models import DefinitionVersion
from services.indicators.joint.models import JointIndicator, JointOffer, JointSignature, JointTopic
from services.indicators.joint.rules.states import AREA, COUNTERED, OFFERED, OUT, SETTLED, WAITING
from services.indicators.joint.rules.tallies import Tally
from services.indicators.observations import repository as observations
from services.indicators.observations.models import Observation
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import any_of, scope_of

SORTS = {
    "updated_at": SortKey(JointIndicator.updated_at.expression, parse_instant),
    "fiscal_year": SortKey(JointIndicator.fiscal_year.expression, int),
}
_WHOLE = (joinedload(JointIndicator.indicator), joinedload(JointIndicator.frozen))


def visible_to(principal: Principal) -> Select[JointIndicator]:
    """Return a select of what `principal` may see: its function's own, and for every role what was ever sent."""
    return select(JointIndicator).where(_is_visible(principal)).params(**scope_of(principal).values())


def _is_visible(principal: Principal) -> ColumnElement[bool]:
    if principal.is_public:
        return false()
    mine = any_of(JointIndicator.function_code.expression, "insider_functions")
    return or_(JointIndicator.offered_at.is_not(None), mine)


def _offers_seen_by(principal: Principal, *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of any type
    """Return a select of offers, or of `columns` of them, of the joint indicators that the caller sees."""
    found = select(*(columns or (JointOffer,))).join(JointOffer.joint).where(_is_visible(principal))
    return found.params(**scope_of(principal).values())


async def load_joint(
    session: AsyncSession, principal: Principal, joint_id: UUID, *, lock: bool = False, offers: bool = False
) -> JointIndicator:
    """Return a joint indicator with its indicator and frozen definition, with its offers when asked; raises NotFound.

    Its row is locked when asked, which keeps every signature and counter of its areas waiting.
    """
    found = visible_to(principal).where(JointIndicator.id == joint_id).options(*_WHOLE)
    if offers:
        found = found.options(selectinload(JointIndicator.offers).selectinload(JointOffer.signatures))
    if lock:
        found = found.with_for_update(of=JointIndicator)
    joint = (await session.scalars(found)).one_or_none()
    if joint is None:
        raise NotFound()
    for offer in joint.offers if offers else ():
        set_committed_value(offer, "joint", joint)
    return joint


async def load_offer(
    session: AsyncSession, principal: Principal, joint_id: UUID, area_code: str, *, lock: str | None = None
) -> JointOffer:
    """Return the offer to an area with its signatures and its joint indicator; raises NotFound.

    `lock="offer"` locks its row and holds the definition as it is, so that areas sign side by side; `lock="whole"`
    locks the joint indicator too, for what changes the cascade. The joint indicator is always locked first.
    """
    joint = visible_to(principal).where(JointIndicator.id == joint_id).options(*_WHOLE)
    if lock:
        joint = joint.with_for_update(of=JointIndicator, read=lock == "offer")
    if (await session.scalars(joint)).one_or_none() is None:
        raise NotFound()
    found = _offers_seen_by(principal).where(JointOffer.joint_indicator_id == joint_id)
    found = found.where(JointOffer.area_code == area_code).options(*_PARTS_OF_OFFER)
    if lock:
        found = found.with_for_update(of=JointOffer)
    offer: JointOffer | None = (await session.scalars(found)).one_or_none()
    if offer is None:
        raise NotFound()
    return offer


_PARTS_OF_OFFER = (
    selectinload(JointOffer.signatures),
    selectinload(JointOffer.joint).options(*_WHOLE),
)


async def load_offers(
    session: AsyncSession, principal: Principal, joint_id: UUID, state: str | None = None
) -> Sequence[JointOffer]:
    """Return the offers of a joint indicator by area, with their signatures; none where nothing is seen."""
    found = _offers_seen_by(principal).where(JointOffer.joint_indicator_id == joint_id)
    if state is not None:
        found = found.where(JointOffer.state == state)
    return (await session.scalars(found.options(*_PARTS_OF_OFFER[:1]).order_by(JointOffer.area_code))).all()


async def load_joints(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[JointIndicator]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, JointIndicator.id.expression, goes_on=after is not None)
    for name, value in filters.items():
        if value is not None:
            found = found.where(_filter(name, value))
    values: dict[str, Any] = {"limit": page.limit + 1}
    if after:
        values |= {"after_value": after.value, "after_id": after.id}
    return (await session.scalars(found.params(**values).options(*_WHOLE))).all()


def _filter(name: str, value: object) -> ColumnElement[bool]:
    if name == "area_code":
        return JointIndicator.offers.any(and_(JointOffer.area_code == value, JointOffer.state.not_in(OUT)))
    column: InstrumentedAttribute[Any] = getattr(JointIndicator, name)
    return column == value


async def tallies_of(
    session: AsyncSession, principal: Principal, joint_ids: Iterable[UUID], today: dt.date
) -> dict[UUID, Tally]:
    """Return, by joint indicator, where its offers stand: one statement."""
    late = func.count().filter(JointOffer.answer_by < today, JointOffer.state.in_(WAITING))
    counted = _offers_seen_by(
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
    bound = _offers_seen_by(principal, JointOffer.area_code).where(or_(signed, JointOffer.state == SETTLED))
    mine = bound.where(JointOffer.joint_indicator_id == joint_id)
    return (await session.scalars(mine.order_by(JointOffer.area_code))).all()


async def list_topics(session: AsyncSession, code: str | None = None) -> Sequence[JointTopic]:
    """Return the topics by code, or the one of a code."""
    found = select(JointTopic).order_by(JointTopic.code)
    return (await session.scalars(found if code is None else found.where(JointTopic.code == code))).all()


async def load_definition(session: AsyncSession, indicator_id: UUID, number: int) -> DefinitionVersion:
    """Return one version of the definition of an indicator that was found visible."""
    wanted = select(DefinitionVersion).where(DefinitionVersion.indicator_id == indicator_id)
    return (await session.scalars(wanted.where(DefinitionVersion.definition_version == number))).one()


async def last_year_with_data(
    session: AsyncSession, principal: Principal, indicator_id: UUID, fiscal_year: int
) -> int | None:
    """Return the last fiscal year before `fiscal_year` with reported values; None when there are none."""
    earlier = observations.visible_to(principal).with_only_columns(func.max(Observation.fiscal_year))
    found = earlier.where(Observation.indicator_id == indicator_id, Observation.fiscal_year < fiscal_year)
    return await session.scalar(found)


async def save(session: AsyncSession, *rows: JointIndicator | JointOffer | JointSignature) -> None:
    """Add or write rows; a proposal that stands already is refused here."""
    session.add_all(rows)
    await session.flush()


async def lock_for_decision(session: AsyncSession, offer_id: UUID) -> JointOffer | None:
    """Return an offer that was sent, locked for a committee's decision; None when there is none of that id."""
    place = _offers_seen_by(CLERK, JointOffer.joint_indicator_id, JointOffer.area_code).where(JointOffer.id == offer_id)
    found = (await session.execute(place)).one_or_none()
    return None if found is None else await load_offer(session, CLERK, found[0], found[1], lock="offer")


async def candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the offers that the caller sees, of a fiscal year and state, by id: what a resolution can settle."""
    found = _offers_seen_by(principal).where(
        JointIndicator.fiscal_year == query.fiscal_year, JointOffer.state == query.state
    )
    if query.area_code is not None:
        found = found.where(JointOffer.area_code == query.area_code)
    offers = (await session.scalars(found.order_by(JointOffer.id).limit(query.limit))).all()
    return [Candidate(offer.id, offer.version, offer.content_hash) for offer in offers]


async def joints_of_year(
    session: AsyncSession, principal: Principal, fiscal_year: int, function_code: str | None
) -> Sequence[JointIndicator]:
    """Return what was sent for a fiscal year and not withdrawn, with all offers, by function: for the matrix."""
    found = visible_to(principal).where(JointIndicator.fiscal_year == fiscal_year, JointIndicator.state == OFFERED)
    if function_code is not None:
        found = found.where(JointIndicator.function_code == function_code)
    whole = found.options(*_WHOLE, selectinload(JointIndicator.offers))
    return (await session.scalars(whole.order_by(JointIndicator.function_code, JointIndicator.id))).all()


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
    found = _offers_seen_by(principal, *columns).join(DefinitionVersion, frozen)
    mine = found.where(JointOffer.area_code.in_(set(area_codes)), JointIndicator.fiscal_year == fiscal_year)
    rows: Sequence[Any] = (
        await session.execute(mine.order_by(JointOffer.area_code, JointOffer.joint_indicator_id))
    ).all()
    return rows


async def joints_by_ids(session: AsyncSession, principal: Principal, ids: Iterable[UUID]) -> Sequence[JointIndicator]:
    """Return the visible ones of `ids` with their offers."""
    found = visible_to(principal).where(JointIndicator.id.in_(set(ids)))
    return (await session.scalars(found.options(*_WHOLE, selectinload(JointIndicator.offers)))).all()
