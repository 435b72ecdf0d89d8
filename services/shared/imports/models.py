"""The table of imports."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column

from services.shared.columns import Code, Count, Id, Moment, Words
from services.shared.database import FloorBase
from services.shared.imports.access import FLOW, HOLDING

_STATES = ", ".join(f"'{state}'" for state in FLOW.states)
_HOLDING = ", ".join(f"'{state}'" for state in HOLDING)


class ImportBatch(FloorBase):
    """One file on its way in: what came, what was read of it, and what was made of that."""

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        # The business key: a unit brings the same file in once.
        Index(
            "uq_import_batch_content",
            "kind",
            "owner",
            "sha256",
            unique=True,
            postgresql_where=f"state IN ({_HOLDING})",
        ),
        Index("ix_import_batch_owner", "kind", "owner", "created_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[Count]
    kind: Mapped[Code]
    owner: Mapped[Words]  # the unit that uploaded it, such as area:50; nobody else sees it
    uploaded_by: Mapped[Words]
    name: Mapped[Words]
    media_type: Mapped[Code]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[Code]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    state: Mapped[Code]
    job_id: Mapped[UUID | None] = mapped_column(Uuid)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    row_count: Mapped[Count]
    valid_count: Mapped[Count]
    fault_count: Mapped[Count]
    note_count: Mapped[Count]
    preview: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # the first rows, faults and notes
    # One JSON value per line, so that a page of faults or the rows of a confirmation are read without the rest.
    rows: Mapped[str | None] = mapped_column(Text, deferred=True, deferred_raiseload=True)
    faults: Mapped[str | None] = mapped_column(Text, deferred=True, deferred_raiseload=True)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[Moment]
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
