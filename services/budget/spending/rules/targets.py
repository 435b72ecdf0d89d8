"""Targets of a fiscal year: how much of the money is to be spent by the end of each quarter, in percent.

Two measures stand beside each other (A4.4): เบิกจ่าย is what was paid, ใช้จ่าย what was paid and committed. Which
percent is data of the year with its source; a year without targets is compared to nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from services.budget.spending.errors import goal_twice, goals_fall
from services.shared.errors import FieldError

DISBURSED, SPENT = "disbursed", "spent"
MEASURES = (DISBURSED, SPENT)
OVERALL, RECURRENT, CAPITAL = "overall", "recurrent", "capital"
TARGET_CLASSES = (OVERALL, RECURRENT, CAPITAL)
CERTAINTIES = ("sourced", "from_memory", "example")
QUARTERS = (1, 2, 3, 4)
MOST_GOALS = len(MEASURES) * len(TARGET_CLASSES) * len(QUARTERS)


@dataclass(frozen=True)
class Goal:
    """What is to be reached by the end of a quarter, counted from the beginning of the year."""

    measure: str
    expenditure_class: str
    quarter: int
    percent: Decimal

    @property
    def row(self) -> tuple[str, str]:
        """The row of the table it stands in: one percent for each quarter."""
        return self.measure, self.expenditure_class


def goal_faults(goals: Sequence[Goal]) -> Iterator[FieldError]:
    """Yield what is wrong with the goals of a year: one told twice, or a row that falls from quarter to quarter."""
    places: dict[tuple[tuple[str, str], int], int] = {}
    for place, goal in enumerate(goals):
        first = places.setdefault((goal.row, goal.quarter), place)
        if first != place:
            yield goal_twice(place, first)
    by_row: dict[tuple[str, str], dict[int, int]] = {}
    for (row, quarter), place in places.items():
        by_row.setdefault(row, {})[quarter] = place
    for quarters in by_row.values():
        for earlier, later in pairwise(sorted(quarters)):
            before, after = goals[quarters[earlier]], goals[quarters[later]]
            if after.percent < before.percent:
                yield goals_fall(quarters[later], earlier, str(before.percent))


def goals_at(goals: Iterable[Goal], quarter: int) -> Mapping[tuple[str, str], Decimal]:
    """Return the percent of each row at the end of a quarter; a row without one is left out."""
    return {goal.row: goal.percent for goal in goals if goal.quarter == quarter}
