"""`/v1/allocation-rounds` over HTTP."""

from fastapi import APIRouter

from services.budget.allocation.routes import reports, rounds, runs
from services.budget.allocation.routes.rounds import PATH, TAG, TAGS

router = APIRouter()
for part in (rounds.router, runs.router, reports.router):
    router.include_router(part)

__all__ = ["PATH", "TAG", "TAGS", "router"]
