"""Making a choice, calling it off, asking for the smallest change, overruling."""

import asyncio
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.selection import access, repository
from services.budget.selection.errors import SelectionExists
from services.budget.selection.models import Selection, SelectionOverrule, SelectionQuestion
from services.budget.selection.rules.answers import CHANGE, RUN, WEIGH
from services.budget.selection.rules.overruling import after, effect, standing
from services.budget.selection.rules.problem import Problem
from services.budget.selection.schemas.bodies import ProjectSelectionCreate, ProjectSelectionOverrule
from services.budget.selection.usecases.gathering import gathered
from services.budget.selection.usecases.looking import state_of
from services.budget.submissions.usecases import refuse_area
from services.shared.access import Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.jobs.models import OPEN, SUCCEEDED, Job
from services.shared.jobs.repository import find_job, states_of
from services.shared.jobs.worker import enqueue
from services.shared.schemas import Json

OBJECT = "project_selection"
RUNNING, CHANGING, WEIGHING = f"{OBJECT}.{RUN}", f"{OBJECT}.{CHANGE}", f"{OBJECT}.{WEIGH}"


async def create_selection(
    session: AsyncSession, principal: Principal, once: Once, body: ProjectSelectionCreate
) -> Selection:
    """Take everything a choice rests on as it stands, and have it computed. Raises NotPermitted, Invalid."""
    owner = access.owner_of(body.area_code)
    chooser = access.acting(principal, access.CREATE, owner)
    await once.begin(session, principal)
    if body.area_code is not None:
        refuse_area(body.area_code, body.fiscal_year)
    made, at = await gathered(session, chooser, body), now()
    held = Selection(
        id=new_id(), fiscal_year=body.fiscal_year, area_code=body.area_code, number=body.number,
        title_th=body.title_th, candidate_count=made.count, stated=made.stated, problem=made.problem,
        snapshot=made.snapshot, content_hash=made.content_hash, created_by=principal.subject, created_at=at,
    )  # fmt: skip
    if like := await repository.find_like(session, held):
        raise SelectionExists(selection_id=str(like))
    held.overrules = []
    held.job_id = await enqueue(session, RUNNING, owner, {"selection_id": str(held.id)})
    await save(session, principal, held, "created", {"content_hash": [None, made.content_hash]})
    return held


async def call_off(session: AsyncSession, principal: Principal, job: Job) -> None:
    """Note on a choice that its computation was called off; what was asked of it merely has no answer."""
    held = await repository.load_selection(session, principal, UUID(job.payload["selection_id"]), lock=True)
    if job.kind == RUNNING:
        await save(session, principal, held, "cancelled", {"state": ["computing", "cancelled"]})


async def ask_change(
    session: AsyncSession, principal: Principal, once: Once, selection_id: UUID, request_id: UUID
) -> Job:
    """Have the smallest change found that lets a candidate in. What was asked before is answered by the same job.

    Raises NotFound, StateDoesNotAllow.
    """
    held = await repository.load_selection(session, principal, selection_id, lock=True)
    chooser = access.acting(principal, access.ASK, held.owner)
    authorise(chooser, access.ASK)
    await once.begin(session, principal)
    check_state(access.ASK, Subject(held.owner, state=await state_of(session, held)))
    candidate = await repository.load_candidate(session, held, request_id)
    asked = await repository.latest_question(session, held.id, CHANGE, candidate.id)
    job_id = asked.job_id if asked else None
    if job_id is None or (await states_of(session, [job_id])).get(job_id) not in (*OPEN, SUCCEEDED):
        job_id = await _ask(session, held, CHANGING, candidate.id, {"candidate": str(candidate.id)})
    return await find_job(session, [held.owner], [CHANGING], job_id)


async def _ask(session: AsyncSession, held: Selection, kind: str, request_id: UUID, what: Json) -> UUID:
    job_id = await enqueue(session, kind, held.owner, {"selection_id": str(held.id), **what})
    question = SelectionQuestion(
        job_id=job_id, selection_id=held.id, kind=kind.removeprefix(f"{OBJECT}."), request_id=request_id,
        created_at=now(),
    )  # fmt: skip
    await repository.save(session, question)
    return job_id


async def overrule(
    session: AsyncSession, principal: Principal, once: Once, selection_id: UUID, body: ProjectSelectionOverrule
) -> Selection:
    """Put a candidate in or out against the computation, or take that back; what it does is told at once.

    What it costs at best is found by solving again. Raises NotFound, NotPermitted, StateDoesNotAllow.
    """
    held = await repository.load_selection(session, principal, selection_id, lock=True, whole=True)
    committee = access.acting(principal, access.OVERRULE, held.owner)
    authorise(committee, access.OVERRULE)
    await once.begin(session, principal)
    check_state(access.OVERRULE, Subject(held.owner, state=await state_of(session, held)))
    candidate = await repository.load_candidate(session, held, body.request_id)
    chosen = await repository.chosen_in(session, held.id)
    said = [(str(each.request_id), each.verdict) for each in held.overrules]
    before, verdicts = standing(said), standing([*said, (str(candidate.id), body.verdict)])
    done = await asyncio.to_thread(_effect, held.problem, chosen, before, verdicts, str(candidate.id))
    job_id = await _ask(session, held, WEIGHING, candidate.id, {"verdicts": verdicts})
    overruled = SelectionOverrule(
        selection_id=held.id, number=len(held.overrules) + 1, request_id=candidate.id, verdict=body.verdict,
        reason=body.reason, effect=done, job_id=job_id, overruled_by=principal.subject, overruled_at=now(),
    )  # fmt: skip
    held.overrules.append(overruled)
    changes = {"verdict": [None, body.verdict], "request_id": str(candidate.id), "reason": body.reason}
    await save(session, principal, held, "overruled", changes)
    return held


def _effect(
    problem: Json, chosen: list[str], before: dict[str, bool], verdicts: dict[str, bool], candidate_id: str
) -> Json:
    return effect(Problem.of(problem), after(chosen, before), after(chosen, verdicts), candidate_id)


async def save(session: AsyncSession, principal: Principal, held: Selection, happening: str, changes: Json) -> None:
    """Write the row under its next version and the event beside it; those hear of it who may see it."""
    held.updated_at = now()
    await repository.save(session, held)
    payload = {
        "fiscal_year": held.fiscal_year,
        "area_code": held.area_code,
        "number": held.number,
        "outcome": held.outcome,
        "content_hash": held.content_hash,
    }
    nation = frozenset(f"role:{role}" for role in access.NATIONAL)
    audience = frozenset({held.owner}) if held.area_code else nation
    await record(
        session, principal, Change(f"{OBJECT}.{happening}", OBJECT, held.id, held.version, audience, payload, changes)
    )
