"""Moves of part of a ceiling inside a cluster."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.budget.ledger.schemas.fields import EXAMPLE_ID, OTHER_ID, RestsOn, SomeAmountIn, example
from services.shared.schemas import In, Json, Line, Prose

MOVE_EXAMPLE: Json = {
    "paying_account_id": EXAMPLE_ID,
    "receiving_account_id": OTHER_ID,
    "amount": "2400000.00",
    "document_number": "ชม 0017.2/ว 118",
    "reason": "แบ่งเงินกลุ่มจังหวัดให้จังหวัดลำพูนดำเนินการและเบิกจ่ายเองในส่วนของจังหวัด",
    "resolution_id": None,
}


class BudgetMove(In):
    """Part of a ceiling from one account to another of the same cluster, year and fund.

    Between two provinces, or between a cluster and one of its provinces; what the paying side holds or has posted
    stays. The same document moves money between the same two accounts once.
    """

    model_config = example(MOVE_EXAMPLE)

    paying_account_id: Annotated[UUID, Field(description="whose ceiling becomes smaller")]
    receiving_account_id: Annotated[UUID, Field(description="whose ceiling becomes larger")]
    amount: SomeAmountIn
    document_number: Line
    reason: Prose
    resolution_id: RestsOn = None
