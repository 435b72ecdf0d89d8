"""What is done with joint rounds: recording one, correcting the record, confirming it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.joint_rounds import access, repository
from services.budget.joint_rounds.errors import NotAtTheTable, RoundChanged, RoundConfirmed
from services.budget.joint_rounds.models import JointRound, JointRoundConfirmation, JointRoundItem, JointRoundShare
from services.budget.joint_rounds.rules import CONFIRMED, RECORDED, Item, awaited_from, item_faults
from services.budget.joint_rounds.schemas import (
    JointRoundConfirm,
    JointRoundCreate,
    JointRoundItemIn,
    JointRoundReplace,
)
from services.budget.submissions.usecases import office_of, refuse_area
from services.shared.access import Grant, Principal, Subject, authorise, check_state
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.errors import Invalid, Text
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.money import format_amount
from services.shared.preconditions import check_version
from services.shared.roles import OVERSEERS
from services.shared.schemas import Json
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import NewTask, close_tasks, set_tasks
from services.shared.text import text_or_none

OBJECT = "joint_round"


def subject_of(held: JointRound) -> Subject:
    """Return what access asks of a round: whose record it is, and who sat at the table."""
    return Subject(held.recorded_for, shared=frozenset(units_of(held)), state=held.state)


def units_of(held: JointRound) -> list[str]:
    """Return the participants."""
    return [held.function_unit, *held.area_units]


async def record_round(session: AsyncSession, principal: Principal, once: Once, body: JointRoundCreate) -> JointRound:
    """Record a round for one of its participants. Raises NotAtTheTable, Invalid, RoundExists."""
    at_the_table = [f"function:{body.function_code}", *(f"area:{code}" for code in body.area_codes)]
    allowed = [grant.unit for grant in principal.grants if grant.role in access.CREATE.roles]
    mine = [unit for unit in at_the_table if unit in allowed]
    if not mine:
        raise NotAtTheTable(action=access.CREATE.name, units=", ".join(str(unit) for unit in allowed))
    await once.begin(session, principal)
    at = now()
    held = JointRound(
        id=new_id(), fiscal_year=body.fiscal_year, function_code=body.function_code, number=body.number,
        recorded_for=mine[0], state=RECORDED, created_at=at,
    )  # fmt: skip
    held.confirmations = []
    write(held, body)
    await save(session, principal, held, "recorded", {"state": [None, RECORDED], **_hash(None, held)})
    await ask_other_side(session, held)
    return held


def write(held: JointRound, body: JointRoundReplace) -> None:
    """Write what was sent on a round. Raises Invalid when an area is none of that year, or shares do not tie out."""
    for code in body.area_codes:
        refuse_area(code, held.fiscal_year)
    held.area_codes, held.held_on, held.title_th = body.area_codes, body.held_on, body.title_th
    if faults := item_faults([_facts(item) for item in body.items], units_of(held)):
        raise Invalid(*faults)
    held.items = [_item(place, item) for place, item in enumerate(body.items)]
    held.total_amount = sum(item.amount for item in held.items)
    held.content_hash = sha256(content_of(held))


def _facts(item: JointRoundItemIn) -> Item:
    named = [each for each in (item.request_id, item.project_id) if each is not None]
    return Item(len(named), item.amount, tuple((share.unit, share.amount) for share in item.shares))


def _item(place: int, item: JointRoundItemIn) -> JointRoundItem:
    shares = [JointRoundShare(unit=share.unit, amount=share.amount) for share in item.shares]
    return JointRoundItem(position=place, shares=shares, **item.model_dump(exclude={"shares"}))


def content_of(held: JointRound) -> Json:
    """Return what the other side confirms."""
    names = ("fiscal_year", "function_code", "number", "area_codes", "title_th", "recorded_for")
    return {
        **{name: getattr(held, name) for name in names},
        "held_on": held.held_on.isoformat(),
        "items": [
            {
                "request_id": text_or_none(item.request_id),
                "project_id": text_or_none(item.project_id),
                "title_th": item.title_th,
                "amount": format_amount(item.amount),
                "shares": {share.unit: format_amount(share.amount) for share in item.shares},
            }
            for item in held.items
        ],
    }


async def replace_round(
    session: AsyncSession, principal: Principal, round_id: UUID, tag: str, body: JointRoundReplace
) -> JointRound:
    """Correct the record before all have confirmed it; what was confirmed of it is void. Raises Invalid, VersionStale.

    Whose record it is stays at the table.
    """
    held = await repository.load_round(session, principal, round_id, lock=True)
    authorise(principal, access.UPDATE, subject_of(held))
    check_version(tag, held.version)
    check_state(access.UPDATE, subject_of(held))
    before = held.content_hash
    held.items = []
    await repository.save(session, held)  # the old items go before new ones take their places
    write(held, body)
    if held.recorded_for not in units_of(held):
        raise NotAtTheTable(action=access.UPDATE.name, units=held.recorded_for)
    await save(session, principal, held, "updated", _hash(before, held))
    await ask_other_side(session, held)
    return held


async def confirm_round(
    session: AsyncSession, principal: Principal, once: Once, round_id: UUID, body: JointRoundConfirm
) -> JointRound:
    """Confirm the record of the other side as it was read; with the last one it stands.

    Raises NotPermitted, StateDoesNotAllow, RoundChanged, RoundConfirmed.
    """
    held = await repository.load_round(session, principal, round_id, lock=True)
    authorise(principal, access.CONFIRM, subject_of(held))
    await once.begin(session, principal)
    check_state(access.CONFIRM, subject_of(held))
    if body.content_hash != held.content_hash:
        raise RoundChanged(seen=body.content_hash, current=held.content_hash)
    awaited = awaited_of(held)
    mine = [unit for unit in awaited if unit in principal.units]
    if not mine:
        raise RoundConfirmed(unit=", ".join(sorted(principal.units & set(units_of(held)))), awaited=", ".join(awaited))
    at, by = now(), principal.subject
    held.confirmations += [
        JointRoundConfirmation(content_hash=held.content_hash, unit=unit, confirmed_by=by, confirmed_at=at)
        for unit in mine
    ]
    before = held.state
    held.state = RECORDED if awaited_of(held) else CONFIRMED
    changes = {"confirmed_by": [None, mine], "state": [before, held.state]}
    await save(session, principal, held, "confirmed", changes)
    for unit in mine:
        await close_tasks(session, OBJECT, held.id, assignee=grant_of(unit))
    return held


def awaited_of(held: JointRound) -> list[str]:
    """Return who is still to confirm the record as it stands."""
    confirmed = {each.unit for each in held.confirmations if each.content_hash == held.content_hash}
    return awaited_from(held.function_unit, held.area_units, held.recorded_for, confirmed)


async def ask_other_side(session: AsyncSession, held: JointRound) -> None:
    """Have exactly those asked who are still to confirm."""
    title = Text(f"ยืนยันบันทึกงบประมาณร่วม: {held.title_th}", f"Confirm the joint budgeting round: {held.title_th}")
    kind, about = f"{OBJECT}.confirm", (OBJECT, held.id)
    wanted = [NewTask(kind, grant_of(unit), title, about, link_of(held)) for unit in awaited_of(held)]
    await set_tasks(session, kind, about, wanted)


def grant_of(unit: str) -> Grant:
    """Return the grant whose holders act for a participant."""
    kind, _, code = unit.partition(":")
    return office_of(code) if kind == "area" else function_grant(code)


def paid_by(items: Iterable[JointRoundItem]) -> dict[str, int]:
    """Return what each participant pays in all, in satang."""
    paid: dict[str, int] = {}
    for share in (share for item in items for share in item.shares):
        paid[share.unit] = paid.get(share.unit, 0) + share.amount
    return dict(sorted(paid.items()))


def _hash(before: str | None, held: JointRound) -> Json:
    return {"content_hash": [before, held.content_hash], "total_amount": [None, format_amount(held.total_amount)]}


async def save(session: AsyncSession, principal: Principal, held: JointRound, happening: str, changes: Json) -> None:
    """Write the row under its next version and the event beside it."""
    held.updated_at = now()
    await repository.save(session, held)
    payload = {
        "fiscal_year": held.fiscal_year,
        "function_code": held.function_code,
        "area_codes": held.area_codes,
        "state": held.state,
        "total_amount": format_amount(held.total_amount),
    }
    audience = frozenset({*units_of(held), *(f"role:{role}" for role in OVERSEERS)})
    happened = f"{OBJECT}.{happening}"
    await record(session, principal, Change(happened, OBJECT, held.id, held.version, audience, payload, changes))


def link_of(held: JointRound) -> str:
    """Return where a round is read."""
    return f"/v1/joint-rounds/{held.id}"
