"""How a round stands: its hashes, who may know of it, what waits on it, and writing it with its event."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.allocation import repository
from services.budget.allocation.models import AllocationRound, AllocationRun
from services.budget.allocation.rules.states import FLOW, PUBLISHED
from services.shared.access import Action, Grant, Principal, Subject, authorise
from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.errors import Text
from services.shared.events.record import EVERYONE, Change, record
from services.shared.money import format_amount
from services.shared.roles import OVERSEERS, Role
from services.shared.schemas import Json
from services.shared.tasks.repository import close_tasks, open_task
from services.shared.text import text_or_none

OBJECT = "allocation_round"
OWNER = f"role:{Role.BUDGET_BUREAU}"
WATCHERS = frozenset(f"role:{role}" for role in OVERSEERS)


def subject_of(allocation: AllocationRound) -> Subject:
    """Return what access asks of a round."""
    return Subject(OWNER, state=allocation.state)


def settings_of(allocation: AllocationRound) -> Json:
    """Return all of a round that decides what its runs come to, as JSON values."""
    return {
        "fiscal_year": allocation.fiscal_year,
        "fund_code": allocation.fund_code,
        "frame_amount": format_amount(allocation.frame),
        "unit_amount": format_amount(allocation.unit),
        "ceiling_effect": allocation.ceiling_effect,
        "pools": allocation.pools,
    }


def take_hashes(allocation: AllocationRound, run: AllocationRun | None = None) -> None:
    """Give a round the hash of its settings, and that of what a committee sees; `run` is what is proposed."""
    allocation.settings_hash = sha256(settings_of(allocation))
    allocation.content_hash = sha256(
        {
            "name_th": allocation.name_th,
            "source": allocation.source,
            "dated_on": allocation.dated_on.isoformat(),
            "settings_hash": allocation.settings_hash,
            "run_id": text_or_none(run.id if run else None),
            "snapshot_sha256": run.snapshot_sha256 if run else None,
            "result_sha256": run.result_sha256 if run else None,
        }
    )


async def lock_for(session: AsyncSession, principal: Principal, round_id: UUID, action: Action) -> AllocationRound:
    """Return the round, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    allocation = await repository.load_round(session, principal, round_id, lock=True)
    authorise(principal, action, subject_of(allocation))
    return allocation


async def move(
    session: AsyncSession,
    principal: Principal,
    allocation: AllocationRound,
    verb: str,
    happening: str,
    changes: Json,
    resolution_id: UUID | None = None,
) -> None:
    """Take a round along its workflow, close what waited on it, and say so. Raises StateDoesNotAllow."""
    before, allocation.state = allocation.state, FLOW.after(allocation.state, verb)
    await close_tasks(session, OBJECT, allocation.id)
    await save(
        session, principal, allocation, happening, {"state": [before, allocation.state], **changes}, resolution_id
    )


async def save(
    session: AsyncSession,
    principal: Principal,
    allocation: AllocationRound,
    happening: str,
    changes: dict[str, Any],
    resolution_id: UUID | None = None,
) -> None:
    """Write the row under its next version and the event beside it."""
    allocation.updated_at = now()
    await repository.save_round(session, allocation)
    await tell(session, principal, allocation, happening, changes, resolution_id)


async def tell(
    session: AsyncSession,
    principal: Principal,
    allocation: AllocationRound,
    happening: str,
    changes: dict[str, Any],
    resolution_id: UUID | None = None,
) -> None:
    """Write the event of a change: everybody's once published, else theirs who see the round."""
    payload = {
        **{name: getattr(allocation, name) for name in ("fiscal_year", "name_th", "fund_code", "state")},
        "frame_amount": format_amount(allocation.frame),
        "run_id": text_or_none(allocation.run_id),
    }
    happened = f"{OBJECT}.{happening}"
    audience = audience_of(allocation)
    change = Change(happened, OBJECT, allocation.id, allocation.version, audience, payload, changes, resolution_id)
    await record(session, principal, change)


def audience_of(allocation: AllocationRound) -> frozenset[str]:
    """Return who may know of a change to a round: those who see it."""
    if allocation.state == PUBLISHED:
        return frozenset({EVERYONE})
    return frozenset({OWNER}) if allocation.proposed_at is None else WATCHERS


async def ask_committee(session: AsyncSession, allocation: AllocationRound) -> None:
    """Open the task of ก.น.จ. to resolve on a proposed round."""
    title = Text(
        f"พิจารณาการจัดสรร {allocation.name_th}", f"Resolve on the allocation of {allocation.fiscal_year} as proposed"
    )
    await _ask(session, allocation, "decide", Grant(Role.POLICY_COMMITTEE), title)


async def ask_bureau(session: AsyncSession, allocation: AllocationRound) -> None:
    """Open the Budget Bureau's task to correct a round that was sent back."""
    title = Text(f"แก้ไขการจัดสรร {allocation.name_th}", f"Correct the returned allocation of {allocation.fiscal_year}")
    await _ask(session, allocation, "correct", Grant(Role.BUDGET_BUREAU), title)


async def _ask(session: AsyncSession, allocation: AllocationRound, kind: str, whom: Grant, title: Text) -> None:
    about, link = (OBJECT, allocation.id), f"/v1/allocation-rounds/{allocation.id}"
    await open_task(session, f"{OBJECT}.{kind}", whom, title, about, link)
