"""A reserve as its agency states it: a rate or a range, of which base, how much, and how sure that is."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from services.shared.errors import FieldError, Text
from services.shared.money import format_amount

# proposed: somebody suggested it and nobody is bound; reported: a document tells of it; stated: the agency says so.
PROPOSED, REPORTED, STATED = "proposed", "reported", "stated"
CERTAINTIES = (PROPOSED, REPORTED, STATED)
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Statement:
    """What an agency states of its reserve; rates are percent, amounts satang. None: not stated."""

    rate_from: Decimal | None
    rate_to: Decimal | None
    base_amount: int | None
    base_th: str | None
    amount: int | None
    certainty: str


def statement_faults(statement: Statement, before: Statement | None) -> tuple[FieldError, ...]:
    """Return what is wrong with a statement; `before` is what it takes the place of.

    Rate and amount are two things that an agency may state, and are kept as stated even where one does not give the
    other. No document says how large a reserve is, so no rate is refused but one that is no share of anything.
    """
    faults = []
    low, high = statement.rate_from, statement.rate_to
    if low is None and high is None and statement.amount is None:
        faults.append(_NOTHING)
    if (low is None) != (high is None) or (low is not None and high is not None and not 0 <= low <= high <= WHOLE):
        faults.append(_RATE)
    if statement.base_amount is not None and statement.base_th is None:
        faults.append(_BASE)
    if statement.amount is not None and statement.certainty != STATED:
        faults.append(_NOT_BINDING)
    if before is not None and before.amount is not None and statement.amount is None:
        faults.append(_amount_stands(before.amount))
    return tuple(faults)


def implied_by(rate: Decimal | None, base: int | None) -> int | None:
    """Return what a rate makes of a base, in satang; None where either is not stated."""
    if rate is None or base is None:
        return None
    return int((rate * base / WHOLE).quantize(Decimal(1), ROUND_HALF_UP))


def _amount_stands(amount: int) -> FieldError:
    shown = format_amount(amount)
    sentence = Text(
        f"ระบุวงเงินสำรองไว้แล้ว {shown} บาท โปรดระบุจำนวนใหม่ (ลดได้ถึงที่กันและใช้ไปแล้ว)",
        f"An amount of {shown} baht is stated. State another one, as low as what is held and used.",
    )
    return FieldError("/amount", "amount_stands", sentence)


_NOTHING = FieldError(
    "/amount", "nothing_stated", Text("ระบุอัตราหรือจำนวนเงินอย่างน้อยหนึ่งอย่าง", "State a rate or an amount at least.")
)
_RATE = FieldError(
    "/rate_from_percent",
    "rate_malformed",
    Text(
        "ระบุอัตราทั้งสองค่า จาก 0 ถึง 100 โดยค่าแรกไม่เกินค่าหลัง อัตราเดียวให้ใส่เท่ากัน",
        "State both rates, from 0 to 100, the first not above the second; a single rate is written twice.",
    ),
)
_BASE = FieldError("/base_th", "missing", Text("ระบุว่าฐานคือเงินอะไร", "Say what money the base is."))
_NOT_BINDING = FieldError(
    "/certainty",
    "amount_not_binding",
    Text(
        "จำนวนเงินที่จะกันให้พื้นที่ต้องเป็นจำนวนที่หน่วยงานระบุเอง (stated)",
        "An amount that areas may be held money on is one that the agency itself states (stated).",
    ),
)
