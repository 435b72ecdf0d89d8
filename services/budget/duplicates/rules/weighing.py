"""What signals weigh together: a score from 0 to 1, and the reasons in words, the weightiest first."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from services.budget.duplicates.rules.comparing import Eyes, Fineness, Side, Signal, TextCompare, signals_of
from services.budget.duplicates.rules.reasons import sentence_of
from services.budget.duplicates.rules.vocabulary import rows_of
from services.shared.errors import Text

FOR: Literal["for"] = "for"
AGAINST: Literal["against"] = "against"


@dataclass(frozen=True)
class Scale:
    """The table of weights and thresholds in force, with its version; whose it is stands in `source`."""

    version: int
    dated_on: dt.date
    source: str
    weights: Mapping[str, float]
    settings: Mapping[str, float]

    @property
    def fineness(self) -> Fineness:
        """How finely texts are compared."""
        named = self.settings
        return Fineness(int(named["gram"]), int(named["word"]), named["replaced_whole"], named["slip"])

    @property
    def candidates(self) -> int:
        """The most things of the index that are compared with one."""
        return int(self.settings["candidates"])

    @property
    def checked(self) -> int:
        """The most of them for each of many, as when a whole list is checked."""
        return int(self.settings["checked"])


@dataclass(frozen=True)
class Reason:
    """What speaks for or against two things being one, and how much it weighs."""

    name: str
    direction: Literal["for", "against"]
    weight: float
    sentence: Text


@dataclass(frozen=True)
class Likeness:
    """How probably two things are one, and why; `is_likely` by the threshold of the scale."""

    score: float
    is_likely: bool
    reasons: tuple[Reason, ...]


@cache
def scale() -> Scale:
    """Return the table of weights that is in force."""
    rows = rows_of("weights.csv")
    weights, settings = (
        {row["name"]: float(row["value"]) for row in rows if row["kind"] == kind} for kind in ("weight", "setting")
    )
    first = rows[0]
    return Scale(int(first["version"]), dt.date.fromisoformat(first["dated_on"]), first["source"], weights, settings)


def compare(left: Side, right: Side, letters: TextCompare, by: Scale) -> Likeness:
    """Return how probably two things are one, and why."""
    return weigh(signals_of(left, right, Eyes(letters, by.fineness)), by)


def weigh(signals: Iterable[Signal], by: Scale) -> Likeness:
    """Return what signals weigh together: the logistic function of their weighted sum."""
    weighed = [(signal, by.weights[signal.name] * signal.strength) for signal in signals if signal.name in by.weights]
    total = by.weights["bias"] + sum(weight for _, weight in weighed)
    score = round(1 / (1 + math.exp(-total)), 3)
    told = sorted((each for each in weighed if abs(each[1]) >= by.settings["told"]), key=lambda each: -abs(each[1]))
    return Likeness(score, score >= by.settings["likely"], tuple(_reason(*each) for each in told))


def _reason(signal: Signal, weight: float) -> Reason:
    direction = FOR if weight > 0 else AGAINST
    return Reason(signal.name, direction, round(weight, 2), sentence_of(signal.name, signal.told))
