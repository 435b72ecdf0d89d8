"""`…/decisions` of every resource that committees decide on, and the question after what can be decided."""

from collections import Counter
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.decisions.clients import KEEPER, fetch_resolution
from services.shared.decisions.errors import ResolutionNotConfirmed
from services.shared.decisions.kinds import DecisionKind
from services.shared.decisions.rules import OUTCOMES, CandidateQuery, ConfirmedResolution, DecisionItem, ItemOutcome
from services.shared.decisions.schemas import DecisionCounts, DecisionOutcome, DecisionRequest, DecisionResult
from services.shared.decisions.usecases import AT_A_TIME, carry_out_items
from services.shared.declare import BODY, KEYED, new_router, operation
from services.shared.errors import FieldError, Invalid, NotAuthenticated, NotFound, Text
from services.shared.idempotency import Key
from services.shared.money import format_amount
from services.shared.neighbours import Ask, Asker
from services.shared.schemas import AreaCode, FiscalYear, Json, Sentence

MOST_CANDIDATES = 2_001  # one more than a resolution takes, by which the asker knows that there are too many

_UNKNOWN = Text("ไม่มีมติรหัสนี้ ดูได้ที่ /v1/resolutions", "There is no such resolution; /v1/resolutions lists them.")
_NOTHING = Text("มตินี้ไม่มีรายการของประเภทนี้", "This resolution has no items of this kind.")


def decision_router(service: str, kind: DecisionKind) -> APIRouter:
    """Return the router that carries out resolutions on the objects of `kind`."""
    router = new_router(kind.tag)

    @router.post(
        f"{kind.path}/decisions",
        response_model=DecisionResult,
        **operation(
            f"decide{kind.noun}s",
            kind.action,
            "Carry out a resolution",
            refuses=[*BODY, *KEYED, ResolutionNotConfirmed],
            headers=["Idempotent-Replayed"],
        ),
    )
    async def decide(
        request: Request, session: Session, principal: Caller, asker: Ask, once: Key, body: DecisionRequest
    ) -> Response:
        """Carry out what a confirmed resolution says of these objects, each item once and in its own transaction.

        An item is refused when the object is no longer what the committee saw, or when this committee may not decide
        it; the others are carried out. The same is done by itself soon after the confirmation.
        """
        resolution, items = await _asked(asker, body.resolution_id, service, kind)
        await once.begin(session, principal)
        # The key was looked at; nothing stays open while the items are carried out. Two thousand take longer than a
        # transaction may stand idle, and each of them is known by its event, whoever asks again.
        await session.rollback()
        async with AT_A_TIME:
            sessions = request.app.state.house.doors.sessions
            outcomes = await carry_out_items(sessions, partial(asker.ask, KEEPER), principal, kind, resolution, items)
        await once.begin(session, principal)
        return await once.answer(session, result_of(resolution, outcomes))

    return router


async def _asked(
    asker: Asker, resolution_id: UUID, service: str, kind: DecisionKind
) -> tuple[ConfirmedResolution, list[DecisionItem]]:
    """Return the resolution and its items of this kind; raises Invalid when there is none or it has none."""
    try:
        resolution, items = await fetch_resolution(partial(asker.ask, KEEPER), resolution_id, service, kind.object_type)
    except NotFound as absent:
        raise Invalid(FieldError("/resolution_id", "resolution_unknown", _UNKNOWN)) from absent
    if not items:
        raise Invalid(FieldError("/resolution_id", "resolution_without_items", _NOTHING))
    return resolution, items


def result_of(resolution: ConfirmedResolution, outcomes: list[ItemOutcome]) -> DecisionResult:
    """Return what came of a resolution as it is shown."""
    counted = Counter(outcome.outcome for outcome in outcomes)
    return DecisionResult(
        resolution_id=resolution.id,
        number=resolution.number,
        counts=DecisionCounts(**{name: counted[name] for name in OUTCOMES}),
        items=[_shown(outcome) for outcome in outcomes],
    )


def _shown(outcome: ItemOutcome) -> DecisionOutcome:
    return DecisionOutcome(
        position=outcome.item.position,
        object_id=outcome.item.object_id,
        decision=outcome.item.decision,
        outcome=outcome.outcome,
        code=outcome.code,
        reason=Sentence(th=outcome.text.th, en=outcome.text.en) if outcome.text else None,
        decided_hash=outcome.item.content_hash,
        current_hash=outcome.current_hash,
    )


def candidate_router(kinds: dict[str, DecisionKind]) -> APIRouter:
    """Return the router by which a resolution's items are taken from a query; `kinds` by object type."""
    router = APIRouter(prefix="/internal", include_in_schema=False)

    @router.get("/decidables/{object_type}")
    async def list_decidables(
        session: Session,
        principal: Caller,
        object_type: Annotated[str, Path(max_length=40)],
        fiscal_year: FiscalYear,
        state: Annotated[str, Query(max_length=40)],
        area_code: AreaCode | None = None,
        limit: Annotated[int, Query(ge=1, le=MOST_CANDIDATES)] = MOST_CANDIDATES,
    ) -> Json:
        """Answer `{"items": [{object_id, object_version, content_hash, amount}]}` of what the caller sees, by id."""
        if principal.is_public:
            raise NotAuthenticated()
        if object_type not in kinds:
            raise NotFound()
        query = CandidateQuery(fiscal_year, state, area_code, limit)
        found = await kinds[object_type].candidates(session, principal, query)
        items = [
            {
                "object_id": str(each.object_id),
                "object_version": each.object_version,
                "content_hash": each.content_hash,
                "amount": None if each.amount is None else format_amount(each.amount),
            }
            for each in found
        ]
        return {"items": items}

    return router
