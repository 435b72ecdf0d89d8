"""What a unit owes: the periods of each indicator it agreed to, how they stand today, and what it has said of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.indicators.observations.rules import CurrentValue
from services.indicators.observations.rules.years import FINAL
from services.indicators.periods import MEASURED, PERIODS, begins_on
from services.indicators.windows.rules import Standing, YearWindows

# (reporter, area, indicator, fiscal year, period)
Place = tuple[str, str, UUID, int, str]


@dataclass(frozen=True, slots=True)
class Duty:
    """One indicator that a unit reports of an area in a fiscal year, by an agreement or joint indicator that stands."""

    reporter: str
    area_code: str
    fiscal_year: int
    indicator_id: UUID
    code: str
    name_th: str
    unit_name_th: str
    frequency: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One value that a unit owes: how it stands today, and what the unit has said of it."""

    duty: Duty
    period: str
    standing: Standing
    value: CurrentValue | None

    @property
    def is_final(self) -> bool:
        """Return whether the unit has said its last word."""
        return self.value is not None and self.value.status == FINAL

    @property
    def due_on(self) -> dt.date | None:
        """Return the last day on which it is in time, or is heard by an exception; None where no window names one."""
        if self.standing.window is None:
            return None
        return max(self.standing.window.due_on, self.standing.until or dt.date.min)


def by_place(values: Iterable[CurrentValue]) -> dict[Place, CurrentValue]:
    """Return what was said, by who said it of what."""
    return {(each.reporter, each.area_code, each.indicator_id, each.fiscal_year, each.period): each for each in values}


def owed_of(
    duties: Iterable[Duty], windows: Mapping[int, YearWindows], said: Mapping[Place, CurrentValue], day: dt.date
) -> Iterator[Owed]:
    """Yield the values that are owed: of each duty the periods that have begun, as often as it is measured."""
    for duty in duties:
        year = windows.get(duty.fiscal_year, YearWindows())
        for period in MEASURED[duty.frequency]:
            if begins_on(duty.fiscal_year, period) <= day:
                about = (duty.reporter, duty.area_code, duty.indicator_id)
                standing = year.standing_of(*about, duty.frequency, period, day)
                yield Owed(duty, period, standing, said.get((*about, duty.fiscal_year, period)))


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """A period of an indicator that is open to a unit, and of how many areas it has reported it."""

    duty: Duty  # of one of the areas
    period: str
    standing: Standing
    due_on: dt.date | None
    areas: int
    reported: int
    final: int


def open_periods(owed: Iterable[Owed]) -> list[OpenPeriod]:
    """Return what is taken today by period and indicator, what is due first before the rest."""
    groups: defaultdict[tuple[UUID, int, str, Standing], list[Owed]] = defaultdict(list)
    for each in owed:
        if each.standing.is_taken:
            groups[each.duty.indicator_id, each.duty.fiscal_year, each.period, each.standing].append(each)
    return sorted((_open_period(group) for group in groups.values()), key=_by_due_day)


def _open_period(group: Sequence[Owed]) -> OpenPeriod:
    first = group[0]
    reported, final = sum(each.value is not None for each in group), sum(each.is_final for each in group)
    return OpenPeriod(first.duty, first.period, first.standing, first.due_on, len(group), reported, final)


def _by_due_day(each: OpenPeriod) -> tuple[dt.date, int, int, str, dt.date]:
    until = each.standing.until or dt.date.max
    return (each.due_on or dt.date.max, each.duty.fiscal_year, PERIODS.index(each.period), each.duty.code, until)


def waiting(owed: Iterable[Owed]) -> dict[tuple[str, int, str], dt.date]:
    """Return, by reporter, year and period, the first due day of what is open by a window and was not reported."""
    due: dict[tuple[str, int, str], dt.date] = {}
    for each in owed:
        if each.value is None and each.due_on is not None and each.standing.is_taken:
            key = (each.duty.reporter, each.duty.fiscal_year, each.period)
            due[key] = min(due.get(key, dt.date.max), each.due_on)
    return due
