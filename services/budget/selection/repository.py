"""Every SQL statement about choices, and what they are made of: requests, lists and accounts as they stand."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, false, func, insert, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload, undefer

from services.budget.ledger import repository as ledger
from services.budget.ledger.models import Account
from services.budget.requests import repository as requests
from services.budget.requests.models import Request
from services.budget.selection.access import NATION, owners_of
from services.budget.selection.models import Selection, SelectionCandidate, SelectionOverrule, SelectionQuestion
from services.budget.submissions.models import Submission
from services.shared.access import Grant, Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.roles import Role

SORTS = {"updated_at": SortKey(Selection.updated_at.expression, parse_instant)}
IN_ORDER = SortKey(SelectionCandidate.position.expression, int)
# Who computes: our own worker, for whoever asked.
COMPUTER = Principal("service:budget", "project-selections", (Grant(Role.SERVICE),))
WHOLE = (undefer(Selection.problem), undefer(Selection.snapshot))
AT_ONCE = 100
_STANDINGS = {
    "both": (True, True),
    "only_strict": (True, False),
    "only_optimum": (False, True),
    "neither": (False, False),
}


def visible_to(principal: Principal) -> Select[Selection]:
    """Return a select of the choices that `principal` may see: those of its own areas, or the nation's."""
    found = select(Selection)
    if principal.holds({Role.SERVICE}):
        return found
    owners = owners_of(principal)
    areas = sorted(owner.removeprefix("area:") for owner in owners if owner != NATION)
    nations = Selection.area_code.is_(None) if NATION in owners else false()
    return found.where(or_(Selection.area_code.in_(areas), nations))


async def load_selection(
    session: AsyncSession, principal: Principal, selection_id: UUID, *, lock: bool = False, whole: bool = False
) -> Selection:
    """Return a visible choice with its overrules, its row locked when asked, with its problem when asked for the whole.

    Raises NotFound.
    """
    found = visible_to(principal).where(Selection.id == selection_id).options(selectinload(Selection.overrules))
    if whole:
        found = found.options(*WHOLE)
    if lock:
        found = found.with_for_update(of=Selection).execution_options(populate_existing=True)
    held = (await session.scalars(found)).one_or_none()
    if held is None:
        raise NotFound()
    return held


