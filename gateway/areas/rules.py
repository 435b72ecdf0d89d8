"""Which areas and functions a question means, and in which order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from services.shared.reference import (
    Area,
    AreaKind,
    AreaRelation,
    Function,
    FunctionKind,
    RelationKind,
    in_fiscal_year,
    relations,
)
from services.shared.text import search_key, sort_key

Named = TypeVar("Named", Area, Function)


@dataclass(frozen=True)
class AreaQuestion:
    """Which areas are wanted; None leaves a question open. `fiscal_year` also picks the structure that is asked."""

    kind: AreaKind | None = None
    region: str | None = None
    fiscal_year: int | None = None
    member_of: str | None = None
    q: str | None = None


@dataclass(frozen=True)
class FunctionQuestion:
    """Which functions are wanted; None leaves a question open."""

    kind: FunctionKind | None = None
    parent_code: str | None = None
    q: str | None = None


def find_areas(areas: Iterable[Area], question: AreaQuestion) -> list[Area]:
    """Return the areas that `question` means."""
    year = question.fiscal_year
    inside = set(_inside(question.region, year)) if question.region else None
    members = set(_members(question.member_of, year)) if question.member_of else None
    return [
        area
        for area in areas
        if question.kind in (None, area.kind)
        and (year is None or in_fiscal_year(area, year))
        and (inside is None or area.code in inside)
        and (members is None or area.code in members)
        and _is_named(area, question.q)
    ]


def find_functions(functions: Iterable[Function], question: FunctionQuestion) -> list[Function]:
    """Return the functions that `question` means."""
    return [
        function
        for function in functions
        if question.kind in (None, function.kind)
        and question.parent_code in (None, function.parent_code)
        and _is_named(function, question.q)
    ]


def by_code(record: Area | Function) -> str:
    """Return what sorts by code."""
    return record.code


def by_name(record: Area | Function) -> str:
    """Return what sorts by Thai name in dictionary order; the code tells namesakes of different years apart."""
    return f"{sort_key(record.name_th)}\x02{record.code}"


def page_of(
    records: Iterable[Named], key: Callable[[Named], str], after: str | None, limit: int, *, descending: bool
) -> tuple[Sequence[Named], str | None]:
    """Return one page in the order of `key`, and the key to go on after; None when it is the last page."""
    ordered = sorted(records, key=key, reverse=descending)
    if after is not None:
        ordered = [record for record in ordered if (key(record) < after if descending else key(record) > after)]
    page = ordered[:limit]
    return page, key(page[-1]) if len(ordered) > limit else None


def outgoing(code: str, kind: RelationKind) -> list[AreaRelation]:
    """Return what `code` is `kind` of, past relations included, the newest first."""
    return _newest_first(each for each in relations() if each.kind is kind and each.area_code == code)


def incoming(code: str, kind: RelationKind) -> list[AreaRelation]:
    """Return what is `kind` of `code`, past relations included, the newest first."""
    return _newest_first(each for each in relations() if each.kind is kind and each.related_code == code)


def _newest_first(found: Iterable[AreaRelation]) -> list[AreaRelation]:
    ordered = sorted(found, key=lambda each: (each.area_code, each.related_code))
    return sorted(ordered, key=lambda each: each.first_fiscal_year or 0, reverse=True)


def _members(code: str, fiscal_year: int | None) -> Iterator[str]:
    for each in incoming(code, RelationKind.MEMBER_OF):
        if fiscal_year is None or in_fiscal_year(each, fiscal_year):
            yield each.area_code


def _inside(code: str, fiscal_year: int | None) -> Iterator[str]:
    """Yield the members of `code` and theirs: the clusters of a region and their provinces."""
    for member in _members(code, fiscal_year):
        yield member
        yield from _inside(member, fiscal_year)


def _is_named(record: Area | Function, q: str | None) -> bool:
    if q is None:
        return True
    wanted = search_key(q)
    names = (record.name_th, record.name_en, record.abbr_th or "", record.code)
    return any(wanted in search_key(name) for name in names)
