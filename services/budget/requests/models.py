"""The tables of requests. Amounts are satang; asked, screened and approved stay beside each other."""

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
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.requests.rules.lines import CLASSES, Part
from services.budget.requests.rules.project import SNAPSHOT_STATES, Project
from services.budget.requests.rules.request import CLOSED, FLOW, WITHDRAWN
from services.budget.submissions.models import Submission
from services.budget.submissions.rules import POSITIONS, WITHIN, Listed
from services.shared.columns import Code, Id, Moment, Ref, Satang, Words, Year
from services.shared.constraints import listed


class RequestLine(Base):
    """What part of the money is for what, by expenditure class."""

    __tablename__ = "request_line"
    __table_args__ = (
        PrimaryKeyConstraint("request_id", "position", name="pk_request_line"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(f"expenditure_class IN ({listed(CLASSES)})", name="expenditure_class"),
    )

    request_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("request.id", name="fk_request_line_request"))
    position: Mapped[int] = mapped_column(SmallInteger)
    expenditure_class: Mapped[Code]
    title_th: Mapped[Words]
    amount: Mapped[Satang]
    fiscal_year: Mapped[Year]
    area_code: Mapped[str | None]


class Request(Base):
    """What an area asks for one project, with the project as it was when last accepted. Scoped: see `visible_to`."""

    __tablename__ = "request"
    __table_args__ = (
        CheckConstraint(f"state IN ({listed(FLOW.states)})", name="state"),
        CheckConstraint(f"ceiling_position IN ({listed(POSITIONS)})", name="ceiling_position"),
        CheckConstraint(f"snapshot_state IN ({listed(SNAPSHOT_STATES)})", name="snapshot_state"),
        CheckConstraint("asked_amount > 0", name="asked_amount"),
        CheckConstraint("screened_amount > 0 AND screened_amount <= asked_amount", name="screened_amount"),
        CheckConstraint(
            "approved_amount > 0 AND approved_amount <= asked_amount + merged_amount", name="approved_amount"
        ),
        CheckConstraint("merged_amount >= 0", name="merged_amount"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged"),
        CheckConstraint("referred_to IS NULL OR state = 'referred'", name="referred_to"),
        CheckConstraint("(state = 'approved') = (approved_amount IS NOT NULL)", name="approved"),
        CheckConstraint(
            "hold_id IS NULL OR ceiling_position = 'within' AND state IN ('submitted', 'endorsed')", name="hold"
        ),
        CheckConstraint("posted_id IS NULL OR state = 'approved'", name="posted"),
        Index(
            "uq_request_project",
            "submission_id",
            "project_id",
            unique=True,
            postgresql_where=f"state NOT IN ({listed(CLOSED)})",
        ),
        Index("ix_request_area", "area_code", "fiscal_year"),
        Index("ix_request_fiscal_year", "fiscal_year", "state", "id"),
        # Lists of a year in their two orders: without them a year's page is looked for among all years.
        Index("ix_request_year_updated_at", "fiscal_year", "updated_at", "id"),
        Index("ix_request_year_asked_amount", "fiscal_year", "asked_amount", "id"),
        Index("ix_request_submission", "submission_id"),
        Index("ix_request_project", "project_id"),
        Index("ix_request_joint_indicator", "joint_indicator_id"),
        Index("ix_request_updated_at", "updated_at", "id"),
        Index("ix_request_asked_amount", "asked_amount", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    submission_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("submission.id", name="fk_request_submission"))
    area_code: Mapped[Code]
    fiscal_year: Mapped[Year]
    project_id: Mapped[Ref]
    title_th: Mapped[Words]
    is_regular_mission: Mapped[bool] = mapped_column(Boolean)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    # What was last found of the project where that is not what is stored; it waits for a yes.
    latest: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    snapshot_state: Mapped[Code]
    snapshot_checked_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    fund_code: Mapped[str] = mapped_column(Text, ForeignKey("fund.code", name="fk_request_fund"))
    ceiling_position: Mapped[Code]
    asked_amount: Mapped[Satang]
    screened_amount: Mapped[int | None] = mapped_column(BigInteger)
    screening_reason: Mapped[str | None]
    approved_amount: Mapped[int | None] = mapped_column(BigInteger)
    approval_reason: Mapped[str | None]
    condition_th: Mapped[str | None]
    problem_th: Mapped[str | None]
    problem_rank: Mapped[int | None] = mapped_column(SmallInteger)
    joint_indicator_id: Mapped[UUID | None] = mapped_column(Uuid)
    # A kind of the responsibility framework of its fiscal year, by its code.
    project_kind: Mapped[str | None]
    forum: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    # Why something that checks point out is so, each with the code of the finding.
    reasons: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    # The ministry or department that had proposed the joint indicator when the request named it.
    joint_function_code: Mapped[str | None]
    state: Mapped[Code]
    state_reason: Mapped[str | None]
    # Both ends of a merger; what was merged into this one may be granted here, once, beside what it asks itself.
    merged_into_id: Mapped[UUID | None] = mapped_column(Uuid)
    merged_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    merged_amount: Mapped[Satang]
    referred_to: Mapped[str | None]
    # The earlier request whose need this one carries on.
    carried_from_id: Mapped[UUID | None] = mapped_column(Uuid)
    content_hash: Mapped[Code]
    account_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("account.id", name="fk_request_account"))
    hold_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("transfer.id", name="fk_request_hold"))
    posted_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("transfer.id", name="fk_request_posted"))
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    submission: Mapped[Submission] = relationship(lazy="raise")
    lines: Mapped[list[RequestLine]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=RequestLine.position
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, `area:50`."""
        return f"area:{self.area_code}"

    @property
    def asked_in_all(self) -> int:
        """What it asks, with what was merged into it."""
        return self.asked_amount + self.merged_amount

    @property
    def project(self) -> Project:
        """The project as stored."""
        return Project.of(self.snapshot)

    @property
    def parts(self) -> list[Part]:
        """Its lines as the rules count them."""
        return [Part(line.expenditure_class, line.amount, line.fiscal_year, line.area_code) for line in self.lines]

    @property
    def is_within(self) -> bool:
        """Whether it asks within the ceiling, and so holds money while it is decided."""
        return self.ceiling_position == WITHIN

    @property
    def held_amount(self) -> int:
        """What is held for it now, in satang."""
        return self.asked_amount if self.hold_id else 0

    @property
    def priority(self) -> int | None:
        """Its place in its list, 1 the most urgent; None once it was withdrawn."""
        order = self.submission.request_order
        return None if self.state == WITHDRAWN or self.id not in order else order.index(self.id) + 1

    @property
    def listed(self) -> Listed:
        """What its list counts of it."""
        return Listed(self.id, self.content_hash, self.ceiling_position, self.asked_amount)
