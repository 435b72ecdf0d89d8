"""Every SQL statement about allocation rounds and their runs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, undefer, undefer_group

from services.budget.allocation.access import MAKERS
from services.budget.allocation.models import AllocationRound, AllocationRun
from services.budget.allocation.rules.states import PUBLISHED, WITHDRAWN
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.roles import OVERSEERS, Role
from services.shared.text import search_key

SORTS = {
    "fiscal_year": SortKey(AllocationRound.fiscal_year.expression, int),
    "updated_at": SortKey(AllocationRound.updated_at.expression, parse_instant),
}
RUN_SORT = "-number"
# Who sees what was proposed, with every run that was tried.
WATCHERS = OVERSEERS | {Role.SERVICE}
_NUMBER = SortKey(AllocationRun.number.expression, int)


def visible_to(principal: Principal) -> Select[AllocationRound]:
    """Return a select of the rounds that `principal` may see.

    A draft is its makers', what left their desk is the overseers' as well, what was published is everybody's.
    """
    rounds = select(AllocationRound)
    if principal.holds(MAKERS):
        return rounds
    if principal.holds(WATCHERS):
        return rounds.where(AllocationRound.proposed_at.is_not(None))
    return rounds.where(AllocationRound.state == PUBLISHED)


def visible_runs(principal: Principal) -> Select[AllocationRun]:
    """Return a select of runs, each with its round: all of a round to those who watch, else the published one."""
    seen = visible_to(principal).with_only_columns(AllocationRound.id)
    runs = select(AllocationRun).join(AllocationRun.round).options(contains_eager(AllocationRun.round))
    runs = runs.where(AllocationRound.id.in_(seen))
    if principal.holds(WATCHERS):
        return runs
    return runs.where(AllocationRound.state == PUBLISHED, AllocationRun.id == AllocationRound.run_id)


async def load_round(
    session: AsyncSession, principal: Principal, round_id: UUID, *, lock: bool = False
) -> AllocationRound:
    """Return a visible round with its pools, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(AllocationRound.id == round_id).options(undefer(AllocationRound.pools))
    if lock:
        found = found.with_for_update(of=AllocationRound).execution_options(populate_existing=True)
    allocation = (await session.scalars(found)).one_or_none()
    if allocation is None:
        raise NotFound()
    return allocation


async def lock_for_decision(session: AsyncSession, round_id: UUID) -> AllocationRound | None:
    """Return a round that has left its desk, its row locked; None when there is none."""
    found = visible_to(CLERK).where(AllocationRound.id == round_id).options(undefer(AllocationRound.pools))
    return (await session.scalars(found.with_for_update(of=AllocationRound))).one_or_none()


async def find_like(session: AsyncSession, allocation: AllocationRound) -> UUID | None:
    """Return the other round that has the business key of `allocation`: its year and name."""
    alike = select(AllocationRound.id).where(
        AllocationRound.fiscal_year == allocation.fiscal_year,
        AllocationRound.name_search == search_key(allocation.name_th),
        AllocationRound.state != WITHDRAWN,
        AllocationRound.id != allocation.id,
    )
    return await session.scalar(alike)


async def save_round(session: AsyncSession, allocation: AllocationRound) -> None:
    """Add or write a round; a name that another of the year has is refused here."""
    session.add(allocation)
    await session.flush()


async def load_rounds(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[AllocationRound]:
    """Return up to one round more than the page holds, in order, without their pools."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(AllocationRound, name) == value for name, value in filters.items() if value is not None]
    found = visible_to(principal).where(*wanted)
    found = keyset(found, sort, key, AllocationRound.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def last_number(session: AsyncSession, allocation: AllocationRound) -> int:
    """Return the number of the last run of a locked round, 0 before the first."""
    mine = select(func.coalesce(func.max(AllocationRun.number), 0)).where(AllocationRun.round_id == allocation.id)
    return (await session.scalars(mine)).one()


async def add_run(session: AsyncSession, run: AllocationRun) -> None:
    """Add a run; it never changes."""
    session.add(run)
    await session.flush()


async def load_run(session: AsyncSession, principal: Principal, round_id: UUID, run_id: UUID) -> AllocationRun:
    """Return a visible run of a round with its documents, and the round without its pools; raises NotFound."""
    found = visible_runs(principal).where(AllocationRun.round_id == round_id, AllocationRun.id == run_id)
    run = (await session.scalars(found.options(undefer_group("whole")))).one_or_none()
    if run is None:
        raise NotFound()
    return run


async def load_runs_named(
    session: AsyncSession, principal: Principal, round_id: UUID, run_ids: Sequence[UUID]
) -> list[AllocationRun]:
    """Return visible runs of a round with their documents, in the order named; raises NotFound when one is not."""
    found = visible_runs(principal).where(AllocationRun.round_id == round_id, AllocationRun.id.in_(run_ids))
    runs = {run.id: run for run in await session.scalars(found.options(undefer_group("whole")))}
    if len(runs) < len(run_ids):
        raise NotFound()
    return [runs[run_id] for run_id in run_ids]


async def find_published_run(session: AsyncSession, principal: Principal, round_id: UUID) -> AllocationRun | None:
    """Return the published run of a round with its documents, None unless the round is published."""
    found = visible_runs(principal).where(
        AllocationRun.round_id == round_id,
        AllocationRound.state == PUBLISHED,
        AllocationRun.id == AllocationRound.run_id,
    )
    return (await session.scalars(found.options(undefer_group("whole")))).one_or_none()


async def load_runs(
    session: AsyncSession, principal: Principal, round_id: UUID, page: PageRequest
) -> Sequence[AllocationRun]:
    """Return up to one visible run of a round more than the page holds, the newest first, without their documents."""
    filters = {"round_id": round_id}
    after = page.after(RUN_SORT, filters, _NUMBER)
    found = visible_runs(principal).where(AllocationRun.round_id == round_id)
    found = keyset(found, RUN_SORT, _NUMBER, AllocationRun.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the visible rounds of a fiscal year in a state, by id; one is decided as it is, without an amount."""
    found = visible_to(principal).where(
        AllocationRound.fiscal_year == query.fiscal_year, AllocationRound.state == query.state
    )
    rows = await session.scalars(found.order_by(AllocationRound.id).limit(query.limit))
    return [Candidate(row.id, row.version, row.content_hash) for row in rows]
