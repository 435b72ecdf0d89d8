"""The types that several bodies share, and what their examples are made of."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, PlainSerializer, StringConstraints, WithJsonSchema

from services.shared.money import AMOUNT_PATTERN, format_amount
from services.shared.numbers import NumberIn
from services.shared.schemas import Json, Line, PositiveAmountIn

MOST_CRITERIA, MOST_BANDS, MOST_AREAS = 20, 20, 100

Level = Annotated[Literal["province", "cluster"], Field(description="which kind of area shares the pool")]
CriterionKind = Annotated[
    Literal["equal", "direct", "inverse", "score"],
    Field(
        description="equal: every area alike; direct: by the input; inverse: by one over it; score: by the points that "
        "its band gives, or the input itself where there are no bands"
    ),
]
MissingRule = Annotated[
    Literal["refuse", "nothing", "average"],
    Field(
        description="where an input is not known: nobody may divide; the area counts for nothing; or as the others do "
        "on average"
    ),
]
CeilingEffect = Annotated[
    Literal["set", "add"],
    Field(description="what publication does to ceilings that stand: sets them to the amounts, or adds the amounts"),
]
RoundState = Literal["draft", "proposed", "returned", "published", "withdrawn"]
LastYearKind = Literal["given", "round", "ledger"]
BoundName = Literal["least_amount", "most_amount", "most_fall_percent", "most_rise_percent"]
Key = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"),
    Field(description="name of the criterion within its pool", examples=["population"]),
]
# As they come in and as they are kept: text of baht, a JSON number.
Amount = Annotated[PositiveAmountIn, PlainSerializer(format_amount, return_type=str, when_used="json")]
Percent = Annotated[NumberIn, Field(gt=0, le=100)]
AboveZero = Annotated[NumberIn, Field(gt=0)]
# A criterion may be tried without any weight.
Weight = Annotated[NumberIn, Field(ge=0, le=100)]
Change = Annotated[NumberIn, Field(ge=0, le=1000)]
Source = Annotated[Line, Field(description="where it is said; example data says that it is")]

AmountText = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "format": "decimal",
            "pattern": AMOUNT_PATTERN,
            "description": "Baht as a decimal string with two decimals.",
            "examples": ["257894736.84"],
        }
    ),
]
ExactText = Annotated[
    str,
    Field(
        description='exact: "3" or "5/12"; 15 digits after a "~" where the fraction has more than 30',
        examples=["1/76"],
    ),
]
Sha256 = Annotated[str, Field(description="SHA-256 of the bytes", examples=["9f86d081884c7d659a2feaa0c55ad015"])]

ROUND_ID, RUN_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55", "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57"
HASH = "6f1a2f0e4f579a550d4a3d0b6a10c3e8f002f6d3c1b9a550193a1de7a107c3e8"
AT = "2019-11-01T03:20:00.000000Z"
EXAMPLE_SOURCE = "ตัวอย่างของระบบ, not official"
A_SPLIT = "bangkokbiznews.com/business/812213: ปี 2563 จังหวัด 70 กลุ่มจังหวัด 30"


def example(document: Json) -> ConfigDict:
    """Return the configuration of a body with its example."""
    return ConfigDict(json_schema_extra={"examples": [document]})
