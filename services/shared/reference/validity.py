"""Whether the reference data holds together: a release with a fault here must not leave."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar

from services.shared.reference.questions import in_fiscal_year
from services.shared.reference.records import (
    Area,
    AreaKind,
    AreaRelation,
    Function,
    FunctionKind,
    RelationKind,
    areas,
    functions,
    relations,
)
from services.shared.text import clean

Moment = TypeVar("Moment", date, int)
Record = TypeVar("Record")
Placed = Area | AreaRelation
Dated = Placed | Function

_ENDS = {
    RelationKind.MEMBER_OF: {
        (AreaKind.PROVINCE, AreaKind.CLUSTER),
        (AreaKind.CLUSTER, AreaKind.REGION),
        (AreaKind.CLUSTER, AreaKind.NATION),
        (AreaKind.REGION, AreaKind.NATION),
    },
    RelationKind.CENTRE_OF: {(AreaKind.PROVINCE, AreaKind.CLUSTER)},
    RelationKind.SUCCEEDS: {(AreaKind.PROVINCE, AreaKind.PROVINCE)},
    RelationKind.COVERS: {(AreaKind.PROVINCE, AreaKind.PROVINCE)},
}


def check_reference() -> list[str]:
    """Return one sentence per fault in the data that ships; empty when it holds together."""
    return faults_in(areas(), relations(), functions())


def faults_in(
    areas: tuple[Area, ...], relations: tuple[AreaRelation, ...], functions: tuple[Function, ...]
) -> list[str]:
    """Return one sentence per fault in any such data."""
    by_code = {area.code: area for area in areas}
    return [
        *_repeated("area", (area.code for area in areas)),
        *_repeated("function", (function.code for function in functions)),
        *_badly_written(areas, functions),
        *_backwards(areas, relations, functions),
        *_misplaced_departments(functions),
        *_loose_ends(relations, by_code),
        *_outside_their_areas(relations, by_code),
        *_two_at_a_time(relations),
        *_without_one_cluster(areas, relations, by_code),
        *_without_a_centre(areas, relations),
        *_uncovered_splits(relations),
    ]


def _repeated(table: str, codes: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield f"{table} {code}: the code is there twice"
        seen.add(code)


def _badly_written(areas: tuple[Area, ...], functions: tuple[Function, ...]) -> Iterator[str]:
    named: tuple[Area | Function, ...] = (*areas, *functions)
    for each in named:
        if not each.name_th or clean(each.name_th) != each.name_th:
            yield f"{each.code}: the Thai name is empty or not in its one spelling"
    for area in areas:
        if area.counts_as_province is not (area.kind is AreaKind.PROVINCE):
            yield f"{area.code}: provinces count as provinces, nothing else does"
    for one, other in _same(areas, lambda area: (area.kind, area.name_th)):
        if _meet(one, other):
            yield f"{one.code}, {other.code}: both are named {one.name_th} at one time"
    for one_function, other_function in _same(functions, lambda function: (function.kind, function.name_th)):
        if _days_meet(one_function, other_function):
            yield f"{one_function.code}, {other_function.code}: both are named {one_function.name_th} at one time"


def _backwards(
    areas: tuple[Area, ...], relations: tuple[AreaRelation, ...], functions: tuple[Function, ...]
) -> Iterator[str]:
    placed: tuple[Placed, ...] = (*areas, *relations)
    dated: tuple[Dated, ...] = (*placed, *functions)
    for each in dated:
        if each.valid_from and each.valid_to and each.valid_from > each.valid_to:
            yield f"{_named(each)}: valid_to is before valid_from"
    for record in placed:
        first, last = record.first_fiscal_year, record.last_fiscal_year
        if first and last and first > last:
            yield f"{_named(record)}: last_fiscal_year is before first_fiscal_year"


def _misplaced_departments(functions: tuple[Function, ...]) -> Iterator[str]:
    ministries = {function.code for function in functions if function.kind is FunctionKind.MINISTRY}
    for function in functions:
        if function.kind is FunctionKind.MINISTRY and function.parent_code is not None:
            yield f"{function.code}: a ministry has no parent"
        if function.kind is FunctionKind.DEPARTMENT and function.parent_code not in ministries:
            yield f"{function.code}: {function.parent_code} is not a ministry"


def _loose_ends(relations: tuple[AreaRelation, ...], by_code: dict[str, Area]) -> Iterator[str]:
    for relation in relations:
        unknown = {relation.area_code, relation.related_code} - by_code.keys()
        if unknown:
            yield f"{_named(relation)}: no area {', '.join(sorted(unknown))}"
        elif (by_code[relation.area_code].kind, by_code[relation.related_code].kind) not in _ENDS[relation.kind]:
            yield f"{_named(relation)}: these kinds of area are not so related"


def _outside_their_areas(relations: tuple[AreaRelation, ...], by_code: dict[str, Area]) -> Iterator[str]:
    for relation in relations:
        # `covers` speaks of ground, which is there before the area that later holds it.
        ends = (relation.area_code,) if relation.kind is RelationKind.COVERS else _ends_of(relation)
        for code in ends:
            if code in by_code and not _lies_within(relation, by_code[code]):
                yield f"{_named(relation)}: it lasts longer than {code}"


def _two_at_a_time(relations: tuple[AreaRelation, ...]) -> Iterator[str]:
    members = tuple(each for each in relations if each.kind is RelationKind.MEMBER_OF)
    centres = tuple(each for each in relations if each.kind is RelationKind.CENTRE_OF)
    for one, other in _same(members, lambda relation: relation.area_code):
        if _meet(one, other):
            yield f"{one.area_code}: member of {one.related_code} and {other.related_code} at one time"
    for one, other in _same(centres, lambda relation: relation.related_code):
        if _meet(one, other):
            yield f"{one.related_code}: {one.area_code} and {other.area_code} are its centre at one time"


def _without_one_cluster(
    areas: tuple[Area, ...], relations: tuple[AreaRelation, ...], by_code: dict[str, Area]
) -> Iterator[str]:
    clusters = {code for code, area in by_code.items() if area.kind is AreaKind.CLUSTER}
    memberships = [each for each in relations if each.kind is RelationKind.MEMBER_OF and each.related_code in clusters]
    for fiscal_year in _years_of_change([by_code[code] for code in clusters], [*areas, *memberships]):
        placed = [each.area_code for each in memberships if in_fiscal_year(each, fiscal_year)]
        for area in areas:
            if area.counts_as_province and in_fiscal_year(area, fiscal_year) and placed.count(area.code) != 1:
                yield f"{area.code}: in {placed.count(area.code)} clusters in fiscal year {fiscal_year}, not in one"


def _years_of_change(clusters: list[Area], placed: list[Placed]) -> range:
    first = min(cluster.first_fiscal_year or 0 for cluster in clusters)
    changes = [each.first_fiscal_year or 0 for each in placed]
    changes += [each.last_fiscal_year + 1 for each in placed if each.last_fiscal_year]
    return range(first, max(changes) + 1)


def _without_a_centre(areas: tuple[Area, ...], relations: tuple[AreaRelation, ...]) -> Iterator[str]:
    for cluster in (area for area in areas if area.kind is AreaKind.CLUSTER):
        here = [each for each in relations if each.related_code == cluster.code]
        centres = [each for each in here if each.kind is RelationKind.CENTRE_OF]
        if not any(_lies_within(cluster, centre) for centre in centres):
            yield f"{cluster.code}: no province is its centre all the time"
        for centre in centres:
            memberships = [each for each in here if each.kind is RelationKind.MEMBER_OF]
            if not any(each.area_code == centre.area_code and _lies_within(centre, each) for each in memberships):
                yield f"{cluster.code}: its centre {centre.area_code} is not a member all the time"


def _uncovered_splits(relations: tuple[AreaRelation, ...]) -> Iterator[str]:
    covered = {
        (each.related_code, each.area_code, each.valid_to, each.last_fiscal_year)
        for each in relations
        if each.kind is RelationKind.COVERS
    }
    for split in (each for each in relations if each.kind is RelationKind.SUCCEEDS):
        if split.valid_from is None or split.first_fiscal_year is None:
            yield f"{_named(split)}: it needs the day and the fiscal year it begins"
            continue
        until = (split.valid_from - timedelta(days=1), split.first_fiscal_year - 1)
        if (split.area_code, split.related_code, *until) not in covered:
            yield f"{_named(split)}: {split.related_code} does not cover {split.area_code} up to the split"


def _named(record: Dated) -> str:
    if isinstance(record, AreaRelation):
        return f"{record.area_code} {record.kind.value} {record.related_code}"
    return record.code


def _ends_of(relation: AreaRelation) -> tuple[str, str]:
    return relation.area_code, relation.related_code


def _same(records: tuple[Record, ...], key: Callable[[Record], object]) -> Iterator[tuple[Record, Record]]:
    return ((one, other) for one, other in combinations(records, 2) if key(one) == key(other))


def _meet(one: Placed, other: Placed) -> bool:
    years = (one.first_fiscal_year, one.last_fiscal_year, other.first_fiscal_year, other.last_fiscal_year)
    return _days_meet(one, other) or _overlap(*years)


def _days_meet(one: Dated, other: Dated) -> bool:
    return _overlap(one.valid_from, one.valid_to, other.valid_from, other.valid_to)


def _overlap(start: Moment | None, end: Moment | None, other_start: Moment | None, other_end: Moment | None) -> bool:
    return (end is None or other_start is None or other_start <= end) and (
        other_end is None or start is None or start <= other_end
    )


def _lies_within(inner: Placed, outer: Placed) -> bool:
    years = (inner.first_fiscal_year, inner.last_fiscal_year, outer.first_fiscal_year, outer.last_fiscal_year)
    days = (inner.valid_from, inner.valid_to, outer.valid_from, outer.valid_to)
    return _contained(*years) and _contained(*days)


def _contained(start: Moment | None, end: Moment | None, outer_start: Moment | None, outer_end: Moment | None) -> bool:
    starts_inside = outer_start is None or (start is not None and outer_start <= start)
    return starts_inside and (outer_end is None or (end is not None and end <= outer_end))
