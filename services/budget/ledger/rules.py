"""The rules of the ledger: what each kind of transfer does to balances, where accounts may hang, what is refused."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.budget.ledger.errors import CapBelowUse, CeilingExceeded, DisbursedPastPosted, ReturnedPastDisbursed
from services.shared import fiscal
from services.shared.errors import FieldError, Invalid, Refusal, Text
from services.shared.money import format_amount

HOLD, POST, VOID, EXPIRE, CAP, DISBURSE, RETURN = "hold", "post", "void", "expire", "cap", "disburse", "return"
KINDS = (HOLD, POST, VOID, EXPIRE, CAP, DISBURSE, RETURN)
RESOLVING = (POST, VOID, EXPIRE)
PAYMENTS = (DISBURSE, RETURN)
CLASSES = ("recurrent", "capital")

NATION, MINISTRY, CLUSTER, PROVINCE = "nation", "ministry", "cluster", "province"
LEVELS = (NATION, MINISTRY, CLUSTER, PROVINCE)
# A level hangs under these; what is higher is changed first, so that two changes never wait for each other.
PARENTS: Mapping[str, tuple[str, ...]] = {
    NATION: (),
    MINISTRY: (NATION,),
    CLUSTER: (NATION,),
    PROVINCE: (NATION, CLUSTER),
}


@dataclass(frozen=True)
class Effect:
    """What a transfer changes of an account, in satang; negative takes away."""

    cap: int = 0
    pending: int = 0
    posted: int = 0
    disbursed: int = 0


@dataclass(frozen=True)
class Balances:
    """What stands on an account, in satang."""

    level: str
    cap: int
    pending: int
    posted: int
    disbursed: int


def effect_of(kind: str, amount: int, held: int = 0) -> Effect:
    """Return what a transfer of `amount` satang does; `held` is the whole hold that it resolves.

    A hold is posted in full or in part, and what is not posted is released (ก.น.จ. may change an amount asked,
    S1 point 5). For a change of the ceiling `amount` is the difference.
    """
    match kind:
        case "hold":
            return Effect(pending=amount)
        case "post":
            return Effect(pending=-held, posted=amount)
        case "void" | "expire":
            return Effect(pending=-held)
        case "cap":
            return Effect(cap=amount)
        case "disburse":
            return Effect(disbursed=amount)
        case "return":
            return Effect(disbursed=-amount)
        case _:
            raise ValueError(f"{kind} is no kind of transfer")


def refusal_of(kind: str, balances: Balances, asked: int) -> Refusal:
    """Return why a transfer of `asked` satang (for a ceiling: the new one) does not fit these balances."""
    facts: dict[str, Any] = {
        "ceiling": format_amount(balances.cap),
        "held": format_amount(balances.pending),
        "posted": format_amount(balances.posted),
        "asked": format_amount(asked),
    }
    match kind:
        case "hold":
            return CeilingExceeded(level=balances.level, **facts)
        case "cap":
            return CapBelowUse(**facts)
        case "disburse":
            return DisbursedPastPosted(disbursed=format_amount(balances.disbursed), **facts)
        case "return":
            return ReturnedPastDisbursed(disbursed=format_amount(balances.disbursed), **facts)
        case _:  # what resolves a hold only moves or frees what was held: somebody else wrote in the books
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


def rate_of(disbursed: int, posted: int) -> float | None:
    """Return disbursed money as percent of posted money with two decimals; None while nothing is posted."""
    if posted == 0:
        return None
    return float((Decimal(disbursed) * 100 / Decimal(posted)).quantize(Decimal("0.01"), ROUND_HALF_UP))


@dataclass(frozen=True)
class Parent:
    """The account that a new one hangs under."""

    fiscal_year: int
    fund_code: str
    level: str
    area_code: str | None


@dataclass(frozen=True)
class Opening:
    """What the rules ask of an account to be. `cluster` is the owner's in that year; `fund_counts`: valid then."""

    fiscal_year: int
    fund_code: str
    fund_counts: bool
    level: str | None
    owner_counts: bool
    cluster: str | None
    parent: Parent | None


def level_of(area_kind: str | None, counts_as_province: bool, function_kind: str | None) -> str | None:
    """Return at which level an owner's account stands; None for an owner that has none, Bangkok for example."""
    if function_kind is not None:
        return MINISTRY  # a department's too: it is an agency with money of its own
    if area_kind == PROVINCE:
        return PROVINCE if counts_as_province else None
    return area_kind if area_kind in (NATION, CLUSTER) else None


def faults_of(opening: Opening) -> tuple[FieldError, ...]:
    """Return what is wrong with an account to be: its fund, its owner, the account it hangs under.

    Membership of a province in a cluster is asked by fiscal year, as for all money.
    """
    faults = []
    if not opening.fund_counts:
        faults.append(_FUND)
    if opening.level is None or not opening.owner_counts:
        faults.append(_OWNER)
    elif opening.parent is not None and not _hangs_right(opening, opening.level, opening.parent):
        faults.append(_PARENT)
    return tuple(faults)


def _hangs_right(opening: Opening, level: str, parent: Parent) -> bool:
    same = (opening.fiscal_year, opening.fund_code) == (parent.fiscal_year, parent.fund_code)
    is_its_cluster = parent.level != CLUSTER or parent.area_code == opening.cluster
    return same and parent.level in PARENTS[level] and is_its_cluster


def faults_of_day(fiscal_year: int, paid_on: dt.date, today: dt.date) -> tuple[FieldError, ...]:
    """Return what is wrong with the day of a payment: it lies in the account's fiscal year and is not to come."""
    if fiscal.fiscal_year_of(paid_on) != fiscal_year:
        return (_OTHER_YEAR,)
    return (_TO_COME,) if paid_on > today else ()


_FUND = FieldError(
    "/fund_code",
    "fund_unknown",
    Text("ไม่มีแหล่งเงินนี้ในปีงบประมาณนี้ ดูที่ /v1/budget-accounts/funds", "/v1/budget-accounts/funds lists the funds."),
)
_OWNER = FieldError(
    "/area_code",
    "owner_without_account",
    Text(
        "เจ้าของบัญชีเป็นประเทศ กลุ่มจังหวัด จังหวัด หรือกระทรวงที่มีในปีงบประมาณนั้น",
        "An account's owner is the nation, a cluster, a province or a ministry of that fiscal year.",
    ),
)
_PARENT = FieldError(
    "/parent_id",
    "parent_does_not_fit",
    Text(
        "บัญชีแม่ต้องเป็นปีและแหล่งเงินเดียวกัน เป็นบัญชีประเทศ หรือกลุ่มจังหวัดที่จังหวัดนั้นสังกัด",
        "The account above is of the same year and fund: the nation's, or that of the province's own cluster.",
    ),
)
_OTHER_YEAR = FieldError(
    "/paid_on",
    "day_outside_fiscal_year",
    Text("วันที่จ่ายต้องอยู่ในปีงบประมาณของบัญชี", "The day must lie in the account's fiscal year."),
)
_TO_COME = FieldError("/paid_on", "day_to_come", Text("วันที่จ่ายต้องไม่เป็นวันในอนาคต", "The day must not be in the future."))
