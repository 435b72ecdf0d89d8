"""Every SQL statement about opinions. Whoever sees a request sees what is said of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.budget.opinions.models import Opinion, OpinionAnswer
from services.shared.errors import NotFound


async def load_opinions(session: AsyncSession, request_id: UUID) -> Sequence[Opinion]:
    """Return who was asked about a request, with the answers, by when they were asked."""
    found = select(Opinion).where(Opinion.request_id == request_id).options(selectinload(Opinion.answer))
    return (await session.scalars(found.order_by(Opinion.asked_at, Opinion.id))).all()


async def load_opinion(session: AsyncSession, request_id: UUID, opinion_id: UUID) -> Opinion:
    """Return an opinion on a request; raises NotFound."""
    found = select(Opinion).where(Opinion.request_id == request_id, Opinion.id == opinion_id)
    opinion = (await session.scalars(found.options(selectinload(Opinion.answer)))).one_or_none()
    if opinion is None:
        raise NotFound()
    return opinion


async def functions_asked(session: AsyncSession, request_id: UUID) -> Sequence[str]:
    """Return the ministries and departments that were asked about a request."""
    asked = select(Opinion.function_code).where(Opinion.request_id == request_id)
    return (await session.scalars(asked)).all()


async def save(session: AsyncSession, *rows: Opinion | OpinionAnswer) -> None:
    """Add rows; who is asked twice, or answers twice, is refused here."""
    session.add_all(rows)
    await session.flush()
