"""Making a round, changing its draft, proposing it, giving it up."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.allocation import access, repository
from services.budget.allocation.errors import AllocationRoundExists, RunOfOtherSettings
from services.budget.allocation.models import AllocationRound
from services.budget.allocation.rules.settings import (
    CriterionFacts,
    LastYearFacts,
    PoolFacts,
    settings_faults,
)
from services.budget.allocation.rules.states import CLUSTER, DRAFT
from services.budget.allocation.schemas.rounds import (
    AllocationProposal,
    AllocationRoundCreate,
    AllocationRoundPatch,
    AllocationWithdrawal,
)
from services.budget.allocation.schemas.settings import CriterionIn, PoolIn
from services.budget.allocation.usecases.standing import (
    OBJECT,
    ask_committee,
    lock_for,
    move,
    save,
    settings_of,
    subject_of,
    take_hashes,
)
from services.budget.ledger import repository as ledger
from services.budget.ledger.usecases.accounts import counts_in, refuse_stated
from services.shared import reference
from services.shared.access import Principal, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, NotFound, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference
from services.shared.idempotency import Once
from services.shared.preconditions import check_version
from services.shared.schemas import Json
from services.shared.text import text_or_none


async def create_round(
    session: AsyncSession, principal: Principal, once: Once, body: AllocationRoundCreate
) -> AllocationRound:
    """Add a draft. Raises Invalid, AllocationRoundExists, CeilingStated."""
    authorise(principal, access.CREATE)
    await once.begin(session, principal)
    await refuse_fund(session, body.fund_code, body.fiscal_year)
    refuse_pools(body.pools, body.fiscal_year)
    at = now()
    allocation = AllocationRound(
        id=new_id(), state=DRAFT, frame=body.frame_amount, unit=body.unit_amount, pools=kept(body.pools),
        reason=None, return_reason=None, run_id=None, resolution_id=None, proposed_at=None, published_at=None,
        created_at=at, updated_at=at, **body.model_dump(exclude={"frame_amount", "unit_amount", "pools"}),
    )  # fmt: skip
    take_hashes(allocation)
    await refuse_alike(session, allocation)
    await save(session, principal, allocation, "created", {"state": [None, DRAFT], **shown_as_new(allocation)})
    return allocation


async def update_round(
    session: AsyncSession, principal: Principal, round_id: UUID, tag: str, body: AllocationRoundPatch
) -> AllocationRound:
    """Change what was sent of a draft. Raises VersionStale, StateDoesNotAllow, Invalid, AllocationRoundExists."""
    allocation = await lock_for(session, principal, round_id, access.UPDATE)
    check_version(tag, allocation.version)
    check_state(access.UPDATE, subject_of(allocation))
    before = shown(allocation)
    for name in body.model_fields_set - {"pools"}:
        setattr(allocation, _COLUMNS.get(name, name), getattr(body, name))
    if "pools" in body.model_fields_set:
        refuse_pools(body.pools, allocation.fiscal_year)
        allocation.pools = kept(body.pools)
    take_hashes(allocation)
    await refuse_alike(session, allocation)
    await save(session, principal, allocation, "updated", difference(before, shown(allocation)))
    return allocation


_COLUMNS = {"frame_amount": "frame", "unit_amount": "unit"}


async def propose_round(
    session: AsyncSession, principal: Principal, once: Once, round_id: UUID, body: AllocationProposal
) -> AllocationRound:
    """Put a run before ก.น.จ. Raises StateDoesNotAllow, Invalid (no such run), RunOfOtherSettings."""
    allocation = await lock_for(session, principal, round_id, access.PROPOSE)
    await once.begin(session, principal)
    check_state(access.PROPOSE, subject_of(allocation))
    try:
        run = await repository.load_run(session, principal, round_id, body.run_id)
    except NotFound as absent:
        raise Invalid(FieldError("/run_id", "run_unknown", _NO_RUN)) from absent
    if run.settings_hash != allocation.settings_hash:
        raise RunOfOtherSettings(number=run.number)
    changes: Json = {"run_id": [text_or_none(allocation.run_id), str(run.id)], "reason": body.reason}
    allocation.run_id, allocation.reason, allocation.proposed_at = run.id, body.reason, now()
    allocation.return_reason = None
    take_hashes(allocation, run)
    await move(session, principal, allocation, "propose", "proposed", changes)
    await ask_committee(session, allocation)
    return allocation


async def withdraw_round(
    session: AsyncSession, principal: Principal, once: Once, round_id: UUID, body: AllocationWithdrawal
) -> AllocationRound:
    """Give a round up that was not published; its history stays. Raises StateDoesNotAllow."""
    allocation = await lock_for(session, principal, round_id, access.WITHDRAW)
    await once.begin(session, principal)
    check_state(access.WITHDRAW, subject_of(allocation))
    allocation.reason = body.reason
    await move(session, principal, allocation, "withdraw", "withdrawn", {"reason": body.reason})
    return allocation


async def show_history(session: AsyncSession, principal: Principal, round_id: UUID) -> HistoryPage:
    """Return what happened to a round, for those who oversee."""
    allocation = await repository.load_round(session, principal, round_id)
    authorise(principal, access.READ_HISTORY, subject_of(allocation))
    return await history_of(session, OBJECT, round_id)


async def refuse_fund(session: AsyncSession, fund_code: str, fiscal_year: int) -> None:
    """Raise Invalid unless the fund counts in the fiscal year, CeilingStated where its ceilings are ministries' own."""
    refuse_stated(fund_code)
    funds = {fund.code: fund for fund in await ledger.list_funds(session)}
    if fund_code not in funds or not counts_in(funds[fund_code], fiscal_year):
        raise Invalid(FieldError("/fund_code", "fund_unknown", _NO_FUND))


