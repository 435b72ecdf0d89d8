"""How many areas stand where and what they have together: the summary of a joint indicator."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from services.indicators.joint.rules.cascade import Limit, is_over_limit, whole_of
from services.indicators.joint.rules.states import OUT, RELEASED

ZERO, WITHIN_LIMIT, OVER_LIMIT = "zero", "within_limit", "over_limit"


@dataclass(frozen=True)
class Tally:
    """Offers by state, what they have of the whole now, and how many wait past their day."""

    by_state: Mapping[str, int] = field(default_factory=dict)
    assigned: Decimal = Decimal(0)
    overdue: int = 0

    def of(self, state: str) -> int:
        """Return how many areas are in a state."""
        return self.by_state.get(state, 0)

    @property
    def asked(self) -> int:
        """How many areas are asked: m of "n of m agreed"."""
        return sum(count for state, count in self.by_state.items() if state not in OUT)

    @property
    def released(self) -> int:
        """How many areas a committee released."""
        return self.of(RELEASED)


@dataclass(frozen=True)
class Standing:
    """The ministry's own line on a day."""

    assigned: Decimal
    unassigned: Decimal
    limit: Decimal
    state: str


def standing_of(
    national_target: Decimal, overlap: Decimal | None, assigned: Decimal, limit: Limit, today: dt.date
) -> Standing:
    """Return how the cascade stands: assigned + unassigned = national target + overlap."""
    unassigned = whole_of(national_target, overlap) - assigned
    allowed = limit.on(today, national_target)
    state = ZERO if unassigned == 0 else OVER_LIMIT if is_over_limit(unassigned, allowed) else WITHIN_LIMIT
    return Standing(assigned, unassigned, allowed, state)
