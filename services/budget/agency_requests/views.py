"""How requests to agencies are shown."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Response

from services.budget.agency_requests import access
from services.budget.agency_requests.models import AgencyOutput, AgencyRequest
from services.budget.agency_requests.repository import OUTPUT_SORT
from services.budget.agency_requests.schemas import answers
from services.budget.agency_requests.usecases.standing import subject_of
from services.budget.requests.rules.project import Project, differences_of
from services.budget.requests.schemas.answers import (
    BudgetLine,
    BudgetProjectSnapshot,
    BudgetSnapshotDifference,
)
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import Json, allowed_action

JSON = "application/json"
# What a representation has that is not a column of the row.
_MADE = frozenset({"output_code"})
_AMOUNTS = ("asked", "accepted", "funded")


def one_of(request: AgencyRequest, principal: Principal) -> answers.AgencyRequest:
    """Return the representation of a request."""
    permitted = allowed_actions(principal, access.ACTIONS, subject_of(request))
    plain = (
        "problem_th",
        "reason_th",
        "snapshot_checked_at",
        "origin_type",
        "origin_id",
        "referred_to_id",
        "account_id",
    )
    return answers.AgencyRequest(
        **_fields_of(request),
        **{name: getattr(request, name) for name in plain},
        lines=[BudgetLine.model_validate(line) for line in request.lines],
        snapshot=BudgetProjectSnapshot(**request.snapshot),
        snapshot_differences=_differences(request),
        assessment=answers.AgencyAssessed(**request.assessment) if request.assessment else None,
        output=answers.AgencyOutputFields.model_validate(request.output) if request.output else None,
        hold_transfer_id=request.hold_id,
        posted_transfer_id=request.posted_id,
        allowed_actions=[allowed_action(answer) for answer in permitted],
    )


def _fields_of(request: AgencyRequest) -> dict[str, Any]:
    names = answers.AgencyRequestFields.model_fields.keys() - _MADE
    fields = {name: getattr(request, name) for name in names}
    return {**fields, "output_code": request.output.code if request.output else None}


def _differences(request: AgencyRequest) -> list[BudgetSnapshotDifference]:
    if request.latest is None:
        return []
    found = differences_of(request.project, Project.of(request.latest))
    return [
        BudgetSnapshotDifference(field=name, stored=stored, current=current)
        for name, (stored, current) in found.items()
    ]


def answer_of(request: AgencyRequest, principal: Principal) -> Response:
    """Return the answer to a change that needs no key."""
    body = one_of(request, principal).model_dump_json()
    return Response(body, media_type=JSON, headers={"ETag": etag(request.version)})


def page_of(found: Sequence[AgencyRequest], page: PageRequest, filters: Json, sort: str) -> answers.AgencyRequestPage:
    """Return a page of requests."""
    name = sort.removeprefix("-")
    shown, cursor = page.cut(found, sort, filters, lambda request: getattr(request, name))
    items = [answers.AgencyRequestListItem(**_fields_of(each)) for each in shown]
    return answers.AgencyRequestPage(items=items, next_cursor=cursor)


def outputs_of(
    found: Sequence[AgencyOutput], sums: Mapping[UUID, Any], page: PageRequest, filters: Json
) -> answers.AgencyOutputPage:
    """Return a page of outputs, each with what it carries."""
    shown, cursor = page.cut(found, OUTPUT_SORT, filters, lambda each: each.code)
    return answers.AgencyOutputPage(items=[_carrying(each, sums.get(each.id)) for each in shown], next_cursor=cursor)


def _carrying(output: AgencyOutput, sums: Any) -> answers.AgencyOutputCarrying:  # noqa: ANN401 - a row of sums
    fields = dict(answers.AgencyOutputFields.model_validate(output))
    amounts = {f"{name}_amount": getattr(sums, name) if sums else 0 for name in _AMOUNTS}
    return answers.AgencyOutputCarrying(**fields, **amounts, requests=sums.requests if sums else 0)
