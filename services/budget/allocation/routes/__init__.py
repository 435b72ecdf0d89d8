"""`/v1/allocation-rounds` over HTTP."""

from services.budget.allocation.routes import reports, rounds, runs
from services.budget.allocation.routes.rounds import PATH, TAG, TAGS
from services.shared.declare import new_router

router = new_router(TAG)
for part in (rounds.router, runs.router, reports.router):
    router.include_router(part)

__all__ = ["PATH", "TAG", "TAGS", "router"]
