"""What people do with evaluation frames."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.evaluation.frames import access, repository
from services.evaluation.frames.errors import CopiedFrameUnknown, FrameExists, FrameIncomplete
from services.evaluation.frames.models import EvaluationFrame, EvaluationFrameBand, EvaluationFrameItem, ScoringMethod
from services.evaluation.frames.rules.frame import (
    DRAFT,
    FLOW,
    OPEN_STATES,
    PUBLISHED,
    FrameFacts,
    ItemFacts,
    faults_of,
    gaps_of,
    unknown_methods,
)
from services.evaluation.frames.rules.scoring import Band, CardItem, CardScore, score_card
from services.evaluation.frames.schemas.answers import FrameContent
from services.evaluation.frames.schemas.bodies import (
    EvaluationFrameCreate,
    EvaluationFramePatch,
    FrameBandIn,
    FrameItemIn,
)
from services.evaluation.frames.schemas.scores import FrameItemValue
from services.shared.access import Action, Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, NotFound, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import EVERYONE, Change, difference, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version

OBJECT = "evaluation_frame"
OWNER = "role:opdc"
Methods = Mapping[str, ScoringMethod]


def subject_of(frame: EvaluationFrame) -> Subject:
    """Return what access asks of a frame."""
    return Subject(OWNER, state=frame.state)


async def create_frame(
    session: AsyncSession, principal: Principal, once: Once, body: EvaluationFrameCreate
) -> EvaluationFrame:
    """Add a draft, copied when asked. Raises CopiedFrameUnknown, Invalid, FrameExists."""
    authorise(principal, access.CREATE)
    await once.begin(session, principal)
    frame = new_frame(body, await repository.load_methods(session))
    if body.copied_from_id:
        copy_content(frame, await find_copied(session, principal, body))
    refuse_faults(frame)
    await refuse_alike(session, frame)
    await repository.add_frame(session, frame)
    await record(session, principal, change_of(frame, "evaluation_frame.created", shown(frame)))
    return frame


def new_frame(body: EvaluationFrameCreate, methods: Methods) -> EvaluationFrame:
    """Return a draft of what was sent; raises Invalid for a scoring method that is not known."""
    at = now()
    fields = body.model_dump(exclude={"items", "bands"})
    frame = EvaluationFrame(id=new_id(), state=DRAFT, created_at=at, updated_at=at, **fields)
    frame.edition = frame.published_at = None
    frame.items, frame.bands = new_items(body.items, methods), new_bands(body.bands)
    return frame


def new_items(items: list[FrameItemIn], methods: Methods) -> list[EvaluationFrameItem]:
    """Return the rows of what was sent, numbered in their order; raises Invalid for an unknown scoring method."""
    if faults := unknown_methods([item.rubric.method if item.rubric else None for item in items], methods.keys()):
        raise Invalid(*faults)
    return [new_item(position, item, methods) for position, item in enumerate(items, start=1)]


def new_item(position: int, item: FrameItemIn, methods: Methods) -> EvaluationFrameItem:
    """Return the row of one item."""
    weight, rubric = item.weight, item.rubric
    return EvaluationFrameItem(
        position=position,
        **item.model_dump(exclude={"weight", "rubric"}),
        weight_value=weight.value if weight else None,
        weight_source=weight.source if weight else None,
        weight_dated_on=weight.dated_on if weight else None,
        method=rubric.method if rubric else None,
        scoring_method=methods[rubric.method] if rubric else None,
        direction=rubric.direction if rubric else None,
        anchors=rubric.anchors if rubric else None,
        rubric_unit=rubric.unit if rubric else None,
        rubric_source=rubric.source if rubric else None,
        rubric_dated_on=rubric.dated_on if rubric else None,
    )


def new_bands(bands: list[FrameBandIn]) -> list[EvaluationFrameBand]:
    """Return the rows of what was sent, the lowest first."""
    return [EvaluationFrameBand(**band.model_dump()) for band in sorted(bands, key=lambda each: each.at_least)]


async def find_copied(session: AsyncSession, principal: Principal, body: EvaluationFrameCreate) -> EvaluationFrame:
    """Return the frame to copy from. Raises CopiedFrameUnknown, Invalid when content is sent beside."""
    if body.items or body.bands:
        sentence = Text(
            "เมื่อคัดลอกจากกรอบอื่น ไม่ต้องส่ง items และ bands แก้ไขภายหลังด้วย PATCH",
            "When copying from another frame send no items and bands; change them afterwards with PATCH.",
        )
        raise Invalid(FieldError("/copied_from_id", "copy_and_content", sentence))
    assert body.copied_from_id is not None
    try:
        return await repository.load_frame(session, principal, body.copied_from_id)
    except NotFound as problem:
        raise CopiedFrameUnknown() from problem


def copy_content(frame: EvaluationFrame, other: EvaluationFrame) -> None:
    """Give `frame` the items, weights, rubrics and bands of `other`, each with its own source."""
    frame.items = [EvaluationFrameItem(**_columns_of(item), scoring_method=item.scoring_method) for item in other.items]
    frame.bands = [EvaluationFrameBand(**_columns_of(band)) for band in other.bands]


def _columns_of(row: EvaluationFrameItem | EvaluationFrameBand) -> dict[str, Any]:
    names = type(row).__table__.columns.keys()
    return {name: getattr(row, name) for name in names if name != "frame_id"}


def refuse_faults(frame: EvaluationFrame) -> None:
    """Raise Invalid when a frame contradicts itself."""
    if faults := faults_of(facts_of(frame)):
        raise Invalid(*faults)


async def refuse_alike(session: AsyncSession, frame: EvaluationFrame) -> None:
    """Raise FrameExists when another draft of the year has its title."""
    if like := await repository.find_like(session, frame):
        raise FrameExists(frame_id=str(like))


def facts_of(frame: EvaluationFrame) -> FrameFacts:
    """Return what the rules ask of a frame."""
    items = tuple(
        ItemFacts(item.side, item.dimension_no, item.dimension_th, item.code, item.weight_value, item.rubric)
        for item in frame.items
    )
    return FrameFacts(items, bands_of(frame))


def bands_of(frame: EvaluationFrame) -> tuple[Band, ...]:
    """Return the bands as the rules take them."""
    return tuple(Band(band.at_least, band.name_th) for band in frame.bands)


async def update_frame(
    session: AsyncSession, principal: Principal, frame_id: UUID, tag: str, body: EvaluationFramePatch
) -> EvaluationFrame:
    """Change what was sent of a draft. Raises VersionStale, StateDoesNotAllow, Invalid, FrameExists."""
    frame = await lock_for(session, principal, frame_id, access.UPDATE)
    check_version(tag, frame.version)
    check_state(access.UPDATE, subject_of(frame))
    before = shown(frame)
    for name, value in body.model_dump(exclude_unset=True, exclude={"items", "bands"}).items():
        setattr(frame, name, value)
    if "items" in body.model_fields_set:
        frame.items = new_items(body.items, await repository.load_methods(session))
    if "bands" in body.model_fields_set:
        frame.bands = new_bands(body.bands)
    refuse_faults(frame)
    await refuse_alike(session, frame)
    await save(session, principal, frame, "evaluation_frame.updated", difference(before, shown(frame)))
    return frame


async def publish_frame(session: AsyncSession, principal: Principal, once: Once, frame_id: UUID) -> EvaluationFrame:
    """Put a complete draft in force in place of the edition before it. Raises FrameIncomplete, StateDoesNotAllow."""
    frame = await lock_for(session, principal, frame_id, access.PUBLISH)
    await once.begin(session, principal)
    check_state(access.PUBLISH, subject_of(frame))
    if gaps := gaps_of(facts_of(frame)):
        raise FrameIncomplete(*gaps)
    before = await repository.lock_latest_edition(session, principal, frame)
    if before is not None and before.state == PUBLISHED:
        await move(session, principal, before, "supersede", "evaluation_frame.superseded")
    frame.edition = (before.edition or 0) + 1 if before else 1
    frame.published_at = now()
    await move(session, principal, frame, "publish", "evaluation_frame.published")
    return frame


async def discard_frame(session: AsyncSession, principal: Principal, frame_id: UUID, tag: str) -> None:
    """Give a draft up; its history stays. Raises VersionStale, StateDoesNotAllow."""
    frame = await lock_for(session, principal, frame_id, access.DISCARD)
    check_version(tag, frame.version)
    check_state(access.DISCARD, subject_of(frame))
    await move(session, principal, frame, "discard", "evaluation_frame.discarded")


async def simulate_score(
    session: AsyncSession, principal: Principal, frame_id: UUID, values: list[FrameItemValue]
) -> tuple[EvaluationFrame, CardScore]:
    """Score results by a frame and store nothing. Raises StateDoesNotAllow, Invalid for an item it does not have."""
    frame = await repository.load_frame(session, principal, frame_id)
    authorise(principal, access.SIMULATE, subject_of(frame))
    check_state(access.SIMULATE, subject_of(frame))
    known = {item.position for item in frame.items}
    sentence = Text("กรอบนี้ไม่มีรายการประเมินลำดับนี้", "This frame has no item at that position.")
    unknown = [index for index, sent in enumerate(values) if sent.position not in known]
    if unknown:
        raise Invalid(*(FieldError(f"/values/{index}/position", "item_unknown", sentence) for index in unknown))
    sent = {each.position: each.value for each in values}
    items = [CardItem(item.position, item.weight_value, item.rubric, sent.get(item.position)) for item in frame.items]
    return frame, score_card(items, bands_of(frame))


async def show_history(session: AsyncSession, principal: Principal, frame_id: UUID) -> HistoryPage:
    """Return what happened to a frame, for those who oversee."""
    frame = await repository.load_frame(session, principal, frame_id)
    authorise(principal, access.READ_HISTORY, subject_of(frame))
    return await history_of(session, OBJECT, frame_id)


async def lock_for(session: AsyncSession, principal: Principal, frame_id: UUID, action: Action) -> EvaluationFrame:
    """Return the frame, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    frame = await repository.load_frame(session, principal, frame_id, lock=True)
    authorise(principal, action, subject_of(frame))
    return frame


