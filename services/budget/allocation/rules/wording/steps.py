"""The sentences of an area in the order of the steps: amount, criteria, bounds, rounding, sum, and last year."""

from fractions import Fraction

from services.budget.allocation.rules.exact import fraction_of
from services.budget.allocation.rules.method import FALL, LEAST, MOST, RISE
from services.budget.allocation.rules.snapshot import Document
from services.budget.allocation.rules.states import CLUSTER, PROVINCE
from services.budget.allocation.rules.wording.criteria import criteria_sentences
from services.budget.allocation.rules.wording.language import (
    Sentence,
    Told,
    baht,
    decimals,
    joined,
    number,
    percent,
    said,
)
from services.shared.errors import Text
from services.shared.money import parse_amount

AMOUNT, BOUNDS, ROUNDING, SUM, LAST_YEAR = "amount", "bounds", "rounding", "sum", "last_year"
_PLACES = 6


def sentences_of(told: Told) -> tuple[Sentence, ...]:
    """Return how an area came by its amount: the lines between the first sentence and the sum add up to it."""
    lines = [*criteria_sentences(told), _bounds(told), _rounding(told)]
    return (_amount(told), *lines, _sum(told, lines), *_last_year(told))


def _amount(told: Told) -> Sentence:
    amount, pool = parse_amount(told.area["amount"]), parse_amount(told.pool["amount"])
    text = said(
        _GETS,
        name=told.area_name,
        amount=baht(amount),
        pool=baht(pool),
        level=_LEVELS[told.pool["level"]],
        areas=len(told.pool["areas"]),
        fiscal_year=told.fiscal_year,
        share=percent(Fraction(amount, pool)),
    )
    return Sentence(AMOUNT, None, None, text)


def _bounds(told: Told) -> Sentence:
    amount, held = parse_amount(told.area["bounds_amount"]), told.area["bound_by"]
    if held is not None:
        text = joined(said(_HELD, bound=_bound(told, held), change=_change(amount)), *_exception(told))
    elif amount:
        multiplier = decimals(fraction_of(told.pool["multiplier"]), _PLACES)
        text = said(_BY_OTHERS, multiplier=multiplier, change=_change(amount))
    else:
        text = _NO_BOUND
    return Sentence(BOUNDS, None, amount, text)


def _bound(told: Told, name: str) -> Text:
    amount = told.area["lower_amount" if name in (LEAST, FALL) else "upper_amount"]
    by = _excepted(told) or told.of_level
    part = number(by["bounds"][name]) if name in (FALL, RISE) else ""
    return said(_BOUNDS[name], amount=baht(parse_amount(amount)), percent=part)


def _excepted(told: Told) -> Document | None:
    code = told.area["area_code"]
    return next((each for each in told.of_level["exceptions"] if each["area_code"] == code), None)


def _exception(told: Told) -> tuple[Text, ...]:
    exception = _excepted(told)
    return () if exception is None else (said(_EXCEPTED, reason=exception["reason_th"]),)


def _rounding(told: Told) -> Sentence:
    amount, remainder = parse_amount(told.area["rounding_amount"]), fraction_of(told.area["remainder"])
    if told.area["has_residue"]:
        why = said(_RAISED, remainder=decimals(remainder, _PLACES))
    else:
        why = said(_CUT, remainder=decimals(remainder, _PLACES)) if remainder else _WHOLE
    text = said(_ROUNDED, unit=baht(told.unit), change=_change(amount))
    return Sentence(ROUNDING, None, amount, joined(text, why))


def _sum(told: Told, lines: list[Sentence]) -> Sentence:
    amounts = [line.amount or 0 for line in lines]
    shown = baht(amounts[0]) + "".join(f" {'−' if each < 0 else '+'} {baht(abs(each))}" for each in amounts[1:])
    amount = parse_amount(told.area["amount"])
    return Sentence(SUM, None, amount, said(_SUM, lines=shown, amount=baht(amount)))


