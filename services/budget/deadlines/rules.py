"""What a unit has to do by the calendar: which steps are its own, how they stand on a day, what of them is done."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.budget.calendar.rules import Level, Opening, Step, Window, standing_of
from services.budget.submissions.rules import ENDORSED, RETURNED, SUBMITTED
from services.shared.access import Grant
from services.shared.roles import Role


@dataclass(frozen=True)
class Part:
    """Which steps a role takes, and at which levels their windows are."""

    steps: frozenset[Step]
    levels: frozenset[Level]


ASKING, ANY_STEP, ANY_LEVEL = frozenset({Step.NOTICE, Step.SUBMISSION}), frozenset(Step), frozenset(Level)
PARTS: Mapping[Role, Part] = {
    Role.PROVINCE: Part(ASKING, frozenset({Level.PROVINCE})),
    Role.CLUSTER: Part(ASKING, frozenset({Level.CLUSTER})),
    Role.PROVINCE_COMMITTEE: Part(frozenset({Step.ENDORSEMENT}), frozenset({Level.PROVINCE})),
    Role.CLUSTER_COMMITTEE: Part(frozenset({Step.ENDORSEMENT}), frozenset({Level.CLUSTER})),
    Role.MINISTRY: Part(ANY_STEP, frozenset({Level.MINISTRY})),
    Role.DEPARTMENT: Part(ANY_STEP, frozenset({Level.MINISTRY})),
    Role.POLICY_COMMITTEE: Part(frozenset({Step.APPROVAL}), ANY_LEVEL),
    Role.BUDGET_BUREAU: Part(ANY_STEP, frozenset({Level.NATION})),
}
OFFICES = frozenset({Role.PROVINCE, Role.CLUSTER})
COMMITTEES = frozenset({Role.PROVINCE_COMMITTEE, Role.CLUSTER_COMMITTEE})


class StepState(StrEnum):
    """How a step stands for a unit on a day. A late one is shown only while it is not done."""

    OPEN = "open"
    NEXT = "next"
    EXCEPTED = "late_by_exception"
    LATE = "late"


@dataclass(frozen=True)
class Year:
    """What a fiscal year's calendar says, and in which states the lists of each area are."""

    fiscal_year: int
    windows: tuple[Window, ...]
    granted: Mapping[tuple[str, Step], tuple[dt.date, ...]]
    lists: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Duty:
    """A step of a unit in a year as it stands on a day; `is_done` is None where nothing in this house tells."""

    grant: Grant
    fiscal_year: int
    step: Step
    level: Level
    state: StepState
    window: Window
    until: dt.date | None
    is_done: bool | None

    @property
    def acts_by(self) -> dt.date:
        """The day that matters now: it opens then when it is next, else the last on which it may be done."""
        return self.window.opens_on if self.state is StepState.NEXT else self.until or self.window.closes_on

    @property
    def is_owed(self) -> bool:
        """Whether it may be done today, and was not."""
        return self.is_done is False and self.state in (StepState.OPEN, StepState.EXCEPTED)


def duties_of(grants: Iterable[Grant], years: Sequence[Year], day: dt.date) -> list[Duty]:
    """Return what stands open, opens next or is late for some grants on a day, what has to be done first before."""
    found = (each for year in years for grant in grants for each in _of_grant(grant, year, day))
    return sorted(found, key=lambda each: (each.acts_by, each.fiscal_year, str(each.grant), each.step, each.level))


def _of_grant(grant: Grant, year: Year, day: dt.date) -> Iterator[Duty]:
    part = PARTS.get(grant.role)
    if part is None:
        return
    for step, level in sorted({(each.step, each.level) for each in year.windows}):
        if step in part.steps and level in part.levels:
            duty = _duty(grant, year, step, level, day)
            if duty is not None:
                yield duty


def _duty(grant: Grant, year: Year, step: Step, level: Level, day: dt.date) -> Duty | None:
    granted = year.granted.get((grant.area or "", step), ())
    standing = standing_of(year.windows, step, level, day, granted)
    is_done = done(grant, step, year.lists.get(grant.area or "", frozenset()))
    by_day = sorted(standing.windows, key=lambda each: each.opens_on)
    past = [each for each in by_day if each.closes_on < day]
    window: Window | None
    if standing.opening is Opening.OPEN:
        state, window = StepState.OPEN, next(each for each in by_day if each.holds_on(day))
    elif standing.opening is Opening.BY_EXCEPTION:
        state, window = StepState.EXCEPTED, (past or by_day)[-1]
    else:
        window = next((each for each in by_day if each.opens_on > day), None)
        state = StepState.NEXT
        if window is None:
            state, window = StepState.LATE, past[-1] if is_done is False else None
    if window is None:
        return None
    return Duty(grant, year.fiscal_year, step, level, state, window, standing.until, is_done)


def done(grant: Grant, step: Step, states: Collection[str]) -> bool | None:
    """Return whether a unit has done a step, by the states of its area's lists; None where they do not tell.

    An office has asked once a list is submitted and none was returned, a committee has decided when none waits for it.
    """
    if step is Step.SUBMISSION and grant.role in OFFICES:
        return RETURNED not in states and bool({SUBMITTED, ENDORSED} & set(states))
    if step is Step.ENDORSEMENT and grant.role in COMMITTEES:
        return SUBMITTED not in states
    return None
