"""How far data are digitised, counted for the KPI of FY2566 (การพัฒนาระบบข้อมูลให้เป็นดิจิทัล, Digitized Data)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

PERCENT_DECIMALS = 2


@dataclass(frozen=True)
class Digitised:
    """The datasets of one owner by step; those without a recorded step stand under None."""

    by_step: Mapping[str | None, int]
    counting: frozenset[str]  # the steps from which on a dataset counts as digitised

    @property
    def datasets(self) -> int:
        """How many datasets the owner has in the registry: the denominator."""
        return sum(self.by_step.values())

    @property
    def digitised(self) -> int:
        """How many of them count as digitised: the numerator."""
        return sum(count for step, count in self.by_step.items() if step in self.counting)

    @property
    def percent(self) -> Decimal | None:
        """The share of the digitised ones; None without any dataset, which is not zero."""
        if not self.datasets:
            return None
        with localcontext(Context(prec=28)):
            share = Decimal(self.digitised) * 100 / Decimal(self.datasets)
            return share.quantize(Decimal(1).scaleb(-PERCENT_DECIMALS), ROUND_HALF_UP)
