"""The rules of what is decided by delegation: which limit an amount would pass."""

from services.shared.decisions.rules import DelegatedPower

APPROVE_REQUEST = "budget.approve_request"


def is_within(power: DelegatedPower, used: int, amount: int) -> bool:
    """Return whether satang may be approved by a power of which so many were used in the year; both ends included."""
    fits_item = power.limit_per_item is None or amount <= power.limit_per_item
    return fits_item and (power.limit_per_year is None or used + amount <= power.limit_per_year)
