"""Moving part of a ceiling inside a cluster, and taking what is committed on to the next year."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.budget.ledger.rules.accounts import CLUSTER, PROVINCE
from services.budget.ledger.rules.balances import Effect
from services.shared import fiscal
from services.shared.errors import FieldError, Text


@dataclass(frozen=True)
class Side:
    """One of the two accounts of a move. `cluster` is the one of a province in the account's fiscal year."""

    account_id: UUID
    fiscal_year: int
    fund_code: str
    level: str
    area_code: str | None
    cluster: str | None


@dataclass(frozen=True)
class Line:
    """What one entry changes of one account, `depth` accounts below the top."""

    depth: int
    account_id: UUID
    effect: Effect


def along(path: Sequence[UUID], effect: Effect) -> list[Line]:
    """Return the same change of an account and of all above it, the highest first."""
    return [Line(depth, account_id, effect) for depth, account_id in enumerate(path)]


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return lines in the one order in which accounts are locked: the higher first, then by id.

    In every path this is the order from the top down, so two entries never wait for each other in a circle.
    """
    return sorted(lines, key=order_of)


def order_of(line: Line) -> tuple[int, bytes]:
    """Return where a line stands in that order."""
    return line.depth, line.account_id.bytes


def lines_of_move(paying: Sequence[UUID], receiving: Sequence[UUID], amount: int) -> list[Line]:
    """Return what a move between the accounts at the ends of two paths changes, in order.

    A ceiling also holds for the accounts below it: what stays under one keeps that one as it is. So a cluster that
    gives to a province under it gives of what it has, and between two provinces under it nothing of its own changes.
    """
    given = [line for line in along(paying, Effect(cap=-amount)) if line.account_id not in receiving]
    taken = [line for line in along(receiving, Effect(cap=amount)) if line.account_id not in paying]
    return in_order([*given, *taken])


def cluster_of_move(paying: Side, receiving: Side) -> str | None:
    """Return in which cluster money would move, by the fiscal year; None when it would leave its cluster."""
    clusters = {each.area_code if each.level == CLUSTER else each.cluster for each in (paying, receiving)}
    levels = {paying.level, receiving.level}
    is_inside = len(clusters) == 1 and PROVINCE in levels and levels <= {CLUSTER, PROVINCE}
    return clusters.pop() if is_inside else None


def faults_of_move(paying: Side, receiving: Side) -> tuple[FieldError, ...]:
    """Return what is wrong with a move between two accounts."""
    if paying.account_id == receiving.account_id:
        return (_ITSELF,)
    if (paying.fiscal_year, paying.fund_code) != (receiving.fiscal_year, receiving.fund_code):
        return (_OTHER_MONEY,)
    return () if cluster_of_move(paying, receiving) else (_OUTSIDE,)


def payable_until(fiscal_year: int, months: int) -> dt.date:
    """Return the last day on which money carried into `fiscal_year` may be paid, `months` into that year."""
    first = fiscal.first_day(fiscal_year)
    month = first.month - 1 + months
    return dt.date(first.year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def faults_of_carry(fiscal_year: int, today: dt.date) -> tuple[FieldError, ...]:
    """Return what is wrong with the time: money goes on from the last day of its fiscal year."""
    return (_TOO_EARLY,) if today < fiscal.last_day(fiscal_year) else ()


def faults_of_extension(
    fiscal_year: int, until: dt.date, standing: dt.date | None, pointer: str = "/payable_until"
) -> tuple[FieldError, ...]:
    """Return what is wrong with a later day: it lies in the year the money came to, and past the day that stands."""
    if fiscal.fiscal_year_of(until) != fiscal_year:
        return (FieldError(pointer, "day_outside_fiscal_year", _OUTSIDE_YEAR),)
    return (FieldError(pointer, "day_not_later", _NOT_LATER),) if standing is not None and until <= standing else ()


_ITSELF = FieldError(
    "/receiving_account_id",
    "move_to_itself",
    Text("บัญชีผู้รับต้องเป็นบัญชีอื่น", "The receiving account must be another one."),
)
_OTHER_MONEY = FieldError(
    "/receiving_account_id",
    "move_across_money",
    Text("บัญชีผู้รับต้องเป็นปีงบประมาณและแหล่งเงินเดียวกัน", "The receiving account must be of the same year and fund."),
)
_OUTSIDE = FieldError(
    "/receiving_account_id",
    "move_outside_cluster",
    Text(
        "โอนได้ระหว่างจังหวัดในกลุ่มจังหวัดเดียวกัน หรือระหว่างกลุ่มจังหวัดกับจังหวัดในกลุ่ม ตามปีงบประมาณนั้น",
        "Money moves between two provinces of one cluster, or between a cluster and its provinces, as of that year.",
    ),
)
APART = FieldError(
    "/receiving_account_id",
    "move_between_trees",
    Text(
        "สองบัญชีนี้อยู่ใต้บัญชีประเทศต่างกัน โปรดให้สำนักงบประมาณปรับกรอบวงเงินแทน",
        "The two hang under different accounts of the nation. Have the Budget Bureau revise the ceilings instead.",
    ),
)
_TOO_EARLY = FieldError(
    "",
    "year_not_ended",
    Text("กันเงินเหลื่อมปีได้ตั้งแต่วันสิ้นปีงบประมาณ", "Money goes on to the next year from the last day of its own."),
)
EXTENSION_MISSING = FieldError(
    "/extension",
    "extension_missing",
    Text(
        "เงินนี้ไม่มีกำหนดตามระเบียบของแหล่งเงิน หรือเคยกันเหลื่อมปีแล้ว โปรดระบุการขยายเวลาที่ได้รับอนุมัติ",
        "The fund's rule gives no day for this money, or it came over once before. Name the approved extension.",
    ),
)
NOT_CARRIED = FieldError(
    "",
    "not_carried",
    Text("ขยายเวลาได้เฉพาะเงินกันเหลื่อมปี", "Only money that was carried over is extended."),
)
_OUTSIDE_YEAR = Text("วันสิ้นสุดต้องอยู่ในปีงบประมาณที่รับเงินกัน", "The day must lie in the fiscal year the money came to.")
_NOT_LATER = Text("วันใหม่ต้องช้ากว่าวันเดิม", "The new day must be later than the one that stands.")