async def move(session: AsyncSession, principal: Principal, frame: EvaluationFrame, verb: str, happening: str) -> None:
    """Take `frame` along the workflow and say so."""
    before = frame.state
    frame.state = FLOW.after(before, verb)
    await save(session, principal, frame, happening, {"state": [before, frame.state]})


async def save(
    session: AsyncSession, principal: Principal, frame: EvaluationFrame, happening: str, changes: dict[str, Any]
) -> None:
    """Write the row under its next version and the event beside it."""
    frame.updated_at = now()
    await session.flush()
    await record(session, principal, change_of(frame, happening, changes))


def change_of(frame: EvaluationFrame, happening: str, changes: dict[str, Any]) -> Change:
    """Return the event of a change; everyone may know of a frame that is or was in force."""
    audience = frozenset({EVERYONE if frame.state in OPEN_STATES else OWNER})
    payload = {
        "fiscal_year": frame.fiscal_year,
        "subject_kind": frame.subject_kind,
        "edition": frame.edition,
        "state": frame.state,
    }
    return Change(happening, OBJECT, frame.id, frame.version, audience, payload, changes)


def shown(frame: EvaluationFrame) -> dict[str, Any]:
    """Return a frame's content as JSON values, for the history's [from, to]."""
    return FrameContent.model_validate(frame).model_dump(mode="json")
