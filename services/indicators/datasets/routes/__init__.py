"""The operations of the registry of datasets."""

from fastapi import APIRouter

from services.indicators.datasets.attachments import holders
from services.indicators.datasets.routes import analyses, datasets, records, reports
from services.shared.attachments.routes import attachment_router

TAG = datasets.TAG
TAGS = {TAG: "ทะเบียนชุดข้อมูล: who keeps which data, how current and usable they are, and what each unit reads in them."}

router = APIRouter()
for part in (reports.router, datasets.router, records.router, analyses.router):
    router.include_router(part)
for holder in holders(TAG):
    router.include_router(attachment_router(holder))
