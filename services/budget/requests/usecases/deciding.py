"""Carrying out what a committee resolved: of one request, or of a list as a whole.

What is submitted is decided by the area's own ก.บ.จ. or ก.บ.ก., what it endorsed by ก.น.จ. (S1 points 4 and 5), or by
that committee itself where approving was delegated to it, within the limits of the order (HPP issue 5).
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.powers import usecases as powers
from services.budget.requests import repository
from services.budget.requests.errors import (
    AmountDoesNotFit,
    DecisionDoesNotApply,
    MergerDoesNotFit,
    ProjectChanged,
    ProjectWithdrawn,
    ReferralWithoutAddressee,
)
from services.budget.requests.models import Request
from services.budget.requests.rules.project import CHANGED, GONE
from services.budget.requests.rules.request import (
    DECISIONS,
    FLOW,
    FORWARD,
    GRANTING,
    SUBMITTED,
    TAKES_OTHERS,
    is_grantable,
    proposed_of,
)
from services.budget.requests.usecases import money
from services.budget.requests.usecases.standing import ask_office, move, save
from services.budget.submissions import usecases as lists
from services.budget.submissions.models import Submission
from services.budget.submissions.rules import DECISIONS as LIST_DECISIONS
from services.budget.submissions.rules import FLOW as LIST_FLOW
from services.shared.access import Principal
from services.shared.decisions.rules import ConfirmedResolution, Deciding, DecisionItem
from services.shared.errors import Text
from services.shared.money import format_amount
from services.shared.tasks.repository import open_task

# How each decision is called in what happened.
HAPPENED = {
    "endorse": "endorsed",
    "approve": "approved",
    "approve_changed": "approved",
    "reject": "rejected",
    "refer": "referred",
    "return": "returned",
    "merge": "merged",
}
# A project that fares so stands against every step forward.
OBSTACLES = {GONE: ProjectWithdrawn, CHANGED: ProjectChanged}


async def carry_out(
    session: AsyncSession, actor: Principal, resolution: ConfirmedResolution, item: DecisionItem, request: Request
) -> None:
    """Carry out what was resolved of one request, with its money.

    Raises DecisionDoesNotApply, StateDoesNotAllow, CommitteeMayNotDecide, ProjectWithdrawn, ProjectChanged,
    AmountDoesNotFit, PowerExceeded, MergerDoesNotFit, ReferralWithoutAddressee, AccountMissing, CeilingExceeded.
    """
    refuse_decision(resolution, item, request)
    if item.decision in GRANTING:
        changes = await granted(session, resolution, item, request)
    else:
        changes = await send_on(session, actor, item, request)
    held = [] if item.decision == "endorse" else await money.take_hold(session, request)
    reason = None if item.decision in FORWARD else item.reason_th
    happening = HAPPENED[item.decision]
    await move(session, actor, request, item.decision, happening, reason, resolution.id, changes)
    if item.decision == "return":
        await ask_office(session, request)
    if item.decision in GRANTING:
        await money.grant(session, actor, request, held, resolution.id)
    else:
        await money.release(session, actor, held, reason or resolution.title_th, resolution.id)


def refuse_decision(resolution: ConfirmedResolution, item: DecisionItem, request: Request) -> None:
    """Raise a refusal unless this can be decided of a request, now, by this committee."""
    if item.decision not in DECISIONS:
        raise DecisionDoesNotApply(decision=item.decision, known=", ".join(DECISIONS))
    FLOW.after(request.state, item.decision)
    if request.state == SUBMITTED:
        refuse_other_committee(resolution, item.decision, request.area_code)
    elif item.decision not in GRANTING or not is_delegated(resolution, request):
        resolution.refuse_other_than(item.decision, Deciding.POLICY)
    refusal = OBSTACLES.get(request.snapshot_state)
    if refusal is not None and item.decision in FORWARD:
        raise refusal(
            title_th=request.title_th, stored_hash=request.project.content_hash, current_hash=hash_now(request)
        )


def hash_now(request: Request) -> str:
    """Return the hash of the project as it was found last, where that is another than the stored one."""
    return "-" if request.latest is None else str(request.latest["content_hash"])


def refuse_other_committee(resolution: ConfirmedResolution, decision: str, area_code: str) -> None:
    """Raise CommitteeMayNotDecide unless the resolution is of the area's own committee."""
    resolution.refuse_other_than(decision, lists.committee_of(area_code).role.value, area_code)


def is_delegated(resolution: ConfirmedResolution, request: Request) -> bool:
    """Return whether a resolution is of the request's own committee, and approving it was delegated to that."""
    own = lists.committee_of(request.area_code)
    return powers.may_approve(resolution, own.role.value, request.area_code, request.fiscal_year)


