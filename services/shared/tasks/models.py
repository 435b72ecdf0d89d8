"""The table of tasks."""

import datetime as dt

from sqlalchemy import DateTime, Index
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column

from services.shared.columns import Code, Id, Moment, Ref, Words
from services.shared.database import FloorBase


class Task(FloorBase):
    """One thing to do, for whoever holds the grant, on one object."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_open", "assignee", "created_at", postgresql_where="closed_at IS NULL"),
        Index("ix_task_object", "object_type", "object_id"),
    )

    id: Mapped[Id]
    kind: Mapped[Code]
    assignee: Mapped[Code]  # a grant as text, such as province_committee:50
    title: Mapped[dict[str, str]] = mapped_column(JSON)  # {"th": …, "en": …}
    object_type: Mapped[Code]
    object_id: Mapped[Ref]
    link: Mapped[Words]
    due_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Moment]
    closed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
