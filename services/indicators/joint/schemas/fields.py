"""The types of the fields of joint indicators, and the examples that several bodies share."""

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from services.shared.numbers import NumberIn
from services.shared.schemas import Json, refuse

MOST_AREAS = 100
MOST_DECIMALS = 4

JointState = Literal["draft", "offered", "withdrawn"]
OfferState = Literal["draft", "offered", "countered", "agreed", "settled", "released", "withdrawn"]
Scope = Literal["all_provinces", "listed"]
CascadeWay = Literal["equal", "by_baseline_share", "same_for_all", "by_hand"]
ChoiceKind = Literal["crop", "animal"]
DisputeState = Literal["open", "settled", "closed"]
Outcome = Literal["area", "function", "committee"]
SideOfRecord = Literal["area", "function"]

ID, OFFER_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a61", "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a62"
INDICATOR_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"
DISPUTE_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a63"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
AT = "2014-09-15T03:20:00.000000Z"


def example(document: Json) -> ConfigDict:
    """Return the configuration of a body with its example."""
    return ConfigDict(json_schema_extra={"examples": [document]})


def _not_negative(value: NumberIn) -> NumberIn:
    if value < 0:
        raise refuse("negative", "ต้องไม่ติดลบ", "It must not be negative.")
    return value


NotNegative = Annotated[NumberIn, AfterValidator(_not_negative)]
Sha256 = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{64}$"),
    Field(description="SHA-256 of the file, in hexadecimal", examples=[HASH]),
]
TopicCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z_]{2,40}$"),
    Field(description="topic of the document of 2557; /v1/joint-indicators/topics lists them", examples=["tourism"]),
]
