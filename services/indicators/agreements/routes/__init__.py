"""The operations of performance agreements."""

from services.indicators.agreements.routes import agreements, chains, opinions, steps
from services.shared.routing import Router

router = Router()
for part in (chains.router, agreements.router, steps.router, opinions.router):
    router.include_router(part)
TAG, PATH = agreements.TAG, agreements.PATH
TAGS = {
    TAG: "คำรับรองการปฏิบัติราชการ: which KPIs an area answers for in a fiscal year, checked by the rules of that year, "
    "heard, analysed and approved by resolution along the chain of that year."
}
