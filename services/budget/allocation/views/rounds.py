"""How rounds and their runs are shown."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.budget.allocation import access
from services.budget.allocation.models import AllocationRound, AllocationRun
from services.budget.allocation.repository import RUN_SORT
from services.budget.allocation.rules.result import area_of
from services.budget.allocation.rules.snapshot import document_of
from services.budget.allocation.rules.states import PUBLISHED
from services.budget.allocation.schemas import rounds, runs
from services.budget.allocation.usecases import reporting
from services.budget.allocation.usecases.running import Computed
from services.budget.allocation.usecases.standing import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.caching import cached_answer
from services.shared.errors import NotFound
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import Json, Out, allowed_action

JSON = "application/json"


def one_of(allocation: AllocationRound, principal: Principal) -> rounds.AllocationRound:
    """Return the representation of a round."""
    answers = allowed_actions(principal, access.ACTIONS, subject_of(allocation))
    return rounds.AllocationRound.model_validate(
        {
            **_head_of(allocation),
            "pools": allocation.pools,
            "allowed_actions": [allowed_action(answer) for answer in answers],
        }
    )


def answer_of(request: Request, allocation: AllocationRound, principal: Principal) -> Response:
    """Return a round as an answer; what is published says the same to everybody without a token, and may be kept."""
    content = one_of(allocation, principal).model_dump_json().encode()
    if principal.is_public:
        return cached_answer(request, content, JSON, etag(allocation.version))
    return Response(content, headers={"ETag": etag(allocation.version)}, media_type=JSON)


def page_of(
    found: Sequence[AllocationRound], page: PageRequest, filters: Json, sort: str
) -> rounds.AllocationRoundPage:
    """Return a page of rounds."""
    name = sort.removeprefix("-")
    shown, cursor = page.cut(found, sort, filters, lambda each: getattr(each, name))
    items = [rounds.AllocationRoundListItem.model_validate(_head_of(each)) for each in shown]
    return rounds.AllocationRoundPage(items=items, next_cursor=cursor)


def run_page(found: Sequence[AllocationRun], page: PageRequest, round_id: UUID) -> runs.AllocationRunList:
    """Return a page of a round's runs."""
    shown, cursor = page.cut(found, RUN_SORT, {"round_id": round_id}, lambda each: each.number)
    items = [runs.AllocationRunFields.model_validate(run_head(each)) for each in shown]
    return runs.AllocationRunList(items=items, next_cursor=cursor)


def run_of(run: AllocationRun) -> runs.AllocationRun:
    """Return a run with its result."""
    whole = {"round_id": run.round_id, "changes": run.changes, "result": document_of(run.result)}
    return runs.AllocationRun.model_validate({**run_head(run), **whole})


def area_share(run: AllocationRun, area_code: str) -> runs.AllocationAreaShare:
    """Return one area of a run, with why each criterion counts. Raises NotFound when it does not share."""
    found = area_of(document_of(run.result), area_code)
    if found is None:
        raise NotFound()
    pool, area = found
    of_level = next(each for each in document_of(run.snapshot)["pools"] if each["level"] == pool["level"])
    told = {
        each["key"]: {name: each[name] for name in ("name_th", "why_th", "source")} for each in of_level["criteria"]
    }
    return runs.AllocationAreaShare.model_validate(
        {
            "round_id": run.round_id,
            "run_id": run.id,
            "fiscal_year": run.round.fiscal_year,
            "name_th": reporting.name_of(area_code).th,
            "round_name_th": run.round.name_th,
            "pool_amount": pool["amount"],
            **{name: pool[name] for name in ("level", "percent", "multiplier")},
            "criteria": [{**each, **told[each["key"]]} for each in pool["criteria"]],
            "area": area,
            "sentences": [
                {**each._asdict(), "text_th": each.text.th, "text_en": each.text.en}
                for each in reporting.sentences_of_area(run, pool, area, of_level)
            ],
        }
    )


def verification_of(run: AllocationRun, again: Computed) -> runs.AllocationVerification:
    """Return whether what a run's snapshot divides into now is what was kept."""
    is_same = (again.snapshot, again.result) == (run.snapshot, run.result)
    return runs.AllocationVerification(
        is_same=is_same and (again.snapshot_sha256, again.result_sha256) == (run.snapshot_sha256, run.result_sha256),
        snapshot_sha256=again.snapshot_sha256,
        result_sha256=run.result_sha256,
        result_again_sha256=again.result_sha256,
    )


def run_answer(request: Request, run: AllocationRun, shown: Out | bytes) -> Response:
    """Return something of a run, which never changes; of the published one everybody may keep it."""
    content = shown if isinstance(shown, bytes) else shown.model_dump_json().encode()
    if run.round.state == PUBLISHED and run.round.run_id == run.id:
        return cached_answer(request, content, JSON)
    return Response(content, media_type=JSON)


def _head_of(allocation: AllocationRound) -> dict[str, Any]:
    own = {"frame_amount": allocation.frame, "unit_amount": allocation.unit}
    named = set(rounds.AllocationRoundFields.model_fields) - own.keys()
    return own | {name: getattr(allocation, name) for name in named}


def run_head(run: AllocationRun) -> dict[str, Any]:
    """Return what every representation of a run shows."""
    named = set(runs.AllocationRunFields.model_fields) - {"frame_amount"}
    return {"frame_amount": run.frame, **{name: getattr(run, name) for name in named}}
