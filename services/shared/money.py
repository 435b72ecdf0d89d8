"""Amounts of money: satang as an integer inside, a decimal string in baht outside."""

import re
from decimal import Decimal

AMOUNT_PATTERN = r"^-?\d{1,16}(\.\d{1,2})?$"
"""What an amount looks like outside, also for JSON Schema; every match fits a Postgres bigint of satang."""

_AMOUNT = re.compile(r"(-?)(\d{1,16})(?:\.(\d{1,2}))?", re.ASCII)

# Asked in this order: the first that fits names the mistake.
_MISTAKES = (
    (re.compile(r".*[๐-๙].*", re.DOTALL), "amount_has_thai_digits"),
    (re.compile(r"[+-]?[0-9,]*\.?[0-9]*[eE][+-]?[0-9]+"), "amount_has_exponent"),
    (re.compile(r"[+-]?[0-9]*,[0-9,]*(?:\.[0-9]*)?"), "amount_has_commas"),
    (re.compile(r"-?[0-9]+\.[0-9]{3,}"), "amount_has_too_many_decimals"),
    (re.compile(r"-?[0-9]{17,}(?:\.[0-9]{1,2})?"), "amount_too_large"),
)

_SENTENCES = {
    "amount_is_number": (
        'ส่งจำนวนเงินเป็นข้อความในเครื่องหมายคำพูด เช่น "1250000.00" ไม่ใช่ตัวเลข JSON',
        'Send the amount as a string such as "1250000.00", not as a JSON number.',
    ),
    "amount_has_exponent": (
        "เขียนจำนวนเงินให้ครบทุกหลัก เช่น 10000000.00 ไม่ใช้รูปแบบเลขยกกำลังอย่าง 1E+7",
        "Write the amount out in full, such as 10000000.00, without an exponent such as 1E+7.",
    ),
    "amount_has_commas": (
        "เขียนจำนวนเงินโดยไม่ใส่เครื่องหมายจุลภาค เช่น 1250000.00",
        "Write the amount without commas, such as 1250000.00.",
    ),
    "amount_has_thai_digits": (
        "เขียนจำนวนเงินด้วยเลขอารบิก 0-9 เช่น 1250000.00 ไม่ใช้เลขไทย",
        "Write the amount with the digits 0 to 9, such as 1250000.00, not with Thai digits.",
    ),
    "amount_has_too_many_decimals": (
        "ปัดจำนวนเงินให้เหลือทศนิยมไม่เกินสองตำแหน่ง (สตางค์) เช่น 1250000.25",
        "Round the amount to at most two decimals (satang), such as 1250000.25.",
    ),
    "amount_malformed": (
        "เขียนจำนวนเงินเป็นบาทด้วยเลข 0-9 และทศนิยมไม่เกินสองตำแหน่ง เช่น 1250000.00 ไม่มีช่องว่างหรือสัญลักษณ์เงิน",
        "Write the amount in baht with the digits 0 to 9 and at most two decimals, such as 1250000.00, "
        "without spaces or a currency sign.",
    ),
    "amount_too_large": (
        "จำนวนเงินต้องมีไม่เกิน 16 หลักหน้าจุดทศนิยม ตรวจสอบจำนวนแล้วส่งใหม่",
        "An amount has at most 16 digits before the decimal point; check it and send it again.",
    ),
}


class AmountError(ValueError):
    """A value that is not an amount: `code` is stable, `th` and `en` each say what to do in one sentence."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.th, self.en = _SENTENCES[code]
        super().__init__(code)


def parse_amount(text: object) -> int:
    """Return the satang of a decimal string in baht: "1250000.5" is 125000050.

    Takes any object because a request body may hold any JSON value. Raises AmountError with one of the
    codes amount_is_number, amount_has_exponent, amount_has_commas, amount_has_thai_digits,
    amount_has_too_many_decimals, amount_malformed, amount_too_large.
    """
    if not isinstance(text, str):
        is_number = isinstance(text, int | float | Decimal) and not isinstance(text, bool)
        raise AmountError("amount_is_number" if is_number else "amount_malformed")
    amount = _AMOUNT.fullmatch(text)
    if amount is None:
        raise AmountError(_mistake_in(text))
    sign, baht, satang = amount.groups(default="")
    return int(f"{sign}{baht}{satang:0<2}")


def format_amount(satang: int) -> str:
    """Return satang as baht with two decimals: 125000000 is "1250000.00", -5 is "-0.05"."""
    baht, rest = divmod(abs(satang), 100)
    return f"{'-' if satang < 0 else ''}{baht}.{rest:02d}"


def amount_or_none(satang: int | None) -> str | None:
    """Return an amount as it is shown; None where it is not known."""
    return None if satang is None else format_amount(satang)


def _mistake_in(text: str) -> str:
    return next((code for pattern, code in _MISTAKES if pattern.fullmatch(text)), "amount_malformed")