def _last_year(told: Told) -> tuple[Sentence, ...]:
    code = told.area["area_code"]
    had = [each["amount"] for each in told.of_level["last_year"]["amounts"] if each["area_code"] == code]
    if not had:
        return ()
    last = parse_amount(had[0])
    difference = parse_amount(told.area["amount"]) - last
    change = _change(difference)
    if difference and last:
        change = joined(change, said(_PART, share=percent(Fraction(abs(difference), last))))
    return (Sentence(LAST_YEAR, None, None, said(_LAST_YEAR, last=baht(last), change=change)),)


def _change(satang: int) -> Text:
    if not satang:
        return _SAME
    return said(_MORE if satang > 0 else _LESS, amount=baht(abs(satang)))


_LEVELS = {PROVINCE: Text("จังหวัด", "provinces"), CLUSTER: Text("กลุ่มจังหวัด", "clusters")}
_GETS = Text(
    "{name}ได้รับจัดสรร {amount} บาท จากวงเงิน {pool} บาทที่แบ่งกัน {areas} {level}ในปีงบประมาณ {fiscal_year} คิดเป็น{share}",
    "{name} gets {amount} baht of the {pool} baht that {areas} {level} share in fiscal year {fiscal_year}: {share}.",
)
_MORE, _LESS = Text("เพิ่มขึ้น {amount} บาท", "{amount} baht more"), Text("ลดลง {amount} บาท", "{amount} baht less")
_SAME = Text("ไม่เปลี่ยนแปลง", "no change")
_HELD = Text("ขอบเขต: พื้นที่นี้อยู่ที่{bound} จึง{change}", "Bounds: held at {bound}: {change}.")
_BOUNDS = {
    LEAST: Text("จำนวนต่ำสุด {amount} บาท", "its least amount of {amount} baht"),
    MOST: Text("จำนวนสูงสุด {amount} บาท", "its most amount of {amount} baht"),
    FALL: Text(
        "จำนวนที่ลดลงจากปีก่อนได้ไม่เกินร้อยละ {percent} คือ {amount} บาท",
        "{amount} baht, since it falls by at most {percent} percent from last year",
    ),
    RISE: Text(
        "จำนวนที่เพิ่มขึ้นจากปีก่อนได้ไม่เกินร้อยละ {percent} คือ {amount} บาท",
        "{amount} baht, since it rises by at most {percent} percent from last year",
    ),
}
_EXCEPTED = Text("(ข้อยกเว้นของพื้นที่นี้: {reason})", "(an exception of this area: {reason})")
_BY_OTHERS = Text(
    "ขอบเขต: พื้นที่นี้ไม่ติดขอบเขตใด แต่ขอบเขตของพื้นที่อื่นทำให้ทุกพื้นที่ที่ไม่ติดขอบเขตได้ {multiplier} เท่าของที่เกณฑ์ให้ จึง{change}",
    "Bounds: at none itself, but those of others leave every area that is at none {multiplier} times what the criteria "
    "give: {change}.",
)
_NO_BOUND = Text("ขอบเขต: ไม่มีขอบเขตใดมีผลต่อพื้นที่นี้", "Bounds: none has an effect on this area.")
_ROUNDED = Text(
    "การปัดเศษเป็นหน่วยละ {unit} บาท รวมเศษสตางค์ที่ตัดออกจากแต่ละเกณฑ์: {change}",
    "Rounding to units of {unit} baht, with the parts of a satang that were cut from each criterion: {change}.",
)
_RAISED = Text(
    "เศษ {remainder} ของหน่วยอยู่ในกลุ่มเศษที่มากที่สุด จึงได้ครบหน่วย",
    "Its remainder of {remainder} of a unit is among the largest, so it got the whole unit.",
)
_CUT = Text(
    "เศษ {remainder} ของหน่วยไม่อยู่ในกลุ่มเศษที่มากที่สุด จึงถูกปัดลง",
    "Its remainder of {remainder} of a unit is not among the largest, so it was rounded down.",
)
_WHOLE = Text("ไม่มีเศษของหน่วย", "It had no remainder of a unit.")
_SUM = Text("รวม {lines} = {amount} บาท", "Together {lines} = {amount} baht.")
_LAST_YEAR = Text("ปีก่อนได้ {last} บาท ปีนี้{change}", "Last year it had {last} baht; this year {change}.")
_PART = Text("({share})", "({share})")
