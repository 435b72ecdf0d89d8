"""How responsibility frameworks are shown."""

from collections.abc import Sequence

from services.budget.responsibilities import schemas
from services.budget.responsibilities.models import Framework, FrameworkKind
from services.shared import reference
from services.shared.paging import PageRequest
from services.shared.schemas import Json


def one_of(framework: Framework) -> schemas.ResponsibilityFramework:
    """Return the representation of a framework."""
    names = [name for name in schemas.ResponsibilityFramework.model_fields if name != "kinds"]
    fields = {name: getattr(framework, name) for name in names}
    return schemas.ResponsibilityFramework(**fields, kinds=[_kind(each) for each in framework.kinds])


def _kind(row: FrameworkKind) -> schemas.ResponsibilityKind:
    agency = reference.function(row.function_code) if row.function_code else None
    return schemas.ResponsibilityKind(
        code=row.code,
        title_th=row.title_th,
        function_code=row.function_code,
        function_name_th=agency.name_th if agency else None,
        note_th=row.note_th,
    )


def page_of(
    found: Sequence[Framework], page: PageRequest, filters: Json, sort: str
) -> schemas.ResponsibilityFrameworkPage:
    """Return a page of frameworks."""
    shown, cursor = page.cut(found, sort, filters, lambda framework: framework.created_at)
    return schemas.ResponsibilityFrameworkPage(items=[one_of(each) for each in shown], next_cursor=cursor)
