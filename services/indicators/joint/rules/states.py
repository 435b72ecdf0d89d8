"""The states of a joint indicator and of each area's offer, and who answers when."""

import datetime as dt
from dataclasses import dataclass

from services.indicators.joint.errors import AnswerByPassed, OfferChangedSince
from services.shared.workflow import Workflow

DRAFT, OFFERED, WITHDRAWN = "draft", "offered", "withdrawn"
COUNTERED, AGREED, SETTLED, RELEASED = "countered", "agreed", "settled", "released"

FLOW = Workflow(
    start=DRAFT,
    moves={
        "update": {DRAFT: DRAFT},
        "offer": {DRAFT: OFFERED},
        "redefine": {OFFERED: OFFERED},
        "assign": {DRAFT: DRAFT, OFFERED: OFFERED},
        "record_workshop": {DRAFT: DRAFT, OFFERED: OFFERED},
        "confirm_workshop": {OFFERED: OFFERED},
        "review_disputes": {OFFERED: OFFERED},
        "withdraw": {DRAFT: WITHDRAWN, OFFERED: WITHDRAWN},
    },
)
# `leave`: the area is no longer in the scope, or the whole is withdrawn. `settle` and `release` need a resolution.
OFFER_FLOW = Workflow(
    start=DRAFT,
    moves={
        "offer": {DRAFT: OFFERED},
        "sign": {OFFERED: AGREED, COUNTERED: AGREED},
        "counter": {OFFERED: COUNTERED, COUNTERED: COUNTERED},
        "revise": {OFFERED: OFFERED, COUNTERED: OFFERED, AGREED: OFFERED},
        "decline": {COUNTERED: OFFERED},
        "redefine": dict.fromkeys((DRAFT, OFFERED, COUNTERED, AGREED, SETTLED, WITHDRAWN), OFFERED),
        "leave": dict.fromkeys((DRAFT, OFFERED, COUNTERED, AGREED, SETTLED), WITHDRAWN),
        "settle": {OFFERED: SETTLED, COUNTERED: SETTLED},
        "release": {OFFERED: RELEASED, COUNTERED: RELEASED},
    },
)
# It stands for an area when both have signed this definition and this offer, or the committee settled it.
STANDING = frozenset({AGREED, SETTLED})
# Silence is never consent: these wait, however long.
WAITING = frozenset({OFFERED, COUNTERED})
# These have no part of the national target.
OUT = frozenset({RELEASED, WITHDRAWN})

AREA, FUNCTION = "area", "function"


def is_overdue(state: str, answer_by: dt.date, today: dt.date) -> bool:
    """Return whether an offer waits past the day to answer by, which ends at 24:00 in Bangkok."""
    return state in WAITING and today > answer_by


@dataclass(frozen=True)
class Versions:
    """Which definition and which offer to an area: what is signed, and what a signature is on."""

    definition_version: int
    offer_version: int


def refuse_unread(seen: Versions, current: Versions) -> None:
    """Raise OfferChangedSince unless what was read is what stands; nobody signs what they have not seen."""
    if seen != current:
        raise OfferChangedSince(definition_version=current.definition_version, offer_version=current.offer_version)


def refuse_late(answer_by: dt.date, today: dt.date) -> None:
    """Raise AnswerByPassed after the day to answer by."""
    if today > answer_by:
        raise AnswerByPassed(answer_by=answer_by.isoformat())
