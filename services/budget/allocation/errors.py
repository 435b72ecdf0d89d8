"""The named refusals of allocation, and what they say of a field."""

from collections.abc import Sequence

from services.shared.errors import FieldError, Invalid, Refusal, Text
from services.shared.money import format_amount

# So many areas are named in a sentence; the rest is counted.
_MOST_NAMED = 10


class AllocationRoundExists(Refusal):
    """The fiscal year has a round of that name already."""

    status = 409
    code = "allocation_round_exists"
    title = Text("มีรอบการจัดสรรชื่อนี้แล้ว", "There is an allocation round of this name already")
    detail = Text(
        "ปีงบประมาณนี้มีรอบการจัดสรรชื่อนี้แล้ว โปรดแก้ไขรอบเดิม หรือใช้ชื่ออื่น เช่น รอบเพิ่มเติม",
        "The fiscal year has a round of this name. Change that one, or choose another name.",
    )


class NotDivisible(Invalid):
    """The frame cannot be divided by what the round says."""

    code = "allocation_not_divisible"
    title = Text("จัดสรรตามเกณฑ์นี้ไม่ได้", "This cannot be divided")
    detail = Text(
        "โปรดแก้ไขรายการใน errors ทั้งหมด (ตำแหน่งชี้ไปที่ร่างของรอบ) แล้วลองจัดสรรใหม่",
        "Correct everything that errors lists (it points into the round), then run it again.",
    )


class RunOfOtherSettings(Refusal):
    """A run that was made by other pools, or another frame, than the round has now is proposed."""

    status = 409
    code = "allocation_run_of_other_settings"
    title = Text("ผลนี้คำนวณจากเกณฑ์อื่น", "This run was made by other criteria")
    detail = Text(
        "ผลลำดับที่ {number} คำนวณจากกรอบหรือเกณฑ์ที่ไม่ตรงกับรอบขณะนี้ โปรดแก้ไขรอบให้ตรงแล้วลองจัดสรรใหม่ก่อนเสนอ",
        "Run {number} was made by a frame or criteria other than the round's. Change the round accordingly and run it "
        "again, then propose that run.",
    )


class RoundMovedOn(Refusal):
    """The round was changed while it was being run."""

    status = 409
    code = "allocation_round_moved_on"
    title = Text("รอบการจัดสรรถูกแก้ไขระหว่างคำนวณ", "The round was changed meanwhile")
    detail = Text(
        "มีผู้แก้ไขรอบนี้ระหว่างที่กำลังคำนวณ โปรดอ่านรอบใหม่แล้วลองจัดสรรอีกครั้ง",
        "Somebody changed the round while it was being run. Read it again and run it once more.",
    )


def weights_not_hundred(where: str, total: str) -> FieldError:
    """Return the fault of weights that do not add up to 100."""
    sentence = Text(
        f"น้ำหนักของเกณฑ์รวมกันได้ {total} ต้องรวมกันได้ 100 พอดี",
        f"The weights add up to {total}; they must add up to exactly 100.",
    )
    return FieldError(where, "weights_not_hundred", sentence)


def parts_not_hundred(where: str, total: str) -> FieldError:
    """Return the fault of parts of the frame that do not add up to 100."""
    sentence = Text(
        f"สัดส่วนของกรอบวงเงินรวมกันได้ {total} ต้องรวมกันได้ 100 พอดี",
        f"The parts of the frame add up to {total}; they must add up to exactly 100.",
    )
    return FieldError(where, "parts_not_hundred", sentence)


def unit_does_not_divide(where: str, unit: int) -> FieldError:
    """Return the fault of a frame that is not whole units."""
    sentence = Text(
        f"กรอบวงเงินต้องหารด้วยหน่วยการปัดเศษ {format_amount(unit)} บาทลงตัว",
        f"The frame must be a multiple of the rounding unit of {format_amount(unit)} baht.",
    )
    return FieldError(where, "unit_does_not_divide", sentence)


def inputs_missing(where: str, areas: Sequence[str]) -> FieldError:
    """Return the fault of a criterion that divides only when everything is known, and is not."""
    sentence = Text(
        f"ไม่มีข้อมูลของ {_named(areas, 'th')} ให้ส่งข้อมูล หรือกำหนด missing ว่าให้นับอย่างไร",
        f"There is no input of {_named(areas, 'en')}. Give it, or say in missing what it counts for.",
    )
    return FieldError(where, "inputs_missing", sentence)


def inputs_below_zero(where: str, areas: Sequence[str]) -> FieldError:
    """Return the fault of inputs, or points, below zero."""
    sentence = Text(
        f"ค่าของ {_named(areas, 'th')} ต่ำกว่าศูนย์ เกณฑ์นี้ใช้ได้เฉพาะค่าตั้งแต่ศูนย์ขึ้นไป",
        f"{_named(areas, 'en')} counts for less than zero; a share is made of values from zero up.",
    )
    return FieldError(where, "inputs_below_zero", sentence)


