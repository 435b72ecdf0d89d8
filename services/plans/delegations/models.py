"""The table of delegations. What an order gave stays as it was; at most it is revoked."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, Date, DateTime, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.base import Base
from services.plans.committees.rules import AREA_KINDS
from services.plans.delegations.errors import DelegationExists
from services.plans.delegations.rules import FLOW, Delegator, Power
from services.shared.columns import Code, Id, Moment, Words
from services.shared.constraints import means

_DELEGATORS = ", ".join(f"'{delegator}'" for delegator in Delegator)
_POWERS = ", ".join(f"'{power}'" for power in Power)
_KINDS = ", ".join(f"'{kind}'" for kind in AREA_KINDS)
_REVOKED = "num_nulls(revoked_on, revoked_at, revoked_by, revoke_reason) = CASE state WHEN 'revoked' THEN 0 ELSE 4 END"
_STATES = ", ".join(f"'{state}'" for state in FLOW.states)


class Delegation(Base):
    """A power that an order gives to an area's committee."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint(f"delegator IN ({_DELEGATORS})", name="delegator"),
        CheckConstraint(f"power IN ({_POWERS})", name="power"),
        CheckConstraint(f"committee_kind IN ({_KINDS})", name="committee_kind"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="term"),
        CheckConstraint("limit_per_item_amount > 0 AND limit_per_year_amount > 0", name="limits"),
        CheckConstraint(_REVOKED, name="revoked"),
        Index("uq_delegation_order", "committee_kind", "area_code", "power", "document_number", unique=True),
        Index("ix_delegation_updated_at", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    delegator: Mapped[Code]
    power: Mapped[Code]
    committee_kind: Mapped[Code]
    area_code: Mapped[Code]
    fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    limit_per_item_amount: Mapped[int | None] = mapped_column(BigInteger)
    limit_per_year_amount: Mapped[int | None] = mapped_column(BigInteger)
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)
    document_number: Mapped[Words]
    document_on: Mapped[dt.date] = mapped_column(Date)
    state: Mapped[Code]
    revoked_on: Mapped[dt.date | None] = mapped_column(Date)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_by: Mapped[str | None]
    revoke_reason: Mapped[str | None]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The unit that keeps it: the province whose governor gave it; what the nation's bodies give has none."""
        return f"area:{self.area_code}" if self.delegator == Delegator.GOVERNOR else ""


means("uq_delegation_order", DelegationExists)
