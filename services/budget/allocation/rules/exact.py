"""Exact numbers as text, the same on every machine."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

# A fraction is written out while it has at most so many digits; past them a reader has no use for it.
MOST_DIGITS = 30
SIGNIFICANT = 15
_ROUNDED = Context(prec=SIGNIFICANT, rounding=ROUND_HALF_EVEN)


def exact_text(value: Fraction) -> str:
    """Return "3", or "5/12"; what is too long for that as 15 significant digits after a "~": "~0.0416666666666667"."""
    whole = str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    if len(whole) <= MOST_DIGITS:
        return whole
    return f"~{_ROUNDED.divide(Decimal(value.numerator), Decimal(value.denominator)):f}"


def number_text(value: Decimal) -> str:
    """Return a decimal in its one spelling: no exponent, no zero at the end of a fraction."""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def fraction_of(text: str) -> Fraction:
    """Return what `exact_text` wrote; of a number after a "~" its 15 digits."""
    return Fraction(text.removeprefix("~"))


def rounded(value: Fraction, places: int) -> Decimal:
    """Return a number with so many decimals, half to even."""
    return Decimal(round(value * 10**places)).scaleb(-places)
