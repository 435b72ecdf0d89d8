"""What is sent when a step is taken, and how an analysis is shown."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.indicators.agreements.schemas import way_examples
from services.indicators.agreements.schemas.fields import MOST_KPIS, example
from services.shared.schemas import Day, In, Instant, Line, Out, Prose

Recommendation = Literal["fit", "change", "drop"]


class PerformanceAgreementReturn(In):
    """Why the agreement is sent back, so that the area can correct it."""

    model_config = example({"reason_th": "โปรดระบุข้อมูลพื้นฐานของตัวชี้วัดที่ 2 และหน่วยงานที่รับผิดชอบ"})

    reason_th: Prose


class PerformanceAgreementNotify(In):
    """The letter by which the area is told what was decided."""

    model_config = example(
        {
            "document_number": "นร 1207/ว 21",
            "dated_on": "2022-12-15",
            "message_th": "อ.ก.พ.ร.ฯ ติดตามเห็นชอบตัวชี้วัดแล้ว เพื่อใช้ในการประเมินผลการปฏิบัติราชการ",
        }
    )

    document_number: Annotated[Line, Field(description="number of the letter")]
    dated_on: Day
    message_th: Annotated[Prose | None, Field(description="what is told beside the decision itself")] = None


class AgreementAnalysedKpiIn(In):
    """What ก.พ.ร. finds in one KPI."""

    indicator_id: UUID
    recommendation: Annotated[
        Recommendation, Field(description="fit: as it is; change: to be changed first; drop: not to be measured")
    ]
    text_th: Prose


class PerformanceAgreementAnalysisCreate(In):
    """What ก.พ.ร. finds in the agreement, and in each of its KPIs."""

    model_config = example(way_examples.ANALYSIS_IN)

    summary_th: Prose
    kpis: Annotated[
        list[AgreementAnalysedKpiIn], Field(max_length=MOST_KPIS, description="every KPI of the agreement, once")
    ]


class AgreementAnalysedKpi(Out):
    """What ก.พ.ร. found in one KPI."""

    position: int
    indicator_id: UUID
    indicator_code: str
    recommendation: Recommendation
    text_th: str
    host_opinion: Literal["agree", "change", "disagree", "not_answered", "not_asked"] = Field(
        description="what the host agency had said by then; not_answered is no consent"
    )


class AgreementAnalysis(Out):
    """What ก.พ.ร. found in an agreement before the committees saw it."""

    id: UUID
    round: int = Field(description="the way that it belongs to, as in `progress`")
    content_hash: str = Field(description="what the agreement said then")
    summary_th: str
    analysed_by: str
    analysed_at: Instant
    kpis: list[AgreementAnalysedKpi]


class AgreementAnalysisPage(Out):
    """The analyses of an agreement, the last first: one for each round."""

    model_config = example({"items": [way_examples.ANALYSIS], "next_cursor": None})

    items: list[AgreementAnalysis]
    next_cursor: str | None = Field(description="always null: there are as many as rounds; null ends the list")
