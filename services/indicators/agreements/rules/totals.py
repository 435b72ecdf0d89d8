"""The total that a document states for a period, kept as stated and compared with what its kind computes.

The table of S0 adds yearly growth rates up (4 x 5 % is stated as 20), and states one total as เป้าหมายรวม: 10 % in each
year and 10 for the whole. Neither is corrected; what differs is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

SUM, LEVEL, AVERAGE, COMPOUND, NONE = "sum", "level", "average", "compound", "none"
TOTAL_KINDS = (SUM, LEVEL, AVERAGE, COMPOUND, NONE)

# An average or a compounded rate seldom ends: it is shown with four decimals, as scores are, and stated with fewer.
_ROUNDED = (AVERAGE, COMPOUND)
_PLACES = Decimal("0.0001")
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_WHOLE = Decimal(100)


@dataclass(frozen=True)
class TotalAnswer:
    """What is stated, what its kind computes (None: nothing can be), and what the years add up to.

    `agrees` is None where nothing can be compared.
    """

    kind: str
    stated: Decimal | None
    computed: Decimal | None
    agrees: bool | None
    sum_of_targets: Decimal | None

    @property
    def differs_from_sum(self) -> bool:
        """Whether a reader who adds the years up gets something else than what is stated."""
        return None not in (self.stated, self.sum_of_targets) and self.stated != self.sum_of_targets


def compare_total(kind: str, stated: Decimal | None, targets: Mapping[int, Decimal]) -> TotalAnswer:
    """Return how a stated total stands to the targets by year; the order of the years does not matter."""
    with localcontext(_CONTEXT):
        values = [targets[year] for year in sorted(targets)]
        added = sum(values, Decimal(0)) if values else None
        computed = computed_total(kind, values)
        agrees = None
        if stated is not None and kind != NONE and values:
            agrees = computed is not None and (stated == computed or (kind in _ROUNDED and _alike(stated, computed)))
        return TotalAnswer(kind, stated, computed, agrees, added)


def computed_total(kind: str, values: Sequence[Decimal]) -> Decimal | None:
    """Return the total of yearly targets by its kind; None where it has none: no years, or levels that differ.

    `compound` takes the targets as growth rates in per cent: 5, 5, 5, 5 make 21.5506.
    """
    if not values or kind == NONE:
        return None
    if kind == SUM:
        return sum(values, Decimal(0))
    if kind == AVERAGE:
        return (sum(values, Decimal(0)) / len(values)).quantize(_PLACES)
    if kind == COMPOUND:
        factor = Decimal(1)
        for value in values:
            factor *= 1 + value / _WHOLE
        return ((factor - 1) * _WHOLE).quantize(_PLACES)
    return values[0] if len(set(values)) == 1 else None


def _alike(stated: Decimal, computed: Decimal) -> bool:
    """Return whether `computed`, rounded to the decimals in which the total was stated, is what was stated."""
    exponent = stated.normalize().as_tuple().exponent
    places = Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)
    return computed.quantize(places) == stated
