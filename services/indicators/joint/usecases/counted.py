"""Whose value of an area, indicator and year counts: what agreements ask, so that both sides are credited the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import repository
from services.indicators.joint.rules.disputes import Figure
from services.indicators.joint.rules.states import AREA
from services.indicators.joint.usecases.results import figure_settled, reporter_settled


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
