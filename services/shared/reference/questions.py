"""What is asked of the reference data: by fiscal year for plans, KPIs, money and scores, else by day."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from services.shared.reference.records import (
    Area,
    AreaKind,
    AreaRelation,
    Function,
    RelationKind,
    areas,
    functions,
    relations,
)


def area(code: str) -> Area | None:
    """Return the area with this code, a former one too, or None."""
    return _areas_by_code().get(code)


def function(code: str) -> Function | None:
    """Return the ministry or department with this code, a historical one too, or None."""
    return _functions_by_code().get(code)


def in_fiscal_year(record: Area | AreaRelation, fiscal_year: int) -> bool:
    """Say whether an area or relation counts in the plans and money of a fiscal year (Buddhist Era)."""
    first, last = record.first_fiscal_year, record.last_fiscal_year
    return (first is None or first <= fiscal_year) and (last is None or fiscal_year <= last)


def on_day(record: Area | AreaRelation, day: date) -> bool:
    """Say whether an area or relation is in legal force on a day."""
    first, last = record.valid_from, record.valid_to
    return (first is None or first <= day) and (last is None or day <= last)


def provinces(fiscal_year: int) -> tuple[Area, ...]:
    """Return the provinces whose plans and money a fiscal year has: 75 from 2552 to 2554, 76 from 2555.

    Bangkok is none of them.
    """
    return tuple(each for each in areas() if each.counts_as_province and in_fiscal_year(each, fiscal_year))


def provinces_on(day: date) -> tuple[Area, ...]:
    """Return the provinces there were on a day: บึงกาฬ from 23 March 2011."""
    return tuple(each for each in areas() if each.counts_as_province and on_day(each, day))


def clusters(fiscal_year: int) -> tuple[Area, ...]:
    """Return the clusters of a fiscal year: 18 of the structure of 2552 to 2561, then 18 of that of 2560.

    Empty before 2552, when there was no announced structure.
    """
    return tuple(each for each in areas() if each.kind is AreaKind.CLUSTER and in_fiscal_year(each, fiscal_year))


def members_of(cluster_code: str, fiscal_year: int) -> frozenset[str]:
    """Return the provinces of a cluster in a fiscal year; of a region its clusters. Empty when unknown or past."""
    members = _relations_to().get((RelationKind.MEMBER_OF, cluster_code), ())
    return frozenset(each.area_code for each in members if in_fiscal_year(each, fiscal_year))


def members_on(cluster_code: str, day: date) -> frozenset[str]:
    """Return the members on a day: for committees and signatures only, else ask `members_of`."""
    members = _relations_to().get((RelationKind.MEMBER_OF, cluster_code), ())
    return frozenset(each.area_code for each in members if on_day(each, day))


def cluster_of(province_code: str, fiscal_year: int) -> str | None:
    """Return the cluster a province is in for a fiscal year; None for any other area, and before 2552."""
    province = area(province_code)
    if province is None or not province.counts_as_province:
        return None
    memberships = _relations_from().get((RelationKind.MEMBER_OF, province_code), ())
    return next((each.related_code for each in memberships if in_fiscal_year(each, fiscal_year)), None)


def predecessors(code: str) -> tuple[str, ...]:
    """Return the areas this one was split from, whose objects of earlier years it may read."""
    return tuple(each.related_code for each in _relations_from().get((RelationKind.SUCCEEDS, code), ()))


def covers(code: str, fiscal_year: int) -> tuple[str, ...]:
    """Return the areas of today on whose ground a value measured for `code` in a fiscal year stands, itself first.

    ("43", "38") for หนองคาย up to 2554, ("43",) from 2555.
    """
    others = _relations_from().get((RelationKind.COVERS, code), ())
    return (code, *(each.related_code for each in others if in_fiscal_year(each, fiscal_year)))


def departments_of(ministry_code: str) -> tuple[Function, ...]:
    """Return the departments of a ministry as far as the data lists them."""
    return tuple(each for each in functions() if each.parent_code == ministry_code)


@cache
def _areas_by_code() -> Mapping[str, Area]:
    return {each.code: each for each in areas()}


@cache
def _functions_by_code() -> Mapping[str, Function]:
    return {each.code: each for each in functions()}


@cache
def _relations_from() -> Mapping[tuple[RelationKind, str], tuple[AreaRelation, ...]]:
    keys = {(each.kind, each.area_code) for each in relations()}
    return {key: tuple(each for each in relations() if (each.kind, each.area_code) == key) for key in keys}


@cache
def _relations_to() -> Mapping[tuple[RelationKind, str], tuple[AreaRelation, ...]]:
    keys = {(each.kind, each.related_code) for each in relations()}
    return {key: tuple(each for each in relations() if (each.kind, each.related_code) == key) for key in keys}
