"""What an area gets, in sentences that a governor can read and add up."""

from services.budget.allocation.rules.wording.criteria import CRITERION
from services.budget.allocation.rules.wording.language import Sentence, Told
from services.budget.allocation.rules.wording.steps import (
    AMOUNT,
    BOUNDS,
    LAST_YEAR,
    ROUNDING,
    SUM,
    sentences_of,
)

__all__ = ["AMOUNT", "BOUNDS", "CRITERION", "LAST_YEAR", "ROUNDING", "SUM", "Sentence", "Told", "sentences_of"]
