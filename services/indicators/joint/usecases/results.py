"""What came of joint indicators: the values of both sides put beside each other, area by area, and the nation's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint.models import JointDispute, JointIndicator, JointOffer
from services.indicators.joint.repository import disputes_at_hand
from services.indicators.joint.rules.disputes import SETTLED, Sides, settled_area
from services.indicators.joint.rules.results import AreaResult, NationalResult, area_result, national_result
from services.indicators.joint.rules.states import AREA, WITHDRAWN
from services.indicators.joint.usecases.changes import measure_of
from services.indicators.joint.usecases.counted import figure_settled, reporter_settled
from services.indicators.joint.usecases.terms import left_of
from services.indicators.joint.usecases.weighing import Weights, weight_of, weights_of
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


@dataclass(frozen=True)
class Reported:
    """Current values by side."""

    sides: Mapping[Side, Sequence[CurrentValue]]

    def year(
        self, area: str, indicator_id: UUID, fiscal_year: int, reporter: str, aggregation: str
    ) -> YearValue | None:
        """Return the year's value as one unit reports it; None where it has not."""
        values = self.sides.get((area, indicator_id, fiscal_year, reporter))
        return value_of_year(values, aggregation) if values else None


async def results_of(
    session: AsyncSession, principal: Principal, joints: Sequence[JointIndicator], fiscal_year: int
) -> list[Results]:
    """Return what came of joint indicators of one fiscal year, loaded with their offers.

    Two statements, and two more where something weighs the areas.
    """
    if not joints:
        return []
    weighing = {weight for joint in joints if (weight := weight_of(joint)) is not None}
    sides = by_side(await current_values(session, {joint.indicator_id for joint in joints} | weighing, fiscal_year))
    areas = {offer.area_code for joint in joints for offer in joint.offers}
    weights = await weights_of(session, principal, weighing, areas, sides, fiscal_year)
    disputes = await disputes_at_hand(session, principal, [joint.id for joint in joints])
    return [
        result_of(joint, Reported(sides), weights.get(weight_of(joint), {}), of_joint(joint, disputes))
        for joint in joints
    ]


def of_joint(joint: JointIndicator, disputes: Mapping[tuple[UUID, str], JointDispute]) -> dict[str, JointDispute]:
    """Return, by area, the disputes of one joint indicator."""
    return {area: dispute for (joint_id, area), dispute in disputes.items() if joint_id == joint.id}


def result_of(
    joint: JointIndicator, reported: Reported, weights: Weights, disputes: Mapping[str, JointDispute]
) -> Results:
    """Return what came of one joint indicator; `weights` are those of its areas where something weighs them."""
    measure = measure_of(joint)
    asked = [offer for offer in joint.offers if offer.state != WITHDRAWN]
    reporters = {offer.area_code: reporters_of(joint, offer) for offer in asked}
    areas, said = [], {}
    for offer in asked:
        code = offer.area_code
        said[code] = sides_of(joint, reported, code, measure.time_aggregation)
        record = said[code].of_record(joint.side_of_record)
        area = area_result(code, offer.state, offer.target, record, joint.tolerance_percent, measure)
        dispute = disputes.get(code)
        if dispute is not None and dispute.state == SETTLED:
            area = settled_area(area, figure_settled(dispute), measure)
        areas.append(area)
    national = national_result(measure, areas, weights, joint.overlap_value)
    return Results(joint, areas, national, left_of(joint), reporters, said, disputes)


def sides_of(joint: JointIndicator, reported: Reported, area_code: str, time_aggregation: str) -> Sides:
    """Return what both sides say of one area's year."""
    units = f"area:{area_code}", f"function:{joint.function_reporter_code}"
    year, of = joint.fiscal_year, joint.indicator_id
    area, function = (reported.year(area_code, of, year, unit, time_aggregation) for unit in units)
    return Sides(area, function)


def reporters_of(joint: JointIndicator, offer: JointOffer) -> tuple[str, str]:
    """Return who reports for the side of record, then for the other."""
    area, function = f"area:{offer.area_code}", f"function:{joint.function_reporter_code}"
    return (area, function) if joint.side_of_record == AREA else (function, area)