async def load_selections(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[Selection]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(Selection, name) == value for name, value in filters.items() if value is not None]
    found = keyset(visible_to(principal).where(*wanted), sort, key, Selection.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def find_like(session: AsyncSession, selection: Selection) -> UUID | None:
    """Return the choice that has the business key of `selection` already."""
    alike = select(Selection.id).where(
        Selection.fiscal_year == selection.fiscal_year,
        Selection.area_code.is_not_distinct_from(selection.area_code),
        Selection.number == selection.number,
    )
    return await session.scalar(alike)


async def save(session: AsyncSession, *rows: Selection | SelectionOverrule | SelectionQuestion) -> None:
    """Add or write rows; a second choice of a number is refused here."""
    session.add_all(rows)
    await session.flush()


async def load_candidates(
    session: AsyncSession, selection: Selection, standing: str | None, page: PageRequest
) -> Sequence[SelectionCandidate]:
    """Return up to one candidate more than the page holds, in the order of the strict ranking."""
    filters = {"selection": selection.id, "standing": standing}
    after = page.after("position", filters, IN_ORDER)
    found = select(SelectionCandidate).where(SelectionCandidate.selection_id == selection.id)
    if standing is not None:
        in_strict, in_optimum = _STANDINGS[standing]
        taken = SelectionCandidate.is_in_optimum.is_(true()) if in_optimum else _not_in_optimum()
        found = found.where(SelectionCandidate.is_in_strict == literal(in_strict), taken)
    found = keyset(found, "position", IN_ORDER, SelectionCandidate.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


def _not_in_optimum() -> Any:  # noqa: ANN401 - a predicate
    return or_(SelectionCandidate.is_in_optimum.is_(false()), SelectionCandidate.is_in_optimum.is_(None))


async def load_candidate(session: AsyncSession, selection: Selection, request_id: UUID) -> SelectionCandidate:
    """Return what came of one candidate; raises NotFound."""
    mine = and_(SelectionCandidate.selection_id == selection.id, SelectionCandidate.id == request_id)
    found = (await session.scalars(select(SelectionCandidate).where(mine))).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def titles_of(session: AsyncSession, selection_id: UUID, ids: Collection[str]) -> dict[str, str]:
    """Return what candidates are called, by id."""
    if not ids:
        return {}
    mine = (SelectionCandidate.selection_id == selection_id, SelectionCandidate.id.in_([UUID(each) for each in ids]))
    found = await session.execute(select(SelectionCandidate.id, SelectionCandidate.title_th).where(*mine))
    return {str(row.id): row.title_th for row in found}


async def add_candidates(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add what became of the candidates, some at a time: writing thousands at once would hold the event loop."""
    for start in range(0, len(rows), AT_ONCE):
        await session.execute(insert(SelectionCandidate), rows[start : start + AT_ONCE])


async def chosen_in(session: AsyncSession, selection_id: UUID) -> list[str]:
    """Return the ids of what the best choice takes, in order."""
    mine = and_(SelectionCandidate.selection_id == selection_id, SelectionCandidate.is_in_optimum.is_(true()))
    found = await session.scalars(select(SelectionCandidate.id).where(mine).order_by(SelectionCandidate.id))
    return [str(each) for each in found]


async def latest_question(
    session: AsyncSession, selection_id: UUID, kind: str, request_id: UUID
) -> SelectionQuestion | None:
    """Return what was asked last about a candidate, None when nothing was."""
    mine = (
        SelectionQuestion.selection_id == selection_id,
        SelectionQuestion.request_id == request_id,
        SelectionQuestion.kind == kind,
    )
    found = select(SelectionQuestion).where(*mine).order_by(SelectionQuestion.job_id.desc()).limit(1)
    return (await session.scalars(found)).one_or_none()


async def questions_by_job(session: AsyncSession, job_ids: Collection[UUID]) -> dict[UUID, SelectionQuestion]:
    """Return what was asked by these jobs."""
    if not job_ids:
        return {}
    found = await session.scalars(select(SelectionQuestion).where(SelectionQuestion.job_id.in_(job_ids)))
    return {question.job_id: question for question in found}


async def asked_requests(
    session: AsyncSession,
    principal: Principal,
    fiscal_year: int,
    area_codes: Collection[str] | None,
    states: Collection[str],
) -> Sequence[Any]:
    """Return the visible requests of a year and some areas (None: all) in some states: what a choice asks of them.

    Each comes with its place in its list, and the round of that, which is shown with it whoever sees the list itself.
    """
    mine = requests.visible_to(principal).where(Request.fiscal_year == fiscal_year, Request.state.in_(states))
    if area_codes is not None:
        mine = mine.where(Request.area_code.in_(area_codes))
    place = func.array_position(Submission.request_order, Request.id)
    last = func.cardinality(Submission.request_order) + 1
    columns = (
        Request.id, Request.version, Request.content_hash, Request.state, Request.project_id, Request.title_th,
        Request.area_code, Request.fund_code, Request.asked_amount, Request.screened_amount, Request.submission_id,
        Request.hold_id, Submission.round, func.coalesce(place, last).label("place"),
    )  # fmt: skip
    return (await session.execute(mine.join(Request.submission).with_only_columns(*columns))).all()


async def accounts_of(session: AsyncSession, principal: Principal, fiscal_year: int) -> Sequence[Any]:
    """Return (id, area, fund, cap, pending, posted, path) of the visible accounts of a year."""
    seen = ledger.visible_to(principal).where(Account.fiscal_year == fiscal_year).subquery()
    names = ("id", "area_code", "fund_code", "cap", "pending", "posted", "path")
    return (await session.execute(select(*(seen.c[name] for name in names)).order_by(seen.c.id))).all()
