"""Whose accounts there may be, and under which others they hang."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.shared.errors import FieldError, Text

# A ministry's reserve is what it states itself (/v1/earmarks), with source and date: nobody else sets its ceiling.
RESERVE = "RESERVE"

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
