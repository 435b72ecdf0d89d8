"""Looking at both sides' values: a dispute opens where they differ, and closes by itself where they do not."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from services.indicators.joint import access, repository
from services.indicators.joint.models import JointDispute, JointIndicator
from services.indicators.joint.rules.disputes import CLOSED, DISPUTE_FLOW, OPEN, Figure, Sides, is_disputed, why_closed
from services.indicators.joint.usecases.asking import DISPUTE, of_dispute
from services.indicators.joint.usecases.changes import AUDIENCE, json_of, subject_of
from services.indicators.joint.usecases.results import results_of
from services.shared.access import Principal, authorise, check_state
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.decisions.access import CLERK
from services.shared.events.record import Change, difference, record
from services.shared.idempotency import Once
from services.shared.tasks.repository import close_tasks, open_all


@dataclass
class Reviewed:
    """What a look at both sides' values came to, each in the order of areas."""

    joint: JointIndicator
    opened: list[JointDispute] = field(default_factory=list)
    changed: list[JointDispute] = field(default_factory=list)
    closed: list[JointDispute] = field(default_factory=list)
    before: dict[UUID, dict[str, Any]] = field(default_factory=dict)


async def review_disputes(session: AsyncSession, principal: Principal, once: Once, joint_id: UUID) -> Reviewed:
    """Look at both sides' values of a joint indicator now. Raises NotPermitted, StateDoesNotAllow."""
    joint = await repository.load_joint(session, principal, joint_id, lock=True, offers=True)
    authorise(principal, access.REVIEW, subject_of(joint))
    await once.begin(session, principal)
    check_state(access.REVIEW, subject_of(joint))
    return await review(session, principal, joint)


async def review(session: AsyncSession, principal: Principal, joint: JointIndicator) -> Reviewed:
    """Open, renew or close the disputes of a joint indicator that was locked with its offers.

    It takes a number of statements that does not grow with the areas. What was settled stays settled.
    """
    await repository.lock_disputes(session, joint.id)
    (results,) = await results_of(session, principal, [joint], joint.fiscal_year)
    reviewed = Reviewed(joint)
    for area in results.areas:
        sides, dispute = results.sides[area.area_code], results.disputes.get(area.area_code)
        differs = is_disputed(area.offer_state, sides, joint.side_of_record, joint.tolerance_percent)
        if dispute is None:
            if differs:
                reviewed.opened.append(new_dispute(joint, area.area_code, sides))
        elif dispute.state == OPEN and not differs:
            close(reviewed, dispute, area.offer_state)
        elif dispute.state == OPEN:
            renew(reviewed, dispute, sides)
    await write(session, principal, reviewed)
    return reviewed


def new_dispute(joint: JointIndicator, area_code: str, sides: Sides) -> JointDispute:
    """Return an open dispute of what both sides say now."""
    at = now()
    dispute = JointDispute(
        id=new_id(),
        joint_indicator_id=joint.id,
        area_code=area_code,
        state=DISPUTE_FLOW.start,
        settled_made_of=[],
        opened_at=at,
        updated_at=at,
    )
    set_committed_value(dispute, "statements", [])
    take_over(dispute, joint, sides)
    return dispute


def seen(joint: JointIndicator, sides: Sides) -> dict[str, Any]:
    """Return what both sides say now and the terms it is held against, by the field of a dispute that keeps it."""
    assert sides.area is not None
    assert sides.function is not None
    found: dict[str, Any] = {
        "definition_version": joint.definition_version,
        "tolerance_percent": joint.tolerance_percent,
        "function_reporter_code": joint.function_reporter_code,
    }
    for side, figure in (("area", Figure.of(sides.area)), ("function", Figure.of(sides.function))):
        found |= {f"{side}_{name}": getattr(figure, name) for name in ("value", "numerator", "denominator")}
        found[f"{side}_made_of"] = [list(each) for each in figure.made_of]
    return found


def take_over(dispute: JointDispute, joint: JointIndicator, sides: Sides) -> None:
    """Write what both sides say now into a dispute."""
    for name, value in seen(joint, sides).items():
        setattr(dispute, name, value)
    dispute.content_hash = hash_of(dispute)


def renew(reviewed: Reviewed, dispute: JointDispute, sides: Sides) -> None:
    """Take new values over; what was proposed was proposed of the old ones, and falls."""
    if all(getattr(dispute, name) == value for name, value in seen(reviewed.joint, sides).items()):
        return
    reviewed.before[dispute.id] = {**content_of(dispute), "state": dispute.state}
    clear_proposal(dispute)
    take_over(dispute, reviewed.joint, sides)
    dispute.state, dispute.updated_at = DISPUTE_FLOW.after(dispute.state, "look"), now()
    reviewed.changed.append(dispute)


