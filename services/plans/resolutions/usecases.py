"""What a committee's secretariat does with resolutions."""

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.meetings.models import Meeting
from services.plans.meetings.repository import load_meeting
from services.plans.meetings.rules import CLOSED
from services.plans.meetings.usecases import AUDIENCE, acts_for, presence
from services.plans.resolutions import access, repository
from services.plans.resolutions.clients import find_candidates
from services.plans.resolutions.errors import MeetingNotClosed, NotCarried, SecondPersonNeeded
from services.plans.resolutions.models import Resolution
from services.plans.resolutions.rules import (
    ADDRESSED,
    FLOW,
    RECORDED,
    Decision,
    ItemFacts,
    Votes,
    item_faults,
    query_faults,
    vote_faults,
)
from services.plans.resolutions.schemas import ResolutionCreate, ResolutionItemIn, ResolutionQuery
from services.shared.access import Action, Principal, Subject, authorise, check_state
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.decisions.rules import Candidate
from services.shared.errors import FieldError, Invalid, NotFound, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.money import format_amount
from services.shared.neighbours import Asker
from services.shared.schemas import Json

OBJECT = "resolution"


def subject_of(resolution: Resolution) -> Subject:
    """Return what access asks of a resolution."""
    return Subject(resolution.meeting.committee.owner, state=resolution.state)


async def record_resolution(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, body: ResolutionCreate
) -> Resolution:
    """Record what a meeting decided, of the items that were sent or of those that fit the query now.

    Raises CommitteeNotOfRecord, Invalid, ResolutionExists, Unavailable.
    """
    authorise(principal, access.CREATE)
    items, source = await items_of(asker, body)
    meeting = await meeting_of(session, principal, body.meeting_id)
    acts_for(principal, meeting.committee, access.CREATE)
    await once.begin(session, principal)
    refuse_faults(meeting, body, items)
    at = now()
    fields = body.model_dump(exclude={"items", "query"})
    resolution = Resolution(
        id=new_id(),
        state=RECORDED,
        item_count=len(items),
        items_hash=hash_of(items),
        recorded_by=principal.subject,
        created_at=at,
        updated_at=at,
        **fields,
    )
    resolution.meeting = meeting
    await repository.save_resolution(session, resolution)
    placed = enumerate(item.model_dump() for item in items)
    rows = [{"resolution_id": resolution.id, "position": place, **item} for place, item in placed]
    await repository.add_items(session, rows)
    changes = {"state": [None, RECORDED], "items_hash": [None, resolution.items_hash], **source}
    await record(session, principal, change_of(resolution, "resolution.recorded", changes, counts_of(items)))
    return resolution


async def items_of(asker: Asker, body: ResolutionCreate) -> tuple[list[ResolutionItemIn], Json]:
    """Return the items of a resolution, and what its history tells of where they come from.

    Those of a query are frozen as they stand now; what is wrong with their number is said once the key was looked at,
    because a repeat finds other objects than the first time.
    """
    if body.query is None:
        return body.items or [], {}
    query = body.query
    found = await find_candidates(asker, query)
    items = [item_of(candidate, query) for candidate in found]
    return items, {"query": [None, query.model_dump(mode="json")]}


def item_of(candidate: Candidate, query: ResolutionQuery) -> ResolutionItemIn:
    """Return the item that decides on what was found, with the amount that is asked where it is approved as asked."""
    takes_over = query.decision is Decision.APPROVE and candidate.amount is not None
    return ResolutionItemIn(
        service=query.service,
        object_type=query.object_type,
        object_id=candidate.object_id,
        object_version=candidate.object_version,
        content_hash=candidate.content_hash,
        decision=query.decision,
        amount=format_amount(candidate.amount or 0) if takes_over else None,
        condition_th=query.condition_th,
        reason_th=query.reason_th,
        function_code=query.function_code,
    )


async def meeting_of(session: AsyncSession, principal: Principal, meeting_id: UUID) -> Meeting:
    """Return the meeting that decided; raises Invalid when there is none of that id."""
    try:
        return await load_meeting(session, principal, meeting_id)
    except NotFound as absent:
        sentence = Text("ไม่มีการประชุมรหัสนี้", "There is no meeting of this id.")
        raise Invalid(FieldError("/meeting_id", "meeting_unknown", sentence)) from absent


def refuse_faults(meeting: Meeting, body: ResolutionCreate, items: list[ResolutionItemIn]) -> None:
    """Raise Invalid when votes or items do not fit the meeting or each other."""
    votes = Votes(body.votes_for, body.votes_against, body.votes_abstained)
    if body.query is None:
        faults = item_faults([facts_of(item) for item in items])
    else:
        query = body.query
        has_reason = query.reason_th is not None
        faults = query_faults(query.decision, len(items), has_reason=has_reason, function_code=query.function_code)
    if faults := (*votes_against_attendance(meeting, votes), *faults):
        raise Invalid(*faults)


