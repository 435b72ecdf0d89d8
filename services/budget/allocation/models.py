"""The tables of allocation. A round keeps its pools as they were sent; a run never changes."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.allocation.errors import AllocationRoundExists
from services.budget.allocation.rules.states import EFFECTS, FLOW, PUBLISHED, WITHDRAWN
from services.budget.base import Base
from services.shared.columns import Code, Count, Id, Moment, Satang, Words, Year
from services.shared.constraints import listed, means
from services.shared.errors import Busy
from services.shared.text import search_key_sql


class AllocationRound(Base):
    """A frame of a fiscal year and fund that is divided, from draft to publication. Scoped: see `visible_to`.

    `settings_hash` is of all that a run is made from; `run_id` is the run that was proposed.
    """

    __tablename__ = "allocation_round"
    __table_args__ = (
        CheckConstraint(f"state IN ({listed(FLOW.states)})", name="state"),
        CheckConstraint(f"ceiling_effect IN ({listed(EFFECTS)})", name="ceiling_effect"),
        CheckConstraint("frame > 0 AND unit > 0", name="amounts"),
        CheckConstraint(
            f"num_nonnulls(published_at, resolution_id) = CASE WHEN state = '{PUBLISHED}' THEN 2 ELSE 0 END",
            name="published",
        ),
        CheckConstraint("(run_id IS NULL) = (proposed_at IS NULL)", name="proposed"),
        Index(
            "uq_allocation_round_name",
            "fiscal_year",
            "name_search",
            unique=True,
            postgresql_where=f"state <> '{WITHDRAWN}'",
        ),
        Index("ix_allocation_round_fiscal_year", "fiscal_year", "id"),
        Index("ix_allocation_round_updated_at", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    fiscal_year: Mapped[Year]
    name_th: Mapped[Words]
    fund_code: Mapped[str] = mapped_column(Text, ForeignKey("fund.code", name="fk_allocation_round_fund"))
    frame: Mapped[Satang]
    unit: Mapped[Satang]
    ceiling_effect: Mapped[Code]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)
    pools: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True, deferred_raiseload=True)
    settings_hash: Mapped[Code]
    content_hash: Mapped[Code]
    state: Mapped[Code]
    reason: Mapped[str | None]
    return_reason: Mapped[str | None]
    run_id: Mapped[UUID | None] = mapped_column(Uuid)
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    proposed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    published_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    name_search: Mapped[str] = mapped_column(Text(collation="C"), Computed(search_key_sql("name_th"), persisted=True))

    __mapper_args__ = {"version_id_col": version}


class AllocationRun(Base):
    """One division of a round, tried: what it was made from, and what came of it, as canonical bytes (RFC 8785).

    `changes` is what was sent to change the round for it.
    """

    __tablename__ = "allocation_run"
    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        Index("uq_allocation_run_number", "round_id", "number", unique=True),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("allocation_round.id", name="fk_allocation_run_round"))
    number: Mapped[int] = mapped_column(SmallInteger)
    name_th: Mapped[str | None]
    round_version: Mapped[Count]
    frame: Mapped[Satang]
    settings_hash: Mapped[Code]
    changes: Mapped[dict[str, Any]] = mapped_column(
        JSON, deferred=True, deferred_raiseload=True, deferred_group="whole"
    )
    snapshot: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True, deferred_group="whole")
    snapshot_sha256: Mapped[Code]
    result: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True, deferred_group="whole")
    result_sha256: Mapped[Code]
    actor: Mapped[Code]
    created_at: Mapped[Moment]

    round: Mapped[AllocationRound] = relationship(lazy="raise")


means("uq_allocation_round_name", AllocationRoundExists)
# Two runs of a round were made at the same moment; the second is tried again.
means("uq_allocation_run_number", Busy)
