"""How a project is shown: one representation, whether it comes through the writing or the reading door."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
from fastapi import Response

from services.plans.projects import access, schemas
from services.plans.projects.models import Project
from services.plans.projects.usecases.changes import subject_of, subject_of_project
from services.shared.access import Principal, Subject, allowed_actions
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import AllowedAction, AllowedActions, allowed_action

JSON = "application/json"


def one_of(project: Project, principal: Principal) -> schemas.Project:
    """Return the representation of a loaded project."""
    fields = schemas.ProjectFields.model_validate(project)
    return schemas.Project.model_construct(
        **dict(fields), allowed_actions=_actions(subject_of_project(project), principal)
    )


def answer_of(project: Project, principal: Principal) -> Response:
    """Return the answer to a change that needs no key."""
    body = one_of(project, principal).model_dump_json()
    return Response(body, media_type=JSON, headers={"ETag": etag(project.version)})


def read_of(row: asyncpg.Record, principal: Principal) -> Response:
    """Return the answer to a read by id."""
    return Response(_with_actions(row, principal), media_type=JSON, headers={"ETag": etag(row["version_"])})


def list_of(
    rows: Sequence[asyncpg.Record],
    principal: Principal,
    page: PageRequest,
    filters: Mapping[str, Any],
    sort: str,
    expand: str | None,
) -> Response:
    """Return the answer to a list; the row past the page only says that there is a next one."""
    shown = rows[: page.limit]
    bodies = [_with_actions(row, principal) if expand else _without_actions(row) for row in shown]
    cursor = "null"
    if len(rows) > page.limit:
        last = shown[-1]
        cursor = f'"{page.next_cursor(sort, filters, last["sort_"], last["id_"])}"'
    return Response(f'{{"items":[{",".join(bodies)}],"next_cursor":{cursor}}}', media_type=JSON)


def _with_actions(row: asyncpg.Record, principal: Principal) -> str:
    owner = (row["owner_area_"], row["owner_function_"])
    subject = subject_of(*owner, row["fiscal_year_"], row["state_"], row["shared_with_"] or ())
    actions = AllowedActions.dump_json(_actions(subject, principal)).decode()
    return f'{row["body"][:-1]},"allowed_actions":{actions}}}'


def _without_actions(row: asyncpg.Record) -> str:
    return f'{row["body"][:-1]},"allowed_actions":null}}'


def _actions(subject: Subject, principal: Principal) -> list[AllowedAction]:
    return [allowed_action(answer) for answer in allowed_actions(principal, access.ACTIONS, subject)]
