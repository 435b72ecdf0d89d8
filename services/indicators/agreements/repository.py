"""Every SQL statement about performance agreements."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import ORMOption

from services.indicators.agreements.models import (
    AgreementAnalysis,
    AgreementCalendar,
    AgreementChain,
    AgreementComment,
    AgreementConsultation,
    AgreementDeadline,
    AgreementKpi,
    AgreementRule,
    PerformanceAgreement,
)
from services.indicators.agreements.rules.agreement import APPROVED, GIVEN_UP, OFF_THE_DESK, STANDING
from services.indicators.agreements.rules.chains import Stage
from services.indicators.base import Base
from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.repository import visible_to as indicators_visible_to
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.roles import Role
from services.shared.scope import NATIONWIDE, any_of, is_in_sight, scope_of

Found = TypeVar("Found")
IN_ORDER = "recorded_at"
SORTS = {
    "fiscal_year": SortKey(PerformanceAgreement.fiscal_year.expression, int),
    "updated_at": SortKey(PerformanceAgreement.updated_at.expression, parse_instant),
}
CONTENT: tuple[ORMOption, ...] = (
    selectinload(PerformanceAgreement.waivers),
    selectinload(PerformanceAgreement.kpis).options(
        selectinload(AgreementKpi.targets),
        selectinload(AgreementKpi.indicator).selectinload(Indicator.topics),
    ),
)
WHOLE: tuple[ORMOption, ...] = (
    *CONTENT,
    selectinload(PerformanceAgreement.chain).selectinload(AgreementChain.steps),
    selectinload(PerformanceAgreement.passages),
    selectinload(PerformanceAgreement.deadlines),
)


def visible_to(principal: Principal) -> Select[PerformanceAgreement]:
    """Return a select of the agreements that `principal` may see.

    Every state to the area itself and to ก.พ.ร., what was submitted by scope, what was approved to everyone.
    """
    found = select(PerformanceAgreement)
    if principal.holds({Role.OPDC}):
        return found
    return found.where(_is_visible(principal.holds(NATIONWIDE))).params(**scope_of(principal).values())


def _is_visible(is_nationwide: bool) -> ColumnElement[bool]:
    area = PerformanceAgreement.area_code.expression
    is_open = PerformanceAgreement.state == APPROVED
    left_the_desk = PerformanceAgreement.state.in_(OFF_THE_DESK)
    mine = any_of(area, "insider_areas")
    if is_nationwide:
        return or_(is_open, mine, left_the_desk)
    return or_(is_open, mine, left_the_desk & is_in_sight(area, PerformanceAgreement.fiscal_year.expression))


async def load_agreement(
    session: AsyncSession, principal: Principal, agreement_id: UUID, *, lock: bool = False
) -> PerformanceAgreement:
    """Return a visible agreement with all that stands in it, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(PerformanceAgreement.id == agreement_id).options(*WHOLE)
    if lock:
        found = found.with_for_update(of=PerformanceAgreement)
    agreement = (await session.scalars(found)).one_or_none()
    if agreement is None:
        raise NotFound()
    return agreement


