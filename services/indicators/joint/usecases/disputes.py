"""What both sides, the secretariat and the committee do with a dispute."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import access, repository
from services.indicators.joint.errors import DecisionNotForDisputes, ProposalMissing
from services.indicators.joint.models import JointDispute, JointDisputeStatement
from services.indicators.joint.rules.disputes import (
    DISPUTE_FLOW,
    OPEN,
    Figure,
    Proposal,
    faults_of_proposal,
    figure_of,
)
from services.indicators.joint.rules.states import AREA, FUNCTION
from services.indicators.joint.schemas.disputes import JointDisputePropose, JointDisputeReopen, JointDisputeState
from services.indicators.joint.usecases.asking import (
    DISPUTE,
    SECRETARIAT,
    of_dispute,
    province_grant,
    resolving,
)
from services.indicators.joint.usecases.changes import function_side, grant_of, json_of, measure_of
from services.indicators.joint.usecases.reviewing import (
    PROPOSAL_FIELDS,
    change_of_dispute,
    clear_proposal,
    hash_now,
    hash_of,
)
from services.shared.access import Action, Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.decisions.rules import ConfirmedResolution, Deciding, DecisionItem
from services.shared.errors import Invalid
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference, record
from services.shared.idempotency import Once
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import close_tasks, open_all


def subject_of_dispute(dispute: JointDispute) -> Subject:
    """Return what access asks of a dispute: it is its area's, the function side is named on it."""
    return Subject(f"area:{dispute.area_code}", shared=function_side(dispute.joint), state=dispute.state)


async def state_case(
    session: AsyncSession, principal: Principal, once: Once, dispute_id: UUID, body: JointDisputeState
) -> JointDispute:
    """Say, as one side, why it stands by its value and on what evidence. Raises StateDoesNotAllow."""
    dispute = await lock_for(session, principal, dispute_id, access.STATE, once)
    side = AREA if f"area:{dispute.area_code}" in principal.units else FUNCTION
    grant = grant_of(principal, side, dispute.joint, dispute.area_code)
    statement = JointDisputeStatement(
        id=new_id(),
        dispute_id=dispute.id,
        side=side,
        reason_th=body.reason_th,
        evidence_th=list(body.evidence_th),
        stated_by=principal.subject,
        stated_as=str(grant),
        stated_at=now(),
    )
    dispute.statements.append(statement)
    carrier = province_grant(dispute.area_code) if side == AREA else function_grant(dispute.joint.carrier_code)
    changes = {"statement": [None, {"side": side, "evidence_th": statement.evidence_th}], "reason": body.reason_th}
    await save(session, principal, dispute, "stated", changes)
    await close_tasks(session, DISPUTE, dispute.id, assignee=carrier)
    return dispute


async def propose_outcome(
    session: AsyncSession, principal: Principal, once: Once, dispute_id: UUID, body: JointDisputePropose
) -> JointDispute:
    """Propose, as the secretariat, which value is to count; the committee resolves it. Raises Invalid."""
    dispute = await lock_for(session, principal, dispute_id, access.PROPOSE, once)
    measure = measure_of(dispute.joint)
    proposal = Proposal(body.outcome, body.value, body.numerator, body.denominator)
    if faults := tuple(faults_of_proposal(proposal, measure)):
        raise Invalid(*faults)
    before = proposed(dispute)
    figure = figure_of(proposal, measure, sides_of(dispute))
    dispute.proposed_outcome, dispute.proposal_reason_th = proposal.outcome, body.reason_th
    dispute.proposed_value = figure.value
    dispute.proposed_numerator, dispute.proposed_denominator = figure.numerator, figure.denominator
    await save(session, principal, dispute, "proposed", difference(before, proposed(dispute)))
    await close_tasks(session, DISPUTE, dispute.id, assignee=SECRETARIAT)
    await open_all(session, [resolving(dispute, dispute.joint)])
    return dispute


async def reopen_dispute(
    session: AsyncSession, principal: Principal, once: Once, dispute_id: UUID, body: JointDisputeReopen
) -> JointDispute:
    """Put a settled value before all again, with the reason: until it is settled anew the side of record counts."""
    dispute = await lock_for(session, principal, dispute_id, access.REOPEN, once)
    before = settled(dispute)
    dispute.state = DISPUTE_FLOW.after(dispute.state, "reopen")
    for name in SETTLED_FIELDS:
        setattr(dispute, name, None)
    dispute.settled_made_of = []
    clear_proposal(dispute)
    await save(session, principal, dispute, "reopened", {**difference(before, settled(dispute)), "reason": body.reason})
    await open_all(session, of_dispute(dispute, dispute.joint))
    return dispute


@dataclass(frozen=True)
class Decidable:
    """A dispute locked for a decision, with the hash of it as both sides' values stand at this moment."""

    dispute: JointDispute
    content_hash: str


async def lock_decidable(session: AsyncSession, dispute_id: UUID) -> Decidable | None:
    """Return a dispute as a committee decides on it; None when there is none of that id."""
    dispute = await repository.lock_dispute(session, dispute_id)
    if dispute is None:
        return None
    return Decidable(dispute, await hash_now(session, dispute) if dispute.state == OPEN else dispute.content_hash)