def close(reviewed: Reviewed, dispute: JointDispute, offer_state: str) -> None:
    """Close what is no dispute any more."""
    reviewed.before[dispute.id] = {**content_of(dispute), "state": dispute.state}
    dispute.state, dispute.closed_because = DISPUTE_FLOW.after(dispute.state, "close"), why_closed(offer_state)
    dispute.updated_at = now()
    reviewed.closed.append(dispute)


async def write(session: AsyncSession, principal: Principal, reviewed: Reviewed) -> None:
    """Write what a review came to: rows, tasks, one event of each."""
    moved = [*reviewed.changed, *reviewed.closed]
    if not reviewed.opened and not moved:
        return
    await repository.write_all(session, moved)
    await repository.save(session, *reviewed.opened)
    await close_tasks(session, DISPUTE, *(dispute.id for dispute in moved))
    joint, asked = reviewed.joint, [*reviewed.opened, *reviewed.changed]
    await open_all(session, [task for dispute in asked for task in of_dispute(dispute, joint)])
    happenings = (("opened", reviewed.opened), ("values_changed", reviewed.changed), ("closed", reviewed.closed))
    changes = [
        change_of_dispute(dispute, joint, happening, changed_of(reviewed, dispute))
        for happening, disputes in happenings
        for dispute in disputes
    ]
    await record(session, principal, *changes)


def changed_of(reviewed: Reviewed, dispute: JointDispute) -> dict[str, Any]:
    """Return by field [from, to] of what a review changed in a dispute."""
    after = {**content_of(dispute), "state": dispute.state}
    if dispute.state == CLOSED:
        after["closed_because"] = dispute.closed_because
    return difference(reviewed.before.get(dispute.id, {}), after)


SIDE_FIELDS = ("value", "numerator", "denominator", "made_of")
PROPOSAL_FIELDS = (
    "proposed_outcome",
    "proposed_value",
    "proposed_numerator",
    "proposed_denominator",
    "proposal_reason_th",
)
CONTENT_FIELDS = (
    "area_code",
    "definition_version",
    "function_reporter_code",
    "tolerance_percent",
    *(f"{side}_{name}" for side in ("area", "function") for name in SIDE_FIELDS),
    *PROPOSAL_FIELDS,
)


def content_of(dispute: JointDispute) -> dict[str, Any]:
    """Return what a committee sees of a dispute and decides on, of which `content_hash` is the hash."""
    shown = {name: json_of(getattr(dispute, name)) for name in CONTENT_FIELDS}
    return {"joint_indicator_id": str(dispute.joint_indicator_id), **shown}


def hash_of(dispute: JointDispute) -> str:
    """Return the hash of what a committee decides on."""
    return sha256(content_of(dispute))


def clear_proposal(dispute: JointDispute) -> None:
    """Take a proposal away; what it was stays in the history."""
    for name in PROPOSAL_FIELDS:
        setattr(dispute, name, None)


def change_of_dispute(
    dispute: JointDispute,
    joint: JointIndicator,
    happening: str,
    changes: dict[str, Any],
    resolution_id: UUID | None = None,
) -> Change:
    """Return the event of a change of a dispute."""
    payload = {
        "joint_indicator_id": str(joint.id),
        "fiscal_year": joint.fiscal_year,
        "function_code": joint.function_code,
        "area_code": dispute.area_code,
        "state": dispute.state,
    }
    happened = f"{DISPUTE}.{happening}"
    return Change(happened, DISPUTE, dispute.id, dispute.version, AUDIENCE, payload, changes, resolution_id)


async def hash_now(session: AsyncSession, dispute: JointDispute) -> str:
    """Return the hash of a dispute with what both sides say at this moment: a value pushed since is a change."""
    joint = await repository.load_joint(session, CLERK, dispute.joint_indicator_id, offers=True)
    (results,) = await results_of(session, CLERK, [joint], joint.fiscal_year)
    sides = results.sides.get(dispute.area_code, Sides(None, None))
    state = next((each.offer_state for each in results.areas if each.area_code == dispute.area_code), "")
    if not is_disputed(state, sides, joint.side_of_record, joint.tolerance_percent):
        return sha256({**content_of(dispute), "is_disputed": False})
    current = {name: json_of(value) for name, value in seen(joint, sides).items()}
    return sha256({**content_of(dispute), **current})
