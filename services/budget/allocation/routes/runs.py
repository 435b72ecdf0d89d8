"""Runs: simulating as often as wanted, and reading every satang of it."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from services.budget.allocation import access, repository, views
from services.budget.allocation.errors import NotDivisible, RoundMovedOn
from services.budget.allocation.routes.rounds import ONE, TAG
from services.budget.allocation.schemas import runs as schemas
from services.budget.allocation.schemas.documents import AllocationSnapshot
from services.budget.allocation.usecases import running as usecases
from services.shared.auth import Caller
from services.shared.caching import IfNoneMatch, cacheable
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.schemas import AreaCode

RUNS = f"{ONE}/runs"
ONE_RUN = f"{RUNS}/{{run_id:uuid}}"

router = new_router(TAG)


@router.post(
    RUNS,
    status_code=201,
    response_model=schemas.AllocationRun,
    **operation(
        "runAllocationRound",
        access.RUN,
        "Simulate",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, StateDoesNotAllow, NotDivisible, RoundMovedOn],
        headers=("Location", "Idempotent-Replayed"),
    ),
)
async def run_round(
    session: Session, asker: Ask, principal: Caller, round_id: UUID, once: Key, body: schemas.AllocationRunCreate
) -> Response:
    """Divide the frame as the round says, or with changes that are only tried, and keep what came of it for good.

    Inputs from indicators are read anew, and kept with whose value each is. What cannot be divided is refused with
    every reason at once.
    """
    run = await usecases.run_round(session, asker, principal, once, round_id, body)
    location = f"/v1/allocation-rounds/{round_id}/runs/{run.id}"
    return await once.answer(session, views.run_of(run), status=201, location=location)


@router.get(
    RUNS,
    response_model=schemas.AllocationRunList,
    **operation("listAllocationRuns", access.READ, "List a round's runs", refuses=[*OBJECT, CursorInvalid]),
)
async def list_runs(session: Session, principal: Caller, round_id: UUID, page: Paging) -> schemas.AllocationRunList:
    """List the runs of a round, the newest first: all of them for who oversees, else the published one."""
    await repository.load_round(session, principal, round_id)
    return views.run_page(await repository.load_runs(session, principal, round_id, page), page, round_id)


@router.get(
    ONE_RUN,
    response_model=schemas.AllocationRun,
    **cacheable(operation("getAllocationRun", access.READ, "Read a run", refuses=OBJECT, headers=["ETag"])),
)
async def get_run(
    request: Request, session: Session, principal: Caller, round_id: UUID, run_id: UUID, _tag: IfNoneMatch = None
) -> Response:
    """Read a run with its whole result: for every area each contribution, bound and rounding, to the satang."""
    run = await repository.load_run(session, principal, round_id, run_id)
    return views.run_answer(request, run, await asyncio.to_thread(views.run_of, run))


@router.get(
    f"{ONE_RUN}/areas/{{area_code}}",
    response_model=schemas.AllocationAreaShare,
    **cacheable(
        operation("explainAllocationShare", access.READ, "Explain an area's amount", refuses=OBJECT, headers=["ETag"])
    ),
)
async def explain_share(
    request: Request,
    session: Session,
    principal: Caller,
    round_id: UUID,
    run_id: UUID,
    area_code: Annotated[AreaCode, Path()],
    _tag: IfNoneMatch = None,
) -> Response:
    """Read one area of a run: what each criterion brought it and why that counts, and what bounds and rounding did."""
    run = await repository.load_run(session, principal, round_id, run_id)
    return views.run_answer(request, run, views.area_share(run, area_code))


@router.get(
    f"{ONE_RUN}/snapshot",
    response_model=AllocationSnapshot,
    **cacheable(
        operation(
            "getAllocationSnapshot", access.READ, "Read all a run was made from", refuses=OBJECT, headers=["ETag"]
        )
    ),
)
async def get_snapshot(
    request: Request, session: Session, principal: Caller, round_id: UUID, run_id: UUID, _tag: IfNoneMatch = None
) -> Response:
    """Read everything that the method needs, byte for byte as it was kept: whoever divides it gets the same satang."""
    run = await repository.load_run(session, principal, round_id, run_id)
    return views.run_answer(request, run, run.snapshot)


@router.get(
    f"{ONE_RUN}/verification",
    response_model=schemas.AllocationVerification,
    **cacheable(
        operation(
            "verifyAllocationRun", access.READ, "Run it again from its snapshot", refuses=OBJECT, headers=["ETag"]
        )
    ),
)
async def verify_run(
    request: Request, session: Session, principal: Caller, round_id: UUID, run_id: UUID, _tag: IfNoneMatch = None
) -> Response:
    """Divide the snapshot of a run once more, and say whether its bytes and those of its result are what was kept."""
    run = await repository.load_run(session, principal, round_id, run_id)
    again = await asyncio.to_thread(usecases.computed_again, run)
    return views.run_answer(request, run, views.verification_of(run, again))
