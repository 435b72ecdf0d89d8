"""The rules of meetings: their states, who counts as present, and when they can decide."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.plans.committees.rules import Quorum
from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

PLANNED, CLOSED = "planned", "closed"

FLOW = Workflow(start=PLANNED, moves={"attend": {PLANNED: PLANNED}, "close": {PLANNED: CLOSED}})


@dataclass(frozen=True)
class Presence:
    """How many members the committee had on the day, how many of them were there, how many were needed."""

    members: int
    present: int
    needed: int

    @property
    def has_quorum(self) -> bool:
        """Whether the meeting could decide."""
        return self.members > 0 and self.present >= self.needed


def presence_of(quorum: Quorum, members: Collection[UUID], attending: Collection[UUID]) -> Presence:
    """Return the presence at a meeting: only members of that day count, each once."""
    there = len(set(members) & set(attending))
    return Presence(len(members), there, quorum.needed(len(members)))


def attendance_faults(
    members: Mapping[UUID, str], attending: Collection[UUID], interested: Collection[UUID]
) -> tuple[FieldError, ...]:
    """Return what is wrong with an attendance: who is no member of that day, who has an interest and was not there."""
    strangers = sorted(str(each) for each in set(attending) - set(members))
    absent = sorted(str(each) for each in set(interested) - set(attending))
    faults = []
    if strangers:
        sentence = Text("ไม่ได้เป็นกรรมการในวันประชุม", "Not a member on the day of the meeting.")
        faults += [FieldError("/member_ids", "not_a_member", sentence)]
    if absent:
        sentence = Text("ผู้แจ้งส่วนได้เสียต้องเข้าประชุม", "Who declares an interest must have been there.")
        faults += [FieldError("/interests", "was_not_there", sentence)]
    return tuple(faults)


def day_faults(held_on: dt.date, first: dt.date, last: dt.date | None) -> tuple[FieldError, ...]:
    """Return what is wrong with the day of a meeting: the committee must have been in force."""
    if first <= held_on and (last is None or held_on <= last):
        return ()
    sentence = Text("วันประชุมอยู่นอกช่วงที่คณะกรรมการมีผล", "The committee was not in force on that day.")
    return (FieldError("/held_on", "outside_committee", sentence),)
