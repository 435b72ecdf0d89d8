"""Numbers for people, and sentences made of them in both languages."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from services.budget.allocation.rules.exact import rounded
from services.budget.allocation.rules.snapshot import Document
from services.shared.errors import Text
from services.shared.money import format_amount

_HUNDRED = 100


@dataclass(frozen=True)
class Told:
    """What the sentences of an area are made of: its pool and itself in a result, its pool in the snapshot."""

    area_name: Text
    fiscal_year: int
    unit: int
    pool: Document
    area: Document
    of_level: Document


class Sentence(NamedTuple):
    """One step of an area's amount. `amount` is in satang: the lines add up to the sum; None is said of no line."""

    step: str
    key: str | None
    amount: int | None
    text: Text


def said(template: Text, **facts: str | int | Text) -> Text:
    """Return a sentence with its placeholders filled, each in its language."""
    return Text(
        template.th.format(**{name: fact.th if isinstance(fact, Text) else fact for name, fact in facts.items()}),
        template.en.format(**{name: fact.en if isinstance(fact, Text) else fact for name, fact in facts.items()}),
    )


def joined(*texts: Text) -> Text:
    """Return sentences after one another."""
    return Text(" ".join(text.th for text in texts), " ".join(text.en for text in texts))


def baht(satang: int) -> str:
    """Return an amount for people: "1,250,000.00", below zero with a minus."""
    whole, _, rest = format_amount(abs(satang)).partition(".")
    return f"{'−' if satang < 0 else ''}{int(whole):,}.{rest}"


def number(text: str) -> str:
    """Return an exact decimal for people: "1789385.5" is "1,789,385.5"."""
    return f"{Decimal(text):,f}"


def decimals(value: Fraction, places: int) -> Text:
    """Return a number with at most so many decimals (one or more), and say where that rounds it."""
    shown = rounded(value, places)
    text = f"{shown:,f}".rstrip("0").rstrip(".")
    return Text(text, text) if Fraction(shown) == value else Text(f"ประมาณ {text}", f"about {text}")


def percent(part: Fraction) -> Text:
    """Return a part of one as percent with at most two decimals, and say where that rounds it."""
    shown = rounded(part * _HUNDRED, 2)
    text = f"{shown:f}".rstrip("0").rstrip(".")
    if Fraction(shown) == part * _HUNDRED:
        return Text(f"ร้อยละ {text}", f"{text} percent")
    return Text(f"ประมาณร้อยละ {text}", f"about {text} percent")
