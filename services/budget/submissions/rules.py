"""The rules of a submission: its states, its order, what it amounts to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

DRAFT, SUBMITTED, RETURNED, ENDORSED = "draft", "submitted", "returned", "endorsed"

FLOW = Workflow(
    start=DRAFT,
    moves={
        "arrange": {DRAFT: DRAFT, RETURNED: RETURNED},
        "submit": {DRAFT: SUBMITTED, RETURNED: SUBMITTED},
        "withdraw": {SUBMITTED: DRAFT},
        "endorse": {SUBMITTED: ENDORSED},
        "return": {SUBMITTED: RETURNED},
    },
)
DECISIONS = ("endorse", "return")
# What others than the owner may see: a draft is nobody else's business.
OFF_THE_DESK = (SUBMITTED, RETURNED, ENDORSED)
# One page of requests shows a whole submission.
MOST_REQUESTS = 200
MOST_ROUNDS = 99

WITHIN, ABOVE = "within", "above"
POSITIONS = (WITHIN, ABOVE)


@dataclass(frozen=True)
class Listed:
    """A request as its list counts it; `asked_amount` in satang."""

    id: UUID
    content_hash: str
    ceiling_position: str
    asked_amount: int


@dataclass(frozen=True)
class Totals:
    """What the requests of a list ask for in all, in satang."""

    within: int
    above: int


def totals_of(listed: Iterable[Listed]) -> Totals:
    """Return what is asked within the ceiling and above it; what is asked is never capped (S1 point 4)."""
    sums = dict.fromkeys(POSITIONS, 0)
    for request in listed:
        sums[request.ceiling_position] += request.asked_amount
    return Totals(sums[WITHIN], sums[ABOVE])


def in_order(order: Sequence[UUID], listed: Iterable[Listed]) -> list[Listed]:
    """Return the requests in the order of the list; what is not in it yet comes last, what has left it goes."""
    places = {request_id: place for place, request_id in enumerate(order)}
    return sorted(listed, key=lambda request: (places.get(request.id, len(order)), request.id))


def order_gaps(order: Sequence[UUID], listed: Sequence[UUID]) -> tuple[FieldError, ...]:
    """Return what stands against a list whose order does not name every request in it."""
    if set(listed) <= set(order):
        return ()
    absent = len(set(listed) - set(order))
    sentence = Text(
        f"ลำดับยังขาดคำขอ {absent} รายการ โปรดจัดลำดับใหม่ทั้งชุดที่ …/order",
        f"The order lacks {absent} of the requests. Set the whole of it at …/order.",
    )
    return (FieldError("/request_order", "order_incomplete", sentence),)


def order_faults(order: Sequence[UUID], wanted: Sequence[UUID]) -> tuple[FieldError, ...]:
    """Return what is wrong with a new order: it names every request of the list once, and no other."""
    if sorted(order) == sorted(wanted):
        return ()
    absent, strangers = len(set(order) - set(wanted)), len(set(wanted) - set(order))
    sentence = Text(
        f"ต้องระบุคำขอทุกรายการในชุดนี้ครั้งเดียว (ขาด {absent} เกิน {strangers})",
        f"Name every request of the list once: {absent} missing, {strangers} not of this list.",
    )
    return (FieldError("/request_ids", "order_does_not_fit", sentence),)
