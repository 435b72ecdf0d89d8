"""How comments, consultations, analyses and the groundwork of a draft are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.indicators.agreements.models import AgreementAnalysis, AgreementComment, AgreementConsultation
from services.indicators.agreements.repository import IN_ORDER
from services.indicators.agreements.schemas import groundwork as ground_schemas
from services.indicators.agreements.schemas import opinions, steps
from services.indicators.agreements.usecases.groundwork import Ground, Groundwork
from services.indicators.agreements.usecases.results import Reached
from services.shared.paging import PageRequest


def comment_of(comment: AgreementComment) -> opinions.AgreementComment:
    """Return a comment with its answer."""
    return opinions.AgreementComment.model_validate(comment)


def comments_of(
    found: Sequence[AgreementComment], page: PageRequest, filters: Mapping[str, Any]
) -> opinions.AgreementCommentPage:
    """Return a page of comments."""
    shown, cursor = page.cut(found, IN_ORDER, filters, lambda row: row.recorded_at)
    return opinions.AgreementCommentPage(items=[comment_of(each) for each in shown], next_cursor=cursor)


def consultation_of(consultation: AgreementConsultation) -> opinions.AgreementConsultation:
    """Return what a host agency was asked, and what it said."""
    return opinions.AgreementConsultation.model_validate(consultation)


def consultations_of(found: Sequence[AgreementConsultation]) -> opinions.AgreementConsultationPage:
    """Return whom ก.พ.ร. asked."""
    return opinions.AgreementConsultationPage(items=[consultation_of(each) for each in found], next_cursor=None)


def analyses_of(found: Sequence[AgreementAnalysis]) -> steps.AgreementAnalysisPage:
    """Return what ก.พ.ร. found."""
    items = [steps.AgreementAnalysis.model_validate(each) for each in found]
    return steps.AgreementAnalysisPage(items=items, next_cursor=None)


def groundwork_of(work: Groundwork) -> ground_schemas.PerformanceAgreementGroundwork:
    """Return what a draft is written from."""
    agreement = work.agreement
    return ground_schemas.PerformanceAgreementGroundwork(
        agreement_id=agreement.id,
        agreement_version=agreement.version,
        area_code=agreement.area_code,
        fiscal_year=agreement.fiscal_year,
        last_agreement_id=work.last.id if work.last else None,
        fiscal_years=list(work.fiscal_years),
        indicators=[_ground(each) for each in work.grounds],
    )


def _ground(ground: Ground) -> ground_schemas.AgreementGround:
    names = ("name_th", "unit_code", "unit_name_th", "direction")
    indicator, baseline = ground.indicator, ground.baseline
    return ground_schemas.AgreementGround.model_validate(
        {
            **{name: getattr(indicator, name) for name in names},
            "indicator_id": indicator.id,
            "indicator_code": indicator.code,
            "kind": ground.now.kind if ground.now else None,
            "last_year": _result(ground.before) if ground.before else None,
            "values": [{**vars(year), "periods": list(year.periods)} for year in ground.years],
            "baseline": vars(baseline) if baseline else None,
        }
    )


def _result(reached: Reached) -> dict[str, Any]:
    actual = reached.actual.value if reached.actual else None
    return {"kind": reached.kpi.kind, "target": reached.target, "actual": actual, "status": reached.status}
