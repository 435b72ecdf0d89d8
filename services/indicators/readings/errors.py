"""The named refusals of reading."""

from services.shared.errors import FieldError, Refusal, Text


class AreaNotInStructure(Refusal):
    """A larger area is asked for under a structure that does not know it."""

    status = 422
    code = "area_not_in_structure"
    title = Text("ไม่มีพื้นที่นี้ในโครงสร้างที่เลือก", "The area is not part of that structure")
    detail = Text(
        "{area_code} ไม่มีสมาชิกในโครงสร้างที่เลือก ใช้ structure=now หรือ structure เป็นวันที่ที่มีพื้นที่นี้ ดูที่ /v1/areas",
        "{area_code} has no members under that structure. Use structure=now or a day when there was one, or an "
        "area that there was then; see /v1/areas.",
    )


class ExportTooLarge(Refusal):
    """A file would hold more rows than one is made of."""

    status = 422
    code = "export_too_large"
    title = Text("ข้อมูลมากเกินกว่าจะออกเป็นไฟล์เดียว", "Too much for one file")
    detail = Text(
        "ไฟล์หนึ่งมีได้ไม่เกิน {most} แถว โปรดกรองด้วย indicator_id, area_code, period หรือ reporter",
        "A file holds at most {most} rows. Narrow it by indicator_id, area_code, period or reporter.",
    )


YEARS_REVERSED = FieldError(
    "?first_year", "years_reversed", Text("ปีแรกต้องไม่หลังปีสุดท้าย", "The first year must not come after the last.")
)
NAMED_MISSING = FieldError(
    "?named", "missing", Text("peers=named ต้องระบุพื้นที่ใน named", "With peers=named, name the areas in `named`.")
)
NAMED_WITHOUT_USE = FieldError(
    "?named", "without_use", Text("named ใช้กับ peers=named เท่านั้น", "`named` belongs to peers=named only.")
)
GROUP_UNKNOWN = FieldError(
    "?peers",
    "group_unknown",
    Text(
        "ปีนั้นพื้นที่นี้ไม่อยู่ในกลุ่มจังหวัดหรือภาค ใช้ peers=all หรือ named",
        "The area lies in no such cluster or region in that year. Use peers=all or named.",
    ),
)
BY_WHOLE_YEAR = FieldError(
    "?by",
    "whole_year_only",
    Text("ร้อยละความสำเร็จคิดจากทั้งปี ใช้กับ period=year", "Achievement is of the whole year: use it with period=year."),
)
NOT_LARGER = FieldError(
    "?area_code",
    "not_a_larger_area",
    Text("รวมได้เฉพาะกลุ่มจังหวัด ภาค หรือทั้งประเทศ (TH)", "Only a cluster, a region or the nation (TH) is rolled up."),
)
