"""The tables of meetings."""

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, PrimaryKeyConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.plans.base import Base
from services.plans.committees.models import Committee
from services.plans.meetings.errors import MeetingExists
from services.plans.meetings.rules import FLOW
from services.shared.columns import Code, Id, Moment, Words
from services.shared.constraints import means

_STATES = ", ".join(f"'{state}'" for state in FLOW.states)


class Attendance(Base):
    """A member who was at a meeting, with the interest declared, if any."""

    __tablename__ = "attendance"
    __table_args__ = (PrimaryKeyConstraint("meeting_id", "member_id", name="pk_attendance"),)

    meeting_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("meeting.id", name="fk_attendance_meeting"))
    member_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("committee_member.id", name="fk_attendance_member"))
    interest_th: Mapped[str | None]


class Meeting(Base):
    """A meeting of a committee on one day."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("(state = 'closed') = (minutes_sha256 IS NOT NULL)", name="minutes"),
        Index("uq_meeting_number", "committee_id", "number", unique=True),
        Index("ix_meeting_held_on", "held_on", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    committee_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("committee.id", name="fk_meeting_committee"))
    number: Mapped[Code]
    held_on: Mapped[dt.date] = mapped_column(Date)
    place_th: Mapped[Words]
    state: Mapped[Code]
    minutes_sha256: Mapped[str | None]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    committee: Mapped[Committee] = relationship(lazy="raise")
    attendance: Mapped[list[Attendance]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=Attendance.member_id
    )

    __mapper_args__ = {"version_id_col": version}


means("uq_meeting_number", MeetingExists)
