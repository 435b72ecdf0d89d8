"""Transfers, and the statement of an account."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import EXAMPLE_AT, EXAMPLE_ID, OTHER_ID, FundCode, TransferKind, example
from services.shared.schemas import AmountOut, AreaCode, Filters, FiscalYear, Instant, Json, Out

TRANSFER_EXAMPLE: Json = {
    "id": OTHER_ID,
    "kind": "hold",
    "account_id": EXAMPLE_ID,
    "amount": "1250000.00",
    "reference": "budget-request:0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57:1",
    "pending_id": None,
    "resolved_by_id": None,
    "resolution_id": None,
    "document_number": None,
    "counter_account_id": None,
    "paying_area_code": None,
    "receiving_area_code": None,
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
    document_number: str | None = Field(description="the document it rests on; null for kinds without one")
    counter_account_id: UUID | None = Field(
        description="the other account: that receives a move, or has the money of the year before or after; else null"
    )
    paying_area_code: str | None = Field(description="the area that pays; null where it is the account's own")
    receiving_area_code: str | None = Field(description="the area that receives, or for which it is paid; else null")
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
    carried_change_amount: AmountOut


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
                    "carried_change_amount": "0.00",
                }
            ],
            "next_cursor": None,
        }
    )

    items: list[StatementLine]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class BudgetTransferPage(Out):
    """One page of transfers."""

    model_config = example(
        {
            "items": [{name: value for name, value in TRANSFER_EXAMPLE.items() if name != "resolved_by_id"}],
            "next_cursor": None,
        }
    )

    items: list[TransferFields]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class BudgetTransferSort(StrEnum):
    """How a list of transfers may be sorted: in the order they were made; a minus reverses."""

    MADE = "id"
    MADE_LAST_FIRST = "-id"


class BudgetTransferFilter(Filters):
    """Which transfers are wanted; filters narrow together."""

    kind: TransferKind | SkipJsonSchema[None] = None
    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    fund_code: FundCode | SkipJsonSchema[None] = None
    paying_area_code: AreaCode | SkipJsonSchema[None] = None
    receiving_area_code: AreaCode | SkipJsonSchema[None] = None
    resolution_id: UUID | SkipJsonSchema[None] = None
