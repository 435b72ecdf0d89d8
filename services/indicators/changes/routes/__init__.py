"""The operations on change requests, their hearing and decision, closing dates, counts, and the revisions of KPIs."""

from fastapi import APIRouter

from services.indicators.changes.routes import closing, counts, hearing, requests

# Named paths before those with an id.
router = APIRouter()
for part in (closing.router, counts.router, requests.router, hearing.router):
    router.include_router(part)
TAG, PATH = requests.TAG, requests.PATH
TAGS = {
    TAG: "คำขอเปลี่ยนแปลงตัวชี้วัด: what an external event makes of a KPI that was agreed; analysed by ก.พ.ร., its host "
    "agency heard, decided by the working group, applied by the decision alone."
}
