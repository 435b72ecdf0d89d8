"""The SQL about disputes, each seen by whoever sees the joint indicator that it belongs to."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from services.indicators.joint.models import JointDispute, JointIndicator, JointOffer
from services.indicators.joint.repository.indicators import is_visible, offers_seen_by, seen_by
from services.indicators.joint.rules.disputes import CLOSED, SETTLED
from services.indicators.joint.rules.states import OFFERED, STANDING
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant

SORTS = {"updated_at": SortKey(JointDispute.updated_at.expression, parse_instant)}
PARTS = (
    selectinload(JointDispute.statements),
    joinedload(JointDispute.joint).options(joinedload(JointIndicator.indicator), joinedload(JointIndicator.frozen)),
)


def visible_to(principal: Principal) -> Select[JointDispute]:
    """Return a select of the disputes that `principal` may see: those of the joint indicators it sees."""
    found = select(JointDispute).join(JointIndicator, JointIndicator.id == JointDispute.joint_indicator_id)
    return found.where(is_visible(principal)).params(**seen_by(principal))


async def load_dispute(
    session: AsyncSession, principal: Principal, dispute_id: UUID, *, lock: bool = False
) -> JointDispute:
    """Return a visible dispute with its statements and joint indicator, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(JointDispute.id == dispute_id).options(*PARTS)
    if lock:
        found = found.with_for_update(of=JointDispute)
    dispute = (await session.scalars(found)).one_or_none()
    if dispute is None:
        raise NotFound()
    return dispute


async def load_disputes(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[JointDispute]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, JointDispute.id.expression, goes_on=after is not None)
    for name, value in filters.items():
        if value is not None:
            owner = JointIndicator if name in ("fiscal_year", "function_code") else JointDispute
            found = found.where(getattr(owner, name) == value)
    return (await session.scalars(found.params(**page.start(after)).options(*PARTS))).all()


async def disputes_at_hand(
    session: AsyncSession, principal: Principal, joint_ids: Iterable[UUID]
) -> dict[tuple[UUID, str], JointDispute]:
    """Return, by joint indicator and area, the dispute that is open or settled there: one statement."""
    found = visible_to(principal).where(
        JointDispute.joint_indicator_id.in_(set(joint_ids)), JointDispute.state != CLOSED
    )
    return {(each.joint_indicator_id, each.area_code): each for each in await session.scalars(found)}


async def lock_disputes(session: AsyncSession, joint_id: UUID) -> None:
    """Lock what is open or settled of a joint indicator, so that it is as it was read until the transaction ends."""
    mine = visible_to(CLERK).where(JointDispute.joint_indicator_id == joint_id, JointDispute.state != CLOSED)
    await session.scalars(mine.order_by(JointDispute.id).with_for_update(of=JointDispute))


async def agreed_of(
    session: AsyncSession, area_codes: Iterable[str], indicator_ids: Iterable[UUID], fiscal_year: int
) -> Sequence[Any]:
    """Return (joint indicator, area, its settled dispute or None) of every offer that stands, the oldest first.

    Not scoped: whoever calls it checks access to what is shown.
    """
    settled = and_(
        JointDispute.joint_indicator_id == JointIndicator.id,
        JointDispute.area_code == JointOffer.area_code,
        JointDispute.state == SETTLED,
    )
    standing = offers_seen_by(CLERK, JointIndicator, JointOffer.area_code, JointDispute).outerjoin(
        JointDispute, settled
    )
    found = standing.where(
        JointOffer.area_code.in_(set(area_codes)),
        JointOffer.state.in_(STANDING),
        JointIndicator.state == OFFERED,
        JointIndicator.indicator_id.in_(set(indicator_ids)),
        JointIndicator.fiscal_year == fiscal_year,
    )
    rows: Sequence[Any] = (await session.execute(found.order_by(JointIndicator.id))).all()
    return rows


async def lock_dispute(session: AsyncSession, dispute_id: UUID) -> JointDispute | None:
    """Return a dispute locked for a committee's decision; None when there is none of that id."""
    try:
        return await load_dispute(session, CLERK, dispute_id, lock=True)
    except NotFound:
        return None


async def dispute_candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the disputes that the caller sees, of a fiscal year and state, with a proposal, by id."""
    found = visible_to(principal).where(
        JointIndicator.fiscal_year == query.fiscal_year,
        JointDispute.state == query.state,
        JointDispute.proposed_outcome.is_not(None),
    )
    if query.area_code is not None:
        found = found.where(JointDispute.area_code == query.area_code)
    rows = await session.scalars(found.order_by(JointDispute.id).limit(query.limit))
    return [Candidate(row.id, row.version, row.content_hash) for row in rows]
