"""The table of unfunded needs."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.base import Base
from services.budget.needs.errors import NeedExists
from services.budget.needs.rules import CAUSES, FLOW
from services.shared.columns import Code, Id, Moment, Ref, Satang, Words, Year
from services.shared.constraints import means

_STATES = ", ".join(f"'{state}'" for state in FLOW.states)
_CAUSES = ", ".join(f"'{cause}'" for cause in CAUSES)


class UnfundedNeed(Base):
    """What a request asked for and did not get. Scoped: see `visible_to`."""

    __tablename__ = "unfunded_need"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(f"cause IN ({_CAUSES})", name="cause"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("state <> 'referred' OR referred_to IS NOT NULL", name="referred"),
        CheckConstraint("state <> 'carried' OR next_request_id IS NOT NULL", name="carried"),
        Index("uq_unfunded_need_request", "request_id", unique=True),
        Index("ix_unfunded_need_area", "area_code", "fiscal_year"),
        Index("ix_unfunded_need_updated_at", "updated_at", "id"),
        Index("ix_unfunded_need_next_request", "next_request_id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    request_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("request.id", name="fk_unfunded_need_request"))
    area_code: Mapped[Code]
    fiscal_year: Mapped[Year]
    project_id: Mapped[Ref]
    title_th: Mapped[Words]
    amount: Mapped[Satang]
    cause: Mapped[Code]
    reason_th: Mapped[Words]
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    state: Mapped[Code]
    referred_to: Mapped[str | None]
    # The request to the ministry or department by which it is asked for there.
    agency_request_id: Mapped[UUID | None] = mapped_column(Uuid)
    next_request_id: Mapped[UUID | None] = mapped_column(Uuid)
    state_reason: Mapped[str | None]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    __mapper_args__ = {"version_id_col": version}


means("uq_unfunded_need_request", NeedExists)
