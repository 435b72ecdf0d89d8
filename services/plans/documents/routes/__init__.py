"""`/v1/plans` over HTTP."""

from services.plans.documents.routes import moves, plans
from services.shared.routing import Router

router = Router()
for part in (plans.router, moves.router):
    router.include_router(part)
TAG, PATH = plans.TAG, plans.PATH
TAGS = {
    TAG: "แผน: development plans and yearly action plans of provinces and clusters, in editions, with their strategy."
}
