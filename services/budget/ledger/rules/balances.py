"""What each kind of transfer does to balances, and what of it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.budget.ledger.errors import (
    CapBelowUse,
    CeilingExceeded,
    CommittedPastPosted,
    DisbursedPastPosted,
    MovedPastLeft,
    ReturnedPastDisbursed,
)
from services.shared.errors import FieldError, Invalid, Refusal, Text
from services.shared.money import format_amount

HOLD, POST, VOID, EXPIRE, CAP, DISBURSE, RETURN = "hold", "post", "void", "expire", "cap", "disburse", "return"
COMMIT, RELEASE = "commit", "release"
MOVE, CARRY_FORWARD, BRING_FORWARD = "move", "carry_forward", "bring_forward"
RESOLVING = (POST, VOID, EXPIRE)
# What is recorded by the number of its document, with its day and expenditure class.
PAYMENTS = (DISBURSE, RETURN, COMMIT, RELEASE)
# What goes on to the next year has a day and a class as well: the last day of the one, the first of the other.
DATED = (*PAYMENTS, CARRY_FORWARD, BRING_FORWARD)
# These name the account on the other side.
TWO_SIDED = (MOVE, CARRY_FORWARD, BRING_FORWARD)
KINDS = (HOLD, POST, VOID, EXPIRE, CAP, *PAYMENTS, *TWO_SIDED)
CLASSES = ("recurrent", "capital")


@dataclass(frozen=True)
class Effect:
    """What a transfer changes of an account, in satang; negative takes away."""

    cap: int = 0
    pending: int = 0
    posted: int = 0
    disbursed: int = 0
    committed: int = 0
    carried: int = 0


@dataclass(frozen=True)
class Balances:
    """What stands on an account, in satang."""

    level: str
    cap: int
    pending: int
    posted: int
    disbursed: int
    committed: int
    carried: int


# What each satang of a transfer changes; what a resolved hold frees, or a payment settles, comes to it.
_PER_SATANG: Mapping[str, Effect] = {
    HOLD: Effect(pending=1),
    POST: Effect(posted=1),
    VOID: Effect(),
    EXPIRE: Effect(),
    CAP: Effect(cap=1),
    MOVE: Effect(cap=1),  # of the account that receives; rules.moves has all that it changes
    DISBURSE: Effect(disbursed=1),
    RETURN: Effect(disbursed=-1),
    COMMIT: Effect(committed=1),
    RELEASE: Effect(committed=-1),
    CARRY_FORWARD: Effect(committed=-1, carried=1),
    BRING_FORWARD: Effect(cap=1, posted=1, committed=1),
}


def effect_of(kind: str, amount: int, held: int = 0, settled: int = 0) -> Effect:
    """Return what a transfer of `amount` satang does; `held` is the whole hold that it resolves.

    A hold is posted in full or in part, and what is not posted is released (ก.น.จ. may change an amount asked,
    S1 point 5). For a change of the ceiling `amount` is the difference. Of a disbursement `settled` was committed.
    What goes on to the next year stays spent in the year that owed it, and raises the ceiling of the next.
    """
    if kind not in _PER_SATANG:
        raise ValueError(f"{kind} is no kind of transfer")
    per_satang = {name: share * amount for name, share in vars(_PER_SATANG[kind]).items()}
    whole = Effect(**per_satang)
    freed = held if kind in RESOLVING else 0
    paid = settled if kind == DISBURSE else 0
    return replace(whole, pending=whole.pending - freed, committed=whole.committed - paid)


def refusal_of(kind: str, balances: Balances, asked: int) -> Refusal:
    """Return why a transfer of `asked` satang (for a ceiling: the new one) does not fit these balances."""
    facts: dict[str, Any] = {
        "ceiling": format_amount(balances.cap),
        "held": format_amount(balances.pending),
        "posted": format_amount(balances.posted),
        "asked": format_amount(asked),
    }
    spent: dict[str, Any] = {
        "disbursed": format_amount(balances.disbursed),
        "committed": format_amount(balances.committed + balances.carried),
    }
    match kind:
        case "hold":
            return CeilingExceeded(level=balances.level, **facts)
        case "cap":
            return CapBelowUse(**facts)
        case "move":
            return MovedPastLeft(level=balances.level, **facts)
        case "disburse":
            return DisbursedPastPosted(**spent, **facts)
        case "commit":
            return CommittedPastPosted(**spent, **facts)
        case "return":
            return ReturnedPastDisbursed(**spent, **facts)
        case _:  # what resolves a hold or a commitment only moves or frees it: somebody else wrote in the books
            raise ValueError(f"a {kind} of {asked} does not fit {balances}")


def check_amount(amount: int, most: int | None = None) -> None:
    """Raise Invalid unless `amount` satang is more than zero and, where given, at most `most` (the hold)."""
    if amount <= 0:
        sentence = Text("จำนวนเงินต้องมากกว่าศูนย์", "The amount must be more than zero.")
        raise Invalid(FieldError("/amount", "amount_not_positive", sentence))
    if most is not None and amount > most:
        shown = format_amount(most)
        sentence = Text(f"อนุมัติได้ไม่เกินที่กันไว้ {shown} บาท", f"At most what is held, {shown} baht, can be posted.")
        raise Invalid(FieldError("/amount", "amount_past_hold", sentence))


def rate_of(part: int, posted: int) -> float | None:
    """Return disbursed or spent money as percent of posted money, two decimals; None while nothing is posted."""
    if posted == 0:
        return None
    return float((Decimal(part) * 100 / Decimal(posted)).quantize(Decimal("0.01"), ROUND_HALF_UP))
