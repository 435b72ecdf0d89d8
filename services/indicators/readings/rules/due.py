"""When a value is due: by the windows of its fiscal year, and where a year has none some days after the period."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from services.indicators.periods import MEASURED, MONTHS_IN, PERIODS, ends_on
from services.indicators.windows.rules import YearWindows

WINDOW, ALLOWANCE = "window", "allowance"


@dataclass(frozen=True)
class Deadlines:
    """The last days on which values of a fiscal year are in time; exceptions, which let late values in, move none."""

    fiscal_year: int
    windows: YearWindows
    allowed_days: int  # an example of the house, for years whose windows nobody has set

    @property
    def set_by(self) -> str:
        """Whether the year's windows say when a value is due, or the allowance."""
        return WINDOW if self.windows.windows else ALLOWANCE

    def due_on(self, indicator_id: UUID, frequency: str, period: str) -> dt.date | None:
        """Return the last day on which a value is in time; None where the year has windows and none for it."""
        if self.set_by == ALLOWANCE:
            return ends_on(self.fiscal_year, period) + dt.timedelta(days=self.allowed_days)
        window = self.windows.window_for(indicator_id, frequency, period)
        return window.due_on if window else None

    def due_by(self, indicator_id: UUID, frequency: str, day: dt.date) -> dict[str, dt.date]:
        """Return the periods that are measured and whose values should all be there on a day, with their last days."""
        days = {period: self.due_on(indicator_id, frequency, period) for period in MEASURED[frequency]}
        return {period: last for period, last in days.items() if last is not None and last < day}


def periods_around(period: str) -> tuple[str, ...]:
    """Return the periods whose value speaks for a period too: itself, and every longer one it lies in."""
    months = set(MONTHS_IN[period])
    return tuple(each for each in PERIODS if months <= set(MONTHS_IN[each]))
