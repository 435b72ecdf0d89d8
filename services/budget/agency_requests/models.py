"""The tables of requests to agencies. Amounts are satang; asked, accepted and funded stay beside each other."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.agency_requests.rules import ACCEPTED, CLOSED, FLOW, FUNDED, GRANTED
from services.budget.base import Base
from services.budget.requests.rules.lines import CLASSES
from services.budget.requests.rules.project import SNAPSHOT_STATES, Project
from services.shared.columns import Code, Id, Moment, Ref, Satang, Words, Year
from services.shared.constraints import listed, means
from services.shared.errors import AlreadyExists


class AgencyOutput(Base):
    """An output of an agency's budget that can carry projects of areas; added, never changed."""

    __tablename__ = "agency_output"
    __table_args__ = (
        Index("uq_agency_output_code", "function_code", "fiscal_year", "code", unique=True),
        Index("ix_agency_output_list", "code", "id"),
    )

    id: Mapped[Id]
    function_code: Mapped[Code]
    fiscal_year: Mapped[Year]
    code: Mapped[Code]
    name_th: Mapped[Words]
    budget_line_th: Mapped[Words]
    source: Mapped[Words]
    created_at: Mapped[Moment]


class AgencyRequestLine(Base):
    """What part of the money is for what, by expenditure class."""

    __tablename__ = "agency_request_line"
    __table_args__ = (
        PrimaryKeyConstraint("request_id", "position", name="pk_agency_request_line"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(f"expenditure_class IN ({listed(CLASSES)})", name="expenditure_class"),
    )

    request_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("agency_request.id", name="fk_agency_request_line_request")
    )
    position: Mapped[int] = mapped_column(SmallInteger)
    expenditure_class: Mapped[Code]
    title_th: Mapped[Words]
    amount: Mapped[Satang]


class AgencyRequest(Base):
    """What an area asks of an agency for one project, with the project as it was. Scoped: see `visible_to`."""

    __tablename__ = "agency_request"
    __table_args__ = (
        CheckConstraint(f"state IN ({listed(FLOW.states)})", name="state"),
        CheckConstraint(f"snapshot_state IN ({listed(SNAPSHOT_STATES)})", name="snapshot_state"),
        CheckConstraint("asked_amount > 0", name="asked_amount"),
        CheckConstraint("accepted_amount > 0 AND accepted_amount <= asked_amount", name="accepted_amount"),
        CheckConstraint("funded_amount > 0 AND funded_amount <= accepted_amount", name="funded_amount"),
        CheckConstraint(f"(state IN ({listed(GRANTED)})) = (accepted_amount IS NOT NULL)", name="accepted"),
        CheckConstraint(f"(state = '{FUNDED}') = (funded_amount IS NOT NULL)", name="funded"),
        CheckConstraint(f"hold_id IS NULL OR state = '{ACCEPTED}'", name="hold"),
        CheckConstraint(f"posted_id IS NULL OR state = '{FUNDED}'", name="posted"),
        CheckConstraint("(origin_type IS NULL) = (origin_id IS NULL)", name="origin"),
        Index(
            "uq_agency_request_project",
            "area_code",
            "fiscal_year",
            "project_id",
            "function_code",
            unique=True,
            postgresql_where=f"state NOT IN ({listed(CLOSED)})",
        ),
        Index("ix_agency_request_area", "area_code", "fiscal_year"),
        Index("ix_agency_request_function", "function_code", "fiscal_year", "state"),
        Index("ix_agency_request_project", "project_id"),
        Index("ix_agency_request_output", "output_id"),
        Index("ix_agency_request_updated_at", "updated_at", "id"),
        Index("ix_agency_request_asked_amount", "asked_amount", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    area_code: Mapped[Code]
    fiscal_year: Mapped[Year]
    function_code: Mapped[Code]
    project_id: Mapped[Ref]
    title_th: Mapped[Words]
    is_regular_mission: Mapped[bool] = mapped_column(Boolean)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    # What was last found of the project where that is not what is stored; it waits for a yes.
    latest: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    snapshot_state: Mapped[Code]
    snapshot_checked_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    asked_amount: Mapped[Satang]
    problem_th: Mapped[str | None]
    reason_th: Mapped[str | None]
    # What it came of: the request that an agency referred, a need that was not funded.
    origin_type: Mapped[str | None]
    origin_id: Mapped[UUID | None] = mapped_column(Uuid)
    state: Mapped[Code]
    state_reason: Mapped[str | None]
    assessment: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    accepted_amount: Mapped[int | None] = mapped_column(BigInteger)
    funded_amount: Mapped[int | None] = mapped_column(BigInteger)
    referred_to_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("agency_request.id", name="fk_agency_request_referred_to")
    )
    output_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("agency_output.id", name="fk_agency_request_output")
    )
    content_hash: Mapped[Code]
    account_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("account.id", name="fk_agency_request_account"))
    hold_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("transfer.id", name="fk_agency_request_hold"))
    posted_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("transfer.id", name="fk_agency_request_posted"))
    sent_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    answered_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    acknowledged_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    output: Mapped[AgencyOutput | None] = relationship(lazy="raise")
    lines: Mapped[list[AgencyRequestLine]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=AgencyRequestLine.position
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, `area:50`."""
        return f"area:{self.area_code}"

    @property
    def agency(self) -> str:
        """The unit that was asked, `function:05`."""
        return f"function:{self.function_code}"

    @property
    def project(self) -> Project:
        """The project as stored."""
        return Project.of(self.snapshot)

    @property
    def held_amount(self) -> int:
        """What is held for it on the agency's reserve now, in satang."""
        return (self.accepted_amount or 0) if self.hold_id else 0


means("uq_agency_request_project", AlreadyExists)
