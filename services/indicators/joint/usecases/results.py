"""What came of joint indicators: the values of both sides put beside each other, area by area, and the nation's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue import repository as catalogue
from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.rules import WEIGHTED_AVERAGE
from services.indicators.joint.models import JointDispute, JointIndicator, JointOffer
from services.indicators.joint.repository import disputes_at_hand
from services.indicators.joint.rules.disputes import COMMITTEE, SETTLED, SETTLED_BY, Figure, Sides, settled_area
from services.indicators.joint.rules.results import AreaResult, NationalResult, area_result, national_result
from services.indicators.joint.rules.states import AREA, WITHDRAWN
from services.indicators.joint.usecases.changes import measure_of
from services.indicators.joint.usecases.terms import left_of
from services.indicators.observations.repository import current_values
from services.indicators.observations.rules import CurrentValue, Side, YearValue, by_side, value_of_year
from services.shared.access import Principal


@dataclass(frozen=True)
class Results:
    """What came of one joint indicator.

    `reporters` gives, by area, the side of record and the other side, `sides` what both say, `disputes` the one that is
    open or settled there.
    """

    joint: JointIndicator
    areas: Sequence[AreaResult]
    national: NationalResult
    unassigned: Decimal | None
    reporters: Mapping[str, tuple[str, str]]
    sides: Mapping[str, Sides]
    disputes: Mapping[str, JointDispute]

    @property
    def choices(self) -> dict[str, str]:
        """By area, the crop or animal that it chose."""
        return {offer.area_code: offer.choice_th for offer in self.joint.offers if offer.choice_th is not None}

    def counts_of(self, area_code: str) -> str:
        """Return whose value counts in an area: the side of record's unless a resolution settled it otherwise."""
        dispute = self.disputes.get(area_code)
        if dispute is None or dispute.state != SETTLED:
            return self.reporters[area_code][0]
        return reporter_settled(dispute)


def reporter_settled(dispute: JointDispute) -> str:
    """Return whose value a resolution made count: one side's, or the committee's own."""
    if dispute.settled_outcome == COMMITTEE:
        return SETTLED_BY
    is_area = dispute.settled_outcome == AREA
    return f"area:{dispute.area_code}" if is_area else f"function:{dispute.function_reporter_code}"


@dataclass(frozen=True)
class Reported:
    """Current values by side, and how the weights of weighted averages make a year."""

    sides: Mapping[Side, Sequence[CurrentValue]]
    time_aggregations: Mapping[UUID, str]

    def year(
        self, area: str, indicator_id: UUID, fiscal_year: int, reporter: str, aggregation: str
    ) -> YearValue | None:
        """Return the year's value as one unit reports it; None where it has not."""
        values = self.sides.get((area, indicator_id, fiscal_year, reporter))
        return value_of_year(values, aggregation) if values else None


async def results_of(
    session: AsyncSession, principal: Principal, joints: Sequence[JointIndicator], fiscal_year: int
) -> list[Results]:
    """Return what came of joint indicators of one fiscal year, loaded with their offers: at most three statements."""
    if not joints:
        return []
    weights = {weight for joint in joints if (weight := weight_of(joint)) is not None}
    indicators = {joint.indicator_id for joint in joints} | weights
    values = await current_values(session, indicators, fiscal_year)
    reported = Reported(by_side(values), await time_aggregations(session, principal, weights))
    disputes = await disputes_at_hand(session, principal, [joint.id for joint in joints])
    return [result_of(joint, reported, of_joint(joint, disputes)) for joint in joints]


def of_joint(joint: JointIndicator, disputes: Mapping[tuple[UUID, str], JointDispute]) -> dict[str, JointDispute]:
    """Return, by area, the disputes of one joint indicator."""
    return {area: dispute for (joint_id, area), dispute in disputes.items() if joint_id == joint.id}


def weight_of(joint: JointIndicator) -> UUID | None:
    """Return the indicator that weighs the areas; None unless a weighted average is made."""
    definition = joint.frozen.definition
    weighs = definition["area_aggregation"] == WEIGHTED_AVERAGE
    return UUID(definition["denominator_indicator_id"]) if weighs and definition["denominator_indicator_id"] else None


async def time_aggregations(
    session: AsyncSession, principal: Principal, indicator_ids: Iterable[UUID]
) -> dict[UUID, str]:
    """Return how the periods of indicators make a year; no statement where none is asked for."""
    wanted = set(indicator_ids)
    if not wanted:
        return {}
    found = await session.scalars(catalogue.visible_to(principal).where(Indicator.id.in_(wanted)))
    return {indicator.id: indicator.time_aggregation for indicator in found}


def result_of(joint: JointIndicator, reported: Reported, disputes: Mapping[str, JointDispute]) -> Results:
    """Return what came of one joint indicator."""
    measure = measure_of(joint)
    asked = [offer for offer in joint.offers if offer.state != WITHDRAWN]
    reporters = {offer.area_code: reporters_of(joint, offer) for offer in asked}
    areas, weights, said = [], {}, {}
    for offer in asked:
        code = offer.area_code
        said[code] = sides_of(joint, reported, code, measure.time_aggregation)
        record = said[code].of_record(joint.side_of_record)
        area = area_result(code, offer.state, offer.target, record, joint.tolerance_percent, measure)
        dispute = disputes.get(code)
        if dispute is not None and dispute.state == SETTLED:
            area = settled_area(area, figure_settled(dispute), measure)
        areas.append(area)
        if weight := weight_in(joint, reported, code, reporters[code]):
            weights[code] = weight
    national = national_result(measure, areas, weights, joint.overlap_value)
    return Results(joint, areas, national, left_of(joint), reporters, said, disputes)


def sides_of(joint: JointIndicator, reported: Reported, area_code: str, time_aggregation: str) -> Sides:
    """Return what both sides say of one area's year."""
    units = f"area:{area_code}", f"function:{joint.function_reporter_code}"
    year, of = joint.fiscal_year, joint.indicator_id
    area, function = (reported.year(area_code, of, year, unit, time_aggregation) for unit in units)
    return Sides(area, function)


def figure_settled(dispute: JointDispute) -> Figure:
    """Return the value that a resolution made count."""
    value = dispute.settled_value if dispute.settled_value is not None else Decimal(0)
    made_of = tuple((period, revision) for period, revision in dispute.settled_made_of)
    return Figure(value, dispute.settled_numerator, dispute.settled_denominator, made_of)


def weight_in(
    joint: JointIndicator, reported: Reported, area_code: str, reporters: tuple[str, str]
) -> YearValue | None:
    """Return the weight of an area, by the side of record, else by the other: it is a weight and no result."""
    weight_id = weight_of(joint)
    aggregation = reported.time_aggregations.get(weight_id) if weight_id else None
    if weight_id is None or aggregation is None:
        return None
    years = (reported.year(area_code, weight_id, joint.fiscal_year, each, aggregation) for each in reporters)
    return next((year for year in years if year is not None), None)


def reporters_of(joint: JointIndicator, offer: JointOffer) -> tuple[str, str]:
    """Return who reports for the side of record, then for the other."""
    area, function = f"area:{offer.area_code}", f"function:{joint.function_reporter_code}"
    return (area, function) if joint.side_of_record == AREA else (function, area)
