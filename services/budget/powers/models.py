"""The table of what was used of delegated powers. The requests' own histories say by which resolutions."""

from sqlalchemy import CheckConstraint, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped

from services.budget.base import Base
from services.shared.columns import Ref, Satang, Year


class DelegatedUse(Base):
    """How many satang of a fiscal year were approved by a delegation of the plans service."""

    __tablename__ = "delegated_use"
    __table_args__ = (
        PrimaryKeyConstraint("delegation_id", "fiscal_year", name="pk_delegated_use"),
        CheckConstraint("used > 0", name="used"),
    )

    delegation_id: Mapped[Ref]
    fiscal_year: Mapped[Year]
    used: Mapped[Satang]
