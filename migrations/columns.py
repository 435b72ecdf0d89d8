"""Columns and checks of the house, written shortly in the steps that make many tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

TEXT, UUID, SMALL, DAY, MOMENT = sa.Text(), sa.Uuid(), sa.SmallInteger(), sa.Date(), sa.DateTime(timezone=True)


def columns(kind: sa.types.TypeEngine[Any], *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    """Return new columns of one type."""
    return [sa.Column(name, kind, nullable=nullable) for name in names]


def one_of(table: str, column: str, values: str) -> sa.CheckConstraint:
    """Return the check that a column has one of `values`."""
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"ck_{table}_{column}"))


def refers(column: str, target: str, name: str) -> sa.ForeignKeyConstraint:
    """Return the reference of one column."""
    return sa.ForeignKeyConstraint([column], [target], name=name)
