"""Judging a pair: the same, different, or to be merged. It is advice; merging is a decision of a committee."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.duplicates import access
from services.budget.duplicates.engine import alike
from services.budget.duplicates.errors import ChangedSinceSeen, PairNotYours, VerdictExists
from services.budget.duplicates.models import DuplicateVerdict
from services.budget.duplicates.repository import comparables, verdicts
from services.budget.duplicates.rules.things import AGENCY_REQUEST, DESK, SAME, Thing, pair_faults
from services.budget.duplicates.rules.weighing import compare, scale
from services.budget.duplicates.schemas.verdicts import DuplicateVerdictGive
from services.budget.duplicates.usecases.keeping import side_of
from services.budget.duplicates.usecases.looking import hash_of, pair_of
from services.budget.submissions.usecases import above_of, audience_of, office_of
from services.shared.access import Grant, Principal, Subject, is_permitted
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import NewTask, close_tasks, open_all

OBJECT = "duplicate_verdict"
# The task of the other side, on the thing that is its own: it is closed when that moves on, or the side judges too.
CONSIDER = f"{OBJECT}.consider"


async def judge(
    session: AsyncSession, principal: Principal, once: Once, body: DuplicateVerdictGive
) -> DuplicateVerdict:
    """Keep what the caller judges of a pair, with both as they were seen, and tell the other side when it is the same.

    Raises Invalid (there is no such thing), PairNotYours, ChangedSinceSeen, VerdictExists.
    """
    if faults := pair_faults(body.thing_id, body.other_id):
        raise Invalid(*faults)
    known = await comparables.load_things(session, principal, [body.thing_id, body.other_id])
    if absent := [name for name in ("thing_id", "other_id") if getattr(body, name) not in known]:
        raise Invalid(*(FieldError(f"/{name}", "thing_unknown", _UNKNOWN) for name in absent))
    pair = known[body.thing_id], known[body.other_id]
    grant = judging_grant(principal, pair)
    await once.begin(session, principal)
    refuse_unseen(pair, (body.thing_hash, body.other_hash))
    verdict = await new_verdict(session, principal, grant, pair, body)
    await verdicts.add_verdict(session, verdict)
    mine = [thing for thing in pair if thing.unit == grant.unit]
    for thing in mine:
        await close_tasks(session, thing.kind, thing.id, kind=CONSIDER)
    if body.verdict == SAME and all(thing.standing != DESK for thing in pair):
        await open_all(session, tasks_of([thing for thing in pair if thing not in mine], verdict))
    await record(session, principal, change_of(verdict, pair))
    return verdict


def judging_grant(principal: Principal, pair: tuple[Thing, Thing]) -> Grant:
    """Return the grant by which the caller judges: that of a side where it has one. Raises PairNotYours."""
    units = [thing.unit for thing in pair]
    held = sorted(principal.grants, key=lambda grant: (grant.unit not in units, str(grant)))
    for grant in held:
        one = Principal(principal.subject, principal.client, (grant,))
        if any(is_permitted(one, access.JUDGE, subject_of(thing)) for thing in pair):
            return grant
    raise PairNotYours(action=access.JUDGE.name)


def subject_of(thing: Thing) -> Subject:
    """Return what access asks of a side: whose it is, and the agency that is asked."""
    asked = {f"function:{thing.function_code}"} if thing.kind == AGENCY_REQUEST else set()
    above = above_of(thing.area_code, thing.fiscal_year) if thing.area_code else frozenset()
    return Subject(thing.unit, above, frozenset(asked))


def refuse_unseen(pair: tuple[Thing, Thing], seen: tuple[str, str]) -> None:
    """Raise ChangedSinceSeen unless both sides are what was seen of them."""
    for thing, seen_hash in zip(pair, seen, strict=True):
        if hash_of(thing) != seen_hash:
            raise ChangedSinceSeen(id=str(thing.id), seen_hash=seen_hash, current_hash=hash_of(thing))


async def new_verdict(
    session: AsyncSession, principal: Principal, grant: Grant, pair: tuple[Thing, Thing], body: DuplicateVerdictGive
) -> DuplicateVerdict:
    """Return the next verdict on a pair. Raises VerdictExists where the last one says so of what both are now."""
    ids = pair_of(pair[0].id, pair[1].id)
    left, right = sorted(pair, key=lambda thing: thing.id)
    last = (await verdicts.verdicts_on(session, principal, [ids])).get(ids)
    hashes = hash_of(left), hash_of(right)
    if last and (last.verdict, last.left_hash, last.right_hash) == (body.verdict, *hashes):
        raise VerdictExists(verdict_id=str(last.id))
    likeness = compare(side_of(left), side_of(right), alike, scale())
    return DuplicateVerdict(
        id=new_id(),
        left_id=left.id,
        right_id=right.id,
        number=last.number + 1 if last else 1,
        verdict=body.verdict,
        reason_th=body.reason_th,
        left_hash=hashes[0],
        right_hash=hashes[1],
        left_content={"kind": left.kind, **left.content},
        right_content={"kind": right.kind, **right.content},
        score=Decimal(str(likeness.score)),
        scale_version=scale().version,
        given_for=str(grant),
        given_by=principal.subject,
        given_at=now(),
    )


def tasks_of(others: Iterable[Thing], verdict: DuplicateVerdict) -> list[NewTask]:
    """Return the tasks of the sides that did not judge: to look at it, and to judge too or give theirs up."""
    return [
        NewTask(
            CONSIDER,
            office_of_unit(thing),
            Text(f"มีผู้เห็นว่าซ้ำกับรายการอื่น: {thing.title_th}", f"Judged to be the same as another: {thing.title_th}"),
            (thing.kind, thing.id),
            link_of(verdict.id),
        )
        for thing in others
    ]


def office_of_unit(thing: Thing) -> Grant:
    """Return the grant whose holders act for whose a thing is."""
    kind, _, code = thing.unit.partition(":")
    return office_of(code) if kind == "area" else function_grant(code)


def change_of(verdict: DuplicateVerdict, pair: tuple[Thing, Thing]) -> Change:
    """Return the event of a verdict; while a side is on its desk, only that side may know of it."""
    drafts = [thing for thing in pair if thing.standing == DESK]
    audience = frozenset(thing.unit for thing in drafts)
    for thing in pair if not drafts else ():
        known = audience_of(thing.area_code, thing.fiscal_year, is_known=True) if thing.area_code else frozenset()
        audience |= known | {thing.unit}
    ids = {"left_id": str(verdict.left_id), "right_id": str(verdict.right_id)}
    payload = {**ids, "verdict": verdict.verdict, "given_for": verdict.given_for, "number": verdict.number}
    changes = {"verdict": [None, verdict.verdict], "reason": verdict.reason_th}
    return Change(f"{OBJECT}.given", OBJECT, verdict.id, 1, audience, payload, changes)


def link_of(verdict_id: UUID) -> str:
    """Return where a verdict is read."""
    return f"/v1/duplicate-verdicts/{verdict_id}"


_UNKNOWN = Text(
    "ไม่มีรายการรหัสนี้ที่ท่านเห็นได้ ดูรหัสจาก /v1/budget-requests/{id}/similar",
    "There is nothing of this id that you may see; /v1/budget-requests/{id}/similar tells ids.",
)
