"""Opening a card, bringing it up to date, and recording results for it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.evaluation.frames import repository as frames
from services.evaluation.frames.models import EvaluationFrame, EvaluationFrameItem
from services.evaluation.frames.rules.frame import PUBLISHED
from services.evaluation.scorecards import access, repository
from services.evaluation.scorecards.clients import fetch_inputs
from services.evaluation.scorecards.errors import (
    FrameNotInForce,
    FrameUnknown,
    ItemTakesNoResult,
    ScorecardExists,
)
from services.evaluation.scorecards.models import Scorecard, ScorecardComputation, ScorecardResult
from services.evaluation.scorecards.rules.card import (
    CREATED,
    FETCHED_SOURCES,
    OPEN,
    REFRESHED,
    RESULT_RECORDED,
)
from services.evaluation.scorecards.rules.inputs import Fetched, changed_parts
from services.evaluation.scorecards.schemas.bodies import ScorecardCreate, ScorecardResultPut
from services.evaluation.scorecards.usecases.computing import computed_anew, inputs_of, read_at_of, recorded
from services.evaluation.scorecards.usecases.saving import (
    OBJECT,
    change_of,
    changes_of,
    figures_of,
    lock_for,
    save,
    subject_of,
)
from services.shared import reference
from services.shared.access import Principal, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import Busy, FieldError, Invalid, NotFound, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference, record
from services.shared.idempotency import Once
from services.shared.neighbours import Asker
from services.shared.numbers import number_of
from services.shared.preconditions import check_version


@dataclass(frozen=True)
class Refreshed:
    """What asking again came to: the parts that differ, none when nothing was written."""

    card: Scorecard
    computation: ScorecardComputation
    changed_parts: tuple[str, ...]


async def open_scorecard(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, body: ScorecardCreate
) -> tuple[Scorecard, ScorecardComputation]:
    """Open the card of a province by the frame in force and compute it for the first time.

    Raises FrameUnknown, FrameNotInForce, Invalid, ScorecardExists; Unavailable and the like when a service is away,
    because a score names its inputs: then nothing is written.
    """
    authorise(principal, access.CREATE)
    fiscal_year = await repository.find_year(session, principal, body.frame_id)
    await session.commit()  # a look only: the other services are asked while no transaction is open
    if fiscal_year is None:
        raise FrameUnknown()
    refuse_other_areas(body.area_code, fiscal_year)
    fetched = await fetch_inputs(asker, fiscal_year, body.area_code)
    frame = await frames.load_frame(session, principal, body.frame_id)
    await once.begin(session, principal)
    if frame.state != PUBLISHED:
        raise FrameNotInForce(state=frame.state)
    if like := await repository.find_like(session, frame.id, body.area_code):
        raise ScorecardExists(scorecard_id=str(like))
    card = new_card(frame, body.area_code)
    computation = await compute(session, principal, card, frame, fetched, CREATED)
    await repository.add(session, card)
    await repository.add(session, computation)
    changes = difference({}, {"state": OPEN, **figures_of(card)})
    await record(session, principal, change_of(card, "scorecard.created", changes))
    return card, computation


def refuse_other_areas(area_code: str, fiscal_year: int) -> None:
    """Raise Invalid unless the area is one of the provinces that the fiscal year evaluates."""
    if area_code not in {province.code for province in reference.provinces(fiscal_year)}:
        sentence = Text(
            f"บัตรคะแนนเป็นของจังหวัดที่มีในปีงบประมาณ {fiscal_year}",
            f"Scorecards are for the provinces of fiscal year {fiscal_year}.",
        )
        raise Invalid(FieldError("/area_code", "area_not_evaluated", sentence))


def new_card(frame: EvaluationFrame, area_code: str) -> Scorecard:
    """Return a card without any computation yet."""
    at = now()
    return Scorecard(
        id=new_id(),
        frame_id=frame.id,
        frame_version=frame.version,
        fiscal_year=frame.fiscal_year,
        area_code=area_code,
        state=OPEN,
        computation=0,
        created_at=at,
        updated_at=at,
    )


async def compute(
    session: AsyncSession,
    principal: Principal,
    card: Scorecard,
    frame: EvaluationFrame,
    fetched: Fetched,
    cause: str,
    *added: ScorecardResult,
) -> ScorecardComputation:
    """Return the next computation of a card, of what was fetched and of the results recorded, `added` among them."""
    methods = await frames.load_methods(session)
    results = await repository.load_results(session, card.id)
    results |= {result.position: result for result in added}
    inputs = fetched.with_results(recorded(results))
    return computed_anew(principal, card, frame, methods, inputs, fetched.read_at, results, cause)


async def refresh_scorecard(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, scorecard_id: UUID
) -> Refreshed:
    """Ask the other services again; where their answers differ the card is computed anew, else nothing is written.

    Raises StateDoesNotAllow; Unavailable and the like when a service is away; Busy when newer answers came in between.
    """
    place = await repository.find_place(session, principal, scorecard_id)
    await session.commit()  # a look only: the other services are asked while no transaction is open
    fetched = await fetch_inputs(asker, place.fiscal_year, place.area_code)
    card = await lock_for(session, principal, scorecard_id, access.REFRESH)
    await once.begin(session, principal)
    check_state(access.REFRESH, subject_of(card))
    last = await repository.load_computation(session, card)
    if fetched.read_at.is_older_than(read_at_of(last)):
        raise Busy()
    before = inputs_of(last)
    changed = changed_parts(before, fetched.with_results(before.results))
    if not changed:
        return Refreshed(card, last, ())
    frame = await frames.load_frame(session, principal, card.frame_id)
    shown = figures_of(card)
    computation = await compute(session, principal, card, frame, fetched, REFRESHED)
    changes = {**changes_of(shown, card), "reason": ", ".join(changed)}
    await save(session, principal, card, "scorecard.refreshed", changes, computation)
    return Refreshed(card, computation, changed)


async def record_result(
    session: AsyncSession,
    principal: Principal,
    scorecard_id: UUID,
    position: int,
    tag: str,
    body: ScorecardResultPut,
) -> tuple[Scorecard, ScorecardComputation]:
    """Record what an item came to, with its evidence, and compute the card anew of the answers it has.

    Raises VersionStale, StateDoesNotAllow, NotFound when the frame has no such item, ItemTakesNoResult.
    """
    card = await lock_for(session, principal, scorecard_id, access.RECORD_RESULT)
    check_version(tag, card.version)
    check_state(access.RECORD_RESULT, subject_of(card))
    frame = await frames.load_frame(session, principal, card.frame_id)
    refuse_fetched(item_of(frame, position))
    last = await repository.load_computation(session, card)
    before = (await repository.load_results(session, card.id)).get(position)
    result = ScorecardResult(
        scorecard_id=card.id,
        position=position,
        revision=before.revision + 1 if before else 1,
        recorded_by=principal.subject,
        recorded_at=now(),
        **body.model_dump(),
    )
    inputs, shown = inputs_of(last), figures_of(card)
    fetched = Fetched(inputs.province, inputs.cluster, inputs.ledger, read_at_of(last))
    computation = await compute(session, principal, card, frame, fetched, RESULT_RECORDED, result)
    values = [number_of(each.value) if each and each.value is not None else None for each in (before, result)]
    changes = {**changes_of(shown, card), f"result_{position}": values, "reason": result.evidence_note}
    await save(session, principal, card, "scorecard.result_recorded", changes, result, computation)
    return card, computation


def item_of(frame: EvaluationFrame, position: int) -> EvaluationFrameItem:
    """Return an item of a frame; raises NotFound."""
    for item in frame.items:
        if item.position == position:
            return item
    raise NotFound()


def refuse_fetched(item: EvaluationFrameItem) -> None:
    """Raise ItemTakesNoResult for an item that takes its result from another service."""
    if item.result_source in FETCHED_SOURCES:
        raise ItemTakesNoResult(position=item.position, result_source=item.result_source)


async def show_history(session: AsyncSession, principal: Principal, scorecard_id: UUID) -> HistoryPage:
    """Return what happened to a card, for its province and for those who oversee."""
    card = await repository.load_scorecard(session, principal, scorecard_id)
    authorise(principal, access.READ_HISTORY, subject_of(card))
    return await history_of(session, OBJECT, scorecard_id)
