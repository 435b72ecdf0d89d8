"""What is recorded by the number of its document: its day, and the commitment it settles."""

import datetime as dt
from collections.abc import Mapping

from services.budget.ledger.rules.balances import DISBURSE, RELEASE
from services.shared import fiscal
from services.shared.errors import FieldError, Text


def faults_of_commitment(kind: str, names_one: bool) -> tuple[FieldError, ...]:
    """Return what is wrong with naming a commitment, or none, in a record of this kind."""
    if kind == RELEASE and not names_one:
        return (_COMMITMENT_MISSING,)
    return (_COMMITMENT_NEEDLESS,) if names_one and kind not in (DISBURSE, RELEASE) else ()


def faults_of_areas(cluster: str | None, named: Mapping[str, str | None]) -> tuple[FieldError, ...]:
    """Return what is wrong with the areas that a payment names; `named` has the cluster of each by field.

    `cluster` is the one whose account pays, None for another account: only a cluster's money is paid by one of its
    provinces, or for one.
    """
    return tuple(
        FieldError(f"/{name}", "area_outside_cluster", _OUTSIDE)
        for name, of in named.items()
        if not cluster or of != cluster
    )


def faults_of_day(fiscal_year: int, paid_on: dt.date, today: dt.date) -> tuple[FieldError, ...]:
    """Return what is wrong with the day of a payment: it lies in the account's fiscal year and is not to come."""
    if fiscal.fiscal_year_of(paid_on) != fiscal_year:
        return (_OTHER_YEAR,)
    return (_TO_COME,) if paid_on > today else ()


_OTHER_YEAR = FieldError(
    "/paid_on",
    "day_outside_fiscal_year",
    Text("วันที่จ่ายต้องอยู่ในปีงบประมาณของบัญชี", "The day must lie in the account's fiscal year."),
)
_OUTSIDE = Text(
    "ระบุได้เฉพาะการจ่ายจากบัญชีกลุ่มจังหวัด และต้องเป็นจังหวัดในกลุ่มนั้นตามปีงบประมาณ",
    "Only a payment from a cluster's account names one, and it is a province of that cluster in that year.",
)
COMMITMENT_UNKNOWN = FieldError(
    "/commitment_id",
    "commitment_unknown",
    Text(
        "ไม่มีรายการก่อหนี้ผูกพันนี้ในบัญชีนี้ ดูที่ /v1/disbursements?kind=commit",
        "This account has no such commitment. /v1/disbursements?kind=commit lists them.",
    ),
)
_COMMITMENT_MISSING = FieldError(
    "/commitment_id",
    "commitment_missing",
    Text("ระบุรายการก่อหนี้ผูกพันที่ยกเลิก", "Name the commitment that is released."),
)
_COMMITMENT_NEEDLESS = FieldError(
    "/commitment_id",
    "commitment_needless",
    Text(
        "ระบุได้เฉพาะการเบิกจ่ายและการยกเลิกก่อหนี้ผูกพัน", "Only a disbursement or a release names a commitment; leave it out."
    ),
)
_TO_COME = FieldError("/paid_on", "day_to_come", Text("วันที่จ่ายต้องไม่เป็นวันในอนาคต", "The day must not be in the future."))
