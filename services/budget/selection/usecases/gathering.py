"""What a choice is made of, read once at its beginning: requests, lists, accounts, and what was sent."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.requests.rules.request import proposed_of
from services.budget.selection import repository
from services.budget.selection.rules.problem import WHOLE_SHARE, Ceiling, Minimum
from services.budget.selection.rules.statement import Account, Asked, Score, Stated, faults_of, problem_of, snapshot_of
from services.budget.selection.schemas.bodies import ProjectSelectionCreate
from services.shared import reference
from services.shared.access import Principal
from services.shared.canonical import sha256
from services.shared.errors import FieldError, Invalid, Text
from services.shared.schemas import Json

LEDGER, STATED = "ledger", "stated"


@dataclass(frozen=True)
class Gathered:
    """What a choice rests on: the problem as JSON values, what was stated, the requests, and the hash of it all."""

    problem: Json
    stated: Json
    snapshot: Json
    content_hash: str

    @property
    def count(self) -> int:
        """How many candidates there are."""
        return len(self.problem["candidates"])


async def gathered(session: AsyncSession, principal: Principal, body: ProjectSelectionCreate) -> Gathered:
    """Return all that a choice rests on, as it stands. Raises Invalid.

    The rows are read in the event loop and everything else of it is done beside, thousands being many.
    """
    areas = areas_of(body.area_code, body.fiscal_year)
    rows = await repository.asked_requests(session, principal, body.fiscal_year, areas, body.request_states)
    accounts = await repository.accounts_of(session, principal, body.fiscal_year)
    return await asyncio.to_thread(_made, body, rows, accounts)


def areas_of(area_code: str | None, fiscal_year: int) -> Collection[str] | None:
    """Return whose requests are chosen among: a cluster's are its own and its provinces'; None: everybody's."""
    if area_code is None:
        return None
    return (area_code, *sorted(reference.members_of(area_code, fiscal_year)))


def _made(body: ProjectSelectionCreate, rows: Sequence[Any], ledger: Sequence[Any]) -> Gathered:
    accounts = [_account(row) for row in ledger]
    asked = _asked(rows, {(each.area_code, each.fund_code): each.path for each in accounts})
    statement = statement_of(body)
    faults = (*_source_faults(body), *faults_of(statement, asked))
    if faults:
        raise Invalid(*faults)
    problem = problem_of(statement, asked, accounts)
    snapshot = snapshot_of(problem, asked)
    sent = body.model_dump(mode="json")
    scores = {score["request_id"]: score["values"] for score in sent.pop("scores")}
    for known in (each for candidate in snapshot.values() for each in candidate["requests"]):
        known["scores"] = scores[known["id"]]
    document = problem.document()
    stated = {
        **sent,
        "ceilings_from": LEDGER if body.ceilings is None else STATED,
        "ceilings": document["ceilings"],
        "lists": {each.submission_id: each.list_th for each in asked},
        "step": problem.step,
    }
    rests_on = {"stated": stated, "problem": document, "requests": snapshot}
    return Gathered(document, stated, snapshot, sha256(rests_on))


def _source_faults(body: ProjectSelectionCreate) -> tuple[FieldError, ...]:
    if (body.ceilings is None) == (body.ceilings_source is None):
        return ()
    sentence = Text(
        "กรอบที่ระบุเองต้องมีที่มา และไม่มีที่มาเมื่อใช้กรอบจากบัญชี", "Stated ceilings have a source; the ledger's need none."
    )
    return (FieldError("/ceilings_source", "ceilings_and_source", sentence),)


def _account(row: Any) -> Account:  # noqa: ANN401 - a row
    path = tuple(str(each) for each in row.path)
    name = f"{called(row.area_code)} {row.fund_code}".strip()
    return Account(str(row.id), name, row.area_code, row.fund_code, row.cap, row.pending + row.posted, path)


def called(area_code: str | None) -> str:
    """Return the name of an area; an account above the areas is called by its fund alone."""
    known = reference.area(area_code) if area_code else None
    return known.name_th if known else area_code or "ภาพรวม"


def _asked(rows: Sequence[Any], paths: Mapping[tuple[str | None, str], tuple[str, ...]]) -> list[Asked]:
    return [
        Asked(
            id=str(row.id),
            version=row.version,
            content_hash=row.content_hash,
            state=row.state,
            project_id=str(row.project_id),
            title_th=row.title_th,
            area_code=row.area_code,
            fund_code=row.fund_code,
            amount=proposed_of(row.asked_amount, row.screened_amount),
            submission_id=str(row.submission_id),
            place=row.place,
            list_th=f"{called(row.area_code)} รอบที่ {row.round}",
            held=row.asked_amount if row.hold_id else 0,
            path=paths.get((row.area_code, row.fund_code), ()),
        )
        for row in rows
    ]


def statement_of(body: ProjectSelectionCreate) -> Stated:
    """Return what was sent as the rules see it."""
    ceilings = None
    if body.ceilings is not None:
        ceilings = [
            Ceiling(str(number), each.title_th, tuple(each.area_codes), tuple(each.fund_codes), each.amount)
            for number, each in enumerate(body.ceilings, start=1)
        ]
    return Stated(
        weights={criterion.code: criterion.weight for criterion in body.criteria},
        scores=[Score(str(each.request_id), each.values, each.dimension) for each in body.scores],
        ceilings=ceilings,
        minimums=[Minimum(each.dimension, int(each.percent * WHOLE_SHARE / 100)) for each in body.minimums],
        must_have=[str(each) for each in body.must_have],
        left_out=[str(each) for each in body.left_out],
        exclusive=[(str(each.request_ids[0]), str(each.request_ids[1])) for each in body.exclusions],
        keeps_own_order=body.keeps_own_order,
        ranking=body.ranking,
    )
