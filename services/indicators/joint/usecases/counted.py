"""Whose value of an area, indicator and year counts: what agreements ask, so that both sides are credited the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import repository
from services.indicators.joint.models import JointDispute
from services.indicators.joint.rules.disputes import COMMITTEE, SETTLED_BY, Figure
from services.indicators.joint.rules.states import AREA


@dataclass(frozen=True)
class Counted:
    """That a joint indicator stands for an area: its side of record, or what a resolution settled, counts there."""

    joint_indicator_id: UUID
    reporter: str
    settled: Figure | None = None


async def counted_of(
    session: AsyncSession, area_codes: Iterable[str], indicator_ids: Iterable[UUID], fiscal_year: int
) -> Mapping[tuple[str, UUID], Counted]:
    """Return, by area and indicator, whose value counts where a joint indicator stands: one statement.

    Of two that stand, which only their signing at the same moment can make, the older one counts.
    Not scoped: whoever calls it checks access to what is shown.
    """
    found: dict[tuple[str, UUID], Counted] = {}
    for joint, area_code, dispute in await repository.agreed_of(session, area_codes, indicator_ids, fiscal_year):
        by_area = joint.side_of_record == AREA
        reporter = f"area:{area_code}" if by_area else f"function:{joint.function_reporter_code}"
        counted = Counted(joint.id, reporter)
        if dispute is not None:
            counted = Counted(joint.id, reporter_settled(dispute), figure_settled(dispute))
        found.setdefault((area_code, joint.indicator_id), counted)
    return found


def reporter_settled(dispute: JointDispute) -> str:
    """Return whose value a resolution made count: one side's, or the committee's own."""
    if dispute.settled_outcome == COMMITTEE:
        return SETTLED_BY
    is_area = dispute.settled_outcome == AREA
    return f"area:{dispute.area_code}" if is_area else f"function:{dispute.function_reporter_code}"


def figure_settled(dispute: JointDispute) -> Figure:
    """Return the value that a resolution made count."""
    value = dispute.settled_value if dispute.settled_value is not None else Decimal(0)
    made_of = tuple((period, revision) for period, revision in dispute.settled_made_of)
    return Figure(value, dispute.settled_numerator, dispute.settled_denominator, made_of)