async def granted(
    session: AsyncSession, resolution: ConfirmedResolution, item: DecisionItem, request: Request
) -> dict[str, list[str | None]]:
    """Write what is granted, by whose power, and return it as a change. Raises AmountDoesNotFit, PowerExceeded."""
    changes, amount = grant_of(request, item), request.approved_amount
    if amount is None or resolution.is_of(Deciding.POLICY, None):
        return changes
    power = await powers.use_to_approve(session, resolution, request.fiscal_year, amount)
    return {**changes, "delegation": [None, power.document_number], "delegation_id": [None, str(power.id)]}


def grant_of(request: Request, item: DecisionItem) -> dict[str, list[str | None]]:
    """Write what is granted on a request, and return it as a change. Raises AmountDoesNotFit."""
    proposed, asked_in_all = proposed_of(request.asked_amount, request.screened_amount), request.asked_in_all
    if not is_grantable(item.decision, item.amount, asked_in_all, proposed):
        granted = "-" if item.amount is None else format_amount(item.amount)
        asked, shown = format_amount(asked_in_all), format_amount(proposed)
        raise AmountDoesNotFit(decision=item.decision, asked=asked, proposed=shown, granted=granted)
    request.approved_amount = proposed if item.amount is None else item.amount
    request.approval_reason, request.condition_th = item.reason_th, item.condition_th
    return {
        "approved_amount": [None, format_amount(request.approved_amount)],
        "approval_reason": [None, item.reason_th],
        "condition_th": [None, item.condition_th],
    }


async def send_on(
    session: AsyncSession, actor: Principal, item: DecisionItem, request: Request
) -> dict[str, list[str | None]]:
    """Write where a request goes that is referred or merged, and return it as a change; nothing of another decision.

    Raises MergerDoesNotFit, ReferralWithoutAddressee.
    """
    if item.decision == "refer":
        if item.function_code is None:
            raise ReferralWithoutAddressee()
        request.referred_to = item.function_code
        return {"referred_to": [None, item.function_code]}
    if item.decision == "merge":
        into = await take_in(session, actor, item, request)
        request.merged_into_id = into.id
        return {"merged_into_id": [None, str(into.id)]}
    return {}


async def take_in(session: AsyncSession, actor: Principal, item: DecisionItem, request: Request) -> Request:
    """Have another request take one in, with all that was merged into that one. Raises MergerDoesNotFit.

    What a committee sees of the other stays as it is: it can be decided by the same resolution, before or after. Its
    event names no resolution, by which that decision is known to be done.
    """
    into = None if item.into_id in (None, request.id) else await repository.lock_for_decision(session, item.into_id)
    if into is None or into.fiscal_year != request.fiscal_year or into.state not in TAKES_OTHERS:
        found = "-" if into is None else f"{into.fiscal_year}, {into.state}"
        raise MergerDoesNotFit(into_id=str(item.into_id), allowed=", ".join(TAKES_OTHERS), found=found)
    before = into.merged_amount
    into.merged_ids = [*into.merged_ids, request.id]
    into.merged_amount += request.asked_in_all
    changes = {
        "merged_ids": [None, str(request.id)],
        "merged_amount": [format_amount(before), format_amount(into.merged_amount)],
        "reason": item.reason_th,
    }
    await save(session, actor, into, "took_in", changes)
    return into


async def carry_out_list(
    session: AsyncSession,
    actor: Principal,
    resolution: ConfirmedResolution,
    item: DecisionItem,
    submission: Submission,
) -> None:
    """Carry out what the area's committee resolved of a list: its submitted requests go the way of the list.

    Raises DecisionDoesNotApply, StateDoesNotAllow, CommitteeMayNotDecide, ProjectWithdrawn, ProjectChanged.
    """
    if item.decision not in LIST_DECISIONS:
        raise DecisionDoesNotApply(decision=item.decision, known=", ".join(LIST_DECISIONS))
    LIST_FLOW.after(submission.state, item.decision)
    refuse_other_committee(resolution, item.decision, submission.area_code)
    reason = item.reason_th if item.decision == "return" else None
    happening = HAPPENED[item.decision]
    held: list[money.Held] = []
    for request in await repository.load_listed(session, lists.office_of(submission.area_code), submission):
        if request.state == SUBMITTED:
            refuse_decision(resolution, item, request)
            held += [] if item.decision == "endorse" else await money.take_hold(session, request)
            await move(session, actor, request, item.decision, happening, reason, resolution.id)
    await lists.move(session, actor, submission, item.decision, happening, reason, resolution.id)
    if item.decision == "return":
        await ask_office_for_list(session, submission)
    await money.release(session, actor, held, reason or resolution.title_th, resolution.id)


async def ask_office_for_list(session: AsyncSession, submission: Submission) -> None:
    """Open the owner's task of correcting a list."""
    of_round = f"{submission.fiscal_year}/{submission.round}"
    title = Text(f"แก้ไขชุดคำของบประมาณที่ส่งกลับ ปี {of_round}", f"Correct the returned submission of {of_round}")
    about, link = (lists.OBJECT, submission.id), lists.link_of(submission)
    await open_task(session, f"{lists.OBJECT}.correct", lists.office_of(submission.area_code), title, about, link)