def zero_has_no_inverse(where: str, areas: Sequence[str]) -> FieldError:
    """Return the fault of an inverse criterion with an input of zero, or less."""
    sentence = Text(
        f"ค่าของ {_named(areas, 'th')} ไม่มากกว่าศูนย์ เกณฑ์ผกผันหารด้วยศูนย์ไม่ได้ ให้กำหนด least_input",
        f"The input of {_named(areas, 'en')} is not above zero, so it has no inverse; set least_input.",
    )
    return FieldError(where, "zero_has_no_inverse", sentence)


def nothing_to_divide_by(where: str) -> FieldError:
    """Return the fault of a criterion under which every area counts for nothing."""
    sentence = Text(
        "ทุกพื้นที่มีค่าเป็นศูนย์ตามเกณฑ์นี้ จึงแบ่งเงินส่วนนี้ไม่ได้ ให้แก้ข้อมูลหรือเปลี่ยนเกณฑ์",
        "Every area counts for nothing here, so this part of the money cannot be divided; correct the inputs or the "
        "criterion.",
    )
    return FieldError(where, "nothing_to_divide_by", sentence)


def bounds_cross(where: str, area: str, lower: tuple[str | None, int], upper: tuple[str | None, int]) -> FieldError:
    """Return the fault of an area whose bounds, rounded inward to whole units, leave nothing between them."""
    low, high = f"{lower[0]} ({format_amount(lower[1])})", f"{upper[0]} ({format_amount(upper[1])})"
    sentence = Text(
        f"พื้นที่ {area}: {low} สูงกว่า {high} ให้แก้ขอบเขตอย่างใดอย่างหนึ่ง หรือกำหนดเป็นข้อยกเว้นของพื้นที่นี้",
        f"Area {area}: {low} is above {high}. Change one of them, or make an exception of this area.",
    )
    return FieldError(where, "bounds_cross", sentence)


def bounds_take_more(where: str, amount: int, least: int, bounds: Sequence[str]) -> FieldError:
    """Return the fault of lower bounds that together take more than there is."""
    names = ", ".join(bounds)
    sentence = Text(
        f"ขอบเขตล่าง ({names}) รวมกันได้ {format_amount(least)} บาท เกินวงเงิน {format_amount(amount)} บาท ให้ลดขอบเขตล่าง",
        f"The lower bounds ({names}) take {format_amount(least)} together, of {format_amount(amount)}: lower them.",
    )
    return FieldError(where, "bounds_take_more", sentence)


def bounds_leave_over(where: str, amount: int, most: int, bounds: Sequence[str]) -> FieldError:
    """Return the fault of upper bounds, and areas without a share, that cannot take what there is."""
    names = ", ".join(bounds)
    sentence = Text(
        f"ขอบเขตบน ({names}) ให้ได้รวมกันไม่เกิน {format_amount(most)} บาท จากวงเงิน {format_amount(amount)} บาท ให้เพิ่มขึ้น",
        f"Within the upper bounds ({names}) only {format_amount(most)} of {format_amount(amount)} can be given: raise "
        "them.",
    )
    return FieldError(where, "bounds_leave_over", sentence)


POPULATION_UNKNOWN = FieldError(
    "?population",
    "criterion_without_inputs",
    Text(
        "ผลนี้ไม่มีเกณฑ์ key นี้ที่มีข้อมูลของพื้นที่ ใช้ key ของเกณฑ์ที่มีข้อมูล หรือส่ง heads",
        "No criterion of this run with inputs has that key. Name one that has, or send heads.",
    ),
)
HEADS_BESIDE_POPULATION = FieldError(
    "?heads", "population_named", Text("ระบุ population หรือ heads อย่างใดอย่างหนึ่ง", "Send either population or heads.")
)


def heads_elsewhere(areas: Sequence[str]) -> FieldError:
    """Return the fault of heads that are brought of areas which do not share in the run."""
    sentence = Text(
        f"{_named(areas, 'th')} ไม่ได้ร่วมรับจัดสรรในผลนี้ โปรดตัดออกจาก heads",
        f"{_named(areas, 'en')} does not share in this run; leave it out of heads.",
    )
    return FieldError("?heads", "area_does_not_share", sentence)


def _named(areas: Sequence[str], language: str) -> str:
    named, more = ", ".join(areas[:_MOST_NAMED]), len(areas) - _MOST_NAMED
    if more <= 0:
        return named
    return f"{named} และอีก {more} พื้นที่" if language == "th" else f"{named} and {more} more"
