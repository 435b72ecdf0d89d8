"""The types of the fields of performance agreements."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from services.shared.numbers import NumberIn, NumberOut, decimals_at_most
from services.shared.schemas import Day, FiscalYear, In, Json, Line, Out, refuse

# A technical bound on what one body carries; candidates are without limit until submission.
MOST_KPIS, MOST_TARGETS, MOST_PROJECTS, MOST_MEMBERS, MOST_REASONS, MOST_OFFICERS = 200, 20, 100, 20, 50, 50
VALUE_DECIMALS, WEIGHT_DECIMALS = 4, 4

AgreementState = Literal["draft", "hearing", "returned", "submitted", "approved", "rejected", "cancelled"]
AgreementStage = Literal[
    "drafting",
    "drafting_for_hearing",
    "hearing",
    "analysis",
    "committee",
    "notice",
    "acknowledgement",
    "done",
    "rejected",
    "cancelled",
]
AgreementLevel = Literal["cluster", "province"]
KpiKind = Literal["strategic", "monitoring"]
TotalKind = Literal["sum", "level", "average", "compound", "none"]
ScoringMethod = Literal["five_level", "three_target"]
RubricDirection = Literal["higher_is_better", "lower_is_better"]
RuleStrength = Literal["must", "should", "may", "fact"]
RuleState = Literal["ok", "not_ok", "waived", "reasoned"]
ResultStatus = Literal["achieved", "below_target", "not_reported", "incomplete", "no_target"]

RuleCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z_]{1,59}$"),
    Field(description="code of a rule, as /v1/performance-agreements/rules gives it", examples=["count_limit"]),
]


def example(document: Json) -> ConfigDict:
    """Return the configuration of a body with its example."""
    return ConfigDict(json_schema_extra={"examples": [document]})


def _weight_range(value: Decimal) -> Decimal:
    if not 0 < value <= 100:
        raise refuse("weight_out_of_range", "น้ำหนักมากกว่า 0 และไม่เกิน 100", "A weight is above 0 and at most 100.")
    return value


KpiValue = Annotated[NumberIn, decimals_at_most(VALUE_DECIMALS), Field(description="in the indicator's unit")]
Weight = Annotated[
    NumberIn, decimals_at_most(WEIGHT_DECIMALS), AfterValidator(_weight_range), Field(description="of 100")
]


class AgreementTargetIn(In):
    """The target of one fiscal year."""

    fiscal_year: FiscalYear
    value: KpiValue


class AgreementTarget(Out):
    """The target of one fiscal year, in the indicator's unit."""

    fiscal_year: int
    value: NumberOut


class AgreementBaselineIn(In):
    """What was measured before, and where that stands."""

    value: KpiValue
    fiscal_year: FiscalYear
    source: Line


class AgreementBaseline(Out):
    """What was measured before, and where that stands."""

    value: NumberOut
    fiscal_year: int
    source: str


class AgreementRubricIn(In):
    """How the KPI is to be scored (เกณฑ์การให้คะแนน). Documents print none, so each names its own source."""

    method: ScoringMethod
    direction: RubricDirection
    anchors: Annotated[
        list[KpiValue],
        Field(min_length=1, max_length=5, description="results of each level or target, from the lowest score up"),
    ]
    unit: Annotated[Line, Field(description="unit of the anchors: that of the indicator")]
    source: Annotated[Line, Field(description="the document or decision it stands in; example data says that it is")]
    dated_on: Annotated[Day, Field(description="day of that document, in the common era")]


class AgreementRubric(Out):
    """How the KPI is to be scored, and where that stands."""

    method: ScoringMethod
    direction: RubricDirection
    anchors: list[NumberOut]
    unit: str
    source: str
    dated_on: dt.date


class AgreementIssueOfficerIn(In):
    """Who answers for a strategic issue in the agreement (S4 3.2): a post, never a person's name."""

    strategic_issue_id: Annotated[UUID, Field(description="an issue that some KPI of the agreement names")]
    responsible_unit: Line
    responsible_post: Annotated[Line, Field(description="the post, never a person's name")]


class AgreementIssueOfficer(Out):
    """Who answers for a strategic issue, by post."""

    strategic_issue_id: UUID
    responsible_unit: str
    responsible_post: str
