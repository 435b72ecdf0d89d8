"""The rules of resolutions: decisions and what each must say, votes, and when a resolution may be confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

RECORDED, CONFIRMED, WITHDRAWN = "recorded", "confirmed", "withdrawn"

FLOW = Workflow(
    start=RECORDED,
    moves={"confirm": {RECORDED: CONFIRMED}, "withdraw": {RECORDED: WITHDRAWN}},
)
MOST_ITEMS = 2_000


class Decision(StrEnum):
    """What is decided of one item. S1 names approve, change, reject and refer; HPP adds delegation by the same way."""

    ENDORSE = "endorse"
    APPROVE = "approve"
    APPROVE_CHANGED = "approve_changed"
    REJECT = "reject"
    RETURN = "return"
    REFER = "refer"
    MERGE = "merge"
    SETTLE = "settle"
    WAIVE = "waive"


# What departs from the proposal says why; money stands only where money is granted.
NEEDS_REASON = frozenset(
    {
        Decision.APPROVE_CHANGED,
        Decision.REJECT,
        Decision.RETURN,
        Decision.REFER,
        Decision.MERGE,
        Decision.SETTLE,
        Decision.WAIVE,
    }
)
TAKES_AMOUNT = frozenset({Decision.APPROVE, Decision.APPROVE_CHANGED, Decision.SETTLE})
# Where a decision sends something: S1 point 5 refers to a ministry or department; what is merged goes into another.
ADDRESSED = {Decision.REFER: "function_code", Decision.MERGE: "into_id"}


@dataclass(frozen=True)
class ItemFacts:
    """What the rules ask of one item; `key` names the object: service, type, id."""

    key: tuple[str, str, str]
    decision: Decision
    has_reason: bool
    has_amount: bool
    # By name of the field, what says where it goes; None where nothing was sent.
    addressees: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Votes:
    """How the members who were there voted."""

    votes_for: int
    against: int
    abstained: int

    @property
    def is_carried(self) -> bool:
        """Whether more were for it than against; a tie carries nothing."""
        return self.votes_for > self.against


def item_faults(items: Sequence[ItemFacts]) -> tuple[FieldError, ...]:
    """Return what is wrong with the items of a resolution, each with its place in the list."""
    seen: dict[tuple[str, str, str], int] = {}
    faults = []
    for place, item in enumerate(items):
        if item.key in seen:
            sentence = Text(f"ซ้ำกับรายการที่ {seen[item.key]}", f"It stands at {seen[item.key]} already.")
            faults.append(FieldError(f"/items/{place}", "item_twice", sentence))
        seen.setdefault(item.key, place)
        if item.decision in NEEDS_REASON and not item.has_reason:
            sentence = Text("มตินี้ต้องมีเหตุผล", "This decision needs a reason.")
            faults.append(FieldError(f"/items/{place}/reason_th", "missing", sentence))
        if item.has_amount and item.decision not in TAKES_AMOUNT:
            sentence = Text("มตินี้ไม่มีวงเงิน", "This decision has no amount.")
            faults.append(FieldError(f"/items/{place}/amount", "amount_out_of_place", sentence))
        faults += addressee_faults(f"/items/{place}", item.decision, item.key[2], item.addressees)
    return tuple(faults)


def addressee_faults(
    pointer: str, decision: Decision, object_id: str | None, addressees: Mapping[str, str | None]
) -> list[FieldError]:
    """Return what is wrong with where a decision sends something: it is named where it is needed, and only there."""
    faults = []
    for name, sent in addressees.items():
        if sent is None and ADDRESSED.get(decision) == name:
            sentence = Text("มตินี้ต้องระบุว่าส่งต่อหรือรวมกับที่ใด", "This decision says where to: name it.")
            faults.append(FieldError(f"{pointer}/{name}", "missing", sentence))
        elif sent is not None and ADDRESSED.get(decision) != name:
            sentence = Text("มตินี้ไม่มีการส่งต่อหรือรวมเช่นนี้", "This decision sends nothing there.")
            faults.append(FieldError(f"{pointer}/{name}", "addressee_out_of_place", sentence))
        elif sent is not None and sent == object_id:
            sentence = Text("รวมกับรายการเดียวกันไม่ได้", "Nothing is merged into itself.")
            faults.append(FieldError(f"{pointer}/{name}", "merged_into_itself", sentence))
    return faults


def query_faults(
    decision: Decision, found: int, *, has_reason: bool, function_code: str | None = None
) -> tuple[FieldError, ...]:
    """Return what is wrong with items that come from a query of which `found` objects fit (one more than the most)."""
    faults = addressee_faults("/query", decision, None, {"function_code": function_code})
    if decision is Decision.MERGE:
        sentence = Text("การรวมต้องระบุทีละรายการใน items", "What is merged into what is said item by item, in items.")
        faults.append(FieldError("/query/decision", "merge_by_query", sentence))
    if decision in NEEDS_REASON and not has_reason:
        sentence = Text("มตินี้ต้องมีเหตุผล", "This decision needs a reason.")
        faults.append(FieldError("/query/reason_th", "missing", sentence))
    if found == 0:
        sentence = Text("ไม่พบรายการตามเงื่อนไข โปรดตรวจปี สถานะ และพื้นที่", "Nothing fits. Check year, state and area.")
        faults.append(FieldError("/query", "no_items", sentence))
    if found > MOST_ITEMS:
        sentence = Text(
            f"พบมากกว่า {MOST_ITEMS} รายการ โปรดแบ่งเป็นหลายมติ เช่น ระบุ area_code",
            f"More than {MOST_ITEMS} fit. Divide them into several resolutions, by area_code for example.",
        )
        faults.append(FieldError("/query", "too_many_items", sentence))
    return tuple(faults)


def vote_faults(votes: Votes, present: int, interested: int) -> tuple[FieldError, ...]:
    """Return what is wrong with a count: nobody votes who was not there, nor who declared an interest, but abstains."""
    cast = votes.votes_for + votes.against
    if cast + votes.abstained <= present and cast <= present - interested:
        return ()
    sentence = Text(
        f"ผู้เข้าประชุม {present} มีส่วนได้เสีย {interested} จำนวนเสียงเกิน",
        f"{present} were there, {interested} of them with an interest; more votes were counted.",
    )
    return (FieldError("/votes_for", "more_votes_than_members", sentence),)
