"""The named refusals of plans."""

from services.shared.errors import Invalid, NotPermitted, Refusal, Text


class PlanExists(Refusal):
    """The area has a plan of that kind and period already."""

    status = 409
    code = "plan_exists"
    title = Text("มีแผนของช่วงเวลานี้แล้ว", "There is a plan of this period already")
    detail = Text(
        "พื้นที่นี้มีแผนประเภทเดียวกันของช่วงปีเดียวกันแล้ว ใช้แผนเดิม หรือทบทวนแผนที่เห็นชอบแล้วด้วย …/revise",
        "The area has a plan of this kind and period. Use that one, or revise an approved one at …/revise.",
    )


class PlanActive(Refusal):
    """Another approved plan of the area and kind covers some of the same years."""

    status = 409
    code = "plan_active"
    title = Text("มีแผนที่ใช้บังคับอยู่แล้ว", "Another plan is active")
    detail = Text(
        "พื้นที่หนึ่งมีแผนแต่ละประเภทที่เห็นชอบแล้วได้ฉบับเดียวในปีหนึ่ง โปรดทบทวนฉบับที่ใช้อยู่แทน",
        "An area has one approved plan of a kind for a year. Revise the active one instead.",
    )


class RevisionOpen(Refusal):
    """The plan is under revision already."""

    status = 409
    code = "revision_open"
    title = Text("แผนนี้อยู่ระหว่างทบทวนแล้ว", "The plan is under revision already")
    detail = Text("ใช้ฉบับที่กำลังทบทวน หรือยกเลิกฉบับนั้นก่อน", "Use the edition under way, or cancel it first.")


class PlanIncomplete(Invalid):
    """A plan is submitted before it says what its committee decides on."""

    code = "plan_incomplete"
    title = Text("แผนยังไม่ครบถ้วน", "The plan is not complete yet")
    detail = Text("โปรดเติมหรือแก้ไขรายการใน errors แล้วส่งใหม่", "Fill in or correct what errors lists, then submit again.")


class PlanNotYours(NotPermitted):
    """A plan is created for an area that the caller does not act for."""

    code = "plan_not_yours"
    title = Text("ท่านไม่ได้ปฏิบัติงานแทนพื้นที่นี้", "You do not act for this area")
    detail = Text(
        "จัดทำแผนได้เฉพาะของพื้นที่ของท่าน: {units} ({action})",
        "You may make plans of your own area only: {units} ({action}).",
    )


class ParentNotApproved(Refusal):
    """An action plan is approved before the development plan it carries out."""

    status = 409
    code = "parent_not_approved"
    title = Text("แผนพัฒนายังไม่ได้รับความเห็นชอบ", "The development plan is not approved")
    detail = Text(
        "แผนปฏิบัติราชการเห็นชอบได้เมื่อแผนพัฒนาที่อ้างถึงเห็นชอบแล้ว ขณะนี้แผนพัฒนามีสถานะ {state}",
        "An action plan is approved under an approved development plan; its own is {state}.",
    )
