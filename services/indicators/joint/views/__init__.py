"""How joint indicators, offers, results and disputes are shown."""

from services.indicators.joint.views.cascade import cascade_of
from services.indicators.joint.views.disputes import dispute_of, disputes_of, review_of
from services.indicators.joint.views.indicators import answer_of, offer_of, offers_of, one_of, page_of, topics_of
from services.indicators.joint.views.results import results_of, row_of_matrix

__all__ = [
    "answer_of",
    "cascade_of",
    "dispute_of",
    "disputes_of",
    "offer_of",
    "offers_of",
    "one_of",
    "page_of",
    "results_of",
    "review_of",
    "row_of_matrix",
    "topics_of",
]
