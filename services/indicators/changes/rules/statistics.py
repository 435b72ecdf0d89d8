"""How the requests of a fiscal year are counted, as the document prints it: 34 provinces, 9 of 35 KPIs (S3 item 3)."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from services.indicators.changes.rules.request import APPROVED, REJECTED, WITHDRAWN
from services.indicators.changes.rules.terms import KINDS


@dataclass(frozen=True)
class Asked:
    """A request that was submitted, as far as it is counted."""

    level: str
    area_code: str
    indicator: Hashable
    kinds: tuple[str, ...]
    state: str
    decision: str | None


@dataclass(frozen=True)
class Agreed:
    """An indicator that stands in an approved agreement of the year."""

    level: str
    area_code: str
    indicator: Hashable


@dataclass(frozen=True)
class Tally:
    """How many requests there are, and what became of them; `open` ones are with the area, ก.พ.ร. or the committee."""

    requests: int
    approved: int
    approved_changed: int
    rejected: int
    withdrawn: int
    open: int


@dataclass(frozen=True)
class LevelCount:
    """The requests of one level: who asked of those with an agreement, for which KPIs of those agreed."""

    level: str
    areas_asked: int
    areas_agreed: int
    indicators_asked: int
    indicators_agreed: int
    tally: Tally
    by_kind: dict[str, Tally]


def tally_of(requests: Sequence[Asked]) -> Tally:
    """Count requests by what became of them."""
    approved = [each for each in requests if each.state == APPROVED]
    changed = sum(each.decision == "approve_changed" for each in approved)
    rejected = sum(each.state == REJECTED for each in requests)
    withdrawn = sum(each.state == WITHDRAWN for each in requests)
    return Tally(
        requests=len(requests),
        approved=len(approved) - changed,
        approved_changed=changed,
        rejected=rejected,
        withdrawn=withdrawn,
        open=len(requests) - len(approved) - rejected - withdrawn,
    )


def count_of(level: str, requests: Sequence[Asked], agreed: Sequence[Agreed]) -> LevelCount:
    """Count one level of a year. A request of two kinds counts under both, and once in the whole."""
    own = [each for each in requests if each.level == level]
    standing = [each for each in agreed if each.level == level]
    return LevelCount(
        level=level,
        areas_asked=len({each.area_code for each in own}),
        areas_agreed=len({each.area_code for each in standing}),
        indicators_asked=len({each.indicator for each in own}),
        indicators_agreed=len({each.indicator for each in standing}),
        tally=tally_of(own),
        by_kind={kind: tally_of([each for each in own if kind in each.kinds]) for kind in KINDS},
    )
