"""The operations of the ledger."""

from fastapi import APIRouter

from services.budget.ledger.routes import accounts, disbursements

router = APIRouter()
for part in (accounts.router, disbursements.router):
    router.include_router(part)
TAGS = {
    accounts.TAG: "บัญชีวงเงิน: ceilings by year, fund and owner, what is held, posted and left, and their statements.",
    disbursements.TAG: "การเบิกจ่าย: money committed and paid, never more than was posted; releases and returns.",
}
