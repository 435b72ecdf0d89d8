"""The rules of the calendar: which windows can stand, and whether a step is open on a day.

S1 point 3 asks for a clear calendar; no document prints its days, so every window names its source.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from services.shared.errors import FieldError, Text

MOST_WINDOWS = 100


class Step(StrEnum):
    """A step of the budget year. `notice` is what areas send to ministries ahead of time (S1 point 3).

    The steps of the nation (frames, the bureau's own, cabinet and parliament) are there to be seen: no area takes them.
    """

    FRAMES = "frames"
    NOTICE = "notice"
    SUBMISSION = "submission"
    SCREENING = "screening"
    ENDORSEMENT = "endorsement"
    APPROVAL = "approval"
    BUREAU = "bureau"
    CABINET = "cabinet"
    FIRST_READING = "first_reading"
    HOUSE_COMMITTEE = "house_committee"
    FINAL_READINGS = "final_readings"
    SENATE = "senate"


class Level(StrEnum):
    """For whom a window is."""

    PROVINCE = "province"
    CLUSTER = "cluster"
    MINISTRY = "ministry"
    NATION = "nation"


class TemplateCertainty(StrEnum):
    """How sure a line of a template is: what a document prints, what is known without one, what is read into one."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


# What an area does itself and may be late with, and so what an exception is for.
AREA_STEPS = (Step.NOTICE, Step.SUBMISSION, Step.SCREENING, Step.ENDORSEMENT, Step.APPROVAL)


class Opening(StrEnum):
    """How a step stands on a day. What no calendar has set is open: nothing is refused by a day nobody named."""

    OPEN = "open"
    BY_EXCEPTION = "by_exception"
    CLOSED = "closed"
    NOT_SET = "not_set"
    NO_CALENDAR = "no_calendar"


@dataclass(frozen=True)
class Window:
    """From when to when a step is open at a level; days in Bangkok, the last one until 24:00."""

    step: Step
    level: Level
    opens_on: dt.date
    closes_on: dt.date

    def holds_on(self, day: dt.date) -> bool:
        """Return whether it is open on a day."""
        return self.opens_on <= day <= self.closes_on

    def overlaps(self, other: "Window") -> bool:
        """Return whether both are for the same step and level and have a day in common."""
        is_same = (self.step, self.level) == (other.step, other.level)
        return is_same and self.opens_on <= other.closes_on and other.opens_on <= self.closes_on


@dataclass(frozen=True)
class Standing:
    """Whether a step may be taken on a day, and the windows of that step and level."""

    opening: Opening
    windows: tuple[Window, ...] = ()
    until: dt.date | None = None  # the last day of the exception by which it is open

    @property
    def is_closed(self) -> bool:
        """Whether taking the step is refused."""
        return self.opening is Opening.CLOSED


def standing_of(
    windows: Sequence[Window] | None, step: Step, level: Level, day: dt.date, exceptions: Sequence[dt.date]
) -> Standing:
    """Return how a step stands on `day`; `windows` is None without a calendar, `exceptions` are the last days granted.

    An exception opens from when it was granted to the end of its last day.
    """
    if windows is None:
        return Standing(Opening.NO_CALENDAR)
    own = tuple(each for each in windows if each.step is step and each.level is level)
    if not own:
        return Standing(Opening.NOT_SET)
    if any(each.holds_on(day) for each in own):
        return Standing(Opening.OPEN, own)
    until = max(exceptions, default=None)
    if until is not None and day <= until:
        return Standing(Opening.BY_EXCEPTION, own, until)
    return Standing(Opening.CLOSED, own)


def window_faults(windows: Sequence[Window]) -> tuple[FieldError, ...]:
    """Return what is wrong with the windows of a calendar, each with its place in the list."""
    faults = [
        FieldError(f"/windows/{place}/closes_on", "closes_before_it_opens", _BACKWARDS)
        for place, window in enumerate(windows)
        if window.closes_on < window.opens_on
    ]
    for (first, one), (second, other) in combinations(enumerate(windows), 2):
        if one.overlaps(other):
            sentence = Text(f"ช่วงเวลาซ้อนกับรายการที่ {first}", f"It overlaps the window at {first}.")
            faults.append(FieldError(f"/windows/{second}", "windows_overlap", sentence))
    return tuple(faults)


def level_of(area_kind: str | None) -> Level | None:
    """Return at which level an area asks for money; None for one that does not, a region for example."""
    return {"province": Level.PROVINCE, "cluster": Level.CLUSTER}.get(area_kind or "")


def shown_windows(windows: Sequence[Window]) -> str:
    """Return the days of windows as a sentence names them."""
    ordered = sorted(windows, key=lambda each: each.opens_on)
    return ", ".join(f"{each.opens_on} – {each.closes_on}" for each in ordered)


_BACKWARDS = Text("วันปิดอยู่ก่อนวันเปิด", "It closes before it opens.")


@dataclass(frozen=True)
class TemplateLine:
    """One line of a template: months and days, `years_before` the fiscal year that it prepares.

    Without `closes_day` it closes with its month.
    """

    step: Step
    level: Level
    years_before: int
    opens_month: int
    opens_day: int
    closes_month: int
    closes_day: int | None

    def window_in(self, fiscal_year: int) -> Window:
        """Return the window it gives the calendar of a fiscal year."""
        year = fiscal_year - self.years_before
        opens_on = dt.date(_common_era(year, self.opens_month), self.opens_month, self.opens_day)
        closes_in = _common_era(year, self.closes_month)
        last = self.closes_day or monthrange(closes_in, self.closes_month)[1]
        return Window(self.step, self.level, opens_on, dt.date(closes_in, self.closes_month, last))


def _common_era(fiscal_year: int, month: int) -> int:
    """Return in which year of the common era a month of a fiscal year lies."""
    return fiscal_year - 543 - (month >= 10)


def shifted(window: Window, years: int) -> Window:
    """Return a window as many years later; 29 February becomes the 28th where the year has none."""
    return replace(window, opens_on=_later(window.opens_on, years), closes_on=_later(window.closes_on, years))


def _later(day: dt.date, years: int) -> dt.date:
    year = day.year + years
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))
