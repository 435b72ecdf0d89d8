"""What is done with a submission as an object: making it, keeping its order and its sums, moving it on."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.calendar.rules import level_of
from services.budget.submissions import access, repository
from services.budget.submissions.errors import SubmissionExists, SubmissionNotYours
from services.budget.submissions.models import Submission
from services.budget.submissions.rules import DRAFT, FLOW, OFF_THE_DESK, Listed, in_order, totals_of
from services.budget.submissions.schemas import BudgetSubmissionCreate
from services.shared import reference
from services.shared.access import Action, Grant, Principal, Subject, authorise
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import Change, difference, record
from services.shared.idempotency import Once
from services.shared.jobs.worker import enqueue
from services.shared.money import format_amount
from services.shared.roles import FUNCTION_ROLES, OVERSEERS, Role
from services.shared.schemas import Json
from services.shared.tasks.repository import close_tasks

OBJECT = "budget_submission"
# The job that looks again at what is owed by the calendar of the year; the calendar's tasks are known above.
MOVED = "budget_submission.moved"


def subject_of(submission: Submission) -> Subject:
    """Return what access asks of a submission: its area, and the area's cluster in that fiscal year."""
    return Subject(submission.owner, above_of(submission.area_code, submission.fiscal_year), state=submission.state)


def above_of(area_code: str, fiscal_year: int) -> frozenset[str]:
    """Return the unit above an area in a fiscal year, none for a cluster."""
    above = reference.cluster_of(area_code, fiscal_year)
    return frozenset({f"area:{above}"} if above else set())


async def create_submission(
    session: AsyncSession, principal: Principal, once: Once, body: BudgetSubmissionCreate
) -> Submission:
    """Begin the list of an area the caller acts for. Raises SubmissionNotYours, Invalid, SubmissionExists."""
    authorise_area(principal, body.area_code)
    await once.begin(session, principal)
    refuse_area(body.area_code, body.fiscal_year)
    at = now()
    submission = Submission(
        id=new_id(), state=DRAFT, request_order=[], within_amount=0, above_amount=0, return_reason=None,
        submitted_at=None, created_at=at, updated_at=at, **body.model_dump(),
    )  # fmt: skip
    submission.content_hash = hash_of(submission, ())
    if like := await repository.find_like(session, submission):
        raise SubmissionExists(submission_id=str(like))
    await save(session, principal, submission, "created", {"state": [None, DRAFT]})
    return submission


def authorise_area(principal: Principal, area_code: str) -> None:
    """Raise SubmissionNotYours unless the caller acts for the area."""
    own = [grant for grant in principal.grants if grant.role in access.OWNERS.roles]
    if f"area:{area_code}" not in {grant.unit for grant in own}:
        raise SubmissionNotYours(action=access.CREATE.name, units=", ".join(str(grant) for grant in own))


def refuse_area(area_code: str, fiscal_year: int) -> None:
    """Raise Invalid unless the area is a province or cluster that the fiscal year has."""
    area = reference.area(area_code)
    if area is None or level_of(area.kind) is None or not reference.in_fiscal_year(area, fiscal_year):
        sentence = Text(
            "ชุดคำขอเป็นของจังหวัดหรือกลุ่มจังหวัดที่มีในปีงบประมาณนั้น",
            "A submission is of a province or cluster that the fiscal year has.",
        )
        raise Invalid(FieldError("/area_code", "area_does_not_fit", sentence))


def hash_of(submission: Submission, listed: Sequence[Listed]) -> str:
    """Return the hash of what a committee sees of a submission: whose it is, and its requests in order."""
    requests = [{"id": str(each.id), "content_hash": each.content_hash} for each in listed]
    head = {name: getattr(submission, name) for name in ("area_code", "fiscal_year", "round")}
    return sha256({**head, "requests": requests})


async def take_stock(
    session: AsyncSession,
    principal: Principal,
    submission: Submission,
    listed: Iterable[Listed],
    order: Sequence[UUID] | None = None,
) -> None:
    """Make a locked submission agree with the requests in it: their order (the present one unless given), their sums.

    Whatever a committee sees of a request is part of what it sees of the list, so the list gets a new version too.
    """
    before = shown(submission)
    placed = in_order(submission.request_order if order is None else order, listed)
    totals = totals_of(placed)
    submission.request_order = [each.id for each in placed]
    submission.within_amount, submission.above_amount = totals.within, totals.above
    submission.content_hash = hash_of(submission, placed)
    changes = difference(before, shown(submission))
    if changes:
        await save(session, principal, submission, "arranged" if order is not None else "listed", changes)