async def refuse_alike(session: AsyncSession, allocation: AllocationRound) -> None:
    """Raise AllocationRoundExists when another round of the year has its name."""
    if like := await repository.find_like(session, allocation):
        raise AllocationRoundExists(round_id=str(like))


def refuse_pools(pools: Sequence[PoolIn], fiscal_year: int) -> None:
    """Raise Invalid when pools contradict themselves; what does not add up yet may stand in a draft."""
    if faults := settings_faults([facts_of(pool, fiscal_year) for pool in pools]):
        raise Invalid(*faults)


def facts_of(pool: PoolIn, fiscal_year: int) -> PoolFacts:
    """Return what the rules ask of a pool."""
    last = pool.last_year
    return PoolFacts(
        level=pool.level,
        sharing=sharing(pool.level, fiscal_year),
        areas=pool.areas,
        has_areas_reason=pool.areas_reason_th is not None,
        criteria=[_criterion(each) for each in pool.criteria],
        excepted=[each.area_code for each in pool.exceptions],
        last_year=LastYearFacts(
            last.kind, last.round_id is not None, last.source is not None, [each.area_code for each in last.amounts]
        )
        if last
        else None,
    )


def _criterion(criterion: CriterionIn) -> CriterionFacts:
    inputs = criterion.inputs
    return CriterionFacts(
        key=criterion.key,
        kind=criterion.kind,
        input_areas=None if inputs is None else [each.area_code for each in inputs.values],
        has_indicator=criterion.indicator is not None,
        has_least_input=criterion.least_input is not None,
        bands_from=[each.at_least for each in criterion.bands],
    )


def sharing(level: str, fiscal_year: int) -> tuple[str, ...]:
    """Return every area of a level that the fiscal year has, by code; Bangkok is no province."""
    areas = reference.clusters(fiscal_year) if level == CLUSTER else reference.provinces(fiscal_year)
    return tuple(sorted(area.code for area in areas))


def kept(pools: Sequence[PoolIn]) -> list[Json]:
    """Return pools as they are kept."""
    return [pool.model_dump(mode="json") for pool in pools]


def shown(allocation: AllocationRound) -> Json:
    """Return what of a round may be changed, as JSON values for the history's [from, to]."""
    head = {"name_th": allocation.name_th, "source": allocation.source, "dated_on": allocation.dated_on.isoformat()}
    settings = settings_of(allocation)
    return head | {name: settings[name] for name in ("frame_amount", "unit_amount", "ceiling_effect", "pools")}


def shown_as_new(allocation: AllocationRound) -> Json:
    """Return a new round as changes from nothing."""
    return difference({}, shown(allocation))


_NO_FUND = Text(
    "ไม่มีแหล่งเงินนี้ในปีงบประมาณนี้ ดูที่ /v1/budget-accounts/funds", "/v1/budget-accounts/funds lists the funds of the year."
)
_NO_RUN = Text("รอบนี้ไม่มีผลการจัดสรรรหัสนี้ ดูที่ …/runs", "The round has no such run; …/runs lists them.")
