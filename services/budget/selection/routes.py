"""`/v1/project-selections` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.selection import access, repository, views
from services.budget.selection.errors import SelectionExists
from services.budget.selection.models import Selection
from services.budget.selection.schemas import answers, bodies, candidates
from services.budget.selection.usecases import choosing, looking
from services.shared.access import Principal
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.jobs.schemas import Job
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "project-selections"
TAGS = {TAG: "การเลือกโครงการ: the strict ranking with its line, the best choice beside it, and why each is in or out."}
PATH = "/v1/project-selections"
ONE = f"{PATH}/{{selection_id:uuid}}"
CANDIDATE = f"{ONE}/candidates/{{request_id:uuid}}"

router = new_router(TAG)

Sort = Annotated[answers.ProjectSelectionSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=answers.ProjectSelectionPage,
    **operation("listProjectSelections", access.READ, "List choices of projects", refuses=[CursorInvalid]),
)
async def list_project_selections(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[answers.ProjectSelectionFilter, Query()],
    sort: Sort = answers.ProjectSelectionSort.UPDATED_LAST_FIRST,
) -> answers.ProjectSelectionPage:
    """List the choices of the areas that the caller stands for, or the nation's."""
    wanted = filters.model_dump()
    found = await repository.load_selections(session, principal, wanted, sort, page)
    states = await looking.shown_states(session, [each.job_id for each in found])
    return views.page_of(found, states, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=answers.ProjectSelection,
    **operation(
        "createProjectSelection",
        access.CREATE,
        "Choose projects",
        refuses=[*BODY, *KEYED, SelectionExists],
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def create_project_selection(
    session: Session, principal: Caller, once: Key, body: bodies.ProjectSelectionCreate
) -> Response:
    """Take the requests and the ledger as they stand, and have both rankings computed by a job. It never changes."""
    held = await choosing.create_selection(session, principal, once, body)
    answer, location = await _shown(session, held, principal), f"{PATH}/{held.id}"
    return await once.answer(session, answer, status=201, location=location, version=held.version)


@router.get(
    ONE,
    response_model=answers.ProjectSelection,
    **operation("getProjectSelection", access.READ, "Read a choice of projects", refuses=OBJECT, headers=["ETag"]),
)
async def get_project_selection(
    session: Session, principal: Caller, selection_id: UUID, response: Response
) -> answers.ProjectSelection:
    """Read both rankings side by side, the ceilings with their use, a conflict where there is one, and overrules."""
    held = await repository.load_selection(session, principal, selection_id)
    response.headers["ETag"] = etag(held.version)
    return await _shown(session, held, principal)


@router.get(
    f"{ONE}/candidates",
    response_model=candidates.SelectionCandidatePage,
    **operation("listSelectionCandidates", access.READ, "List what became of each", refuses=[*OBJECT, CursorInvalid]),
)
async def list_selection_candidates(
    session: Session,
    principal: Caller,
    selection_id: UUID,
    page: Paging,
    filters: Annotated[candidates.SelectionCandidateFilter, Query()],
) -> candidates.SelectionCandidatePage:
    """List the candidates as ranked, in or out of each ranking, with the reasons; empty until it was computed."""
    held = await repository.load_selection(session, principal, selection_id)
    found = await repository.load_candidates(session, held, filters.standing, page)
    titles = await looking.titles_in(session, held, [each.document for each in found])
    return views.candidates_of(held, found, titles, filters.standing, page)


@router.get(
    CANDIDATE,
    response_model=candidates.SelectionCandidateDetail,
    **operation("getSelectionCandidate", access.READ, "Read what became of one", refuses=OBJECT),
)
async def get_selection_candidate(
    session: Session, principal: Caller, selection_id: UUID, request_id: UUID
) -> candidates.SelectionCandidateDetail:
    """Read one candidate, by its own request's id, with the smallest change that lets it in once that was asked for."""
    held = await repository.load_selection(session, principal, selection_id)
    found, question, state = await looking.look_at(session, held, request_id)
    titles = await looking.titles_in(session, held, found.document)
    return views.candidate_of(held, found, titles, question, state)


@router.post(
    f"{CANDIDATE}/smallest-change",
    status_code=202,
    response_model=Job,
    **operation(
        "askSmallestChange",
        access.ASK,
        "Ask what lets a project in",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow],
        headers=("Idempotent-Replayed",),
    ),
)
async def ask_smallest_change(
    session: Session, principal: Caller, once: Key, selection_id: UUID, request_id: UUID
) -> Response:
    """Have a job find the smallest change of its value, its cost or the ceilings, each verified by solving again.

    What it found is read with the candidate. Asked again, it is the same job.
    """
    job = await choosing.ask_change(session, principal, once, selection_id, request_id)
    return await once.answer(session, Job.model_validate(job), status=202)


@router.post(
    f"{ONE}/overrule",
    response_model=answers.ProjectSelection,
    **operation(
        "overruleProjectSelection",
        access.OVERRULE,
        "Put a project in or out",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=("ETag", "Idempotent-Replayed"),
    ),
)
async def overrule_project_selection(
    session: Session, principal: Caller, once: Key, selection_id: UUID, body: bodies.ProjectSelectionOverrule
) -> Response:
    """Overrule the computation with a reason: what that does is told at once, what it costs at best by a job."""
    held = await choosing.overrule(session, principal, once, selection_id, body)
    return await once.answer(session, await _shown(session, held, principal), version=held.version)


async def _shown(session: Session, held: Selection, principal: Principal) -> answers.ProjectSelection:
    questions, states = await looking.weighings_of(session, held)
    asked = [each.answer for each in questions.values()]
    titles = await looking.titles_in(session, held, held.answer, asked, [each.effect for each in held.overrules])
    return views.one_of(held, held.outcome or states[held.job_id], questions, states, titles, principal)