def shown(submission: Submission) -> Json:
    """Return what of a submission follows from its requests, as JSON values for the history's [from, to]."""
    return {
        "request_order": [str(each) for each in submission.request_order],
        "within_amount": format_amount(submission.within_amount),
        "above_amount": format_amount(submission.above_amount),
        "content_hash": submission.content_hash,
    }


async def show_history(session: AsyncSession, principal: Principal, submission_id: UUID) -> HistoryPage:
    """Return what happened to a submission, for those who may see its inside."""
    submission = await repository.load_submission(session, principal, submission_id)
    authorise(principal, access.READ_HISTORY, subject_of(submission))
    return await history_of(session, OBJECT, submission_id)


async def lock_for(session: AsyncSession, principal: Principal, submission_id: UUID, action: Action) -> Submission:
    """Return the submission, locked, when the caller sees it (else NotFound) and may do it (else NotPermitted)."""
    submission = await repository.load_submission(session, principal, submission_id, lock=True)
    authorise(principal, action, subject_of(submission))
    return submission


async def move(
    session: AsyncSession,
    principal: Principal,
    submission: Submission,
    verb: str,
    happening: str,
    reason: str | None = None,
    resolution_id: UUID | None = None,
) -> None:
    """Take a submission along its workflow, close what waited on it, and say so. Raises StateDoesNotAllow."""
    before, submission.state = submission.state, FLOW.after(submission.state, verb)
    submission.return_reason = reason
    if verb == "submit":
        submission.submitted_at = now()
    await close_tasks(session, OBJECT, submission.id)
    changes = {"state": [before, submission.state]} | ({"reason": reason} if reason else {})
    await save(session, principal, submission, happening, changes, resolution_id)
    await enqueue(session, MOVED, OBJECT, {"fiscal_year": submission.fiscal_year, "area_code": submission.area_code})


async def save(
    session: AsyncSession,
    principal: Principal,
    submission: Submission,
    happening: str,
    changes: dict[str, Any],
    resolution_id: UUID | None = None,
) -> None:
    """Write the row under its next version and the event beside it."""
    submission.updated_at = now()
    await repository.save_submission(session, submission)
    is_known = any(state in OFF_THE_DESK for state in changes.get("state", [submission.state]))
    audience = audience_of(submission.area_code, submission.fiscal_year, is_known=is_known)
    payload = {name: getattr(submission, name) for name in ("area_code", "fiscal_year", "round", "state")}
    happened = f"{OBJECT}.{happening}"
    change = Change(happened, OBJECT, submission.id, submission.version, audience, payload, changes, resolution_id)
    await record(session, principal, change)


def audience_of(area_code: str, fiscal_year: int, *, is_known: bool) -> frozenset[str]:
    """Return who may know of a change to what an area asks for; `is_known`: it was or is off the area's own desk."""
    inside = frozenset({f"area:{area_code}"})
    if not is_known:
        return inside
    return inside | above_of(area_code, fiscal_year) | {f"role:{role}" for role in OVERSEERS | FUNCTION_ROLES}


def committee_of(area_code: str) -> Grant:
    """Return the committee that decides on what an area asks for: its ก.บ.จ., or the cluster's ก.บ.ก."""
    return Grant(Role.CLUSTER_COMMITTEE if is_cluster(area_code) else Role.PROVINCE_COMMITTEE, area=area_code)


def office_of(area_code: str) -> Grant:
    """Return the grant whose holders work for an area: its provincial office, or the cluster's OSM."""
    return Grant(Role.CLUSTER if is_cluster(area_code) else Role.PROVINCE, area=area_code)


def is_cluster(area_code: str) -> bool:
    """Return whether an area is a cluster of provinces."""
    area = reference.area(area_code)
    return area is not None and area.kind is reference.AreaKind.CLUSTER


def link_of(submission: Submission) -> str:
    """Return where a submission is read."""
    return f"/v1/budget-submissions/{submission.id}"
