"""The rules of matching funds: what an entry does to a pledge, and the ratio that is reached.

HPP issue 7 names no ratio, so what is aimed at is data with its source. Goods and work are stated in baht and stay
apart: no ratio counts them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from services.shared.workflow import Workflow

OPEN, CLOSED = "open", "closed"
FLOW = Workflow(start=OPEN, moves={"contribute": {OPEN: OPEN}, "close": {OPEN: CLOSED}})

CONTRIBUTORS = ("local_government", "government", "private", "people", "other")
CASH, IN_KIND = "cash", "in_kind"
FORMS = (CASH, IN_KIND)
PLEDGE, RAISE, LOWER, PAY, RETURN = "pledge", "raise", "lower", "pay", "return"
KINDS = (PLEDGE, RAISE, LOWER, PAY, RETURN)
# What changes a pledge, or takes money back, says why.
NEED_REASON = frozenset({RAISE, LOWER, RETURN})

MOST_PLEDGES = 300
MOST_ENTRIES = 2000
_FOUR_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True)
class Amounts:
    """What is pledged and what of it is paid, in satang."""

    pledged: int = 0
    paid: int = 0

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.pledged + other.pledged, self.paid + other.paid)

    @property
    def can_stand(self) -> bool:
        """Whether no more is paid than pledged, and nothing is less than nothing."""
        return 0 <= self.paid <= self.pledged


def effect_of(kind: str, amount: int) -> Amounts:
    """Return what an entry of satang does to a pledge."""
    match kind:
        case "pledge" | "raise":
            return Amounts(pledged=amount)
        case "lower":
            return Amounts(pledged=-amount)
        case "pay":
            return Amounts(paid=amount)
        case _:
            return Amounts(paid=-amount)


def total_of(entries: Iterable[tuple[str, int]]) -> Amounts:
    """Return what entries, each a kind and satang, come to."""
    return sum((effect_of(kind, amount) for kind, amount in entries), Amounts())


def ratio_of(others: int, own: int) -> Decimal | None:
    """Return how much others give for each baht of the area's own, to four decimals; None where it gives none."""
    if own == 0:
        return None
    return (Decimal(others) / Decimal(own)).quantize(_FOUR_DECIMALS, ROUND_HALF_UP)
