"""What a committee's secretariat does with meetings."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.committees.models import Committee
from services.plans.committees.repository import load_committee
from services.plans.meetings import access, repository
from services.plans.meetings.errors import CommitteeNotOfRecord, QuorumMissing
from services.plans.meetings.models import Attendance, Meeting
from services.plans.meetings.rules import FLOW, PLANNED, Presence, attendance_faults, day_faults, presence_of
from services.plans.meetings.schemas import AttendanceIn, MeetingCreate
from services.shared.access import Action, Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, NotFound, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

OBJECT = "meeting"
AUDIENCE = frozenset(f"role:{role}" for role in AREA_ROLES | FUNCTION_ROLES | OVERSEERS)


def subject_of(meeting: Meeting) -> Subject:
    """Return what access asks of a meeting."""
    return Subject(meeting.committee.owner, state=meeting.state)


def acts_for(principal: Principal, committee: Committee, action: Action) -> None:
    """Raise CommitteeNotOfRecord unless the caller is the committee's own secretariat.

    That is whoever holds the role of the committee's kind, for its area; for working groups and where a committee has
    no secretariat of its own OPDC may act.
    """
    for grant in principal.grants:
        is_own = grant.role.value == committee.kind and grant.area == committee.area_code
        if is_own or grant.role is Role.OPDC:
            return
    raise CommitteeNotOfRecord(action=action.name, roles=committee.kind)


async def create_meeting(session: AsyncSession, principal: Principal, once: Once, body: MeetingCreate) -> Meeting:
    """Call a meeting. Raises CommitteeNotOfRecord, Invalid, MeetingExists."""
    authorise(principal, access.CREATE)
    committee = await committee_of(session, principal, body.committee_id)
    acts_for(principal, committee, access.CREATE)
    await once.begin(session, principal)
    if faults := day_faults(body.held_on, committee.valid_from, committee.valid_to):
        raise Invalid(*faults)
    at = now()
    meeting = Meeting(
        id=new_id(),
        state=PLANNED,
        attendance=[],
        committee=committee,
        created_at=at,
        updated_at=at,
        **body.model_dump(),
    )
    await repository.save_meeting(session, meeting)
    await record(session, principal, change_of(meeting, "meeting.called", {"state": [None, PLANNED]}))
    return meeting


async def committee_of(session: AsyncSession, principal: Principal, committee_id: UUID) -> Committee:
    """Return the committee that meets; raises Invalid when there is none of that id."""
    try:
        return await load_committee(session, principal, committee_id)
    except NotFound as absent:
        sentence = Text("ไม่มีคณะกรรมการรหัสนี้", "There is no committee of this id.")
        raise Invalid(FieldError("/committee_id", "committee_unknown", sentence)) from absent


async def record_attendance(
    session: AsyncSession, principal: Principal, meeting_id: UUID, tag: str, body: AttendanceIn
) -> Meeting:
    """Say who was there, in place of what was said before. Raises VersionStale, StateDoesNotAllow, Invalid."""
    meeting = await lock_for(session, principal, meeting_id, access.ATTEND)
    check_version(tag, meeting.version)
    check_state(access.ATTEND, subject_of(meeting))
    interests = {interest.member_id: interest.matter_th for interest in body.interests}
    if faults := attendance_faults(members_of(meeting), body.member_ids, interests):
        raise Invalid(*faults)
    before = shown_attendance(meeting)
    kept = {each.member_id: each for each in meeting.attendance}
    attendance = [kept.get(member) or Attendance(member_id=member) for member in body.member_ids]
    for attendee in attendance:
        attendee.interest_th = interests.get(attendee.member_id)
    meeting.attendance = attendance
    await save(session, principal, meeting, "meeting.attended", {"attendance": [before, shown_attendance(meeting)]})
    return meeting


async def close_meeting(
    session: AsyncSession, principal: Principal, once: Once, meeting_id: UUID, minutes_sha256: str
) -> Meeting:
    """Close a meeting that had a quorum, over its signed minutes. Raises QuorumMissing, StateDoesNotAllow."""
    meeting = await lock_for(session, principal, meeting_id, access.CLOSE)
    await once.begin(session, principal)
    check_state(access.CLOSE, subject_of(meeting))
    there = presence(meeting)
    if not there.has_quorum:
        raise QuorumMissing(members=there.members, present=there.present, needed=there.needed)
    before, meeting.state = meeting.state, FLOW.after(meeting.state, "close")
    meeting.minutes_sha256 = minutes_sha256
    changes = {"state": [before, meeting.state], "minutes_sha256": [None, minutes_sha256]}
    await save(session, principal, meeting, "meeting.closed", changes)
    return meeting


async def show_history(session: AsyncSession, principal: Principal, meeting_id: UUID) -> HistoryPage:
    """Return what happened to a meeting; raises NotFound."""
    meeting = await repository.load_meeting(session, principal, meeting_id)
    return await history_of(session, OBJECT, meeting.id)


def members_of(meeting: Meeting) -> dict[UUID, str]:
    """Return the posts that sat on the committee on the day of the meeting, by member."""
    return {each.id: each.post_th for each in meeting.committee.members if each.term.holds_on(meeting.held_on)}


def presence(meeting: Meeting) -> Presence:
    """Return whether the meeting could decide."""
    return presence_of(meeting.committee.quorum, members_of(meeting), [each.member_id for each in meeting.attendance])


async def lock_for(session: AsyncSession, principal: Principal, meeting_id: UUID, action: Action) -> Meeting:
    """Return the meeting, locked, for its own secretariat; raises NotFound, NotPermitted, CommitteeNotOfRecord."""
    meeting = await repository.load_meeting(session, principal, meeting_id, lock=True)
    authorise(principal, action, subject_of(meeting))
    acts_for(principal, meeting.committee, action)
    return meeting


async def save(
    session: AsyncSession, principal: Principal, meeting: Meeting, happening: str, changes: dict[str, Any]
) -> None:
    """Write the row under its next version and the event beside it."""
    meeting.updated_at = now()
    await repository.save_meeting(session, meeting)
    await record(session, principal, change_of(meeting, happening, changes))


def change_of(meeting: Meeting, happening: str, changes: dict[str, Any]) -> Change:
    """Return the event of a change."""
    payload = {"committee_id": str(meeting.committee_id), "number": meeting.number, "state": meeting.state}
    return Change(happening, OBJECT, meeting.id, meeting.version, AUDIENCE, payload, changes)


def shown_attendance(meeting: Meeting) -> dict[str, str | None]:
    """Return who was there with the interest declared, for the history."""
    return {str(each.member_id): each.interest_th for each in meeting.attendance}
