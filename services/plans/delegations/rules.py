"""The rules of delegations: who can give which power, to which committee, and when it holds.

No document of the house prints a limit: each comes with the order that sets it, and null is an order without one.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from services.plans.committees.rules import AREA_KINDS, CommitteeKind
from services.plans.delegations import errors
from services.shared.errors import FieldError
from services.shared.workflow import Workflow

STANDING, REVOKED = "standing", "revoked"
FLOW = Workflow(start=STANDING, moves={"revoke": {STANDING: REVOKED}})


class Delegator(StrEnum):
    """Who gives a power away."""

    POLICY_COMMITTEE = "policy_committee"
    BUDGET_BUREAU = "budget_bureau"
    GOVERNOR = "governor"


class Power(StrEnum):
    """What may be done by it."""

    APPROVE_REQUEST = "budget.approve_request"
    APPROVE_CHANGE = "budget.approve_change"
    MOVE_BETWEEN_ITEMS = "budget.move_between_items"


@dataclass(frozen=True)
class Terms:
    """What an order says: from whom, which power, to whose committee, on which days, up to which satang."""

    delegator: Delegator
    power: Power
    committee_kind: CommitteeKind
    valid_from: dt.date
    valid_to: dt.date | None
    limit_per_item: int | None
    limit_per_year: int | None


def terms_faults(terms: Terms, area_kind: str | None) -> tuple[FieldError, ...]:
    """Return what is wrong with a delegation to the committee of an area of a kind."""
    faults = []
    if area_kind is None or AREA_KINDS.get(terms.committee_kind) != area_kind:
        faults.append(errors.AREA_DOES_NOT_FIT)
    if terms.power is Power.APPROVE_REQUEST and terms.delegator is not Delegator.POLICY_COMMITTEE:
        faults.append(errors.NOT_THEIRS_TO_GIVE)
    if terms.valid_to is not None and terms.valid_to < terms.valid_from:
        faults.append(errors.ENDS_BEFORE_IT_BEGINS)
    item, year = terms.limit_per_item, terms.limit_per_year
    if item is not None and year is not None and item > year:
        faults.append(errors.ITEM_PAST_YEAR)
    return tuple(faults)
