"""Which days can be set for the steps of a fiscal year."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.shared.errors import FieldError, Text


@dataclass(frozen=True)
class DeadlineFacts:
    """From when to when a step of a level is to be taken; without a first day it only has a last one."""

    level: str
    step_code: str
    opens_on: dt.date | None
    due_on: dt.date


def deadline_faults(deadlines: Sequence[DeadlineFacts], steps: Mapping[str, frozenset[str]]) -> tuple[FieldError, ...]:
    """Return what is wrong with the days of a year; `steps` are those of the year's chains, by level."""
    faults = []
    for place, each in enumerate(deadlines):
        if each.step_code not in steps[each.level]:
            faults.append(FieldError(f"/deadlines/{place}/step_code", "step_unknown", _UNKNOWN))
        if (each.level, each.step_code) in [(one.level, one.step_code) for one in deadlines[:place]]:
            faults.append(FieldError(f"/deadlines/{place}/step_code", "step_twice", _TWICE))
        if each.opens_on is not None and each.opens_on > each.due_on:
            faults.append(FieldError(f"/deadlines/{place}/due_on", "due_before_it_opens", _BACKWARDS))
    return tuple(faults)


_UNKNOWN = Text(
    "ขั้นตอนของปีและระดับนี้ไม่มีรหัสนี้ ดูได้ที่ /v1/performance-agreements/chains",
    "The chain of this year and level has no such step; see /v1/performance-agreements/chains.",
)
_TWICE = Text("ขั้นตอนนี้มีกำหนดแล้ว", "This step stands there already.")
_BACKWARDS = Text("วันสุดท้ายอยู่ก่อนวันเริ่ม", "The last day is before the first one.")
