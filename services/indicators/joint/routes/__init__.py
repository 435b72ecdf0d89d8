"""The operations of joint indicators."""

from services.indicators.joint.attachments import holder
from services.indicators.joint.routes import disputes, indicators, offers, results
from services.shared.attachments.routes import attachment_router
from services.shared.routing import Router

TAG, PATH, DISPUTES = indicators.TAG, indicators.PATH, disputes.DISPUTES
EVIDENCE = attachment_router(holder(TAG, DISPUTES))

router = Router()
for part in (indicators.router, offers.router, results.router, disputes.router, EVIDENCE):
    router.include_router(part)
# How the gateway asks for the matrix; not in the contract, not reachable through the gateway.
internal = results.internal
TAGS = {
    TAG: "ตัวชี้วัดร่วม: what a ministry and the provinces measure together, offered area by area, signed by both sides."
}
