"""What the years before give to a draft: last year's KPIs with their results, values of past years, baselines."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.indicators.agreements.schemas import way_examples
from services.indicators.agreements.schemas.examples import INDICATOR_ID
from services.indicators.agreements.schemas.fields import MOST_KPIS, AgreementBaseline, KpiKind, ResultStatus, example
from services.indicators.catalogue.schemas.indicators import Direction
from services.shared.numbers import NumberOut
from services.shared.schemas import In, Out


class AgreementPastValue(Out):
    """The value of a past year, as whoever's value counts reported it."""

    fiscal_year: int
    value: NumberOut
    reporter: str = Field(description="the area's own first, else the host agency's", examples=["area:50"])
    is_complete: bool = Field(description="false: periods of the year are missing")
    is_final: bool
    periods: list[str] = Field(description="of which values it was made")


class AgreementPastResult(Out):
    """What the KPI was to reach in the year before, and what it reached."""

    kind: KpiKind = Field(description="monitoring: it was only watched, and was not scored")
    target: NumberOut | None = Field(description="null: none was set")
    actual: NumberOut | None = Field(description="null: not reported; never zero in its place")
    status: ResultStatus


class AgreementGround(Out):
    """One indicator: what was, and what a target can be set from."""

    indicator_id: UUID
    indicator_code: str
    name_th: str
    unit_code: str
    unit_name_th: str
    direction: Direction
    kind: KpiKind | None = Field(description="what it is in this draft; null: it is not in it")
    last_year: AgreementPastResult | None = Field(description="null: it was not in the agreement of the year before")
    values: list[AgreementPastValue] = Field(description="the latest year first; years without a value are missing")
    baseline: AgreementBaseline | None = Field(
        description="ready to be taken as `baseline`: the last whole year; null: there is none"
    )


class PerformanceAgreementGroundwork(Out):
    """What a draft is written from: KPIs and monitoring indicators of the year before, and those of the draft."""

    model_config = example(way_examples.GROUNDWORK)

    agreement_id: UUID
    agreement_version: int
    area_code: str
    fiscal_year: int
    last_agreement_id: UUID | None = Field(description="the agreement of the year before; null: none stands")
    fiscal_years: list[int] = Field(description="the years whose values were asked for, the latest first")
    indicators: list[AgreementGround] = Field(
        description="strategic KPIs of the year before, then its monitoring ones, then what is only in the draft"
    )


class PerformanceAgreementBaselinesTake(In):
    """Whose baselines are to be the last whole year that was reported."""

    model_config = example({"indicator_ids": [INDICATOR_ID]})

    indicator_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_KPIS, description="KPIs of the draft")]
