"""The types of the fields of scorecards."""

from typing import Annotated, Literal

from pydantic import ConfigDict, WithJsonSchema

from services.shared.money import AMOUNT_PATTERN
from services.shared.schemas import Json

ScorecardState = Literal["open", "frozen"]
Cause = Literal["created", "refreshed", "result_recorded"]
ItemState = Literal["scored", "not_reported", "no_rubric"]
LackCode = Literal[
    "no_cluster",
    "no_agreement",
    "no_scored_kpi",
    "weight_missing",
    "rubric_missing",
    "rubric_unusable",
    "actual_missing",
    "actual_incomplete",
    "weights_do_not_add_up",
    "scales_differ",
    "no_account",
    "nothing_posted",
    "result_missing",
]
ChangedPart = Literal["province_indicators", "cluster_indicators", "ledger", "results"]
# An amount as another service stated it: kept as the text it was.
StatedAmount = Annotated[
    str, WithJsonSchema({"type": "string", "format": "decimal", "pattern": AMOUNT_PATTERN, "description": "baht"})
]


def example(document: Json) -> ConfigDict:
    """Return the configuration of a body with its example."""
    return ConfigDict(json_schema_extra={"examples": [document]})
