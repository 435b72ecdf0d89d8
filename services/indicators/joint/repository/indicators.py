"""The SQL about joint indicators and offers. A draft is its function's, what was sent is for every role."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from services.indicators.catalogue.models import DefinitionVersion
from services.indicators.joint.models import JointIndicator, JointOffer, JointTopic
from services.indicators.joint.rules.states import OFFERED, OUT
from services.indicators.observations import repository as observations
from services.indicators.observations.models import Observation
from services.shared import reference
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import any_of, scope_of

SORTS = {
    "updated_at": SortKey(JointIndicator.updated_at.expression, parse_instant),
    "fiscal_year": SortKey(JointIndicator.fiscal_year.expression, int),
}
MEANING = (joinedload(JointIndicator.indicator), joinedload(JointIndicator.frozen))
WHOLE = (*MEANING, selectinload(JointIndicator.confirmations))


def visible_to(principal: Principal) -> Select[JointIndicator]:
    """Return a select of what `principal` may see.

    What its function, a department of it or, as named department, it carries, and for every role what was ever sent.
    """
    return select(JointIndicator).where(is_visible(principal)).params(**seen_by(principal))


def is_visible(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate of `visible_to`, for selects of what belongs to a joint indicator."""
    if principal.is_public:
        return false()
    mine = any_of(JointIndicator.function_code.expression, "proposing_functions")
    carried = any_of(JointIndicator.department_code.expression, "insider_functions")
    return or_(JointIndicator.offered_at.is_not(None), mine, carried)


def seen_by(principal: Principal) -> dict[str, Any]:
    """Return the values of the predicate's parameters: a ministry sees what its departments draft."""
    values = scope_of(principal).values()
    own: list[str] = values["insider_functions"]
    below = (each.code for code in own for each in reference.departments_of(code))
    return {**values, "proposing_functions": [*own, *below]}


def offers_seen_by(principal: Principal, *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of any type
    """Return a select of offers, or of `columns` of them, of the joint indicators that the caller sees."""
    found = select(*(columns or (JointOffer,))).join(JointOffer.joint).where(is_visible(principal))
    return found.params(**seen_by(principal))


async def load_joint(
    session: AsyncSession, principal: Principal, joint_id: UUID, *, lock: bool = False, offers: bool = False
) -> JointIndicator:
    """Return a joint indicator with its indicator and frozen definition, with its offers when asked; raises NotFound.

    Its row is locked when asked, which keeps every signature and counter of its areas waiting.
    """
    found = visible_to(principal).where(JointIndicator.id == joint_id).options(*WHOLE)
    if offers:
        found = found.options(selectinload(JointIndicator.offers).selectinload(JointOffer.signatures))
    if lock:
        found = found.with_for_update(of=JointIndicator)
    joint = (await session.scalars(found)).one_or_none()
    if joint is None:
        raise NotFound()
    for offer in joint.offers if offers else ():
        set_committed_value(offer, "joint", joint)
    return joint


async def load_joints(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[JointIndicator]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, JointIndicator.id.expression, goes_on=after is not None)
    for name, value in filters.items():
        if value is not None:
            found = found.where(_filter(name, value))
    return (await session.scalars(found.params(**page.start(after)).options(*WHOLE))).all()


def _filter(name: str, value: object) -> ColumnElement[bool]:
    if name == "area_code":
        return JointIndicator.offers.any(and_(JointOffer.area_code == value, JointOffer.state.not_in(OUT)))
    column: InstrumentedAttribute[Any] = getattr(JointIndicator, name)
    return column == value


async def list_topics(session: AsyncSession, code: str | None = None) -> Sequence[JointTopic]:
    """Return the topics by code, or the one of a code."""
    found = select(JointTopic).order_by(JointTopic.code)
    return (await session.scalars(found if code is None else found.where(JointTopic.code == code))).all()


async def load_definition(session: AsyncSession, indicator_id: UUID, number: int) -> DefinitionVersion:
    """Return one version of the definition of an indicator that was found visible."""
    wanted = select(DefinitionVersion).where(DefinitionVersion.indicator_id == indicator_id)
    return (await session.scalars(wanted.where(DefinitionVersion.definition_version == number))).one()


async def joints_of_year(
    session: AsyncSession, principal: Principal, fiscal_year: int, function_code: str | None
) -> Sequence[JointIndicator]:
    """Return what was sent for a fiscal year and not withdrawn, with all offers, by function: for the matrix."""
    found = visible_to(principal).where(JointIndicator.fiscal_year == fiscal_year, JointIndicator.state == OFFERED)
    if function_code is not None:
        found = found.where(JointIndicator.function_code == function_code)
    whole = found.options(*MEANING, selectinload(JointIndicator.offers))
    return (await session.scalars(whole.order_by(JointIndicator.function_code, JointIndicator.id))).all()


async def joints_by_ids(session: AsyncSession, principal: Principal, ids: Iterable[UUID]) -> Sequence[JointIndicator]:
    """Return the visible ones of `ids` with their offers."""
    found = visible_to(principal).where(JointIndicator.id.in_(set(ids)))
    return (await session.scalars(found.options(*MEANING, selectinload(JointIndicator.offers)))).all()


async def joints_of_indicators(
    session: AsyncSession, principal: Principal, indicator_ids: Iterable[UUID], fiscal_years: Iterable[int]
) -> Sequence[UUID]:
    """Return which joint indicators that were sent and not withdrawn are of these indicators and years, in order."""
    found = visible_to(principal).with_only_columns(JointIndicator.id)
    mine = found.where(
        JointIndicator.state == OFFERED,
        JointIndicator.indicator_id.in_(set(indicator_ids)),
        JointIndicator.fiscal_year.in_(set(fiscal_years)),
    )
    return (await session.scalars(mine.order_by(JointIndicator.id))).all()


async def years_with_data(
    session: AsyncSession, principal: Principal, indicator_id: UUID, before: int, area_codes: Iterable[str]
) -> dict[str, set[int]]:
    """Return, by area, the fiscal years before `before` for which somebody reported a value."""
    earlier = observations.visible_to(principal).with_only_columns(Observation.area_code, Observation.fiscal_year)
    found = earlier.where(
        Observation.indicator_id == indicator_id,
        Observation.fiscal_year < before,
        Observation.area_code.in_(set(area_codes)),
    )
    years: dict[str, set[int]] = {}
    for area_code, year in await session.execute(found.distinct()):
        years.setdefault(area_code, set()).add(year)
    return years
