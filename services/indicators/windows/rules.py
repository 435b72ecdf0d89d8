"""When a value is taken: a row's state is made of its window, the day, and the exceptions of its reporter.

The documents name no days on which values are due, so a year without windows takes everything, and every window names
the document that sets it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from services.indicators.periods import MONTHS_IN, SHORTEST, ends_on
from services.indicators.windows import errors
from services.shared.errors import FieldError

MOST_WINDOWS = 200


class State(StrEnum):
    """How a period stands on a day; each day has exactly one."""

    NOT_SET = "not_set"
    NOT_YET = "not_yet"
    OPEN = "open"
    LATE = "late"
    LOCKED = "locked"


class Late(StrEnum):
    """What a window does with a value after its last day, until the period is locked."""

    REFUSED = "refused"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Window:
    """When values of some periods are taken; days in Bangkok, each until 24:00. `locks_on` is the first locked day."""

    periods: tuple[str, ...]
    opens_on: dt.date
    due_on: dt.date
    locks_on: dt.date | None
    late: Late
    frequency: str | None = None
    indicator_id: UUID | None = None

    def state_on(self, day: dt.date) -> State:
        """Return how its periods stand on a day."""
        if self.locks_on is not None and day >= self.locks_on:
            return State.LOCKED
        if day > self.due_on:
            return State.LATE
        return State.OPEN if day >= self.opens_on else State.NOT_YET


@dataclass(frozen=True, slots=True)
class Leave:
    """An exception of one reporter: what it is about (None: all), its last day, and whether it opens what is locked."""

    reporter: str
    until: dt.date
    opens_locked: bool
    area_code: str | None = None
    indicator_id: UUID | None = None
    period: str | None = None

    def covers(self, reporter: str, area_code: str, indicator_id: UUID, period: str) -> bool:
        """Return whether a value is among those it is for."""
        asked = ((self.area_code, area_code), (self.indicator_id, indicator_id), (self.period, period))
        return self.reporter == reporter and all(own is None or own == other for own, other in asked)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a value stands on a day: the state, the window it comes from, and the last day of the leave that opens it."""

    state: State
    window: Window | None = None
    until: dt.date | None = None

    @property
    def is_taken(self) -> bool:
        """Whether a value is accepted now."""
        if self.state in (State.NOT_SET, State.OPEN) or self.until is not None:
            return True
        return self.state is State.LATE and self.window is not None and self.window.late is Late.MARKED


@dataclass(frozen=True)
class YearWindows:
    """The windows of a fiscal year and the exceptions that stand."""

    windows: tuple[Window, ...] = ()
    leaves: tuple[Leave, ...] = ()

    def window_for(self, indicator_id: UUID, frequency: str, period: str) -> Window | None:
        """Return the window of a value: one for its indicator goes before one for its frequency, that before others."""
        own = ((indicator_id, None), (None, frequency), (None, None))
        return next((window for key in own if (window := self._by_key.get((period, *key)))), None)

    def standing_of(
        self, reporter: str, area_code: str, indicator_id: UUID, frequency: str, period: str, day: dt.date
    ) -> Standing:
        """Return how a value stands on a day."""
        window = self.window_for(indicator_id, frequency, period)
        if window is None:
            return Standing(State.NOT_SET)
        state = window.state_on(day)
        if state is State.OPEN:
            return Standing(state, window)
        return Standing(state, window, self._leave_until(state, day, (reporter, area_code, indicator_id, period)))

    def is_late(self, indicator_id: UUID, frequency: str, period: str, recorded_on: dt.date) -> bool:
        """Return whether a value recorded on a day came after its last day, however it was let in."""
        window = self.window_for(indicator_id, frequency, period)
        return window is not None and recorded_on > window.due_on

    def _leave_until(self, state: State, day: dt.date, value: tuple[str, str, UUID, str]) -> dt.date | None:
        fitting = (leave for leave in self.leaves if leave.opens_locked or state is not State.LOCKED)
        return max((leave.until for leave in fitting if day <= leave.until and leave.covers(*value)), default=None)

    @cached_property
    def _by_key(self) -> dict[tuple[str, UUID | None, str | None], Window]:
        return {(period, each.indicator_id, each.frequency): each for each in self.windows for period in each.periods}


