"""Reasons in the words that a person reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from services.budget.selection.rules.changes import COST, FOUND, IMPOSSIBLE, MONEY, NOT_NEEDED, NOT_PROVEN, VALUE
from services.budget.selection.rules.reasons import (
    CEILING,
    EXCLUSION,
    LEFT_OUT,
    LINE,
    MINIMUM,
    MUST_HAVE,
    NO_VALUE,
    OWN_ORDER,
    Reason,
)
from services.shared.errors import Text
from services.shared.money import format_amount

# More titles than these are counted.
MOST_TITLES = 3


@dataclass(frozen=True)
class Names:
    """What candidates, ceilings and lists are called."""

    candidates: Mapping[str, str]
    ceilings: Mapping[str, str]
    lists: Mapping[str, str]


def reason_of(document: Mapping[str, Any]) -> Reason:
    """Read a reason from JSON values."""
    known = {field.name: document[field.name] for field in fields(Reason)}
    return Reason(**{**known, "others": tuple(document["others"])})


def why_out(reason: Reason, names: Names) -> Text:
    """Return why a candidate is out, with what would be needed."""
    key, others = _called(reason.key, names), _titles(reason.others, names)
    cap, used, asked, needed = (_baht(each) for each in (reason.cap, reason.used, reason.asked, reason.needed))
    return _WHY_OUT[reason.kind].filled(
        {"key": key, "others": others, "cap": cap, "used": used, "asked": asked, "needed": needed}
    )


def why_broken(reason: Reason, names: Names) -> Text:
    """Return a condition that is not kept, or that stands in a conflict with others."""
    facts = {
        "key": _called(reason.key, names),
        "others": _titles(reason.others, names),
        "cap": _baht(reason.cap),
        "used": _baht((reason.used or 0) + (reason.asked or 0)),
        "needed": _baht(reason.needed),
    }
    said = _CONDITION[reason.kind]
    return said[0 if reason.needed is None else 1].filled(facts)


def _called(key: str, names: Names) -> str:
    return names.ceilings.get(key) or names.lists.get(key) or key


def _titles(ids: tuple[str, ...], names: Names) -> str:
    shown = ", ".join(names.candidates.get(each, each) for each in ids[:MOST_TITLES])
    return shown if len(ids) <= MOST_TITLES else f"{shown} (+{len(ids) - MOST_TITLES})"


def _baht(satang: int | None) -> str:
    return "" if satang is None else format_amount(satang)


_WHY_OUT: Mapping[str, Text] = {
    CEILING: Text(
        "เกินกรอบ {key}: กรอบ {cap} บาท ใช้แล้ว {used} บาท ขอ {asked} บาท ต้องมีเพิ่ม {needed} บาท",
        "Past the ceiling {key}: of {cap} baht {used} are used, {asked} are asked; {needed} more would be needed.",
    ),
    LINE: Text(
        "อยู่ใต้เส้นของกรอบ {key} ซึ่งขีดที่ {others}: กรอบ {cap} บาท ใช้แล้ว {used} บาท รายการนั้นขอ {asked} บาท",
        "Under the line of the ceiling {key}, drawn at {others}: {used} of {cap} baht were used, it asked {asked}.",
    ),
    MINIMUM: Text(
        "เมื่อรวมรายการนี้ ด้าน {key} ได้ {used} บาท ต่ำกว่าสัดส่วนขั้นต่ำซึ่งต้องได้ {cap} บาท ขาด {needed} บาท",
        "With it the dimension {key} has {used} baht, short by {needed} of the {cap} that its minimum share asks for.",
    ),
    EXCLUSION: Text("เลือกพร้อมกันไม่ได้กับ {others} ซึ่งได้รับเลือกแล้ว", "It excludes {others}, which was chosen."),
    OWN_ORDER: Text(
        "ตามลำดับของชุดคำขอ {key} ต้องเลือกรายการก่อนหน้าก่อน: {others}",
        "In the order of {key} others come before it that are not chosen: {others}.",
    ),
    LEFT_OUT: Text("ถูกกำหนดให้ไม่พิจารณา", "It was left out."),
    NO_VALUE: Text("ไม่เพิ่มคุณค่าตามคะแนนที่ระบุ", "It adds nothing to the stated value."),
}
# Each as a condition by itself, and with what it lacks.
_CONDITION: Mapping[str, tuple[Text, Text]] = {
    CEILING: (
        Text("กรอบ {key} มี {cap} บาท", "The ceiling {key} has {cap} baht."),
        Text(
            "กรอบ {key} มี {cap} บาท แต่ใช้ {used} บาท เกิน {needed} บาท",
            "The ceiling {key} has {cap} baht, and {used} are taken: {needed} too much.",
        ),
    ),
    MINIMUM: (
        Text("ด้าน {key} ต้องได้ไม่ต่ำกว่าสัดส่วนที่กำหนด", "The dimension {key} has a minimum share of the money."),
        Text(
            "ด้าน {key} ได้ {used} บาท ต่ำกว่าสัดส่วนขั้นต่ำอยู่ {needed} บาท",
            "The dimension {key} has {used} baht, {needed} short of its minimum share.",
        ),
    ),
    EXCLUSION: (Text("เลือกพร้อมกันไม่ได้: {others}", "These exclude each other: {others}."),) * 2,
    OWN_ORDER: (Text("ต้องรักษาลำดับของชุดคำขอ {key}", "The order of {key} is kept."),) * 2,
    LEFT_OUT: (Text("ถูกกำหนดให้ไม่พิจารณา: {others}", "These were left out: {others}."),) * 2,
    MUST_HAVE: (Text("ต้องเลือก: {others}", "These must be in: {others}."),) * 2,
}


def changed(
    kind: str,
    state: str,
    by: int | None,
    to: int | None,
    values: tuple[object, object],
    raises: Sequence[Mapping[str, Any]],
) -> Text:
    """Return what a smallest change is, in a sentence; `values` are what a change of value is by and to."""
    if state != FOUND:
        return _NO_CHANGE[state].filled({"what": _WHAT[kind].th, "what_en": _WHAT[kind].en})
    risen = ", ".join(f"{each['title_th']} {format_amount(each['amount'])}" for each in raises)
    facts = {"by": _baht(by), "to": _baht(to), "by_value": values[0], "to_value": values[1], "raises": risen}
    return _CHANGES[kind].filled(facts)


_WHAT: Mapping[str, Text] = {
    VALUE: Text("คุณค่า", "its value"),
    COST: Text("วงเงินที่ขอ", "its cost"),
    MONEY: Text("กรอบวงเงิน", "the ceilings"),
}
_NO_CHANGE: Mapping[str, Text] = {
    NOT_NEEDED: Text(
        "ได้รับเลือกอยู่แล้วเมื่อคำนวณถึงที่สุด ไม่ต้องเปลี่ยน{what}",
        "It is in when the search goes on to the very best; {what_en} need not change.",
    ),
    IMPOSSIBLE: Text(
        "เปลี่ยน{what}อย่างเดียวไม่ทำให้ได้รับเลือก มีเงื่อนไขอื่นขัดอยู่",
        "Changing {what_en} alone does not let it in: another condition stands against it.",
    ),
    NOT_PROVEN: Text(
        "หาไม่พบภายในเวลาที่กำหนด โปรดเลือกใหม่โดยให้เวลามากขึ้น",
        "It was not found out in time. Make a choice with more time, and ask there.",
    ),
}
_CHANGES: Mapping[str, Text] = {
    VALUE: Text(
        "หากคุณค่าเพิ่ม {by_value} เป็น {to_value} จะได้รับเลือกเมื่อคำนวณใหม่",
        "Worth {by_value} more, {to_value}, it is in when everything is solved again.",
    ),
    COST: Text(
        "หากลดวงเงิน {by} บาท เหลือ {to} บาท จะได้รับเลือกเมื่อคำนวณใหม่",
        "Costing {by} baht less, {to}, it is in when everything is solved again.",
    ),
    MONEY: Text(
        "หากเพิ่มกรอบ (บาท): {raises} จะได้รับเลือกเมื่อคำนวณใหม่",
        "With these ceilings raised (baht): {raises}, it is in when everything is solved again.",
    ),
}
