"""Where indicators are used, put together from the agreements and joint indicators that the caller sees."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, collate, func, literal_column, select, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import repository as agreements
from services.indicators.agreements.models import AgreementKpi, PerformanceAgreement
from services.indicators.agreements.rules.agreement import GIVEN_UP
from services.indicators.catalogue import repository as catalogue
from services.indicators.catalogue.models import Indicator
from services.indicators.joint import repository as joint
from services.indicators.joint.models import JointIndicator
from services.indicators.joint.rules.states import WITHDRAWN
from services.shared.access import Principal
from services.shared.paging import PageRequest, SortKey
from services.shared.scope import scope_of

BY_KEY = "key"


async def load_uses(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], page: PageRequest
) -> Sequence[Any]:
    """Return up to one use more than the page holds, by code, fiscal year and level: one statement."""
    used = union_all(_in_agreements(principal, filters), _joint(principal, filters)).subquery()
    shown = (Indicator.id, Indicator.code, Indicator.name_th, Indicator.use_levels)
    seen = catalogue.visible_to(principal).with_only_columns(*shown).subquery()
    parts = (seen.c.code, cast(used.c.fiscal_year, String), used.c.level)
    key: ColumnElement[str] = collate(func.concat_ws(literal_column("chr(1)"), *parts), "C")
    units = func.array_agg(aggregate_order_by(used.c.unit.distinct(), used.c.unit))
    found = (
        select(
            seen.c.id.label("indicator_id"),
            seen.c.code.label("indicator_code"),
            seen.c.name_th,
            used.c.level,
            used.c.fiscal_year,
            units.label("units"),
            func.count().label("count"),
            (used.c.level == seen.c.use_levels.any_()).label("is_declared"),
            key.label("key"),
        )
        .join_from(used, seen, seen.c.id == used.c.indicator_id)
        .group_by(seen.c.id, seen.c.code, seen.c.name_th, seen.c.use_levels, used.c.level, used.c.fiscal_year)
    )
    if filters["level"] is not None:
        found = found.where(used.c.level == filters["level"])
    if after := page.after(BY_KEY, filters, SortKey(key)):
        found = found.where(key > after.value)
    ordered = found.order_by(key).limit(page.limit + 1).params(**scope_of(principal).values())
    rows: Sequence[Any] = (await session.execute(ordered)).all()
    return rows


def _in_agreements(principal: Principal, filters: dict[str, Any]) -> Select[Any]:
    level = case((AgreementKpi.kind == "monitoring", "monitoring"), else_=PerformanceAgreement.level)
    shown: tuple[Any, ...] = (
        AgreementKpi.indicator_id,
        PerformanceAgreement.fiscal_year,
        level.label("level"),
        func.concat("area:", PerformanceAgreement.area_code).label("unit"),
    )
    found = agreements.visible_to(principal).with_only_columns(*shown)
    found = found.join(AgreementKpi, AgreementKpi.agreement_id == PerformanceAgreement.id)
    found = found.where(PerformanceAgreement.state.not_in(GIVEN_UP))
    return _narrowed(found, filters, AgreementKpi.indicator_id, PerformanceAgreement.fiscal_year)


def _joint(principal: Principal, filters: dict[str, Any]) -> Select[Any]:
    shown: tuple[Any, ...] = (
        JointIndicator.indicator_id,
        JointIndicator.fiscal_year,
        literal_column("'joint'").label("level"),
        func.concat("function:", JointIndicator.function_code).label("unit"),
    )
    found = joint.visible_to(principal).with_only_columns(*shown)
    found = found.where(JointIndicator.state != WITHDRAWN)
    return _narrowed(found, filters, JointIndicator.indicator_id, JointIndicator.fiscal_year)


def _narrowed(found: Select[Any], filters: dict[str, Any], indicator: Any, year: Any) -> Select[Any]:  # noqa: ANN401
    if filters["indicator_id"] is not None:
        found = found.where(indicator == filters["indicator_id"])
    if filters["fiscal_year"] is not None:
        found = found.where(year == filters["fiscal_year"])
    return found
