"""What the reference data is made of, and its one reading from the CSV files that ship with the code."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files


class AreaKind(StrEnum):
    """What an area is; `special` is Bangkok, which stands in the list and is not one of the provinces."""

    NATION = "nation"
    REGION = "region"
    CLUSTER = "cluster"
    PROVINCE = "province"
    SPECIAL = "special"


class RelationKind(StrEnum):
    """How one area stands to another; data/README.md says what each kind means and does not mean."""

    MEMBER_OF = "member_of"
    CENTRE_OF = "centre_of"
    SUCCEEDS = "succeeds"
    COVERS = "covers"


class FunctionKind(StrEnum):
    """What a function is: a ministry, or a department of one."""

    MINISTRY = "ministry"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Area:
    """An area. Days are legal validity, fiscal years (Buddhist Era) say whose plans and money count it.

    Both ends are included; None is open.
    """

    code: str
    kind: AreaKind
    name_th: str
    name_en: str
    iso_3166_2: str | None
    abbr_th: str | None
    first_fiscal_year: int | None
    last_fiscal_year: int | None
    valid_from: date | None
    valid_to: date | None
    counts_as_province: bool
    source: str
    note: str | None


@dataclass(frozen=True, slots=True)
class AreaRelation:
    """`area_code` is `kind` `related_code`, in days and in fiscal years as those of Area."""

    area_code: str
    kind: RelationKind
    related_code: str
    valid_from: date | None
    valid_to: date | None
    first_fiscal_year: int | None
    last_fiscal_year: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Function:
    """A ministry or a department, the latter with the code of its ministry in `parent_code`."""

    code: str
    kind: FunctionKind
    parent_code: str | None
    name_th: str
    name_en: str
    abbr_th: str | None
    abbr_en: str | None
    valid_from: date | None
    valid_to: date | None
    source: str
    note: str | None


@cache
def areas() -> tuple[Area, ...]:
    """Return every area there is or was: the nation, regions, clusters, provinces and Bangkok."""
    return tuple(_area(row) for row in _rows("areas.csv"))


@cache
def relations() -> tuple[AreaRelation, ...]:
    """Return every relation between areas, past ones included."""
    return tuple(_relation(row) for row in _rows("area_relations.csv"))


@cache
def functions() -> tuple[Function, ...]:
    """Return every ministry and department, historical ministries included."""
    return tuple(_function(row) for row in _rows("functions.csv"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("services.shared.reference").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines(), strict=True)


def _area(row: dict[str, str]) -> Area:
    return Area(
        code=row["code"],
        kind=AreaKind(row["kind"]),
        name_th=row["name_th"],
        name_en=row["name_en"],
        iso_3166_2=row["iso_3166_2"] or None,
        abbr_th=row["abbr_th"] or None,
        first_fiscal_year=_year(row["first_fiscal_year"]),
        last_fiscal_year=_year(row["last_fiscal_year"]),
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        counts_as_province={"true": True, "false": False}[row["counts_as_province"]],
        source=row["source"],
        note=row["note"] or None,
    )


def _relation(row: dict[str, str]) -> AreaRelation:
    return AreaRelation(
        area_code=row["area_code"],
        kind=RelationKind(row["kind"]),
        related_code=row["related_code"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        first_fiscal_year=_year(row["first_fiscal_year"]),
        last_fiscal_year=_year(row["last_fiscal_year"]),
        source=row["source"],
    )


def _function(row: dict[str, str]) -> Function:
    return Function(
        code=row["code"],
        kind=FunctionKind(row["kind"]),
        parent_code=row["parent_code"] or None,
        name_th=row["name_th"],
        name_en=row["name_en"],
        abbr_th=row["abbr_th"] or None,
        abbr_en=row["abbr_en"] or None,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        source=row["source"],
        note=row["note"] or None,
    )


def _year(value: str) -> int | None:
    return int(value) if value else None


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
