"""Every SQL statement about change requests, closing dates and the revisions of KPIs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, any_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import ORMOption

from services.indicators.agreements import repository as agreements
from services.indicators.agreements.models import AgreementKpi, PerformanceAgreement
from services.indicators.agreements.rules.agreement import APPROVED
from services.indicators.catalogue.models import Indicator
from services.indicators.changes.models import ChangeClosingDate, ChangeRequest, KpiRevision
from services.indicators.changes.rules.request import CLOSED, DECIDED
from services.shared.access import PUBLIC, Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.roles import OVERSEERS, Role
from services.shared.scope import any_of, is_in_sight, scope_of

SORTS = {
    "updated_at": SortKey(ChangeRequest.updated_at.expression, parse_instant),
    "fiscal_year": SortKey(ChangeRequest.fiscal_year.expression, int),
}
NAMED: tuple[ORMOption, ...] = (selectinload(ChangeRequest.indicator),)
WHOLE: tuple[ORMOption, ...] = (*NAMED, selectinload(ChangeRequest.kpi).selectinload(AgreementKpi.targets))
# Ministries see what concerns an indicator they host, and what was decided; no more than that is their affair.
WATCHERS = OVERSEERS | {Role.SERVICE}


def visible_to(principal: Principal) -> Select[ChangeRequest]:
    """Return a select of the requests that `principal` may see.

    Every state to the area itself; once submitted to those who watch over the area, the same cluster, the overseers and
    the host agency of the indicator, withdrawn or not; what was decided to everyone.
    """
    area = ChangeRequest.area_code.expression
    around: ColumnElement[bool] = ChangeRequest.submitted_at.is_not(None)
    if not principal.holds(WATCHERS):
        is_host = any_of(ChangeRequest.host_function_code.expression, "insider_functions")
        around &= or_(is_host, is_in_sight(area, ChangeRequest.fiscal_year.expression))
    found = select(ChangeRequest).where(or_(ChangeRequest.state.in_(DECIDED), any_of(area, "insider_areas"), around))
    return found.params(**scope_of(principal).values())


async def load_request(
    session: AsyncSession, principal: Principal, request_id: UUID, *, lock: bool = False
) -> ChangeRequest:
    """Return a visible request with its indicator and its KPI as it is now, locked when asked; raises NotFound."""
    found = visible_to(principal).where(ChangeRequest.id == request_id).options(*WHOLE)
    if lock:
        found = found.with_for_update(of=ChangeRequest)
    request = (await session.scalars(found)).one_or_none()
    if request is None:
        raise NotFound()
    return request


async def lock_agreement_of(session: AsyncSession, principal: Principal, request_id: UUID) -> PerformanceAgreement:
    """Return the agreement of a visible request, locked with all that stands in it; raises NotFound.

    Who writes both locks the agreement first and the request after it, so that nobody waits in a circle.
    """
    seen = visible_to(principal).where(ChangeRequest.id == request_id).subquery()
    agreement_id = await session.scalar(select(seen.c.agreement_id))
    if agreement_id is None:
        raise NotFound()
    return await agreements.load_agreement(session, CLERK, agreement_id, lock=True)


async def lock_for_decision(session: AsyncSession, request_id: UUID) -> ChangeRequest | None:
    """Return a request that left its desk, its agreement and its row locked; None when there is none."""
    try:
        await lock_agreement_of(session, CLERK, request_id)
        return await load_request(session, CLERK, request_id, lock=True)
    except NotFound:
        return None


async def load_requests(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[ChangeRequest]:
    """Return up to one row more than the page holds, in order, each with its indicator."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [_fits(name, value) for name, value in filters.items() if value is not None]
    found = visible_to(principal).where(*wanted).options(*NAMED)
    found = keyset(found, sort, key, ChangeRequest.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


def _fits(name: str, value: object) -> ColumnElement[bool]:
    if name == "kind":
        return literal(value) == any_(ChangeRequest.kinds)
    column: ColumnElement[Any] = getattr(ChangeRequest, name)
    return column == value


async def find_like(session: AsyncSession, agreement_id: UUID, indicator_id: UUID) -> UUID | None:
    """Return the open request for a KPI: the business key of requests."""
    alike = select(ChangeRequest.id).where(
        ChangeRequest.agreement_id == agreement_id,
        ChangeRequest.indicator_id == indicator_id,
        ChangeRequest.state.not_in(CLOSED),
    )
    return await session.scalar(alike)


async def save_request(session: AsyncSession, request: ChangeRequest) -> None:
    """Add or write a request; a second open one for its KPI is refused here."""
    session.add(request)
    await session.flush()


async def candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the visible requests that a resolution's items can be taken from, by id."""
    found = visible_to(principal).where(
        ChangeRequest.fiscal_year == query.fiscal_year, ChangeRequest.state == query.state
    )
    if query.area_code is not None:
        found = found.where(ChangeRequest.area_code == query.area_code)
    rows = await session.scalars(found.order_by(ChangeRequest.id).limit(query.limit))
    return [Candidate(row.id, row.version, row.content_hash) for row in rows]


async def count_by_area(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> Sequence[Any]:
    """Return (area, state, requests) of the areas' visible requests of a fiscal year."""
    mine = visible_to(principal).where(
        ChangeRequest.area_code.in_(area_codes), ChangeRequest.fiscal_year == fiscal_year
    )
    seen = mine.subquery()
    groups = (seen.c.area_code, seen.c.state)
    return (await session.execute(select(*groups, func.count().label("requests")).group_by(*groups))).all()


async def asked_in(session: AsyncSession, fiscal_year: int) -> Sequence[Any]:
    """Return (level, area, indicator, code, name, kinds, state, decision) of every request submitted in a year.

    Whoever asks: they are counted, and nothing of a single one is told.
    """
    sent = visible_to(CLERK).where(ChangeRequest.fiscal_year == fiscal_year, ChangeRequest.submitted_at.is_not(None))
    seen = sent.subquery()
    columns = (seen.c.level, seen.c.area_code, seen.c.indicator_id, seen.c.kinds, seen.c.state, seen.c.decision)
    named = (Indicator.code, Indicator.name_th)
    statement = select(*columns, *named).join(Indicator, Indicator.id == seen.c.indicator_id)
    return (await session.execute(statement)).all()


async def agreed_in(session: AsyncSession, fiscal_year: int) -> Sequence[Any]:
    """Return (level, area, indicator) of the KPIs in the approved agreements of a year, which are everyone's."""
    standing = agreements.visible_to(PUBLIC).where(
        PerformanceAgreement.fiscal_year == fiscal_year, PerformanceAgreement.state == APPROVED
    )
    seen = standing.subquery()
    statement = select(seen.c.level, seen.c.area_code, AgreementKpi.indicator_id)
    return (await session.execute(statement.join(AgreementKpi, AgreementKpi.agreement_id == seen.c.id))).all()


async def load_revisions(session: AsyncSession, agreement_id: UUID, indicator_id: UUID) -> Sequence[KpiRevision]:
    """Return what a KPI of a visible agreement said, the latest first; none while it says what was agreed."""
    found = select(KpiRevision).where(
        KpiRevision.agreement_id == agreement_id, KpiRevision.indicator_id == indicator_id
    )
    return (await session.scalars(found.order_by(KpiRevision.revision.desc()))).all()


async def add_revisions(session: AsyncSession, *revisions: KpiRevision) -> None:
    """Write what a KPI says from now on, and before it what was agreed where that is not written yet."""
    session.add_all(revisions)
    await session.flush()


async def load_closing_dates(session: AsyncSession) -> Sequence[ChangeClosingDate]:
    """Return every closing date, the latest year first; they are everyone's."""
    return (await session.scalars(select(ChangeClosingDate).order_by(ChangeClosingDate.fiscal_year.desc()))).all()


async def find_closing_date(session: AsyncSession, fiscal_year: int, *, lock: bool = False) -> ChangeClosingDate | None:
    """Return the closing date of a fiscal year, its row locked when asked; None when none is set."""
    found = select(ChangeClosingDate).where(ChangeClosingDate.fiscal_year == fiscal_year)
    return (await session.scalars(found.with_for_update() if lock else found)).one_or_none()


async def save_closing_date(session: AsyncSession, closing: ChangeClosingDate) -> None:
    """Add or write a closing date; a second one of a fiscal year is refused here."""
    session.add(closing)
    await session.flush()
