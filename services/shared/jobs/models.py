"""The table of jobs."""

import datetime as dt
from typing import Any

from sqlalchemy import DateTime, Index, Integer, Numeric
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column

from services.shared.columns import Code, Id, Moment, Words
from services.shared.database import FloorBase

QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED = "queued", "running", "succeeded", "failed", "cancelled"
OPEN = (QUEUED, RUNNING)


class Job(FloorBase):
    """One job: what to do, for whom, how far it is, and what came of it."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_open", "created_at", postgresql_where="state IN ('queued', 'running')"),)

    id: Mapped[Id]
    kind: Mapped[Code]
    owner: Mapped[Words]  # the unit the job was asked for, such as area:50; only it may look, and cancel
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[Code]
    progress: Mapped[float] = mapped_column(Numeric(4, 3, asdecimal=False))
    attempts: Mapped[int] = mapped_column(Integer)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    lease_until: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Moment]
    finished_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
