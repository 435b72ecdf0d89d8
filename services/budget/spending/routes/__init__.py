"""The operations of spending."""

from fastapi import APIRouter

from services.budget.spending.routes import reports, savings, targets

router = APIRouter()
for part in (targets.router, reports.router, savings.router):
    router.include_router(part)
TAGS = {
    targets.TAG: "เป้าหมายการใช้จ่าย: what is to be disbursed and spent by the end of each quarter, in versions with "
    "their sources.",
    savings.TAG: "เงินเหลือจ่าย: what was posted and not spent of what is closed, why, and what becomes of it.",
}
