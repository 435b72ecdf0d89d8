"""The types of the fields of evaluation frames."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from services.shared.numbers import NumberIn
from services.shared.schemas import Json, refuse

MOST_ITEMS, MOST_BANDS, MOST_LEVELS, WEIGHT_DECIMALS = 200, 20, 20, 4

FrameState = Literal["draft", "published", "superseded", "discarded"]
SubjectKind = Literal["province"]
Side = Literal["external", "internal"]
ResultSource = Literal[
    "cluster_indicators", "province_indicators", "disbursement_rate", "survey", "assessment", "manual"
]
Confidence = Literal["high", "medium", "low"]
MethodCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9_]{1,40}$"),
    Field(description="a scoring method of /v1/evaluation-frames/methods", examples=["five_level"]),
]
Direction = Literal["higher_is_better", "lower_is_better"]


def example(document: Json) -> ConfigDict:
    """Return the configuration of a body with its example."""
    return ConfigDict(json_schema_extra={"examples": [document]})


def _weight_range(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if not 0 <= value <= 100 or (isinstance(exponent, int) and exponent < -WEIGHT_DECIMALS):
        raise refuse(
            "weight_out_of_range",
            "น้ำหนักอยู่ระหว่าง 0 ถึง 100 ทศนิยมไม่เกิน 4 ตำแหน่ง",
            "A weight lies between 0 and 100, with at most 4 decimals.",
        )
    return value


WeightValue = Annotated[NumberIn, AfterValidator(_weight_range)]
