"""The rules of committees: which kind belongs to which area, terms by day, and when a quorum is there."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from services.shared.errors import FieldError, Text


class CommitteeKind(StrEnum):
    """What a committee is; the first four are the roles of the same names, ก.พ.ร. keeps the records of the others."""

    PROVINCE = "province_committee"
    CLUSTER = "cluster_committee"
    POLICY = "policy_committee"
    EVALUATION = "evaluation_committee"
    MONITORING = "monitoring_subcommittee"  # อ.ก.พ.ร. ติดตามฯ, which approves the KPIs of provinces (S3)
    WORKING_GROUP = "working_group"


class Seat(StrEnum):
    """What a member does on the committee."""

    CHAIR = "chair"
    MEMBER = "member"
    SECRETARY = "secretary"


class Sector(StrEnum):
    """Whom a member stands for; S4 2.1 asks for a share of people's representatives, and names no figure."""

    GOVERNMENT = "government"
    LOCAL_GOVERNMENT = "local_government"
    PRIVATE = "private"
    PEOPLE = "people"
    EXPERT = "expert"


NATIONAL = frozenset({CommitteeKind.POLICY, CommitteeKind.EVALUATION, CommitteeKind.MONITORING})
# Kind → the kind of area that has such a committee.
AREA_KINDS = {CommitteeKind.PROVINCE: "province", CommitteeKind.CLUSTER: "cluster"}


@dataclass(frozen=True)
class Term:
    """Days in Bangkok on which something holds, both included; open without an end."""

    first: dt.date
    last: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        """Return whether `day` is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: "Term") -> bool:
        """Return whether two terms have a day in common."""
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)


@dataclass(frozen=True)
class Quorum:
    """The part of the members that must be there: `numerator` of `denominator`, rounded up."""

    numerator: int
    denominator: int

    def needed(self, members: int) -> int:
        """Return how many must be there of `members`; more than half of 11 is 6 when the quorum is 6/11 or 1/2."""
        return ceil(self.numerator * members / self.denominator) if members else 0

    def is_met(self, members: int, present: int) -> bool:
        """Return whether `present` of `members` are enough; a committee without members decides nothing."""
        return members > 0 and present >= self.needed(members)


def area_faults(kind: CommitteeKind, area_code: str | None, area_kind: str | None) -> tuple[FieldError, ...]:
    """Return what is wrong with the area of a committee: a ก.บ.จ. has a province, a ก.บ.ก. a cluster, ก.น.จ. none."""
    wanted = AREA_KINDS.get(kind)
    if wanted is not None and area_kind != wanted:
        names = {"province": Text("จังหวัด", "a province"), "cluster": Text("กลุ่มจังหวัด", "a cluster")}
        sentence = Text(f"คณะกรรมการนี้ต้องระบุ{names[wanted].th}", f"This committee needs {names[wanted].en}.")
        return (FieldError("/area_code", "area_does_not_fit", sentence),)
    if kind in NATIONAL and area_code is not None:
        sentence = Text("คณะกรรมการระดับชาติไม่ระบุพื้นที่", "A national committee has no area.")
        return (FieldError("/area_code", "area_does_not_fit", sentence),)
    return ()


def term_faults(term: Term, within: Term | None = None) -> tuple[FieldError, ...]:
    """Return what is wrong with the days of a committee, or of a member within those of the committee."""
    if term.last is not None and term.last < term.first:
        sentence = Text("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "It ends before it begins.")
        return (FieldError("/valid_to", "ends_before_it_begins", sentence),)
    if within is not None and not (within.holds_on(term.first) and (term.last is None or within.holds_on(term.last))):
        sentence = Text("วาระต้องอยู่ในช่วงที่คณะกรรมการมีผล", "The term must lie within the committee's own days.")
        return (FieldError("/valid_from", "outside_committee", sentence),)
    return ()


def quorum_faults(quorum: Quorum) -> tuple[FieldError, ...]:
    """Return what is wrong with a quorum: a part of the members, none of which is nothing or more than all."""
    if 0 < quorum.numerator <= quorum.denominator:
        return ()
    sentence = Text("องค์ประชุมเป็นสัดส่วนมากกว่า 0 และไม่เกิน 1", "A quorum is more than nothing and at most all.")
    return (FieldError("/quorum_numerator", "quorum_out_of_range", sentence),)


def clashes(term: Term, others: Iterable[Term]) -> bool:
    """Return whether a term of a post overlaps another of the same post."""
    return any(term.overlaps(other) for other in others)
