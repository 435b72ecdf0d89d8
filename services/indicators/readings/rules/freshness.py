"""How fresh the values of an agency are: when it last reported, and what it should have reported by now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.indicators.observations.rules.periods import PERIODS
from services.indicators.readings.rules.due import Deadlines
from services.shared.fiscal import day_in_bangkok


@dataclass(frozen=True)
class Stream:
    """What one unit reports of one indicator: for how many areas, and for how many of them each period is spoken for.

    An area counts from the year before on, so that who fell silent is seen.
    """

    reporter: str
    indicator_id: UUID
    indicator_code: str
    name_th: str
    frequency: str
    area_count: int
    reported: Sequence[int]  # in the order of PERIODS
    latest: dt.datetime


@dataclass(frozen=True)
class Overdue:
    """A period that a unit has not reported of an indicator, and for how many areas."""

    indicator_id: UUID
    indicator_code: str
    name_th: str
    period: str
    due_on: dt.date
    area_count: int


@dataclass(frozen=True)
class Agency:
    """How fresh what one unit reports is."""

    reporter: str
    indicator_count: int
    latest: dt.datetime
    age_days: int
    overdue: tuple[Overdue, ...]
    due_by: str

    @property
    def overdue_values(self) -> int:
        """How many values are missing."""
        return sum(each.area_count for each in self.overdue)


def agencies_of(streams: Sequence[Stream], deadlines: Deadlines, day: dt.date) -> tuple[Agency, ...]:
    """Return every unit with what it reports, by unit."""
    by_reporter: dict[str, list[Stream]] = {}
    for stream in streams:
        by_reporter.setdefault(stream.reporter, []).append(stream)
    return tuple(_agency(by_reporter[name], deadlines, day) for name in sorted(by_reporter))


def _agency(streams: Sequence[Stream], deadlines: Deadlines, day: dt.date) -> Agency:
    latest = max(stream.latest for stream in streams)
    overdue = [
        Overdue(stream.indicator_id, stream.indicator_code, stream.name_th, period, due_on, missing)
        for stream in sorted(streams, key=lambda each: each.indicator_code)
        for period, due_on in deadlines.due_by(stream.indicator_id, stream.frequency, day).items()
        if (missing := stream.area_count - stream.reported[PERIODS.index(period)]) > 0
    ]
    age = (day - day_in_bangkok(latest)).days
    return Agency(streams[0].reporter, len(streams), latest, max(age, 0), tuple(overdue), deadlines.set_by)
