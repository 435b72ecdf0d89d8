"""How the registry stands: digitised data by owner, and what composites ask by area."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.datasets.models.records import DigitisationDefinition, DigitisationStep
from services.indicators.datasets.repository import records, reports
from services.indicators.datasets.rules.digitisation import Digitised
from services.indicators.datasets.rules.promise import FRESHNESS
from services.indicators.datasets.usecases.changes import today
from services.shared.access import Principal
from services.shared.fiscal import last_day
from services.shared.numbers import number_of

Owner = tuple[str | None, str | None]


@dataclass(frozen=True)
class Counted:
    """The KPI of digitised data in a fiscal year, by owner (area, function)."""

    fiscal_year: int
    day: dt.date
    definition: DigitisationDefinition | None
    steps: Sequence[DigitisationStep]
    owners: dict[Owner, Digitised]


async def count_digitised(
    session: AsyncSession, principal: Principal, fiscal_year: int, filters: dict[str, Any]
) -> Counted:
    """Return the KPI as it stood when the fiscal year ended, or stands today while it runs: three statements."""
    day = day_of(fiscal_year)
    definition = await records.definition_in(session, fiscal_year)
    steps = [] if definition is None else await records.steps_in(session, fiscal_year)
    rows: dict[Owner, dict[str | None, int]] = {}
    for area, function, step, count in await reports.steps_by_owner(session, principal, filters, day):
        rows.setdefault((area, function), {})[step] = count
    owners = {owner: Digitised(by_step, counting(steps)) for owner, by_step in rows.items()}
    return Counted(fiscal_year, day, definition, steps, owners)


def day_of(fiscal_year: int) -> dt.date:
    """Return the day that counts for a fiscal year: its last one, or today while it runs or has not begun."""
    return min(last_day(fiscal_year), today())


def counting(steps: Sequence[DigitisationStep]) -> frozenset[str]:
    """Return the steps from which on a dataset counts as digitised."""
    return frozenset(step.code for step in steps if step.is_digitised)


@dataclass
class AreaCounts:
    """The datasets that one area owns."""

    has_kpi: bool
    counting: frozenset[str]
    freshness: Counter[str] = field(default_factory=Counter)
    usability: Counter[bool | None] = field(default_factory=Counter)
    steps: Counter[str | None] = field(default_factory=Counter)

    def add(self, freshness: str, is_usable: bool | None, step: str | None, count: int) -> None:
        """Count datasets that stand alike."""
        self.freshness[freshness] += count
        self.usability[is_usable] += count
        self.steps[step] += count

    def shown(self) -> dict[str, Any]:
        """Return the counts as JSON values."""
        digitised = Digitised(self.steps, self.counting)
        percent = digitised.percent if self.has_kpi else None
        return {
            "count": digitised.datasets,
            "freshness": {state: self.freshness[state] for state in FRESHNESS},
            "usable": self.usability[True],
            "not_usable": self.usability[False],
            "not_assessed": self.usability[None],
            "digitised": digitised.digitised if self.has_kpi else None,
            "digitised_percent": None if percent is None else number_of(percent),
        }


async def area_counts(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, AreaCounts]:
    """Return, by area, the datasets it owns as they stood when a fiscal year ended, or stand today while it runs."""
    day = day_of(fiscal_year)
    steps = await records.steps_in(session, fiscal_year)
    counts = {code: AreaCounts(bool(steps), counting(steps)) for code in area_codes}
    for area, *alike in await reports.standing_by_area(session, principal, area_codes, day, is_past=day < today()):
        counts[area].add(*alike)
    return counts