def votes_against_attendance(meeting: Meeting, votes: Votes) -> tuple[FieldError, ...]:
    """Return what is wrong with the votes for who was there, and who of them declared an interest."""
    interested = sum(1 for attendee in meeting.attendance if attendee.interest_th)
    return vote_faults(votes, presence(meeting).present, interested)


def facts_of(item: ResolutionItemIn) -> ItemFacts:
    """Return what the rules ask of an item."""
    return ItemFacts(
        key=(item.service, item.object_type, str(item.object_id)),
        decision=item.decision,
        has_reason=item.reason_th is not None,
        has_amount=item.amount is not None,
        addressees={"function_code": item.function_code, "into_id": str(item.into_id) if item.into_id else None},
    )


def hash_of(items: list[ResolutionItemIn]) -> str:
    """Return the hash of all items in order: what the minutes quote, and anyone can work out again."""
    return sha256({"items": [_canonical(item) for item in items]})


def _canonical(item: ResolutionItemIn) -> Json:
    fields = item.model_dump(mode="json")
    # Left out where null: hashes from before there were addressees stay what they are.
    unaddressed = {name for name in ADDRESSED.values() if fields[name] is None}
    kept = {name: value for name, value in fields.items() if name not in unaddressed}
    return {**kept, "amount": None if item.amount is None else format_amount(item.amount)}


def counts_of(items: list[ResolutionItemIn]) -> dict[str, int]:
    """Return how many items are for which service and type, as `plans:project`."""
    return dict(sorted(Counter(f"{item.service}:{item.object_type}" for item in items).items()))


async def confirm_resolution(
    session: AsyncSession, principal: Principal, once: Once, resolution_id: UUID
) -> Resolution:
    """Confirm what another person recorded; from then on the services carry it out.

    Raises SecondPersonNeeded, MeetingNotClosed, NotCarried, StateDoesNotAllow, Invalid.
    """
    resolution = await lock_for(session, principal, resolution_id, access.CONFIRM)
    if principal.subject == resolution.recorded_by:
        raise SecondPersonNeeded(action=access.CONFIRM.name)
    await once.begin(session, principal)
    check_state(access.CONFIRM, subject_of(resolution))
    if resolution.meeting.state != CLOSED:
        raise MeetingNotClosed()
    votes = Votes(resolution.votes_for, resolution.votes_against, resolution.votes_abstained)
    if faults := votes_against_attendance(resolution.meeting, votes):  # who was there was corrected since
        raise Invalid(*faults)
    if not votes.is_carried:
        raise NotCarried(votes_for=votes.votes_for, votes_against=votes.against)
    resolution.confirmed_by, resolution.confirmed_at = principal.subject, now()
    await move(session, principal, resolution, "confirm", "resolution.confirmed")
    return resolution


async def withdraw_resolution(
    session: AsyncSession, principal: Principal, once: Once, resolution_id: UUID, reason: str
) -> Resolution:
    """Take back what was recorded wrongly and not confirmed yet. Raises StateDoesNotAllow."""
    resolution = await lock_for(session, principal, resolution_id, access.WITHDRAW)
    await once.begin(session, principal)
    check_state(access.WITHDRAW, subject_of(resolution))
    await move(session, principal, resolution, "withdraw", "resolution.withdrawn", reason)
    return resolution


async def show_history(session: AsyncSession, principal: Principal, resolution_id: UUID) -> HistoryPage:
    """Return what happened to a resolution; raises NotFound."""
    resolution = await repository.load_resolution(session, principal, resolution_id)
    return await history_of(session, OBJECT, resolution.id)


async def lock_for(session: AsyncSession, principal: Principal, resolution_id: UUID, action: Action) -> Resolution:
    """Return the resolution, locked, for its committee's own secretariat; raises NotFound, CommitteeNotOfRecord."""
    resolution = await repository.load_resolution(session, principal, resolution_id, lock=True)
    authorise(principal, action, subject_of(resolution))
    acts_for(principal, resolution.meeting.committee, action)
    return resolution


async def move(
    session: AsyncSession, principal: Principal, resolution: Resolution, verb: str, happening: str, reason: str = ""
) -> None:
    """Take a resolution along its workflow and say so."""
    before, resolution.state = resolution.state, FLOW.after(resolution.state, verb)
    resolution.updated_at = now()
    await repository.save_resolution(session, resolution)
    changes = {"state": [before, resolution.state]} | ({"reason": reason} if reason else {})
    await record(session, principal, change_of(resolution, happening, changes))


def change_of(
    resolution: Resolution, happening: str, changes: dict[str, Any], items: dict[str, int] | None = None
) -> Change:
    """Return the event of a change; whoever holds a role may know of it."""
    committee = resolution.meeting.committee
    payload: Json = {
        "number": resolution.number,
        "meeting_id": str(resolution.meeting_id),
        "committee": {"id": str(committee.id), "kind": committee.kind, "area_code": committee.area_code},
        "state": resolution.state,
        "items_hash": resolution.items_hash,
    }
    if items:
        payload["items"] = items
    return Change(happening, OBJECT, resolution.id, resolution.version, AUDIENCE, payload, changes, resolution.id)
