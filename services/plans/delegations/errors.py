"""The named refusals of delegations."""

from services.shared.errors import FieldError, Refusal, Text


class DelegationExists(Refusal):
    """The order gave that committee that power already."""

    status = 409
    code = "delegation_exists"
    title = Text("ขึ้นทะเบียนการมอบอำนาจนี้แล้ว", "This delegation is registered already")
    detail = Text(
        "คณะกรรมการนี้ได้รับอำนาจเรื่องเดียวกันตามคำสั่งเลขที่นี้แล้ว หากวงเงินเปลี่ยน โปรดขึ้นทะเบียนตามคำสั่งใหม่",
        "The committee has that power by that order already. Where the limit changes, register the new order.",
    )


AREA_DOES_NOT_FIT = FieldError(
    "/area_code",
    "area_does_not_fit",
    Text(
        "ก.บ.จ. เป็นของจังหวัด ก.บ.ก. เป็นของกลุ่มจังหวัด โปรดระบุพื้นที่ให้ตรงกับคณะกรรมการ",
        "A province committee is of a province, a cluster committee of a cluster. Name the area that fits.",
    ),
)
NOT_THEIRS_TO_GIVE = FieldError(
    "/delegator",
    "power_not_theirs",
    Text(
        "คำขออนุมัติโดย ก.น.จ. (S1) อำนาจนี้จึงมอบได้โดย ก.น.จ. เท่านั้น",
        "Requests are approved by the policy committee, so it alone can delegate that.",
    ),
)
ENDS_BEFORE_IT_BEGINS = FieldError(
    "/valid_to", "ends_before_it_begins", Text("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "It ends before it begins.")
)
ITEM_PAST_YEAR = FieldError(
    "/limit_per_item_amount",
    "item_limit_past_year_limit",
    Text("วงเงินต่อรายการมากกว่าวงเงินต่อปี", "The limit of one item is more than that of the year."),
)
