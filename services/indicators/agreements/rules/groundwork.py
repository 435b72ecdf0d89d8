"""What a draft is written from: what was measured in the years before, and which of it can be the baseline."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

# As exact as a baseline may be stated: an average of quarters seldom ends.
_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class PastYear:
    """What one reporter's values of a past year come to; `periods` are those it was made of."""

    fiscal_year: int
    value: Decimal
    reporter: str
    is_complete: bool
    is_final: bool
    periods: tuple[str, ...]


@dataclass(frozen=True)
class BaselineFacts:
    """A baseline with the sentence that says where it comes from."""

    value: Decimal
    fiscal_year: int
    source: str


def baseline_of(years: Iterable[PastYear]) -> BaselineFacts | None:
    """Return the last whole year as a baseline; None without one. A part of a year is nothing to begin from."""
    whole = [year for year in years if year.is_complete]
    if not whole:
        return None
    last = max(whole, key=lambda year: year.fiscal_year)
    certainty = "ค่าสุดท้าย" if last.is_final else "ค่าชั่วคราว"
    made_of = ", ".join(last.periods)
    source = f"ค่าที่รายงานใน Buranakan ปีงบประมาณ {last.fiscal_year} โดย {last.reporter} ({certainty}: {made_of})"
    value = last.value if last.value == last.value.quantize(_PLACES) else last.value.quantize(_PLACES, ROUND_HALF_EVEN)
    return BaselineFacts(value, last.fiscal_year, source)
