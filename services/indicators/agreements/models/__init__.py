"""The tables of performance agreements: what is agreed, the chain it goes through, what is said of it on the way."""

from services.indicators.agreements.models.agreements import (
    AgreementKpi,
    AgreementRule,
    AgreementTarget,
    AgreementWaiver,
    PerformanceAgreement,
)
from services.indicators.agreements.models.chains import (
    AgreementCalendar,
    AgreementChain,
    AgreementChainStep,
    AgreementDeadline,
    AgreementPassage,
)
from services.indicators.agreements.models.opinions import (
    AgreementAnalysedKpi,
    AgreementAnalysis,
    AgreementComment,
    AgreementCommentAnswer,
    AgreementConsultation,
    AgreementHostOpinion,
)

__all__ = [
    "AgreementAnalysedKpi",
    "AgreementAnalysis",
    "AgreementCalendar",
    "AgreementChain",
    "AgreementChainStep",
    "AgreementComment",
    "AgreementCommentAnswer",
    "AgreementConsultation",
    "AgreementDeadline",
    "AgreementHostOpinion",
    "AgreementKpi",
    "AgreementPassage",
    "AgreementRule",
    "AgreementTarget",
    "AgreementWaiver",
    "PerformanceAgreement",
]
