"""How rounds and their runs are shown."""

from services.budget.allocation.views.reports import comparison_out, equity_out
from services.budget.allocation.views.rounds import (
    answer_of,
    area_share,
    one_of,
    page_of,
    run_answer,
    run_of,
    run_page,
    verification_of,
)

__all__ = [
    "answer_of",
    "area_share",
    "comparison_out",
    "equity_out",
    "one_of",
    "page_of",
    "run_answer",
    "run_of",
    "run_page",
    "verification_of",
]