EMPTY = YearWindows()


@dataclass(frozen=True)
class Windows:
    """The windows of several fiscal years, as a push asks them. What it has answered it remembers."""

    years: Mapping[int, YearWindows] = field(default_factory=dict)
    _answers: dict[tuple[object, ...], FieldError | None] = field(default_factory=dict, compare=False, repr=False)

    def of(self, fiscal_year: int) -> YearWindows:
        """Return those of a year; a year without windows refuses nothing."""
        return self.years.get(fiscal_year, EMPTY)

    def fault_of(
        self,
        reporter: str,
        area_code: str,
        indicator_id: UUID,
        frequency: str,
        fiscal_year: int,
        period: str,
        day: dt.date,
    ) -> FieldError | None:
        """Return why a value is not taken on a day; None when it is."""
        year = self.of(fiscal_year)
        if not year.windows:
            return None
        # Only an exception can tell one area from another.
        area = area_code if year.leaves else None
        asked = (reporter, area, indicator_id, frequency, fiscal_year, period, day)
        if asked not in self._answers:
            standing = year.standing_of(reporter, area_code, indicator_id, frequency, period, day)
            self._answers[asked] = _fault_of(standing, fiscal_year, period)
        return self._answers[asked]


NO_WINDOWS = Windows()


def _fault_of(standing: Standing, fiscal_year: int, period: str) -> FieldError | None:
    window = standing.window
    if standing.is_taken or window is None:
        return None
    if standing.state is State.NOT_YET:
        return errors.window_not_open(fiscal_year, period, window.opens_on)
    if standing.state is State.LOCKED and window.locks_on is not None:
        return errors.period_locked(fiscal_year, period, window.locks_on)
    return errors.window_closed(fiscal_year, period, window.due_on)


def window_faults(windows: Sequence[Window]) -> tuple[FieldError, ...]:
    """Return what is wrong with the windows of a year, each with its place in the list."""
    faults: list[FieldError] = []
    seen: dict[tuple[str, UUID | None, str | None], int] = {}
    for place, window in enumerate(windows):
        faults += _faults_of(place, window)
        for period in window.periods:
            first = seen.setdefault((period, window.indicator_id, window.frequency), place)
            if first != place:
                faults.append(errors.window_twice(place, first, period))
    return tuple(faults)


def _faults_of(place: int, window: Window) -> Iterator[FieldError]:
    if window.due_on < window.opens_on:
        yield errors.due_before_it_opens(place)
    if window.locks_on is not None and window.locks_on <= window.due_on:
        yield errors.locks_before_it_is_due(place)
    if window.indicator_id is not None and window.frequency is not None:
        yield errors.indicator_has_its_frequency(place)
    if window.frequency and any(len(MONTHS_IN[each]) < SHORTEST[window.frequency] for each in window.periods):
        yield errors.period_shorter_than_frequency(place)


@dataclass(frozen=True)
class TemplateLine:
    """One line of a template: for which periods, and how many days after a period's end it opens, is due and locks."""

    periods: tuple[str, ...]
    opens_after_days: int
    due_after_days: int
    locks_after_days: int | None
    late: Late


def windows_of_template(lines: Iterable[TemplateLine], fiscal_year: int) -> list[Window]:
    """Return the windows that a template gives a fiscal year, one for each period."""
    return [_window_of(line, fiscal_year, period) for line in lines for period in line.periods]


def _window_of(line: TemplateLine, fiscal_year: int, period: str) -> Window:
    end = ends_on(fiscal_year, period)
    locks_on = None if line.locks_after_days is None else end + dt.timedelta(days=line.locks_after_days)
    opens_on, due_on = (end + dt.timedelta(days=days) for days in (line.opens_after_days, line.due_after_days))
    return Window((period,), opens_on, due_on, locks_on, line.late)
