"""The named refusals of the catalogue."""

from services.shared.errors import Invalid, Refusal, Text


class IndicatorExists(Refusal):
    """The code is taken, by an indicator of whatever owner and state."""

    status = 409
    code = "indicator_exists"
    title = Text("มีตัวชี้วัดรหัสนี้แล้ว", "There is an indicator with this code already")
    detail = Text(
        "รหัสตัวชี้วัดใช้ได้ครั้งเดียวทั้งประเทศ โปรดค้นจาก q ใน /v1/indicators หรือใช้รหัสอื่น",
        "A code is used once in the whole country. Look for it with q at /v1/indicators, or use another code.",
    )


class IndicatorIncomplete(Invalid):
    """A draft is published before it says what everyone who measures it must know."""

    code = "indicator_incomplete"
    title = Text("ตัวชี้วัดยังไม่ครบถ้วน", "The indicator is not complete yet")
    detail = Text(
        "โปรดเติมหรือแก้ไขรายการใน errors ด้วย PATCH แล้วประกาศใหม่",
        "Fill in or correct what errors lists with PATCH, then publish again.",
    )


class AggregationFrozen(Refusal):
    """Values were measured by what would change, so their sums would silently mean something else."""

    status = 409
    code = "aggregation_frozen"
    title = Text("มีข้อมูลแล้ว เปลี่ยนวิธีวัดและวิธีรวมไม่ได้", "There are data: unit and aggregation are frozen")
    detail = Text(
        "มีค่าที่รายงานแล้วตั้งแต่ {data_since} จึงเปลี่ยน {fields} เช่นนี้ไม่ได้ (เหตุผลอยู่ใน errors) "
        "โปรดสร้างตัวชี้วัดใหม่ แล้วยุติตัวนี้โดยระบุ replaced_by_id",
        "Values have been reported since {data_since}, so {fields} cannot change like this (errors says why). "
        "Create a new indicator and retire this one with replaced_by_id.",
    )


class IndicatorInUse(Refusal):
    """A ratio or weighted average is made of it, and would lose a part."""

    status = 409
    code = "indicator_in_use"
    title = Text("มีตัวชี้วัดอื่นใช้ตัวนี้คำนวณ", "Other indicators are computed from this one")
    detail = Text(
        "ตัวชี้วัด {codes} ใช้ตัวนี้เป็นตัวตั้ง ตัวหาร หรือน้ำหนัก โปรดแก้ไขหรือยุติตัวชี้วัดเหล่านั้นก่อน",
        "{codes} take it as numerator, denominator or weight. Change or retire those first.",
    )
