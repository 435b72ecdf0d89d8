"""The operations of joint indicators."""

from fastapi import APIRouter

from services.indicators.joint.routes import indicators, offers, results

router = APIRouter()
for part in (indicators.router, offers.router, results.router):
    router.include_router(part)
# How the gateway asks for the matrix; not in the contract, not reachable through the gateway.
internal = results.internal
TAG, PATH = indicators.TAG, indicators.PATH
TAGS = {
    TAG: "ตัวชี้วัดร่วม: what a ministry and the provinces measure together, offered area by area, signed by both sides."
}
