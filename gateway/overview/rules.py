"""How the answers of the services become one overview: fresh where there is one, else the last one, else nothing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Facts:
    """What one service said of one area in one year, and when it read it."""

    as_of: dt.datetime
    by_feature: dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """A service that gave no answer; `reason` is the code of the problem."""

    reason: str


@dataclass(frozen=True)
class Overview:
    """The parts by service, and by service the facts that are shown; None where there are none."""

    parts: dict[str, dict[str, Any]]
    facts: dict[str, dict[str, Any] | None]

    @property
    def is_complete(self) -> bool:
        """True when every part is of now: only then may figures of different parts be added up."""
        return all(part["state"] == "ok" for part in self.parts.values())


def combine(answers: Mapping[str, Facts | Failure], remembered: Mapping[str, Facts]) -> Overview:
    """Return the overview of `answers`; where a service failed, what it said before stands in, marked as stale."""
    parts: dict[str, dict[str, Any]] = {}
    facts: dict[str, dict[str, Any] | None] = {}
    for name, answer in answers.items():
        if isinstance(answer, Facts):
            parts[name] = {"state": "ok", "as_of": answer.as_of, "reason": None}
            facts[name] = answer.by_feature
        elif name in remembered:
            parts[name] = {"state": "stale", "as_of": remembered[name].as_of, "reason": answer.reason}
            facts[name] = remembered[name].by_feature
        else:
            parts[name] = {"state": "unavailable", "as_of": None, "reason": answer.reason}
            facts[name] = None
    return Overview(parts, facts)
