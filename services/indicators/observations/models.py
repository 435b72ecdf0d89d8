"""The tables of reported values, in a fact schema of their own that can be spread by area over several machines.

`observation` has one row per revision and one partition per fiscal year; it is append-only, as `observation_batch` is:
a correction is a new revision, never a change. `area_code` comes first in its key, and no key of another table points
at it or out of it.

`observation_year` holds what is current: all values of one reporter in one fiscal year in one row, which the push that
writes revisions changes with them. The revisions tell it, so it is never the only place of anything.
"""

import datetime as dt
from decimal import Decimal

from sqlalchemy import Boolean, CheckConstraint, DateTime, Index, Integer, Numeric, PrimaryKeyConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.base import Base
from services.indicators.observations.rules.periods import PERIODS
from services.indicators.observations.rules.years import STATUSES
from services.shared.columns import Code, Id, Moment, Ref, Words, Year

FACTS = "indicators_fact"


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class ObservationBatch(Base):
    """One accepted push: whose it was, what became of its rows, and the digest of those that were written."""

    __tablename__ = "observation_batch"
    __table_args__ = (CheckConstraint("received = added + revised + unchanged + failed", name="counts"),)

    id: Mapped[Id]
    reporter: Mapped[Code]
    received: Mapped[int] = mapped_column(Integer)
    added: Mapped[int] = mapped_column(Integer)
    revised: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    failed: Mapped[int] = mapped_column(Integer)
    digest: Mapped[Code]
    reason: Mapped[str | None]
    recorded_by: Mapped[Words]
    recorded_at: Mapped[Moment]


class Observation(Base):
    """One revision of the value of an indicator, for an area and a period, as one unit reports it."""

    __tablename__ = "observation"
    __table_args__ = (
        PrimaryKeyConstraint(
            "area_code", "indicator_id", "fiscal_year", "period", "reporter", "revision", name="pk_observation"
        ),
        _one_of("period", *PERIODS),
        _one_of("status", *STATUSES),
        CheckConstraint("left(reporter, 5) = 'area:' OR left(reporter, 9) = 'function:'", name="reporter"),
        CheckConstraint("revision > 0", name="revision"),
        CheckConstraint("(numerator IS NULL) = (denominator IS NULL) AND denominator <> 0", name="parts"),
        Index("ix_observation_indicator", "indicator_id", "area_code", "fiscal_year", "period", "reporter", "revision"),
        {"schema": FACTS, "postgresql_partition_by": "LIST (fiscal_year)"},
    )

    area_code: Mapped[Code]
    indicator_id: Mapped[Ref]
    fiscal_year: Mapped[Year]
    period: Mapped[Code]
    reporter: Mapped[Code]
    revision: Mapped[int] = mapped_column(Integer)
    value: Mapped[Decimal] = mapped_column(Numeric)
    numerator: Mapped[Decimal | None] = mapped_column(Numeric)
    denominator: Mapped[Decimal | None] = mapped_column(Numeric)
    status: Mapped[Code]
    definition_version: Mapped[int] = mapped_column(Integer)
    note: Mapped[str | None]
    reason: Mapped[str | None]
    batch_id: Mapped[Ref]
    recorded_by: Mapped[Words]
    recorded_at: Mapped[Moment]


_SLOTS = ("value", "numerator", "denominator", "revision", "is_final", "recorded_at", "definition_version")


class ObservationYear(Base):
    """All current values of one reporter in one fiscal year, for an area and indicator.

    Each array has one place per period, in the order of PERIODS; null where nothing was reported.
    """

    __tablename__ = "observation_year"
    __table_args__ = (
        PrimaryKeyConstraint("area_code", "indicator_id", "fiscal_year", "reporter", name="pk_observation_year"),
        CheckConstraint(
            f"{len(PERIODS)} = ALL (ARRAY[{', '.join(f'cardinality({name})' for name in _SLOTS)}])", name="slots"
        ),
        Index("ix_observation_year_indicator", "indicator_id", "area_code", "reporter"),
        {"schema": FACTS, "postgresql_partition_by": "LIST (fiscal_year)"},
    )

    area_code: Mapped[Code]
    indicator_id: Mapped[Ref]
    fiscal_year: Mapped[Year]
    reporter: Mapped[Code]
    value: Mapped[list[Decimal | None]] = mapped_column(ARRAY(Numeric))
    numerator: Mapped[list[Decimal | None]] = mapped_column(ARRAY(Numeric))
    denominator: Mapped[list[Decimal | None]] = mapped_column(ARRAY(Numeric))
    revision: Mapped[list[int | None]] = mapped_column(ARRAY(Integer))
    is_final: Mapped[list[bool | None]] = mapped_column(ARRAY(Boolean))
    recorded_at: Mapped[list[dt.datetime | None]] = mapped_column(ARRAY(DateTime(timezone=True)))
    definition_version: Mapped[list[int | None]] = mapped_column(ARRAY(Integer))
