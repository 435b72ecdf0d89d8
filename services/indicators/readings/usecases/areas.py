"""Which areas a question is about: those of a kind, the peers of one, the members of a larger one."""

import datetime as dt
from dataclasses import dataclass

from services.indicators.observations.rules.periods import FIRST_YEAR, LAST_YEAR
from services.indicators.readings.errors import (
    GROUP_UNKNOWN,
    NAMED_MISSING,
    NAMED_WITHOUT_USE,
    NOT_LARGER,
    YEARS_REVERSED,
    AreaNotInStructure,
)
from services.indicators.readings.rules.ground import NOW, Ground, ground_of
from services.indicators.readings.schemas.queries import ComparisonQuery, RollUpQuery, SeriesQuery
from services.shared import reference
from services.shared.errors import Invalid
from services.shared.fiscal import fiscal_year_of
from services.shared.reference import AreaKind

YEARS_UNLESS_GIVEN = 5
PROVINCE, CLUSTER = "province", "cluster"


def years_of(query: SeriesQuery, today: dt.date) -> tuple[int, ...]:
    """Return the fiscal years of a series, of those that values are kept for. Raises Invalid."""
    last = query.last_year or fiscal_year_of(today)
    first = query.first_year or last - YEARS_UNLESS_GIVEN + 1
    if first > last:
        raise Invalid(YEARS_REVERSED)
    return tuple(range(max(first, FIRST_YEAR), min(last, LAST_YEAR) + 1))


def areas_of(level: str, fiscal_year: int, within: str | None = None) -> tuple[str, ...]:
    """Return the provinces or clusters of a fiscal year, all of them or those within a larger area."""
    found = reference.provinces(fiscal_year) if level == PROVINCE else reference.clusters(fiscal_year)
    codes = {area.code for area in found}
    return tuple(sorted(codes if within is None else codes & under(within, fiscal_year)))


def under(code: str, fiscal_year: int) -> frozenset[str]:
    """Return every area below another in a fiscal year, whatever is between them."""
    below = reference.members_of(code, fiscal_year)
    return below.union(*(under(each, fiscal_year) for each in below))


@dataclass(frozen=True)
class Peers:
    """Who stands beside an area, and in which cluster or region; the area itself is not among them."""

    group_code: str | None
    area_codes: tuple[str, ...]


def peers_of(query: ComparisonQuery, fiscal_year: int) -> Peers:
    """Return the peers of an area as they were in a fiscal year. Raises Invalid."""
    if query.peers != "named" and query.named:
        raise Invalid(NAMED_WITHOUT_USE)
    if query.peers == "named":
        if not query.named:
            raise Invalid(NAMED_MISSING)
        return _peers(query.area_code, None, frozenset(query.named))
    area = reference.area(query.area_code)
    level = PROVINCE if area is not None and area.kind is AreaKind.PROVINCE else CLUSTER
    if query.peers == "all":
        return _peers(query.area_code, None, frozenset(areas_of(level, fiscal_year)))
    group = _group_of(query.area_code, level, query.peers, fiscal_year)
    if group is None:
        raise Invalid(GROUP_UNKNOWN)
    return _peers(query.area_code, group, frozenset(areas_of(level, fiscal_year, group)))


def _peers(area_code: str, group: str | None, found: frozenset[str]) -> Peers:
    return Peers(group, tuple(sorted(found - {area_code})))


def _group_of(area_code: str, level: str, peers: str, fiscal_year: int) -> str | None:
    cluster = reference.cluster_of(area_code, fiscal_year) if level == PROVINCE else area_code
    if peers == CLUSTER:
        return cluster if level == PROVINCE else None
    regions = (area for area in reference.areas() if area.kind is AreaKind.REGION)
    return next((each.code for each in regions if cluster in reference.members_of(each.code, fiscal_year)), None)


def ground_under(query: RollUpQuery, today: dt.date) -> Ground:
    """Return which provinces make up a larger area under the structure asked for.

    Raises Invalid when it is no larger area, AreaNotInStructure when that structure does not know it.
    """
    area = reference.area(query.area_code)
    if area is None or area.kind not in (AreaKind.CLUSTER, AreaKind.REGION, AreaKind.NATION):
        raise Invalid(NOT_LARGER)
    day = query.structure if isinstance(query.structure, dt.date) else None
    structure_year = fiscal_year_of(today) if query.structure == NOW else query.fiscal_year
    known = reference.provinces_on(day) if day else reference.provinces(structure_year)
    provinces = frozenset(each.code for each in known)
    if area.kind is AreaKind.NATION:
        members = provinces
    else:
        below = _members_on(query.area_code, day) if day else under(query.area_code, structure_year)
        members = below & provinces
    if not members:
        raise AreaNotInStructure(area_code=query.area_code)
    there = frozenset(each.code for each in reference.provinces(query.fiscal_year))
    return ground_of(
        members,
        provinces,
        there,
        {code: reference.covers(code, query.fiscal_year) for code in there},
        {code: reference.predecessors(code) for code in there - provinces},
    )


def _members_on(code: str, day: dt.date) -> frozenset[str]:
    below = reference.members_on(code, day)
    return below.union(*(_members_on(each, day) for each in below))
