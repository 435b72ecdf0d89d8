"""The states of a change request and of its notice, who was heard, and what it lacks to be submitted.

S3 item 3: a province asks, สำนักงาน ก.พ.ร. analyses and consults the host agency of the KPI, the working group decides,
the province is told. The one reason that the document knows is an external event that cannot be controlled.
"""

import datetime as dt
from dataclasses import dataclass

from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

DRAFT, RETURNED, SUBMITTED, PROPOSED = "draft", "returned", "submitted", "proposed"
APPROVED, REJECTED, WITHDRAWN = "approved", "rejected", "withdrawn"

FLOW = Workflow(
    start=DRAFT,
    moves={
        "update": {DRAFT: DRAFT, RETURNED: RETURNED},
        # What was analysed spoke of another KPI, so that it is analysed anew.
        "rebase": {DRAFT: DRAFT, RETURNED: RETURNED, SUBMITTED: SUBMITTED, PROPOSED: SUBMITTED},
        "submit": {DRAFT: SUBMITTED, RETURNED: SUBMITTED},
        "give_opinion": {SUBMITTED: SUBMITTED},
        "analyse": {SUBMITTED: SUBMITTED},
        "send_back": {SUBMITTED: RETURNED},
        "propose": {SUBMITTED: PROPOSED},
        "recall": {PROPOSED: SUBMITTED},
        # By resolution of the working group only: services/indicators/changes/decisions.py.
        "approve": {PROPOSED: APPROVED},
        "approve_changed": {PROPOSED: APPROVED},
        "reject": {PROPOSED: REJECTED},
        "return": {PROPOSED: RETURNED},
        "withdraw": dict.fromkeys((DRAFT, RETURNED, SUBMITTED, PROPOSED), WITHDRAWN),
    },
)
# What was decided changed a public agreement, or left it as it is; everyone may know why.
DECIDED = (APPROVED, REJECTED)
# These no longer stand in the way of another request for the same KPI.
CLOSED = (*DECIDED, WITHDRAWN)
DECISIONS = ("approve", "approve_changed", "reject", "return")
GRANTING = ("approve", "approve_changed")
# What stays written on a request; a return is no end of it.
OUTCOMES = ("approve", "approve_changed", "reject")

NO_NOTICE, SENT, ACKNOWLEDGED = "none", "sent", "acknowledged"
NOTICE_FLOW = Workflow(start=NO_NOTICE, moves={"send": {NO_NOTICE: SENT}, "acknowledge": {SENT: ACKNOWLEDGED}})

RECOMMENDATIONS = ("approve", "approve_changed", "reject")
STANCES = ("agrees", "disagrees", "remarks")
NOT_ASKED, NO_HOST, WAITING, SILENT, GIVEN = "not_asked", "no_host", "waiting", "silent", "given"


@dataclass(frozen=True)
class Happened:
    """An event by its days in Bangkok; without an end it goes on."""

    began_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class Readiness:
    """What the rules ask of a request that is to be submitted."""

    changes_something: bool
    has_event: bool
    evidence: int
    base_moved: bool


def event_faults(event: Happened, today: dt.date) -> tuple[FieldError, ...]:
    """Return what is wrong with the days of an event: what has not begun is no reason yet."""
    if event.began_on > today:
        return (FieldError("/event/began_on", "day_in_future", _NOT_YET),)
    if event.ended_on is not None and event.ended_on < event.began_on:
        return (FieldError("/event/ended_on", "ends_before_it_begins", _BACKWARDS),)
    return ()


def gaps_of(request: Readiness) -> tuple[FieldError, ...]:
    """Return what stands against submitting a request, its fields apart."""
    gaps = []
    if not request.changes_something:
        gaps.append(FieldError("", "nothing_asked", _NOTHING_ASKED))
    if not request.has_event:
        gaps.append(FieldError("/event", "missing", _NO_EVENT))
    if request.evidence == 0:
        gaps.append(FieldError("/evidence", "missing", _NO_EVIDENCE))
    if request.base_moved:
        gaps.append(FieldError("/base", "base_moved", _BASE_MOVED))
    return tuple(gaps)


def opinion_state(state: str, host: str | None, *, was_submitted: bool, is_given: bool) -> str:
    """Return how the host agency was heard. Silence is shown as such, and is never consent."""
    if is_given:
        return GIVEN
    if not was_submitted or state in (DRAFT, RETURNED):
        return NOT_ASKED
    if host is None:
        return NO_HOST
    return WAITING if state == SUBMITTED else SILENT


def is_past(closes_on: dt.date | None, today: dt.date) -> bool:
    """Return whether the closing date of the year is over; a year that has none closes never."""
    return closes_on is not None and today > closes_on


_NOT_YET = Text("เหตุการณ์ต้องเกิดขึ้นแล้ว วันเริ่มต้องไม่อยู่ในอนาคต", "It must have begun; the day must not lie ahead.")
_BACKWARDS = Text("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "It ends before it begins.")
_NOTHING_ASKED = Text(
    "ต้องขอเปลี่ยนอย่างน้อยหนึ่งอย่าง: รายละเอียดตัวชี้วัด (detail) ค่าเป้าหมาย (target) หรือเกณฑ์การให้คะแนน (scoring_criteria)",
    "Ask for a change of at least one: detail, target or scoring_criteria.",
)
_NO_EVENT = Text(
    "ต้องระบุเหตุปัจจัยภายนอกที่ไม่สามารถควบคุมได้: เกิดอะไร เมื่อใด มีผลอย่างไร",
    "Name the external event that cannot be controlled: what happened, when, to what effect.",
)
_NO_EVIDENCE = Text(
    "ต้องแนบหลักฐานอย่างน้อยหนึ่งไฟล์ที่ …/attachments", "At least one file of evidence is needed at …/attachments."
)
_BASE_MOVED = Text(
    "ตัวชี้วัดในคำรับรองเปลี่ยนไปหลังร่างคำขอ โปรดดู base.differences แล้วยืนยันที่ …/rebase",
    "The KPI has changed since the request was made; look at base.differences and say yes at …/rebase.",
)
