"""How the catalogue is shown: one representation of an indicator, through the writing and through the reading door."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
from fastapi import Response

from services.indicators.catalogue import access
from services.indicators.catalogue.models import Indicator as IndicatorRow
from services.indicators.catalogue.schemas.indicators import Indicator, IndicatorFields
from services.indicators.catalogue.usecases.changes import subject_of, subject_of_indicator
from services.shared.access import Principal, Subject, allowed_actions
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import AllowedAction, AllowedActions, allowed_action

JSON = "application/json"


def one_of(indicator: IndicatorRow, principal: Principal) -> Indicator:
    """Return the representation of a loaded indicator."""
    fields = IndicatorFields.model_validate(indicator)
    return Indicator.model_construct(
        **dict(fields), allowed_actions=_actions(subject_of_indicator(indicator), principal)
    )


def answer_of(indicator: IndicatorRow, principal: Principal) -> Response:
    """Return the answer to a change that needs no key."""
    body = one_of(indicator, principal).model_dump_json()
    return Response(body, media_type=JSON, headers={"ETag": etag(indicator.version)})


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
    subject = subject_of(row["owner_area_"], row["owner_function_"], row["state_"])
    actions = AllowedActions.dump_json(_actions(subject, principal)).decode()
    return f'{row["body"][:-1]},"allowed_actions":{actions}}}'


def _without_actions(row: asyncpg.Record) -> str:
    return f'{row["body"][:-1]},"allowed_actions":null}}'


def _actions(subject: Subject, principal: Principal) -> list[AllowedAction]:
    return [allowed_action(answer) for answer in allowed_actions(principal, access.ACTIONS, subject)]
