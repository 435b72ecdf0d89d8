"""Every SQL statement about joint indicators, their offers and disputes."""

from services.indicators.joint.repository.disputes import (
    agreed_of,
    dispute_candidates,
    disputes_at_hand,
    load_dispute,
    load_disputes,
    lock_dispute,
    lock_disputes,
)
from services.indicators.joint.repository.indicators import (
    joints_by_ids,
    joints_of_indicators,
    joints_of_year,
    list_topics,
    load_definition,
    load_joint,
    load_joints,
    visible_to,
    years_with_data,
)
from services.indicators.joint.repository.offers import (
    areas_bound,
    candidates,
    load_offer,
    load_offers,
    lock_for_decision,
    offers_of_areas,
    standing_elsewhere,
    tallies_of,
)
from services.indicators.joint.repository.writing import drop_offers, save, write_all

__all__ = [
    "agreed_of",
    "areas_bound",
    "candidates",
    "dispute_candidates",
    "disputes_at_hand",
    "drop_offers",
    "joints_by_ids",
    "joints_of_indicators",
    "joints_of_year",
    "list_topics",
    "load_definition",
    "load_dispute",
    "load_disputes",
    "load_joint",
    "load_joints",
    "load_offer",
    "load_offers",
    "lock_dispute",
    "lock_disputes",
    "lock_for_decision",
    "offers_of_areas",
    "save",
    "standing_elsewhere",
    "tallies_of",
    "visible_to",
    "write_all",
    "years_with_data",
]