async def load_agreements(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[PerformanceAgreement]:
    """Return up to one row more than the page holds, in order, without KPIs."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, PerformanceAgreement.id.expression, goes_on=after is not None)
    for name, value in filters.items():
        if value is not None:
            found = found.where(_named(value) if name == "indicator_id" else _field(name) == value)
    return (await session.scalars(found.params(**page.start(after)))).all()


def _field(name: str) -> ColumnElement[Any]:
    column: ColumnElement[Any] = getattr(PerformanceAgreement, name)
    return column


def _named(indicator_id: UUID) -> ColumnElement[bool]:
    mine = select(1).where(AgreementKpi.agreement_id == PerformanceAgreement.id)
    return mine.where(AgreementKpi.indicator_id == indicator_id).exists()


async def find_like(session: AsyncSession, agreement: PerformanceAgreement) -> UUID | None:
    """Return the agreement that has the business key of `agreement`: its area and fiscal year."""
    alike = select(PerformanceAgreement.id).where(
        PerformanceAgreement.area_code == agreement.area_code,
        PerformanceAgreement.fiscal_year == agreement.fiscal_year,
        PerformanceAgreement.state.not_in(GIVEN_UP),
    )
    return await session.scalar(alike)


async def add_agreement(session: AsyncSession, agreement: PerformanceAgreement) -> None:
    """Add a new agreement; an area and year that has one is refused here."""
    session.add(agreement)
    await session.flush()


async def hold_indicators(session: AsyncSession, principal: Principal, ids: Iterable[UUID]) -> Mapping[UUID, Indicator]:
    """Return, by id, the visible ones of the indicators with their topics, held as they are until the end."""
    wanted = indicators_visible_to(principal).where(Indicator.id.in_(set(ids))).order_by(Indicator.id)
    held = wanted.options(selectinload(Indicator.topics)).with_for_update(of=Indicator, read=True)
    # What was read before it was held is read anew.
    found = await session.scalars(held.execution_options(populate_existing=True))
    return {indicator.id: indicator for indicator in found}


async def load_rules(
    session: AsyncSession, fiscal_year: int | None = None, level: str | None = None
) -> Sequence[AgreementRule]:
    """Return rules in the order of the document: of all years and levels unless asked for some."""
    found = select(AgreementRule).order_by(AgreementRule.position)
    if fiscal_year is not None:
        found = found.where(
            AgreementRule.first_fiscal_year <= fiscal_year, AgreementRule.last_fiscal_year >= fiscal_year
        )
    if level is not None:
        found = found.where(AgreementRule.level == level)
    return (await session.scalars(found)).all()


async def load_chains(session: AsyncSession, level: str | None = None) -> Sequence[AgreementChain]:
    """Return the chains with their steps, in the order of their years and documents; of one level when asked."""
    found = select(AgreementChain).options(selectinload(AgreementChain.steps))
    if level is not None:
        found = found.where(AgreementChain.level == level)
    order = (AgreementChain.fiscal_year, AgreementChain.level, AgreementChain.dated_on, AgreementChain.code)
    return (await session.scalars(found.order_by(*order))).all()


async def load_calendar(session: AsyncSession, fiscal_year: int, *, lock: bool = False) -> AgreementCalendar | None:
    """Return the deadlines of a fiscal year, its row locked when asked; None where nobody set any."""
    found = select(AgreementCalendar).where(AgreementCalendar.fiscal_year == fiscal_year)
    if lock:
        found = found.with_for_update(of=AgreementCalendar)
    return (await session.scalars(found.options(selectinload(AgreementCalendar.deadlines)))).one_or_none()


async def deadlines_of(session: AsyncSession, fiscal_year: int, level: str) -> Sequence[AgreementDeadline]:
    """Return the deadlines of a fiscal year and level."""
    found = select(AgreementDeadline).where(AgreementDeadline.fiscal_year == fiscal_year)
    return (await session.scalars(found.where(AgreementDeadline.level == level))).all()


async def save(session: AsyncSession, *rows: Base) -> None:
    """Add rows; what stands there already is refused here."""
    session.add_all(rows)
    await session.flush()


# What is said of an agreement is read by whoever was found to see the agreement itself.
async def load_comments(
    session: AsyncSession, agreement_id: UUID, filters: dict[str, Any], page: PageRequest
) -> Sequence[AgreementComment]:
    """Return up to one comment more than the page holds, the first first, with their answers."""
    key = SortKey(AgreementComment.recorded_at.expression, parse_instant)
    after = page.after(IN_ORDER, filters, key)
    mine = select(AgreementComment).where(AgreementComment.agreement_id == agreement_id)
    found = keyset(mine, IN_ORDER, key, AgreementComment.id.expression, goes_on=after is not None)
    for name in ("indicator_id", "step_code", "round"):
        if filters[name] is not None:
            found = found.where(getattr(AgreementComment, name) == filters[name])
    if filters["is_answered"] is not None:
        answered = AgreementComment.answer.has()
        found = found.where(answered if filters["is_answered"] else ~answered)
    return (
        await session.scalars(found.options(selectinload(AgreementComment.answer)).params(**page.start(after)))
    ).all()


async def load_comment(session: AsyncSession, agreement_id: UUID, comment_id: UUID) -> AgreementComment:
    """Return a comment on an agreement with its answer; raises NotFound."""
    mine = select(AgreementComment).where(AgreementComment.agreement_id == agreement_id)
    found = mine.where(AgreementComment.id == comment_id).options(selectinload(AgreementComment.answer))
    return _there((await session.scalars(found)).one_or_none())


async def load_consultations(
    session: AsyncSession, agreement_id: UUID, round_number: int | None = None
) -> Sequence[AgreementConsultation]:
    """Return whom ก.พ.ร. asked with what they said, the first first; of one round when asked. One for each KPI."""
    found = select(AgreementConsultation).where(AgreementConsultation.agreement_id == agreement_id)
    if round_number is not None:
        found = found.where(AgreementConsultation.round == round_number)
    order = (AgreementConsultation.asked_at, AgreementConsultation.id)
    return (await session.scalars(found.options(selectinload(AgreementConsultation.opinion)).order_by(*order))).all()


async def load_consultation(session: AsyncSession, agreement_id: UUID, consultation_id: UUID) -> AgreementConsultation:
    """Return a consultation on an agreement with what was said; raises NotFound."""
    mine = select(AgreementConsultation).where(AgreementConsultation.agreement_id == agreement_id)
    found = mine.where(AgreementConsultation.id == consultation_id)
    return _there((await session.scalars(found.options(selectinload(AgreementConsultation.opinion)))).one_or_none())


async def load_analyses(session: AsyncSession, agreement_id: UUID) -> Sequence[AgreementAnalysis]:
    """Return what ก.พ.ร. found in an agreement, the last first: one for each round."""
    mine = select(AgreementAnalysis).where(AgreementAnalysis.agreement_id == agreement_id)
    order = (AgreementAnalysis.analysed_at.desc(), AgreementAnalysis.id.desc())
    return (await session.scalars(mine.options(selectinload(AgreementAnalysis.kpis)).order_by(*order))).all()


def _there(found: Found | None) -> Found:
    if found is None:
        raise NotFound()
    return found


async def standing_agreements(
    session: AsyncSession, principal: Principal, area_codes: Iterable[str], fiscal_year: int
) -> Sequence[PerformanceAgreement]:
    """Return the visible agreements of the areas for a fiscal year that are submitted or approved, with their KPIs."""
    found = visible_to(principal).where(
        PerformanceAgreement.area_code.in_(list(area_codes)),
        PerformanceAgreement.fiscal_year == fiscal_year,
        PerformanceAgreement.state.in_(STANDING),
    )
    return (await session.scalars(found.options(*CONTENT))).all()


async def lock_for_decision(session: AsyncSession, agreement_id: UUID) -> PerformanceAgreement | None:
    """Return what a committee decides on, its row locked; None when there is none or it never left its desk."""
    try:
        return await load_agreement(session, CLERK, agreement_id, lock=True)
    except NotFound:
        return None


async def candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the visible agreements that a resolution's items can be taken from, by id.

    What is asked for as a state is one, or the code of the step that waits: two committees in a row do not see the
    same agreements.
    """
    of_year = visible_to(principal).where(PerformanceAgreement.fiscal_year == query.fiscal_year)
    at_step = (PerformanceAgreement.stage == Stage.COMMITTEE) & (PerformanceAgreement.step_code == query.state)
    found = of_year.where(or_(PerformanceAgreement.state == query.state, at_step))
    if query.area_code is not None:
        found = found.where(PerformanceAgreement.area_code == query.area_code)
    rows = await session.scalars(found.order_by(PerformanceAgreement.id).limit(query.limit))
    return [Candidate(row.id, row.version, row.content_hash) for row in rows]
