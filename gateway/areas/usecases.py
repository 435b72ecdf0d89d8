"""Reading areas and functions; they ship with the code, so no database is asked."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column

from gateway.areas import rules, schemas
from services.shared import reference
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, is_descending
from services.shared.reference import AreaRelation, RelationKind

# These lists are sorted here, by a key that no two rows share: the cursor needs neither a column nor a row's id.
_IN_MEMORY = SortKey(literal_column("sort_key"))
_NO_ID = UUID(int=0)


def list_areas(filters: schemas.AreaFilter, sort: schemas.AreaSort, page: PageRequest) -> schemas.AreaPage:
    """Return one page of the areas that `filters` mean; raises CursorInvalid."""
    wanted = filters.model_dump()
    found = rules.find_areas(reference.areas(), rules.AreaQuestion(**wanted))
    rows, next_cursor = _page(found, wanted, sort, page)
    return schemas.AreaPage(items=[schemas.Area.model_validate(row) for row in rows], next_cursor=next_cursor)


def list_functions(filters: schemas.FunctionFilter, sort: schemas.AreaSort, page: PageRequest) -> schemas.FunctionPage:
    """Return one page of the functions that `filters` mean; raises CursorInvalid."""
    wanted = filters.model_dump()
    found = rules.find_functions(reference.functions(), rules.FunctionQuestion(**wanted))
    rows, next_cursor = _page(found, wanted, sort, page)
    return schemas.FunctionPage(items=[schemas.Function.model_validate(row) for row in rows], next_cursor=next_cursor)


def _page(
    found: list[rules.Named], wanted: dict[str, Any], sort: schemas.AreaSort, page: PageRequest
) -> tuple[Sequence[rules.Named], str | None]:
    last = page.after(sort, wanted, _IN_MEMORY)
    key = rules.by_name if sort.endswith("name_th") else rules.by_code
    after = last.value if last else None
    rows, goes_on = rules.page_of(found, key, after, page.limit, descending=is_descending(sort))
    return rows, page.next_cursor(sort, wanted, goes_on, _NO_ID) if goes_on else None


def show_area(code: str) -> schemas.AreaDetail:
    """Return the area with its relations; raises NotFound."""
    found = reference.area(code)
    if found is None:
        raise NotFound()
    return schemas.AreaDetail(
        **schemas.Area.model_validate(found).model_dump(),
        member_of=_related(rules.outgoing(code, RelationKind.MEMBER_OF)),
        centre_of=_related(rules.outgoing(code, RelationKind.CENTRE_OF)),
        members=_relating(rules.incoming(code, RelationKind.MEMBER_OF)),
        centres=_relating(rules.incoming(code, RelationKind.CENTRE_OF)),
        predecessors=_related(rules.outgoing(code, RelationKind.SUCCEEDS)),
        successors=_relating(rules.incoming(code, RelationKind.SUCCEEDS)),
        covers=_related(rules.outgoing(code, RelationKind.COVERS)),
    )


def _related(found: Iterable[AreaRelation]) -> list[schemas.AreaLink]:
    return [_link(each, each.related_code) for each in found]


def _relating(found: Iterable[AreaRelation]) -> list[schemas.AreaLink]:
    return [_link(each, each.area_code) for each in found]


def _link(relation: AreaRelation, code: str) -> schemas.AreaLink:
    other = reference.area(code)
    assert other is not None, "check_reference leaves no loose ends"
    when = schemas.Validity.model_validate(relation)
    return schemas.AreaLink(code=code, name_th=other.name_th, name_en=other.name_en, **when.model_dump())


def show_function(code: str) -> schemas.FunctionDetail:
    """Return the function, a ministry with its departments; raises NotFound."""
    found = reference.function(code)
    if found is None:
        raise NotFound()
    departments = sorted(reference.departments_of(code), key=rules.by_code)
    return schemas.FunctionDetail(
        **schemas.Function.model_validate(found).model_dump(),
        departments=[schemas.Function.model_validate(each) for each in departments],
    )
