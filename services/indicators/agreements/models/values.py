"""Checks of columns that take one of a few values."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint

from services.shared.constraints import listed


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Return the check that a column has one of `values`; null where the column may be."""
    return CheckConstraint(f"{column} IN ({listed(values)})", name=column)
