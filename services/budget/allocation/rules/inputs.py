"""What an indicator says of areas in a year, as it was read."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Question:
    """Of which indicator the values of a year are wanted, for which kind of area."""

    indicator_id: UUID
    fiscal_year: int
    level: str


@dataclass(frozen=True)
class AreaReading:
    """The value of an area that counts: whose it is, and of which revisions of which periods it is made."""

    value: Decimal
    reporter: str | None
    made_of: Sequence[Mapping[str, Any]]
    is_final: bool
    is_settled: bool


@dataclass(frozen=True)
class Reading:
    """An indicator of a year by area code; `unknown` says why an area has no value, or not of the whole year."""

    code: str
    name_th: str
    unit_th: str
    definition_version: int
    areas: Mapping[str, AreaReading]
    unknown: Mapping[str, str]
    read_at: dt.datetime