async def carry_out(
    session: AsyncSession, actor: Principal, resolution: ConfirmedResolution, item: DecisionItem, found: Decidable
) -> None:
    """Make what is proposed count, or leave the dispute open without the proposal, as the resolution says.

    Raises CommitteeMayNotDecide, DecisionNotForDisputes, ProposalMissing, StateDoesNotAllow.
    """
    dispute = found.dispute
    resolution.refuse_other_than(item.decision, Deciding.EVALUATION)
    if item.decision not in ("settle", "reject"):
        raise DecisionNotForDisputes(decision=item.decision)
    state = DISPUTE_FLOW.after(dispute.state, item.decision)
    if dispute.proposed_outcome is None or dispute.proposed_value is None:
        raise ProposalMissing()
    before, dispute.state = {**settled(dispute), **proposed(dispute)}, state
    is_settled = item.decision == "settle"
    if is_settled:
        settle(dispute, resolution, item.reason_th)
    else:
        clear_proposal(dispute)
    changes = {**difference(before, {**settled(dispute), **proposed(dispute)}), "reason": item.reason_th}
    happening = "settled" if is_settled else "proposal_rejected"
    await save(session, actor, dispute, happening, changes, resolution.id)
    await close_tasks(session, DISPUTE, dispute.id)
    if not is_settled:
        await open_all(session, of_dispute(dispute, dispute.joint))


def settle(dispute: JointDispute, resolution: ConfirmedResolution, reason: str | None) -> None:
    """Write what counts from here on, and by which resolution."""
    area, function = sides_of(dispute)
    dispute.settled_outcome, dispute.settled_value = dispute.proposed_outcome, dispute.proposed_value
    dispute.settled_numerator = dispute.proposed_numerator
    dispute.settled_denominator = dispute.proposed_denominator
    made_of = {AREA: area.made_of, FUNCTION: function.made_of}.get(str(dispute.settled_outcome), ())
    dispute.settled_made_of = [list(each) for each in made_of]
    dispute.resolution_id, dispute.resolution_number = resolution.id, resolution.number
    dispute.decided_on, dispute.decision_reason_th = resolution.held_on, reason


def sides_of(dispute: JointDispute) -> tuple[Figure, Figure]:
    """Return the area's and the function's value as they stand in a dispute."""
    area = Figure(dispute.area_value, dispute.area_numerator, dispute.area_denominator, _made_of(dispute.area_made_of))
    function = Figure(
        dispute.function_value,
        dispute.function_numerator,
        dispute.function_denominator,
        _made_of(dispute.function_made_of),
    )
    return area, function


def _made_of(stored: list[Any]) -> tuple[tuple[str, int], ...]:
    return tuple((period, revision) for period, revision in stored)


SETTLED_FIELDS = (
    "settled_outcome",
    "settled_value",
    "settled_numerator",
    "settled_denominator",
    "resolution_id",
    "resolution_number",
    "decided_on",
    "decision_reason_th",
)


def settled(dispute: JointDispute) -> dict[str, Any]:
    """Return the state of a dispute and what counts by it, as JSON values."""
    found = {name: json_of(getattr(dispute, name)) for name in (*SETTLED_FIELDS, "state") if name != "resolution_id"}
    return {**found, "resolution_id": dispute.resolution_id and str(dispute.resolution_id)}


def proposed(dispute: JointDispute) -> dict[str, Any]:
    """Return what is proposed, as JSON values."""
    return {name: json_of(getattr(dispute, name)) for name in PROPOSAL_FIELDS}


async def show_history(session: AsyncSession, principal: Principal, dispute_id: UUID) -> HistoryPage:
    """Return what happened to a dispute, for both sides and the overseers."""
    dispute = await repository.load_dispute(session, principal, dispute_id)
    authorise(principal, access.READ_DISPUTE_HISTORY, subject_of_dispute(dispute))
    return await history_of(session, DISPUTE, dispute.id)


async def lock_for(
    session: AsyncSession, principal: Principal, dispute_id: UUID, action: Action, once: Once
) -> JointDispute:
    """Return the dispute, locked, when the caller sees it (else NotFound), may do `action`, and its state allows it."""
    dispute = await repository.load_dispute(session, principal, dispute_id, lock=True)
    authorise(principal, action, subject_of_dispute(dispute))
    await once.begin(session, principal)
    check_state(action, subject_of_dispute(dispute))
    return dispute


async def save(
    session: AsyncSession,
    principal: Principal,
    dispute: JointDispute,
    happening: str,
    changes: dict[str, Any],
    resolution_id: UUID | None = None,
) -> None:
    """Write a dispute under its next version and the event beside it."""
    dispute.updated_at = now()
    dispute.content_hash = hash_of(dispute)
    await repository.save(session, dispute)
    await record(session, principal, change_of_dispute(dispute, dispute.joint, happening, changes, resolution_id))
