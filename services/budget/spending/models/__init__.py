"""The tables of spending."""

from services.budget.spending.models.savings import Saving, SavingReason, SavingUse
from services.budget.spending.models.targets import SpendingGoal, SpendingTargets

__all__ = ["Saving", "SavingReason", "SavingUse", "SpendingGoal", "SpendingTargets"]
