"""The two statements that say who has to report what."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Row, SmallInteger, bindparam, or_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements.models import AgreementKpi, PerformanceAgreement
from services.indicators.agreements.repository import visible_to as agreements_visible_to
from services.indicators.agreements.rules.agreement import STANDING as AGREED
from services.indicators.catalogue.models import Indicator
from services.indicators.joint.models import JointIndicator, JointOffer
from services.indicators.joint.repository import visible_to as joints_visible_to
from services.indicators.joint.rules.states import STANDING as SIGNED
from services.indicators.reporting.rules import Duty
from services.shared.access import Principal

_YEARS = bindparam("years", type_=ARRAY(SmallInteger)).any_()
_INDICATOR = (Indicator.id, Indicator.code, Indicator.name_th, Indicator.unit_name_th, Indicator.frequency)


async def duties_of(
    session: AsyncSession, principal: Principal, fiscal_years: Collection[int], unit: str | None = None
) -> list[Duty]:
    """Return what units have to report in some years, or what one does, each thing once, in two statements.

    An area owes what its submitted or approved agreement names, both sides of a joint indicator what they signed.
    """
    years = {"years": sorted(fiscal_years)}
    found = set[Duty]()
    if unit is None or unit.startswith("area:"):
        found |= set(_of_areas((await session.execute(_agreed(principal, unit).params(years))).all()))
    found |= set(_of_both((await session.execute(_signed(principal, unit).params(years))).all()))
    mine = (duty for duty in found if unit in (None, duty.reporter))
    return sorted(mine, key=lambda duty: (duty.reporter, duty.area_code, duty.fiscal_year, duty.code))


def _agreed(principal: Principal, unit: str | None) -> Any:  # noqa: ANN401 - rows of several columns
    found = agreements_visible_to(principal).where(
        PerformanceAgreement.fiscal_year == _YEARS, PerformanceAgreement.state.in_(AGREED)
    )
    if unit is not None:
        found = found.where(PerformanceAgreement.area_code == _code(unit))
    joined = found.join(AgreementKpi, AgreementKpi.agreement_id == PerformanceAgreement.id).join(
        Indicator, Indicator.id == AgreementKpi.indicator_id
    )
    return joined.with_only_columns(PerformanceAgreement.area_code, PerformanceAgreement.fiscal_year, *_INDICATOR)


def _signed(principal: Principal, unit: str | None) -> Any:  # noqa: ANN401 - rows of several columns
    found = joints_visible_to(principal).where(JointIndicator.fiscal_year == _YEARS)
    joined = found.join(JointOffer, JointOffer.joint_indicator_id == JointIndicator.id).join(
        Indicator, Indicator.id == JointIndicator.indicator_id
    )
    if unit is not None:
        sides = (JointOffer.area_code == _code(unit), JointIndicator.function_code == _code(unit))
        joined = joined.where(or_(*sides))
    columns = (JointOffer.area_code, JointIndicator.fiscal_year, *_INDICATOR, JointIndicator.function_code)
    return joined.where(JointOffer.state.in_(SIGNED)).with_only_columns(*columns)


def _code(unit: str) -> str:
    return unit.partition(":")[2]


def _of_areas(rows: Iterable[Row[Any]]) -> Iterator[Duty]:
    for row in rows:
        yield _duty(f"area:{row.area_code}", row)


def _of_both(rows: Iterable[Row[Any]]) -> Iterator[Duty]:
    for row in rows:
        yield _duty(f"area:{row.area_code}", row)
        yield _duty(f"function:{row.function_code}", row)


def _duty(reporter: str, row: Row[Any]) -> Duty:
    names = (row.id, row.code, row.name_th, row.unit_name_th, row.frequency)
    return Duty(reporter, row.area_code, row.fiscal_year, *names)
