"""The table of datasets."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Computed,
    Date,
    DateTime,
    Index,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.base import Base
from services.indicators.datasets.errors import DatasetExists
from services.indicators.datasets.rules.promise import PROMISE_UNITS, Expected, Promise
from services.indicators.datasets.rules.states import FLOW, SHARINGS
from services.shared.columns import Code, Id, Moment, Words
from services.shared.constraints import means
from services.shared.text import search_key_sql, sort_key_sql

_STANDS = "state <> 'retired'"
_WHO = ("owner_area", "owner_function", "duty_area", "duty_function")
_PROMISE = ("promise_every", "promise_unit", "ready_within_days")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _name_of(owner: str) -> Index:
    return Index(f"uq_dataset_{owner}_name", f"owner_{owner}_code", "name_th", unique=True, postgresql_where=_STANDS)


class Dataset(Base):
    """A dataset in the registry, its owner an area or a function. Scoped: see `visible_to`.

    The last update, assessment and step stand here too, so that lists read one table.
    """

    __tablename__ = "dataset"
    __table_args__ = (
        CheckConstraint("num_nonnulls(owner_area_code, owner_function_code) = 1", name="one_owner"),
        CheckConstraint("num_nonnulls(duty_area_code, duty_function_code) = 1", name="one_duty"),
        CheckConstraint(f"num_nulls({', '.join(_PROMISE)}) IN (0, 3)", name="promise"),
        CheckConstraint("promise_every > 0 AND ready_within_days >= 0", name="promise_numbers"),
        CheckConstraint("(expected_on IS NULL) = (due_on IS NULL)", name="expected"),
        CheckConstraint("(state = 'retired') = (retire_reason IS NOT NULL)", name="retire_reason"),
        CheckConstraint("(state = 'retired') = (retired_at IS NOT NULL)", name="retired_at"),
        _one_of("promise_unit", PROMISE_UNITS),
        _one_of("sharing", SHARINGS),
        _one_of("state", FLOW.states),
        _name_of("area"),
        _name_of("function"),
        *(Index(f"ix_dataset_{who}", f"{who}_code") for who in _WHO),
        Index("ix_dataset_updated_at", "updated_at", "id"),
        Index("ix_dataset_name_sort", "name_sort", "id"),
        Index("ix_dataset_due_on", "due_on", "id", postgresql_where="state IN ('shared', 'published')"),
        Index("ix_dataset_topics", "topic_codes", postgresql_using="gin"),
        Index("ix_dataset_areas", "area_codes", postgresql_using="gin"),
        Index("ix_dataset_indicators", "indicator_ids", postgresql_using="gin"),
        Index(
            "ix_dataset_name_search",
            "name_search",
            postgresql_using="gin",
            postgresql_ops={"name_search": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    owner_area_code: Mapped[str | None]
    owner_function_code: Mapped[str | None]
    owner_agency_th: Mapped[str | None]
    name_th: Mapped[Words]
    holds_th: Mapped[str | None]
    topic_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    area_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    indicator_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    fields: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    duty_area_code: Mapped[str | None]
    duty_function_code: Mapped[str | None]
    duty_agency_th: Mapped[str | None]
    duty_post_th: Mapped[str | None]
    promise_every: Mapped[int | None] = mapped_column(SmallInteger)
    promise_unit: Mapped[str | None]
    ready_within_days: Mapped[int | None] = mapped_column(SmallInteger)
    promise_basis_th: Mapped[str | None]
    kept_in_th: Mapped[str | None]
    location: Mapped[str | None]
    sharing: Mapped[Code]
    shared_with: Mapped[list[str]] = mapped_column(ARRAY(Text))  # units, as area:50 and function:05
    source: Mapped[str | None]
    state: Mapped[Code]
    shared_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    published_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    retire_reason: Mapped[str | None]
    retired_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    last_update_id: Mapped[UUID | None] = mapped_column(Uuid)
    last_as_of: Mapped[dt.date | None] = mapped_column(Date)
    last_updated_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    expected_on: Mapped[dt.date | None] = mapped_column(Date)
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    asked_for: Mapped[dt.date | None] = mapped_column(Date)  # the due day whose passing a task was opened for
    is_usable: Mapped[bool | None] = mapped_column(Boolean)
    assessed_update_id: Mapped[UUID | None] = mapped_column(Uuid)
    digitisation_step: Mapped[str | None]
    digitised_on: Mapped[dt.date | None] = mapped_column(Date)
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    name_sort: Mapped[str] = mapped_column(Text(collation="C"), Computed(sort_key_sql("name_th"), persisted=True))
    name_search: Mapped[str] = mapped_column(Text(collation="C"), Computed(search_key_sql("name_th"), persisted=True))

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, `area:50` or `function:05`."""
        return unit_of(self.owner_area_code, self.owner_function_code)

    @property
    def duty(self) -> str:
        """The unit that must update it."""
        return unit_of(self.duty_area_code, self.duty_function_code)

    @property
    def promise(self) -> Promise | None:
        """The promise to be current; None until there is one."""
        if self.promise_every is None or self.promise_unit is None or self.ready_within_days is None:
            return None
        return Promise(self.promise_every, self.promise_unit, self.ready_within_days)

    @property
    def expected(self) -> Expected | None:
        """What is expected next; None while it is a draft."""
        if self.expected_on is None or self.due_on is None:
            return None
        return Expected(self.expected_on, self.due_on)

    @property
    def is_assessed_now(self) -> bool:
        """Whether the standing assessment is of the data that stand."""
        return self.is_usable is not None and self.assessed_update_id == self.last_update_id

    @property
    def shared_area_codes(self) -> list[str]:
        """The areas among the units it is shared with."""
        return [unit.removeprefix("area:") for unit in self.shared_with if unit.startswith("area:")]

    @property
    def shared_function_codes(self) -> list[str]:
        """The functions among the units it is shared with."""
        return [unit.removeprefix("function:") for unit in self.shared_with if unit.startswith("function:")]


def unit_of(area_code: str | None, function_code: str | None) -> str:
    """Return a unit as access writes it."""
    return f"area:{area_code}" if area_code else f"function:{function_code}"


means("uq_dataset_area_name", DatasetExists)
means("uq_dataset_function_name", DatasetExists)
