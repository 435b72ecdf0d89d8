"""What people do with committees and their members."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.committees import access, repository
from services.plans.committees.errors import CommitteeNotYours, SeatTaken
from services.plans.committees.models import Committee, CommitteeMember
from services.plans.committees.rules import CommitteeKind, Term, area_faults, clashes, quorum_faults, term_faults
from services.plans.committees.schemas import CommitteeCreate, CommitteePatch, MemberCreate, MemberEnd
from services.shared import reference
from services.shared.access import Action, Principal, Subject, authorise, is_permitted
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, NotFound, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import EVERYONE, Change, difference, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version
from services.shared.schemas import Json

OBJECT = "committee"


def subject_of(committee: Committee) -> Subject:
    """Return what access asks of a committee: the unit that keeps its register."""
    return Subject(committee.owner)


async def create_committee(session: AsyncSession, principal: Principal, once: Once, body: CommitteeCreate) -> Committee:
    """Register a committee. Raises CommitteeNotYours, Invalid, CommitteeExists."""
    at = now()
    committee = Committee(id=new_id(), created_at=at, updated_at=at, members=[], **body.model_dump())
    if not is_permitted(principal, access.CREATE, subject_of(committee)):
        raise CommitteeNotYours(action=access.CREATE.name)
    await once.begin(session, principal)
    if body.parent_id is not None:
        await parent_of(session, principal, body.parent_id)
    refuse_faults(committee)
    await repository.add_committee(session, committee)
    await record(session, principal, change_of(committee, "committee.registered", _since_nothing(shown(committee))))
    return committee


async def parent_of(session: AsyncSession, principal: Principal, parent_id: UUID) -> Committee:
    """Return the committee above; raises Invalid when there is none of that id."""
    try:
        return await repository.load_committee(session, principal, parent_id)
    except NotFound as absent:
        sentence = Text("ไม่มีคณะกรรมการรหัสนี้", "There is no committee of this id.")
        raise Invalid(FieldError("/parent_id", "committee_unknown", sentence)) from absent


def refuse_faults(committee: Committee) -> None:
    """Raise Invalid when a committee's area, days or quorum do not fit."""
    area = reference.area(committee.area_code) if committee.area_code else None
    faults = (
        *area_faults(CommitteeKind(committee.kind), committee.area_code, area.kind.value if area else None),
        *term_faults(committee.term),
        *quorum_faults(committee.quorum),
    )
    if faults:
        raise Invalid(*faults)


async def update_committee(
    session: AsyncSession, principal: Principal, committee_id: UUID, tag: str, body: CommitteePatch
) -> Committee:
    """Change what was sent. Raises VersionStale, Invalid."""
    committee = await lock_for(session, principal, committee_id, access.UPDATE)
    check_version(tag, committee.version)
    before = shown(committee)
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(committee, name, value)
    refuse_faults(committee)
    await save(session, principal, committee, "committee.updated", difference(before, shown(committee)))
    return committee


async def seat_member(
    session: AsyncSession, principal: Principal, once: Once, committee_id: UUID, body: MemberCreate
) -> Committee:
    """Give a post a seat from a day on. Raises Invalid, SeatTaken."""
    committee = await lock_for(session, principal, committee_id, access.SEAT)
    await once.begin(session, principal)
    term = Term(body.valid_from, body.valid_to)
    if faults := term_faults(term, committee.term):
        raise Invalid(*faults)
    if clashes(term, (member.term for member in committee.members if member.post_th == body.post_th)):
        raise SeatTaken()
    member = CommitteeMember(id=new_id(), **body.model_dump())
    await repository.add_member(session, committee, member)
    await save(session, principal, committee, "committee.member_seated", {"member": [None, shown_member(member)]})
    return committee


async def end_term(
    session: AsyncSession, principal: Principal, once: Once, committee_id: UUID, member_id: UUID, body: MemberEnd
) -> Committee:
    """End a member's term on a day; what was decided before stays decided. Raises NotFound, Invalid."""
    committee = await lock_for(session, principal, committee_id, access.UNSEAT)
    await once.begin(session, principal)
    member = next((each for each in committee.members if each.id == member_id), None)
    if member is None:
        raise NotFound()
    if faults := term_faults(Term(member.valid_from, body.valid_to), committee.term):
        raise Invalid(*faults)
    before = shown_member(member)
    member.valid_to = body.valid_to
    changes = {"member": [before, shown_member(member)], "reason": body.reason}
    await save(session, principal, committee, "committee.term_ended", changes)
    return committee


async def show_committee(session: AsyncSession, principal: Principal, committee_id: UUID) -> Committee:
    """Return a committee with every member it ever had; raises NotFound."""
    return await repository.load_committee(session, principal, committee_id)


async def show_history(session: AsyncSession, principal: Principal, committee_id: UUID) -> HistoryPage:
    """Return what happened to a committee; raises NotFound."""
    committee = await repository.load_committee(session, principal, committee_id)
    return await history_of(session, OBJECT, committee.id)


def members_on(members: Iterable[CommitteeMember], day: dt.date | None) -> list[CommitteeMember]:
    """Return those who sit there on `day`; all of them without one."""
    return [member for member in members if day is None or member.term.holds_on(day)]


async def lock_for(session: AsyncSession, principal: Principal, committee_id: UUID, action: Action) -> Committee:
    """Return the committee, locked, when the caller may do `action`; raises NotFound, NotPermitted."""
    committee = await repository.load_committee(session, principal, committee_id, lock=True)
    authorise(principal, action, subject_of(committee))
    return committee


async def save(
    session: AsyncSession, principal: Principal, committee: Committee, happening: str, changes: dict[str, Any]
) -> None:
    """Write the row under its next version and the event beside it."""
    committee.updated_at = now()
    await session.flush()
    await record(session, principal, change_of(committee, happening, changes))


def change_of(committee: Committee, happening: str, changes: dict[str, Any]) -> Change:
    """Return the event of a change; everyone may know who sits on a committee."""
    payload = {"code": committee.code, "kind": committee.kind, "area_code": committee.area_code}
    return Change(happening, OBJECT, committee.id, committee.version, frozenset({EVERYONE}), payload, changes)


def shown(committee: Committee) -> Json:
    """Return a committee's fields as JSON values, for the history's [from, to]."""
    fields = {name: getattr(committee, name) for name in CommitteeCreate.model_fields}
    return {name: _plain(value) for name, value in fields.items()}


def shown_member(member: CommitteeMember) -> Json:
    """Return a member's fields as JSON values."""
    return {name: _plain(getattr(member, name)) for name in MemberCreate.model_fields}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a column's value of any kind
    return value if value is None or isinstance(value, str | int) else str(value)


def _since_nothing(fields: Json) -> Json:
    return {name: [None, value] for name, value in fields.items() if value is not None}
