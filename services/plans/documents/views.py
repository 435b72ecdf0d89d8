"""How plans are shown."""

from collections.abc import Sequence

from fastapi import Response

from services.plans.documents import access, schemas
from services.plans.documents.models import Plan
from services.plans.documents.usecases.changes import subject_of
from services.plans.strategy.repository import PlanTree
from services.plans.strategy.views import tree_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import Json, allowed_action

# By what a sort is called, the value of a row that goes into the cursor.
SORT_VALUES = {"updated_at": "updated_at", "title_th": "title_sort"}


def one_of(plan: Plan, principal: Principal) -> schemas.Plan:
    """Return the representation of a plan."""
    fields = schemas.PlanFields.model_validate(plan)
    answers = allowed_actions(principal, access.ACTIONS, subject_of(plan))
    return schemas.Plan(**dict(fields), allowed_actions=[allowed_action(answer) for answer in answers])


def strategy_of(found: tuple[Plan, PlanTree]) -> Response:
    """Return the answer with a plan's strategy; the ETag is the plan's."""
    plan, tree = found
    body = tree_of(tree, plan.id, plan.version).model_dump_json()
    return Response(body, media_type="application/json", headers={"ETag": etag(plan.version)})


def page_of(found: Sequence[Plan], page: PageRequest, filters: Json, sort: str) -> schemas.PlanPage:
    """Return a page of plans."""
    column = SORT_VALUES[sort.removeprefix("-")]
    items, cursor = page.cut(found, sort, filters, lambda each: getattr(each, column))
    return schemas.PlanPage(items=[schemas.PlanListItem.model_validate(each) for each in items], next_cursor=cursor)
