"""The tables of committees."""

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Computed, Date, ForeignKey, Index, SmallInteger, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.plans.base import Base
from services.plans.committees.errors import CommitteeExists
from services.plans.committees.rules import CommitteeKind, Quorum, Seat, Sector, Term
from services.shared.columns import Code, Id, Moment, Words
from services.shared.constraints import means
from services.shared.text import search_key_sql, sort_key_sql

_KINDS = ", ".join(f"'{kind}'" for kind in CommitteeKind)
_SEATS = ", ".join(f"'{seat}'" for seat in Seat)
_SECTORS = ", ".join(f"'{sector}'" for sector in Sector)


class CommitteeMember(Base):
    """A post that sits on a committee for some time. Never a person's name."""

    __tablename__ = "committee_member"
    __table_args__ = (
        CheckConstraint(f"seat IN ({_SEATS})", name="seat"),
        CheckConstraint(f"sector IN ({_SECTORS})", name="sector"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="term"),
        Index("ix_committee_member_committee", "committee_id", "valid_from"),
    )

    id: Mapped[Id]
    committee_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("committee.id", name="fk_committee_member_committee"))
    post_th: Mapped[Words]
    seat: Mapped[Code]
    sector: Mapped[Code]
    order_reference: Mapped[Words]
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)

    @property
    def term(self) -> Term:
        """The days on which the post sits there."""
        return Term(self.valid_from, self.valid_to)


class Committee(Base):
    """A committee, by the order that made it."""

    __tablename__ = "committee"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="term"),
        CheckConstraint("quorum_numerator BETWEEN 1 AND quorum_denominator", name="quorum"),
        Index("uq_committee_code", "code", unique=True),
        Index("ix_committee_area", "area_code", "kind"),
        Index("ix_committee_name", "name_sort", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[Code]
    kind: Mapped[Code]
    area_code: Mapped[str | None]
    parent_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("committee.id", name="fk_committee_parent"))
    name_th: Mapped[Words]
    name_en: Mapped[str | None]
    order_reference: Mapped[Words]
    quorum_numerator: Mapped[int] = mapped_column(SmallInteger)
    quorum_denominator: Mapped[int] = mapped_column(SmallInteger)
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    name_sort: Mapped[str] = mapped_column(Text(collation="C"), Computed(sort_key_sql("name_th"), persisted=True))
    name_search: Mapped[str] = mapped_column(Text(collation="C"), Computed(search_key_sql("name_th"), persisted=True))

    members: Mapped[list[CommitteeMember]] = relationship(
        lazy="raise", cascade="all", order_by=(CommitteeMember.valid_from, CommitteeMember.id)
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The unit that keeps its register; a national committee has none."""
        return f"area:{self.area_code}" if self.area_code else ""

    @property
    def term(self) -> Term:
        """The days on which it is in force."""
        return Term(self.valid_from, self.valid_to)

    @property
    def quorum(self) -> Quorum:
        """The part of its members that must be there."""
        return Quorum(self.quorum_numerator, self.quorum_denominator)


means("uq_committee_code", CommitteeExists)
