"""`/v1/scorecards` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from services.evaluation.scorecards import access, repository, views
from services.evaluation.scorecards.errors import FrameNotInForce, FrameUnknown, ItemTakesNoResult, ScorecardExists
from services.evaluation.scorecards.schemas import answers, bodies
from services.evaluation.scorecards.schemas.trace import ScorecardTrace
from services.evaluation.scorecards.usecases import scorecards as usecases
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch
from services.shared.schemas import FiscalYear

TAG = "scorecards"
TAGS = {TAG: "บัตรคะแนน: what a province scores by the frame of a year, with the trace of every number to its source."}
PATH = "/v1/scorecards"
ONE = f"{PATH}/{{scorecard_id:uuid}}"  # so that /v1/scorecards/coverage is no card

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[bodies.ScorecardSort, Query(description="how to sort; a minus reverses")]
Position = Annotated[int, Path(ge=1, le=9_999, description="place of the item in the frame, from 1")]
Number = Annotated[int, Path(ge=1, le=999_999_999, description="number of the computation, from 1")]


@router.get(
    PATH,
    response_model=answers.ScorecardPage,
    **operation("listScorecards", access.READ, "List scorecards", refuses=[CursorInvalid]),
)
async def list_scorecards(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[bodies.ScorecardFilter, Query()],
    sort: Sort = bodies.ScorecardSort.AREA,
) -> answers.ScorecardPage:
    """List the cards that are frozen; a province sees its own before, those who evaluate and oversee see all."""
    wanted = filters.model_dump()
    found = await repository.load_scorecards(session, principal, wanted, sort, page)
    return views.page_of(found, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=answers.Scorecard,
    **operation(
        "createScorecard",
        access.CREATE,
        "Open a scorecard",
        refuses=[*BODY, *KEYED, FrameUnknown, FrameNotInForce, ScorecardExists],
        headers=CREATED,
    ),
)
async def create_scorecard(
    session: Session, principal: Caller, asker: Ask, once: Key, body: bodies.ScorecardCreate
) -> Response:
    """Open the card of a province by the frame in force: KPIs and money are fetched, kept with their versions, scored.

    When the indicators or the budget service is away nothing is written, because a score names its inputs.
    """
    card, computation = await usecases.open_scorecard(session, asker, principal, once, body)
    answer, location = views.one_of(card, computation, principal), f"{PATH}/{card.id}"
    return await once.answer(session, answer, status=201, location=location, version=card.version)


@router.get(
    f"{PATH}/coverage",
    response_model=answers.ScorecardCoverage,
    **operation("getScorecardCoverage", access.READ_COVERAGE, "Read the coverage of a fiscal year"),
)
async def get_coverage(session: Session, principal: Caller, fiscal_year: FiscalYear) -> answers.ScorecardCoverage:
    """Read of every province of a fiscal year whether it has a card, a total and a decision."""
    return views.coverage_of(fiscal_year, await repository.load_year(session, principal, fiscal_year))


@router.get(
    ONE,
    response_model=answers.Scorecard,
    **operation("getScorecard", access.READ, "Read a scorecard", refuses=OBJECT, headers=["ETag"]),
)
async def get_scorecard(session: Session, principal: Caller, scorecard_id: UUID) -> Response:
    """Read a card with its items as last computed; no other service is asked. What is lacking is named by item."""
    card = await repository.load_scorecard(session, principal, scorecard_id)
    return views.answer_of(card, await repository.load_computation(session, card), principal)


@router.get(
    f"{ONE}/trace",
    response_model=ScorecardTrace,
    **operation("getScorecardTrace", access.READ, "Read the trace of a score", refuses=OBJECT),
)
async def get_trace(session: Session, principal: Caller, scorecard_id: UUID) -> ScorecardTrace:
    """Read the last computation from the score to every input, with the version and the source of each."""
    card = await repository.load_scorecard(session, principal, scorecard_id)
    return views.trace_of(await repository.load_computation(session, card), principal)


@router.post(
    f"{ONE}/refresh",
    response_model=answers.ScorecardRefreshed,
    **operation(
        "refreshScorecard",
        access.REFRESH,
        "Refresh a scorecard",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow, Busy],
        headers=MOVED,
    ),
)
async def refresh_scorecard(session: Session, principal: Caller, asker: Ask, scorecard_id: UUID, once: Key) -> Response:
    """Fetch KPIs and money again. What differs makes the next computation and version; else nothing is written."""
    refreshed = await usecases.refresh_scorecard(session, asker, principal, once, scorecard_id)
    return await once.answer(session, views.refreshed_of(refreshed, principal), version=refreshed.card.version)


@router.put(
    f"{ONE}/results/{{position}}",
    response_model=answers.Scorecard,
    **operation(
        "recordScorecardResult",
        access.RECORD_RESULT,
        "Record the result of an item",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow, ItemTakesNoResult],
        headers=["ETag"],
    ),
)
async def record_result(
    session: Session,
    principal: Caller,
    scorecard_id: UUID,
    position: Position,
    tag: IfMatch,
    body: bodies.ScorecardResultPut,
) -> Response:
    """Record what a survey, an assessment or another measurement of an item came to, with its evidence.

    A result that is sent again is its next revision; the card is computed anew without asking other services.
    """
    card, computation = await usecases.record_result(session, principal, scorecard_id, position, tag, body)
    return views.answer_of(card, computation, principal)


@router.get(
    f"{ONE}/computations",
    response_model=answers.ScorecardComputationPage,
    **operation(
        "listScorecardComputations", access.READ, "List a scorecard's computations", refuses=[*OBJECT, CursorInvalid]
    ),
)
async def list_computations(
    session: Session, principal: Caller, scorecard_id: UUID, page: Paging
) -> answers.ScorecardComputationPage:
    """List every computation of a card, the newest first; each stays readable with all it was made of."""
    card = await repository.load_scorecard(session, principal, scorecard_id)
    found = await repository.load_computations(session, card.id, page)
    return views.computations_of(found, page, card, principal)


@router.get(
    f"{ONE}/computations/{{number}}",
    response_model=ScorecardTrace,
    **operation("getScorecardComputation", access.READ, "Read one computation", refuses=OBJECT),
)
async def get_computation(session: Session, principal: Caller, scorecard_id: UUID, number: Number) -> ScorecardTrace:
    """Read the trace of one computation, as it was written then."""
    card = await repository.load_scorecard(session, principal, scorecard_id)
    return views.trace_of(await repository.load_computation(session, card, number), principal)


@router.get(
    f"{ONE}/history",
    **operation("listScorecardHistory", access.READ_HISTORY, "Read a scorecard's history", refuses=OBJECT),
)
async def list_scorecard_history(session: Session, principal: Caller, scorecard_id: UUID) -> HistoryPage:
    """List what happened to a card, the newest first: what changed, from what, by whom, by which resolution."""
    return await usecases.show_history(session, principal, scorecard_id)
