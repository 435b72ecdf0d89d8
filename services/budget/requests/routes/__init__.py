"""The operations on requests, and those on lists that concern the requests in them."""

from fastapi import APIRouter

from services.budget.requests.routes import lists, requests

router = APIRouter()
for part in (requests.router, lists.router):
    router.include_router(part)
TAG, PATH = requests.TAG, requests.PATH
TAGS = {TAG: "คำของบประมาณ: what is asked for a project, within the ceiling or above it, and what became of it."}
