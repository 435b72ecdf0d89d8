"""The types of the fields of change requests."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from services.indicators.agreements.schemas.bodies import each_area_once
from services.indicators.agreements.schemas.fields import (
    MOST_MEMBERS,
    MOST_TARGETS,
    AgreementBaseline,
    AgreementBaselineIn,
    AgreementRubric,
    AgreementRubricIn,
    AgreementTarget,
    AgreementTargetIn,
    KpiValue,
    TotalKind,
)
from services.shared.numbers import NumberOut
from services.shared.schemas import AreaCode, Day, In, Json, Line, Out, Prose

ChangeKind = Literal["detail", "target", "scoring_criteria"]
ChangeState = Literal["draft", "returned", "submitted", "proposed", "approved", "rejected", "withdrawn"]
ChangeNoticeState = Literal["none", "sent", "acknowledged"]
ChangeRecommendation = Literal["approve", "approve_changed", "reject"]
ChangeStance = Literal["agrees", "disagrees", "remarks"]
ChangeOpinionState = Literal["not_asked", "no_host", "waiting", "silent", "given"]
ChangeOutcome = Literal["approve", "approve_changed", "reject"]


def example(document: Json) -> ConfigDict:
    """Return the configuration of a body with its example."""
    return ConfigDict(json_schema_extra={"examples": [document]})


def _in_order(targets: list[AgreementTargetIn]) -> list[AgreementTargetIn]:
    return sorted(targets, key=lambda target: target.fiscal_year)


class ChangedDetailIn(In):
    """รายละเอียดตัวชี้วัด: what of the KPI's detail shall change; what is not sent stays, null clears."""

    definition_version: Annotated[
        int, Field(ge=1, le=1_000_000, description="a later version of the indicator's definition, up to the present")
    ] = 1
    measurement_th: Annotated[Prose | None, Field(description="how it is measured here")] = None
    baseline: AgreementBaselineIn | None = None
    key_matter_th: Line | None = None
    plan_issue_th: Line | None = None
    policy_th: Line | None = None
    budget_support_th: Line | None = None
    participating_area_codes: Annotated[
        list[AreaCode],
        Field(max_length=MOST_MEMBERS, description="of a cluster's KPI: the provinces that act together"),
        AfterValidator(each_area_once),
    ] = []
    development_index_ref: Line | None = None
    responsible_unit: Line | None = None
    responsible_post: Annotated[Line | None, Field(description="the post, never a person's name")] = None


class ChangedTargetIn(In):
    """ค่าเป้าหมาย: what of the KPI's targets shall change; what is not sent stays, `targets` is replaced as a whole."""

    targets: Annotated[
        list[AgreementTargetIn],
        Field(max_length=MOST_TARGETS, description="by fiscal year, each once"),
        AfterValidator(_in_order),
    ] = []
    stated_total: Annotated[KpiValue | None, Field(description="the period's total; null: none is stated")] = None
    stated_total_kind: TotalKind = "none"
    source: Annotated[Line | None, Field(description="the document that the new targets stand in")] = None


class ChangeTermsIn(In):
    """What shall stand in place of what was agreed, of one, two or all three kinds."""

    detail: ChangedDetailIn | None = None
    target: ChangedTargetIn | None = None
    scoring_criteria: Annotated[
        AgreementRubricIn | None, Field(description="เกณฑ์การให้คะแนน: the whole rubric anew; null: no change is asked")
    ] = None


class ChangeEventIn(In):
    """The external event that cannot be controlled (เหตุปัจจัยภายนอกที่ไม่สามารถควบคุมได้): the one reason there is."""

    what_th: Annotated[Prose, Field(description="what happened")]
    began_on: Annotated[Day, Field(description="its first day; not ahead")]
    ended_on: Annotated[Day | None, Field(description="its last day; null: it goes on")] = None
    effect_th: Annotated[Prose, Field(description="what it does to the KPI")]
    beyond_control_th: Annotated[Prose, Field(description="why the area could neither prevent nor make up for it")]


class ChangeEvent(Out):
    """The external event that is given as the reason."""

    what_th: str
    began_on: dt.date
    ended_on: dt.date | None = Field(description="null: it went on when this was written")
    effect_th: str
    beyond_control_th: str


class ChangeTermsDetail(Out):
    """The detail of a KPI."""

    definition_version: int = Field(description="the version of the indicator's definition that is agreed on")
    measurement_th: str | None
    baseline: AgreementBaseline | None
    key_matter_th: str | None
    plan_issue_th: str | None
    policy_th: str | None
    budget_support_th: str | None
    participating_area_codes: list[str]
    development_index_ref: str | None
    responsible_unit: str | None
    responsible_post: str | None


class ChangeTermsTarget(Out):
    """The targets of a KPI."""

    targets: list[AgreementTarget] = Field(description="by fiscal year, the earliest first")
    stated_total: NumberOut | None
    stated_total_kind: TotalKind
    source: str | None


class ChangeTerms(Out):
    """What a KPI says of all that can be asked to change."""

    detail: ChangeTermsDetail
    target: ChangeTermsTarget
    scoring_criteria: AgreementRubric | None = Field(description="null: none was given")
