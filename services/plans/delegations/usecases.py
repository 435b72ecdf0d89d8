"""What the keepers of the register do with delegations."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.committees.rules import CommitteeKind
from services.plans.delegations import access, repository
from services.plans.delegations.models import Delegation
from services.plans.delegations.rules import FLOW, STANDING, Delegator, Terms, terms_faults
from services.plans.delegations.schemas import DelegationCreate, DelegationRevoke
from services.shared import reference
from services.shared.access import Principal, Subject, authorise
from services.shared.columns import new_id, now
from services.shared.errors import Invalid
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import EVERYONE, Change, record
from services.shared.idempotency import Once
from services.shared.money import format_amount

OBJECT = "delegation"


def subject_of(delegation: Delegation) -> Subject:
    """Return what access asks of a delegation."""
    return Subject(delegation.owner, state=delegation.state)


async def register(session: AsyncSession, principal: Principal, once: Once, body: DelegationCreate) -> Delegation:
    """Register what an order gives. Raises NotPermitted, Invalid, DelegationExists."""
    owner = f"area:{body.area_code}" if body.delegator is Delegator.GOVERNOR else ""
    authorise(principal, access.CREATE, Subject(owner))
    await once.begin(session, principal)
    limits = (body.limit_per_item_amount, body.limit_per_year_amount)
    kind = CommitteeKind(body.committee_kind)
    terms = Terms(body.delegator, body.power, kind, body.valid_from, body.valid_to, *limits)
    area = reference.area(body.area_code)
    if faults := terms_faults(terms, area.kind if area else None):
        raise Invalid(*faults)
    at = now()
    delegation = Delegation(id=new_id(), **body.model_dump(), state=STANDING, created_at=at, updated_at=at)
    given = [None if each is None else format_amount(each) for each in limits]
    await save(session, principal, delegation, "registered", {"limits": [None, {"item": given[0], "year": given[1]}]})
    return delegation


async def revoke(
    session: AsyncSession, principal: Principal, once: Once, delegation_id: UUID, body: DelegationRevoke
) -> Delegation:
    """Take a power back from a day on. Raises NotFound, NotPermitted, StateDoesNotAllow."""
    delegation = await repository.load_delegation(session, principal, delegation_id, lock=True)
    authorise(principal, access.REVOKE, subject_of(delegation))
    await once.begin(session, principal)
    before, delegation.state = delegation.state, FLOW.after(delegation.state, "revoke")
    delegation.revoked_on, delegation.revoke_reason = body.revoked_on, body.reason
    delegation.revoked_at, delegation.revoked_by = now(), principal.subject
    revoked = {"state": [before, delegation.state], "revoked_on": [None, body.revoked_on.isoformat()]}
    await save(session, principal, delegation, "revoked", revoked | {"reason": body.reason})
    return delegation


async def show_history(session: AsyncSession, principal: Principal, delegation_id: UUID) -> HistoryPage:
    """Return what happened to a delegation; raises NotFound."""
    delegation = await repository.load_delegation(session, principal, delegation_id)
    return await history_of(session, OBJECT, delegation.id)


async def save(
    session: AsyncSession, principal: Principal, delegation: Delegation, happening: str, changes: dict[str, Any]
) -> None:
    """Write the row under its next version and the event beside it; everyone may know of it."""
    delegation.updated_at = now()
    await repository.save_delegation(session, delegation)
    payload = {name: getattr(delegation, name) for name in ("power", "committee_kind", "area_code", "state")}
    everyone = frozenset({EVERYONE})
    change = Change(f"{OBJECT}.{happening}", OBJECT, delegation.id, delegation.version, everyone, payload, changes)
    await record(session, principal, change)
