"""Disbursements: money committed and paid from an account, released and returned to it."""

import datetime as dt
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import (
    EXAMPLE_ID,
    OTHER_ID,
    ExpenditureClass,
    FundCode,
    PaymentKind,
    RecordedKind,
    RecordState,
    SomeAmountIn,
    example,
)
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
    AreaCode,
    Day,
    Filters,
    FiscalYear,
    FunctionCode,
    In,
    Instant,
    Json,
    Line,
    Out,
    Prose,
)

DISBURSE_EXAMPLE: Json = {
    "account_id": EXAMPLE_ID,
    "kind": "disburse",
    "amount": "3500000.00",
    "paid_on": "2014-12-15",
    "expenditure_class": "capital",
    "document_number": "ขบ.02-3600012345",
    "commitment_id": EXAMPLE_ID,
    "posted_transfer_id": None,
    "paying_area_code": None,
    "receiving_area_code": None,
    "note": "งวดที่ 1 ก่อสร้างลานกิจกรรมหัตถกรรมสันกำแพง",
}
DISBURSEMENT_EXAMPLE: Json = {
    "id": OTHER_ID,
    "fiscal_year": 2558,
    "quarter": 1,
    **DISBURSE_EXAMPLE,
    "open_amount": None,
    "carried_from": None,
    "payable_until": None,
    "authority_th": None,
    "authority_document": None,
    "state": "recorded",
    "actor": "province:50",
    "created_at": "2014-12-15T04:10:00.000000Z",
}


KIND = Field(
    description="disburse: paid; return: paid back; commit: owed by contract or order (ก่อหนี้ผูกพัน); "
    "release: no longer owed",
)


RECORDED = Field(
    description=f"{KIND.description}; carry_forward: what is committed goes on to the next year; "
    "bring_forward: it came there, and is a commitment of that year",
)


class DisbursementCreate(In):
    """Money committed, paid, released or returned, by the number of its document."""

    model_config = example(DISBURSE_EXAMPLE)

    account_id: UUID
    kind: Annotated[PaymentKind, KIND] = "disburse"
    amount: SomeAmountIn
    paid_on: Day
    expenditure_class: Annotated[ExpenditureClass, Field(description="งบดำเนินงาน recurrent, งบลงทุน capital")]
    document_number: Annotated[
        Line, Field(description="number of the contract or paying document, once per account and kind")
    ]
    commitment_id: Annotated[
        UUID | None,
        Field(
            description="the commitment that is paid, in whole or part, or released; nothing past what is open of it"
        ),
    ] = None
    posted_transfer_id: Annotated[
        UUID | None,
        Field(
            description="the request whose money is spent, by the `posted_transfer_id` that it shows: no more than was "
            "approved for it. What settles a commitment spends what that one does"
        ),
    ] = None
    paying_area_code: Annotated[AreaCode | None, Field(description="the province of the cluster that pays")] = None
    receiving_area_code: Annotated[
        AreaCode | None, Field(description="the province of the cluster for which its money is paid")
    ] = None
    note: Prose | None = None


class DisbursementFields(Out):
    """A commitment, payment, release or return, as recorded; a mistake is corrected by another one."""

    id: UUID
    account_id: UUID
    fiscal_year: FiscalYear
    kind: Annotated[RecordedKind, RECORDED]
    amount: AmountOut
    paid_on: dt.date = Field(description="day of the payment, or of the contract")
    quarter: int = Field(description="quarter of the fiscal year, 1 (October to December) to 4")
    expenditure_class: ExpenditureClass
    document_number: str
    commitment_id: UUID | None = Field(description="the commitment that it pays or releases; null when it names none")
    posted_transfer_id: UUID | None = Field(description="the posting of the request that it spends; null for none")
    open_amount: AmountOut | None = Field(description="what of a commitment is neither paid nor released; else null")
    paying_area_code: str | None = Field(description="the province that pays with a cluster's money; else null")
    receiving_area_code: str | None = Field(description="the province for which a cluster's money is paid; else null")
    carried_from: UUID | None = Field(description="the commitment of the year before that came over; else null")
    payable_until: dt.date | None = Field(description="last day on which carried money may be paid; else null")
    authority_th: str | None = Field(description="who approved a later day; null where the fund's rule gives it")
    authority_document: str | None = Field(description="number of that approval; else null")
    note: str | None = Field(description="null when none was given")
    state: RecordState = Field(
        description="recorded: no commitment; owed: something of it is open; carried: the same, and it came over from "
        "the year before; closed: nothing of it is open any more"
    )
    actor: str
    created_at: Instant


class Disbursement(DisbursementFields):
    """What was recorded, with what the caller may do with it now."""

    model_config = example(
        {
            **DISBURSEMENT_EXAMPLE,
            "allowed_actions": [
                {
                    "action": "commitment.carry_over",
                    "title": {"th": "กันเงินเหลื่อมปี", "en": "Carry over to the next year"},
                    "allowed": False,
                    "code": "state_does_not_allow",
                    "reason": {"th": "สถานะ recorded ไม่อนุญาต", "en": "The state recorded does not allow it."},
                }
            ],
        }
    )

    allowed_actions: list[AllowedAction]


class DisbursementPage(Out):
    """One page of disbursements."""

    model_config = example({"items": [DISBURSEMENT_EXAMPLE], "next_cursor": None})

    items: list[DisbursementFields]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class DisbursementSort(StrEnum):
    """How a list of disbursements may be sorted; a minus reverses."""

    PAID = "paid_on"
    PAID_LAST_FIRST = "-paid_on"


class DisbursementFilter(Filters):
    """Which disbursements are wanted; filters narrow together."""

    account_id: UUID | SkipJsonSchema[None] = None
    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    fund_code: FundCode | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
    kind: RecordedKind | SkipJsonSchema[None] = None
    commitment_id: UUID | SkipJsonSchema[None] = None
    posted_transfer_id: UUID | SkipJsonSchema[None] = None
    paying_area_code: AreaCode | SkipJsonSchema[None] = None
    receiving_area_code: AreaCode | SkipJsonSchema[None] = None
    quarter: Annotated[int, Field(ge=1, le=4)] | SkipJsonSchema[None] = None
    expenditure_class: ExpenditureClass | SkipJsonSchema[None] = None
