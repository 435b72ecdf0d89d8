"""The fields that several representations of the ledger share, and the ids of their examples."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from services.shared.schemas import Json, PositiveAmountIn, refuse

AccountLevel = Literal["nation", "ministry", "cluster", "province"]
TransferKind = Literal[
    "hold",
    "post",
    "void",
    "expire",
    "cap",
    "disburse",
    "return",
    "commit",
    "release",
    "move",
    "carry_forward",
    "bring_forward",
]
PaymentKind = Literal["disburse", "return", "commit", "release"]
RecordedKind = Literal["disburse", "return", "commit", "release", "carry_forward", "bring_forward"]
ExpenditureClass = Literal["recurrent", "capital"]
RestsOn = Annotated[UUID | None, Field(description="the resolution it rests on; null when it needed none")]
FundCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9-]{2,16}$"),
    Field(description="code of a fund; /v1/budget-accounts/funds lists them", examples=["AREA"]),
]


def _not_zero(value: int) -> int:
    if value == 0:
        raise refuse("amount_not_positive", "จำนวนเงินต้องมากกว่าศูนย์", "The amount must be more than zero.")
    return value


SomeAmountIn = Annotated[PositiveAmountIn, AfterValidator(_not_zero)]

EXAMPLE_ID, OTHER_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55", "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56"
EXAMPLE_AT = "2014-10-01T03:20:00.000000Z"


def example(shown: Json) -> ConfigDict:
    """Return the configuration that gives a model its example."""
    return ConfigDict(json_schema_extra={"examples": [shown]})
