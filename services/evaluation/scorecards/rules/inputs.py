"""What a score is made of, as it was fetched or recorded: facts of other services with their versions, results."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

STRATEGIC = "strategic"


@dataclass(frozen=True)
class KpiRubric:
    """How a KPI is scored, as its agreement says it; `anchors` in `unit`, from the lowest score to the highest."""

    method: str
    direction: str
    anchors: tuple[Decimal, ...]
    unit: str
    source: str
    dated_on: dt.date


@dataclass(frozen=True)
class Kpi:
    """One KPI of an agreement with its result of the year; `source` is the agreement's word for weight and target.

    `actual_revisions` names the reported values that the actual was made of, in the words of the indicators service.
    """

    indicator_id: UUID
    indicator_code: str
    name_th: str
    kind: str
    weight: Decimal | None
    target: Decimal | None
    baseline: Decimal | None
    actual: Decimal | None
    actual_reporter: str | None
    actual_status: str | None
    actual_revisions: tuple[Any, ...]
    is_complete: bool
    direction: str | None
    rubric: KpiRubric | None
    source: str | None

    @property
    def is_scored(self) -> bool:
        """Whether it counts: the three indicators to be monitored are shown and never scored (S0)."""
        return self.kind == STRATEGIC


@dataclass(frozen=True)
class Agreement:
    """The performance agreement that the KPIs were taken from."""

    id: UUID
    version: int
    state: str
    fiscal_year: int


@dataclass(frozen=True)
class AreaKpis:
    """The KPIs of one area; `agreement` is None where there is none, or none that is open to who asks."""

    area_code: str
    agreement: Agreement | None
    kpis: tuple[Kpi, ...]


@dataclass(frozen=True)
class Ledger:
    """The money of one area in the year, in baht as decimal text; `disbursement_rate` in percent of what is posted.

    Every field is None where no account is seen, which is not the same as nothing.
    """

    area_code: str
    cap_amount: str | None
    held_amount: str | None
    posted_amount: str | None
    disbursed_amount: str | None
    disbursement_rate: Decimal | None


@dataclass(frozen=True)
class RecordedResult:
    """The result of one item as an evaluator recorded it; `value` is None where it was taken back."""

    position: int
    revision: int
    value: Decimal | None
    source: str
    evidence_note: str
    dated_on: dt.date


@dataclass(frozen=True)
class Inputs:
    """All that one computation was made of. Two that are equal score the same; instants are therefore left out.

    `cluster` is None for a province that was in no cluster in the fiscal year.
    """

    province: AreaKpis
    cluster: AreaKpis | None
    ledger: Ledger
    results: tuple[RecordedResult, ...]

    def result_of(self, position: int) -> RecordedResult | None:
        """Return what is recorded for the item at `position`."""
        return next((result for result in self.results if result.position == position), None)


@dataclass(frozen=True)
class ReadAt:
    """When the two services read what they answered, each by its own clock."""

    indicators: dt.datetime
    budget: dt.datetime

    def is_older_than(self, other: "ReadAt") -> bool:
        """Whether any part was read before that of `other`: what came late never replaces what is newer."""
        return self.indicators < other.indicators or self.budget < other.budget


@dataclass(frozen=True)
class Fetched:
    """What the other services answered about one province and its cluster."""

    province: AreaKpis
    cluster: AreaKpis | None
    ledger: Ledger
    read_at: ReadAt

    def with_results(self, results: tuple[RecordedResult, ...]) -> Inputs:
        """Return the inputs of a computation with what is recorded for the card."""
        return Inputs(self.province, self.cluster, self.ledger, results)


def changed_parts(before: Inputs, after: Inputs) -> tuple[str, ...]:
    """Return which parts differ: `province_indicators`, `cluster_indicators`, `ledger`, `results`."""
    pairs = {
        "province_indicators": (before.province, after.province),
        "cluster_indicators": (before.cluster, after.cluster),
        "ledger": (before.ledger, after.ledger),
        "results": (before.results, after.results),
    }
    return tuple(name for name, (old, new) in pairs.items() if old != new)
