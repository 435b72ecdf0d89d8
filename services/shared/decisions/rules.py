"""What a resolution says of the objects of one service, and what can come of each item."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.shared.decisions.errors import CommitteeMayNotDecide
from services.shared.errors import Text

CONFIRMED = "confirmed"
APPLIED, ALREADY_APPLIED, CHANGED_SINCE, NOT_ALLOWED = "applied", "already_applied", "changed_since", "not_allowed"
OUTCOMES = (APPLIED, ALREADY_APPLIED, CHANGED_SINCE, NOT_ALLOWED)


class Deciding(StrEnum):
    """The committees that decide, by the kind that the register of committees gives them."""

    PROVINCE = "province_committee"
    CLUSTER = "cluster_committee"
    POLICY = "policy_committee"
    EVALUATION = "evaluation_committee"
    MONITORING = "monitoring_subcommittee"
    WORKING_GROUP = "working_group"


@dataclass(frozen=True)
class DelegatedPower:
    """What an order lets a committee decide in another's place: `power` such as `budget.approve_request`.

    Limits in satang, None where the order sets none; of one fiscal year's money, or of any.
    """

    id: UUID
    power: str
    fiscal_year: int | None
    document_number: str
    limit_per_item: int | None
    limit_per_year: int | None


@dataclass(frozen=True)
class ConfirmedResolution:
    """A resolution that one person recorded and another confirmed, of a committee on the day of its meeting."""

    id: UUID
    number: str
    title_th: str
    committee_kind: str
    committee_area_code: str | None
    held_on: dt.date
    confirmed_at: dt.datetime
    powers: tuple[DelegatedPower, ...] = ()  # delegated to the committee, as they held on that day

    def refuse_other_than(self, decision: str, kind: str, area_code: str | None = None) -> None:
        """Raise CommitteeMayNotDecide unless it is of the committee of this kind and, where given, of this area."""
        if (self.committee_kind, self.committee_area_code) != (kind, area_code):
            needed, committee = _named(kind, area_code), _named(self.committee_kind, self.committee_area_code)
            raise CommitteeMayNotDecide(decision=decision, needed=needed, committee=committee)

    def is_of(self, kind: str, area_code: str | None) -> bool:
        """Return whether it is of the committee of this kind and area."""
        return (self.committee_kind, self.committee_area_code) == (kind, area_code)

    def powers_for(self, power: str, fiscal_year: int) -> tuple[DelegatedPower, ...]:
        """Return by which delegations the committee may decide on money of a fiscal year."""
        return tuple(each for each in self.powers if each.power == power and each.fiscal_year in (None, fiscal_year))


def _named(kind: str, area_code: str | None) -> str:
    return f"{kind}:{area_code}" if area_code else kind


@dataclass(frozen=True)
class DecisionItem:
    """What was resolved of one object: `amount` in satang, only where money is granted.

    `function_code` is the ministry or department that it is referred to, `into_id` what it is merged into.
    """

    position: int
    object_id: UUID
    object_version: int
    content_hash: str
    decision: str
    amount: int | None
    condition_th: str | None
    reason_th: str | None
    function_code: str | None = None
    into_id: UUID | None = None


def mergers_first(items: Sequence[DecisionItem]) -> list[DecisionItem]:
    """Return items in the order in which they are carried out: what goes into another before that one is decided."""
    return sorted(items, key=lambda item: item.into_id is None)


@dataclass(frozen=True)
class ItemOutcome:
    """What came of one item. `code` and `text` say why it was not applied; `current_hash` where the object is seen."""

    item: DecisionItem
    outcome: str
    current_hash: str | None = None
    code: str | None = None
    text: Text | None = None


@dataclass(frozen=True)
class CandidateQuery:
    """Which objects a resolution's items are taken from: of a fiscal year, in a state, of an area where given."""

    fiscal_year: int
    state: str
    area_code: str | None
    limit: int


@dataclass(frozen=True)
class Candidate:
    """An object that can be decided, as it stands now; `amount` in satang where money is asked."""

    object_id: UUID
    object_version: int
    content_hash: str
    amount: int | None = None
