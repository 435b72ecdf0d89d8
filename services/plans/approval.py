"""The chain by which plans and projects of an area are decided: its own committee endorses, ก.น.จ. approves.

S1 point 4 and S4 2.1: ก.บ.จ. and ก.บ.ก. decide on what their area submits, ก.น.จ. on development plans, yearly action
plans and the projects in them. A ministry's own project has no area committee; ก.น.จ. decides on it at once.
"""

from dataclasses import dataclass
from uuid import UUID

from services.shared.decisions.rules import ConfirmedResolution, Deciding
from services.shared.errors import Refusal, StateDoesNotAllow, Text

DRAFT, SUBMITTED, RETURNED, ENDORSED = "draft", "submitted", "returned", "endorsed"
APPROVED, REJECTED, CANCELLED = "approved", "rejected", "cancelled"


class DecisionDoesNotFit(Refusal):
    """A committee resolved what is not decided of such an object."""

    status = 409
    code = "decision_does_not_fit"
    title = Text("มติประเภทนี้ใช้กับรายการนี้ไม่ได้", "This decision does not fit the object")
    detail = Text(
        "มติ {decision} ใช้กับรายการนี้ไม่ได้ มติที่ใช้ได้คือ {allowed}",
        "{decision} is not decided of this object; what is decided of it is {allowed}.",
    )


@dataclass(frozen=True)
class OwnCommittee:
    """The committee of the area that owns an object: ก.บ.จ. of a province, ก.บ.ก. of a cluster."""

    kind: Deciding
    area_code: str


@dataclass(frozen=True)
class Why:
    """Why an object is moved: the reason and condition that were given, and the resolution that is carried out."""

    reason: str | None = None
    condition: str | None = None
    resolution_id: UUID | None = None

    def told(self) -> dict[str, str]:
        """Return what the history tells of it."""
        given = {"reason": self.reason, "condition": self.condition}
        return {name: text for name, text in given.items() if text}


UNTOLD = Why()


def stage_of(resolution: ConfirmedResolution, decision: str, own: OwnCommittee | None) -> str:
    """Return the state in which this committee takes `decision`; raises CommitteeMayNotDecide, DecisionDoesNotFit.

    Each committee decides on what lies before it: the area's own on what was submitted, ก.น.จ. on what was endorsed,
    or on what was submitted where no area committee stands between.
    """
    if decision not in ("approve", "return", "reject") and not (own and decision == "endorse"):
        allowed = ["endorse"] if own else []
        raise DecisionDoesNotFit(decision=decision, allowed=", ".join([*allowed, "approve", "return", "reject"]))
    committee = (resolution.committee_kind, resolution.committee_area_code)
    is_own = own is not None and committee == (own.kind, own.area_code)
    if own is not None and (decision == "endorse" or (is_own and decision != "approve")):
        resolution.refuse_other_than(decision, own.kind, own.area_code)
        return SUBMITTED
    resolution.refuse_other_than(decision, Deciding.POLICY)
    return ENDORSED if own else SUBMITTED


def check_stage(decision: str, stage: str, state: str) -> None:
    """Raise StateDoesNotAllow unless the object lies before the committee that decides."""
    if state != stage:
        raise StateDoesNotAllow(action=decision, allowed=stage, state=state)
