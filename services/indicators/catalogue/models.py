"""The tables of the catalogue."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.indicators.base import Base
from services.indicators.catalogue.errors import IndicatorExists
from services.indicators.catalogue.rules import FLOW, FREQUENCIES, USE_LEVELS
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import listed, means
from services.shared.text import search_key_sql, sort_key_sql


def _one_of(column: str, *values: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({listed(values)})", name=column)


class Topic(Base):
    """A topic of one of the two taxonomies, or (without a parent) a group of topics. Loaded by migrations."""

    __tablename__ = "topic"
    __table_args__ = (_one_of("taxonomy", "A", "B"),)

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    taxonomy: Mapped[Code]
    number: Mapped[Code]
    parent_code: Mapped[str | None] = mapped_column(Text, ForeignKey("topic.code", name="fk_topic_parent"))
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    is_open_ended: Mapped[bool] = mapped_column(Boolean)
    source: Mapped[Words]
    note: Mapped[str | None]


class TopicMapping(Base):
    """Under which topic of the other taxonomy a topic falls, and how sure that is. Loaded by migrations."""

    __tablename__ = "topic_mapping"
    __table_args__ = (
        PrimaryKeyConstraint("topic_code", "maps_to_code", name="pk_topic_mapping"),
        _one_of("certainty", "clear", "own_guess"),
    )

    topic_code: Mapped[str] = mapped_column(Text, ForeignKey("topic.code", name="fk_topic_mapping_topic"))
    maps_to_code: Mapped[str] = mapped_column(
        Text, ForeignKey("topic.code", name="fk_topic_mapping_maps_to"), index=True
    )
    certainty: Mapped[Code]
    source: Mapped[Words]
    note: Mapped[str | None]


class IndicatorTopic(Base):
    """That an indicator stands under a topic."""

    __tablename__ = "indicator_topic"
    __table_args__ = (PrimaryKeyConstraint("indicator_id", "topic_code", name="pk_indicator_topic"),)

    indicator_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_indicator_topic_indicator", ondelete="CASCADE")
    )
    topic_code: Mapped[str] = mapped_column(Text, ForeignKey("topic.code", name="fk_indicator_topic_topic"), index=True)


class IndicatorReporter(Base):
    """That a function reports an indicator in a year beside its owner and host: a joint indicator names it."""

    __tablename__ = "indicator_reporter"
    __table_args__ = (Index("ix_indicator_reporter_indicator", "indicator_id", "fiscal_year"),)

    named_by_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    indicator_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("indicator.id", name="fk_indicator_reporter_indicator"))
    fiscal_year: Mapped[Year]
    function_code: Mapped[Code]


class DefinitionVersion(Base):
    """What an indicator meant from one moment on; a measured value names the version it was measured by."""

    __tablename__ = "definition_version"
    __table_args__ = (
        PrimaryKeyConstraint("indicator_id", "definition_version", name="pk_definition_version"),
        CheckConstraint("definition_version > 0", name="number"),
    )

    indicator_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("indicator.id", name="fk_definition_version_indicator"))
    definition_version: Mapped[int] = mapped_column(Integer)
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[Code]
    reason: Mapped[str | None]
    recorded_at: Mapped[Moment]


class Indicator(Base):
    """An indicator, its owner an area or a function. Scoped: see `visible_to`."""

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("num_nonnulls(owner_area_code, owner_function_code) = 1", name="one_owner"),
        _one_of("state", *FLOW.states),
        _one_of("direction", "higher", "lower", "range"),
        _one_of("level", "output", "outcome", "hybrid"),
        _one_of("frequency", *FREQUENCIES),
        _one_of("time_aggregation", "sum", "average", "last", "maximum", "none"),
        _one_of("area_aggregation", "sum", "weighted_average", "average", "ratio", "none"),
        CheckConstraint("range_lower < range_upper", name="range"),
        CheckConstraint("decimals BETWEEN 0 AND 4", name="decimals"),
        CheckConstraint(f"use_levels <@ ARRAY[{listed(USE_LEVELS)}]", name="use_levels"),
        CheckConstraint("(state = 'draft') = (definition_version = 0)", name="definition_version"),
        CheckConstraint("(state = 'retired') = (retire_reason IS NOT NULL)", name="retire_reason"),
        Index("uq_indicator_code", "code", unique=True),
        Index("ix_indicator_owner_area", "owner_area_code"),
        Index("ix_indicator_owner_function", "owner_function_code"),
        Index("ix_indicator_host_function", "host_function_code"),
        Index("ix_indicator_numerator", "numerator_indicator_id"),
        Index("ix_indicator_denominator", "denominator_indicator_id"),
        Index("ix_indicator_updated_at", "updated_at", "id"),
        Index("ix_indicator_name_sort", "name_sort", "id"),
        Index(
            "ix_indicator_name_search",
            "name_search",
            postgresql_using="gin",
            postgresql_ops={"name_search": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(Text(collation="C"))
    owner_area_code: Mapped[str | None]
    owner_function_code: Mapped[str | None]
    name_th: Mapped[Words]
    name_en: Mapped[str | None]
    definition_th: Mapped[str | None]
    formula_th: Mapped[str | None]
    unit_code: Mapped[Code]
    unit_name_th: Mapped[Words]
    decimals: Mapped[int] = mapped_column(SmallInteger)
    direction: Mapped[Code]
    range_lower: Mapped[Decimal | None] = mapped_column(Numeric)
    range_upper: Mapped[Decimal | None] = mapped_column(Numeric)
    level: Mapped[Code]
    unit_of_analysis: Mapped[str | None]
    host_function_code: Mapped[str | None]
    use_levels: Mapped[list[str]] = mapped_column(ARRAY(Text))
    data_source: Mapped[str | None]
    frequency: Mapped[Code]
    time_aggregation: Mapped[Code]
    area_aggregation: Mapped[Code]
    numerator_indicator_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_indicator_numerator")
    )
    denominator_indicator_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_indicator_denominator")
    )
    # Follows from the fields above by the rules; stored so that both doors show the same.
    national_value_derivable: Mapped[bool] = mapped_column(Boolean)
    source: Mapped[str | None]
    state: Mapped[Code]
    definition_version: Mapped[int] = mapped_column(Integer)
    data_since: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    retire_reason: Mapped[str | None]
    replaced_by_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_indicator_replaced_by")
    )
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    name_sort: Mapped[str] = mapped_column(Text(collation="C"), Computed(sort_key_sql("name_th"), persisted=True))
    name_search: Mapped[str] = mapped_column(Text(collation="C"), Computed(search_key_sql("name_th"), persisted=True))

    topics: Mapped[list[IndicatorTopic]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=IndicatorTopic.topic_code
    )
    reporters: Mapped[list[IndicatorReporter]] = relationship(lazy="raise", viewonly=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, `area:50` or `function:05`."""
        return f"area:{self.owner_area_code}" if self.owner_area_code else f"function:{self.owner_function_code}"

    @property
    def topic_codes(self) -> list[str]:
        """The codes of its topics, in order."""
        return sorted(topic.topic_code for topic in self.topics)


means("uq_indicator_code", IndicatorExists)
