"""The operations on requests to agencies: those of the area that asks, and those of the agency that answers."""

from fastapi import APIRouter

from services.budget.agency_requests.routes import answering, asking

router = APIRouter()
for part in (answering.router, asking.router):
    router.include_router(part)
TAG, PATH = asking.TAG, asking.PATH
TAGS = {TAG: "คำขอถึงกระทรวงหรือกรม: what an area asks of an agency directly, answered from the agency's own reserve."}
