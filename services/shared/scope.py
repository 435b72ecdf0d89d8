"""Whose objects a caller may see, as bound parameters of one SQL predicate; the first half of every `visible_to`.

An owner sees its objects in every state. What has left its owner's desk is seen by the committees of the area, the
offices and provinces of the same cluster (by the fiscal year of the object), ministries and the overseers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased

from services.shared.access import Principal
from services.shared.reference.tables import AreaRelationRow
from services.shared.roles import AREA_ROLES, CLUSTER_ROLES, FUNCTION_ROLES, OVERSEERS, Role

# These act for their unit and see its drafts; committees, ก.ธ.จ. and local governments see what was submitted.
INSIDERS = frozenset({Role.PROVINCE, Role.CLUSTER}) | FUNCTION_ROLES
# Our own services see nationwide what has left the desk: what a committee decides lies open to those who carry it out.
NATIONWIDE = OVERSEERS | FUNCTION_ROLES | {Role.SERVICE}


@dataclass(frozen=True)
class Scope:
    """What a caller's roles open: `insider_*` every state, the rest only what has left its owner's desk."""

    insider_areas: tuple[str, ...]
    insider_functions: tuple[str, ...]
    areas: tuple[str, ...]
    clusters: tuple[str, ...]
    neighbours_of: tuple[str, ...]
    is_nationwide: bool

    def values(self) -> dict[str, Any]:
        """Return the values of the predicate's parameters by name."""
        return {
            "insider_areas": list(self.insider_areas),
            "insider_functions": list(self.insider_functions),
            "scope_areas": list(self.areas),
            "scope_clusters": list(self.clusters),
            "neighbours_of": list(self.neighbours_of),
        }


def scope_of(principal: Principal) -> Scope:
    """Return the scope of all roles that `principal` holds."""
    return Scope(
        insider_areas=_codes(grant.area for grant in principal.grants if grant.role in INSIDERS),
        insider_functions=_codes(grant.function for grant in principal.grants if grant.role in INSIDERS),
        areas=_codes(grant.area for grant in principal.grants if grant.role in AREA_ROLES),
        clusters=_codes(grant.area for grant in principal.grants if grant.role in CLUSTER_ROLES),
        neighbours_of=_codes(grant.area for grant in principal.grants if grant.role is Role.PROVINCE),
        is_nationwide=principal.holds(NATIONWIDE),
    )


def _codes(codes: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({code for code in codes if code}))


def any_of(column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Return `column = ANY(:parameter)`, the parameter a list of texts."""
    return column == bindparam(parameter, type_=ARRAY(Text)).any_()


def is_insider(owner_area: ColumnElement[Any], owner_function: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the predicate "the caller acts for the owner"."""
    return or_(any_of(owner_area, "insider_areas"), any_of(owner_function, "insider_functions"))


def is_in_sight(owner_area: ColumnElement[Any], fiscal_year: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the predicate "the owner's area is one the caller watches over, or lies in the same cluster that year"."""
    return or_(
        any_of(owner_area, "scope_areas"),
        _is_member(owner_area, fiscal_year),
        _shares_cluster(owner_area, fiscal_year),
    )


def _is_member(area: ColumnElement[Any], fiscal_year: ColumnElement[Any]) -> ColumnElement[bool]:
    relation = aliased(AreaRelationRow)
    mine = select(1).where(relation.area_code == area, any_of(relation.related_code.expression, "scope_clusters"))
    return mine.where(*_holds_in(relation, fiscal_year)).exists()


def _shares_cluster(area: ColumnElement[Any], fiscal_year: ColumnElement[Any]) -> ColumnElement[bool]:
    theirs, ours = aliased(AreaRelationRow), aliased(AreaRelationRow)
    same = or_(ours.related_code == theirs.related_code, ours.related_code == area)
    both = select(1).where(theirs.area_code == area, any_of(ours.area_code.expression, "neighbours_of"), same)
    return both.where(*_holds_in(theirs, fiscal_year), *_holds_in(ours, fiscal_year)).exists()


def _holds_in(relation: type[AreaRelationRow], fiscal_year: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    first, last = relation.first_fiscal_year, relation.last_fiscal_year
    return (
        relation.kind == "member_of",
        or_(first.is_(None), first <= fiscal_year),
        or_(last.is_(None), last >= fiscal_year),
    )
