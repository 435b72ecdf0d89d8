"""Validation faults in our words: a JSON Pointer, a stable code, and a sentence in Thai and English."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.shared.errors import FieldError, Text

# What Pydantic calls a fault, and what we say. The sentences may use what Pydantic knows of it ({max_length}, …).
SENTENCES: dict[str, Text] = {
    "missing": Text("ต้องระบุ", "This is required."),
    "extra_forbidden": Text("ไม่รู้จักช่องนี้ โปรดตรวจชื่อช่อง", "This field is unknown. Check its name."),
    "string_type": Text("ต้องเป็นข้อความ", "It must be text."),
    "string_too_long": Text("ยาวเกิน {max_length} อักขระ", "It is longer than {max_length} characters."),
    "string_too_short": Text("สั้นกว่า {min_length} อักขระ", "It is shorter than {min_length} characters."),
    "string_pattern_mismatch": Text("รูปแบบไม่ถูกต้อง", "It does not have the form it must have."),
    "string_unicode": Text("มีอักขระที่ไม่สมบูรณ์", "It holds a broken character."),
    "int_type": Text("ต้องเป็นจำนวนเต็ม", "It must be a whole number."),
    "int_parsing": Text("ต้องเป็นจำนวนเต็ม", "It must be a whole number."),
    "int_from_float": Text("ต้องเป็นจำนวนเต็ม", "It must be a whole number."),
    "bool_type": Text("ต้องเป็น true หรือ false", "It must be true or false."),
    "bool_parsing": Text("ต้องเป็น true หรือ false", "It must be true or false."),
    "greater_than_equal": Text("ต้องไม่น้อยกว่า {ge}", "It must be at least {ge}."),
    "less_than_equal": Text("ต้องไม่เกิน {le}", "It must be at most {le}."),
    "enum": Text("ใช้ได้เฉพาะ: {expected}", "It must be one of: {expected}."),
    "literal_error": Text("ใช้ได้เฉพาะ: {expected}", "It must be one of: {expected}."),
    "uuid_parsing": Text("ต้องเป็นรหัส UUID", "It must be a UUID."),
    "uuid_type": Text("ต้องเป็นรหัส UUID", "It must be a UUID."),
    "date_parsing": Text("วันที่เขียนแบบ ค.ศ. ปปปป-ดด-วว", "Write the day as YYYY-MM-DD, in the common era."),
    "date_type": Text("วันที่เขียนแบบ ค.ศ. ปปปป-ดด-วว", "Write the day as YYYY-MM-DD, in the common era."),
    "date_from_datetime_parsing": Text("วันที่เขียนแบบ ค.ศ. ปปปป-ดด-วว", "Write the day as YYYY-MM-DD, in the common era."),
    "timezone_aware": Text("เวลาต้องมีเขตเวลา เช่น +07:00", "The time needs an offset, +07:00 for example."),
    "too_long": Text("มีได้ไม่เกิน {max_length} รายการ", "There may be at most {max_length} items."),
    "too_short": Text("ต้องมีอย่างน้อย {min_length} รายการ", "There must be at least {min_length} items."),
    "list_type": Text("ต้องเป็นรายการ", "It must be a list."),
    "model_attributes_type": Text("ต้องเป็นออบเจกต์ JSON", "It must be a JSON object."),
    "model_type": Text("ต้องเป็นออบเจกต์ JSON", "It must be a JSON object."),
}
_ANY = Text("ค่าไม่ถูกต้อง โปรดดูรูปแบบในสัญญา API", "The value is not valid; the contract shows what it must be.")


def pointer_of(location: Sequence[str | int]) -> str:
    """Return where the fault is: `/shares/0/amount` in a body, `?limit` in the query, `path:…`, `header:…`."""
    where, *parts = location
    if where == "body":
        return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    # What follows the name is Pydantic's own account of the branches it tried.
    name = str(parts[0]) if parts else ""
    return f"?{name}" if where == "query" else f"{where}:{name}"


def field_error(fault: Mapping[str, Any]) -> FieldError:
    """Return one of Pydantic's faults in our words; what was sent is not repeated in it."""
    kind = fault["type"]
    facts: Mapping[str, Any] = fault.get("ctx") or {}
    if "th" in facts and "en" in facts:
        sentence = Text(str(facts["th"]), str(facts["en"]))
    else:
        sentence = SENTENCES.get(kind, _ANY)
        try:
            sentence = sentence.filled(facts)
        except (KeyError, IndexError):
            sentence = _ANY
    return FieldError(pointer_of(fault["loc"]), kind, sentence)
