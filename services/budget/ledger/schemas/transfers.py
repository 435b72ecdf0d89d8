"""Transfers, and the statement of an account."""

from uuid import UUID

from pydantic import Field

from services.budget.ledger.schemas.fields import EXAMPLE_AT, EXAMPLE_ID, OTHER_ID, TransferKind, example
from services.shared.schemas import AmountOut, Instant, Json, Out

TRANSFER_EXAMPLE: Json = {
    "id": OTHER_ID,
    "kind": "hold",
    "account_id": EXAMPLE_ID,
    "amount": "1250000.00",
    "reference": "budget-request:0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57:1",
    "pending_id": None,
    "resolved_by_id": None,
    "resolution_id": None,
    "reason": "โครงการพัฒนาเส้นทางท่องเที่ยวเชิงวัฒนธรรมล้านนา",
    "actor": "province:50",
    "created_at": EXAMPLE_AT,
}


class TransferFields(Out):
    """What every representation of a transfer shows."""

    id: UUID
    kind: TransferKind
    account_id: UUID
    amount: AmountOut = Field(description="for a cap: the new ceiling")
    reference: str = Field(description="id that its maker gave it; it stands once in the ledger")
    pending_id: UUID | None = Field(description="the hold that it resolves; null for other kinds")
    resolution_id: UUID | None = Field(description="the resolution it carries out; null when it needed none")
    reason: str | None = Field(description="null when none was given")
    actor: str = Field(description="post or machine that made it")
    created_at: Instant


class BudgetTransfer(TransferFields):
    """One immutable entry of the ledger."""

    model_config = example(TRANSFER_EXAMPLE)

    resolved_by_id: UUID | None = Field(description="what posted, voided or expired this hold; null while it stands")


class StatementLine(TransferFields):
    """One transfer, and what it changed of this account; those of the accounts under it are among them."""

    cap_change_amount: AmountOut
    held_change_amount: AmountOut
    posted_change_amount: AmountOut
    disbursed_change_amount: AmountOut
    committed_change_amount: AmountOut


class StatementPage(Out):
    """One page of an account's statement, the oldest first; the sums of all changes are the balances."""

    model_config = example(
        {
            "items": [
                {
                    **{name: value for name, value in TRANSFER_EXAMPLE.items() if name != "resolved_by_id"},
                    "cap_change_amount": "0.00",
                    "held_change_amount": "1250000.00",
                    "posted_change_amount": "0.00",
                    "disbursed_change_amount": "0.00",
                    "committed_change_amount": "0.00",
                }
            ],
            "next_cursor": None,
        }
    )

    items: list[StatementLine]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
