"""Simulating: a round is divided as it stands, or as it is tried, and what came of it is kept for good.

What others know is asked and everything computed before the transaction that keeps the run begins; a round that was
changed meanwhile is not run.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.allocation import access, clients, repository
from services.budget.allocation.errors import NotDivisible, RoundMovedOn
from services.budget.allocation.models import AllocationRound, AllocationRun
from services.budget.allocation.rules.result import result_of
from services.budget.allocation.rules.settings import settings_faults
from services.budget.allocation.rules.snapshot import document_of, faults_of_snapshot
from services.budget.allocation.schemas.runs import AllocationRunCreate, CriterionChange, PoolChange
from services.budget.allocation.schemas.settings import CriterionIn, PoolIn
from services.budget.allocation.usecases.drafts import facts_of
from services.budget.allocation.usecases.gathering import (
    Tried,
    last_years,
    questions_of,
    snapshot_of,
    tried_of,
    unknown_indicators,
)
from services.budget.allocation.usecases.standing import lock_for, settings_of, subject_of, tell
from services.shared.access import Principal, authorise, check_state
from services.shared.canonical import canonical, sha256
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Text
from services.shared.idempotency import Once
from services.shared.money import format_amount
from services.shared.neighbours import Asker
from services.shared.schemas import Json


@dataclass(frozen=True)
class Computed:
    """A snapshot and its result as they are kept; without a result `faults` say why."""

    faults: Sequence[FieldError]
    snapshot: bytes = b""
    snapshot_sha256: str = ""
    result: bytes = b""
    result_sha256: str = ""


async def run_round(
    session: AsyncSession,
    asker: Asker,
    principal: Principal,
    once: Once,
    round_id: UUID,
    body: AllocationRunCreate,
) -> AllocationRun:
    """Divide a round and keep what came of it. Raises StateDoesNotAllow, RoundMovedOn, NotDivisible."""
    seen = await repository.load_round(session, principal, round_id)
    authorise(principal, access.RUN, subject_of(seen))
    pools, unknown = changed_pools([PoolIn.model_validate(each) for each in seen.pools], body.pools)
    tried = tried_of(seen, pools, body.frame_amount or seen.frame)
    faults = [*unknown, *settings_faults([facts_of(pool, seen.fiscal_year) for pool in pools])]
    version = seen.version
    computed = Computed(faults) if faults else await _compute(session, asker, principal, tried)
    allocation = await lock_for(session, principal, round_id, access.RUN)
    await once.begin(session, principal)
    check_state(access.RUN, subject_of(allocation))
    if allocation.version != version:
        raise RoundMovedOn()
    if computed.faults:
        raise NotDivisible(*computed.faults)
    return await _keep(session, principal, allocation, tried, body, computed)


async def _compute(session: AsyncSession, asker: Asker, principal: Principal, tried: Tried) -> Computed:
    last = await last_years(session, principal, tried)
    await session.rollback()  # what the indicators service is asked comes before the transaction that keeps the run
    readings = await clients.readings_of(asker, questions_of(tried))
    missing = [each.fault for each in last if each.fault is not None]
    if faults := [*unknown_indicators(tried, readings), *missing]:
        return Computed(faults)
    return await asyncio.to_thread(computed_of, snapshot_of(tried, readings, last))


def computed_of(snapshot: Json) -> Computed:
    """Return what a snapshot divides into, or why it does not."""
    if faults := faults_of_snapshot(snapshot):
        return Computed(faults)
    snapshot_sha256 = sha256(snapshot)
    result = result_of(snapshot, snapshot_sha256)
    return Computed((), canonical(snapshot), snapshot_sha256, canonical(result), sha256(result))


async def _keep(
    session: AsyncSession,
    principal: Principal,
    allocation: AllocationRound,
    tried: Tried,
    body: AllocationRunCreate,
    computed: Computed,
) -> AllocationRun:
    run = AllocationRun(
        id=new_id(),
        round_id=allocation.id,
        number=await repository.last_number(session, allocation) + 1,
        name_th=body.name_th,
        round_version=allocation.version,
        frame=tried.frame,
        settings_hash=sha256(settings_as_tried(allocation, tried)),
        changes=body.model_dump(mode="json", exclude={"name_th"}, exclude_unset=True),
        snapshot=computed.snapshot,
        snapshot_sha256=computed.snapshot_sha256,
        result=computed.result,
        result_sha256=computed.result_sha256,
        actor=principal.subject,
        created_at=now(),
        round=allocation,
    )
    await repository.add_run(session, run)
    told = {"number": run.number, "snapshot_sha256": run.snapshot_sha256, "result_sha256": run.result_sha256}
    await tell(session, principal, allocation, "run", {name: [None, value] for name, value in told.items()})
    return run


def settings_as_tried(allocation: AllocationRound, tried: Tried) -> Json:
    """Return the settings of a round with what was changed of them for a run."""
    changed = {
        "frame_amount": format_amount(tried.frame),
        "pools": [pool.model_dump(mode="json") for pool in tried.pools],
    }
    return {**settings_of(allocation), **changed}


def changed_pools(pools: Sequence[PoolIn], changes: Sequence[PoolChange]) -> tuple[list[PoolIn], list[FieldError]]:
    """Return pools with changes made, and a fault for every change of something that is not there."""
    by_level = {change.level: change for change in changes}
    faults = [
        FieldError(f"/pools/{place}/level", "pool_unknown", _NO_POOL)
        for place, change in enumerate(changes)
        if change.level not in {pool.level for pool in pools} or by_level[change.level] is not change
    ]
    keys = {(pool.level, criterion.key) for pool in pools for criterion in pool.criteria}
    faults += [
        FieldError(f"/pools/{place}/criteria/{number}/key", "criterion_unknown", _NO_CRITERION)
        for place, change in enumerate(changes)
        for number, criterion in enumerate(change.criteria)
        if (change.level, criterion.key) not in keys
    ]
    return [_changed_pool(pool, by_level.get(pool.level)) for pool in pools], faults


def _changed_pool(pool: PoolIn, change: PoolChange | None) -> PoolIn:
    if change is None:
        return pool
    sent = change.model_fields_set - {"level", "criteria"}
    by_key = {each.key: each for each in change.criteria}
    criteria = [_changed_criterion(each, by_key.get(each.key)) for each in pool.criteria]
    return pool.model_copy(update={**{name: getattr(change, name) for name in sent}, "criteria": criteria})


def _changed_criterion(criterion: CriterionIn, change: CriterionChange | None) -> CriterionIn:
    if change is None:
        return criterion
    update = {name: getattr(change, name) for name in change.model_fields_set - {"key"}}
    # Inputs that are tried stand in place of an indicator's.
    return criterion.model_copy(update={**update, "indicator": None} if "inputs" in update else update)


def computed_again(run: AllocationRun) -> Computed:
    """Return what the snapshot of a run divides into now."""
    return computed_of(document_of(run.snapshot))


_NO_POOL = Text("รอบนี้ไม่มีส่วนของระดับพื้นที่นี้ หรือส่งซ้ำ", "The round has no pool of this level, or it was sent twice.")
_NO_CRITERION = Text("ไม่มีเกณฑ์ key นี้ในส่วนนี้ของรอบ", "This pool of the round has no criterion of this key.")
