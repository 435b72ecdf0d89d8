"""The named refusals of projects."""

from services.shared.errors import Invalid, NotPermitted, Refusal, Text


class ProjectIncomplete(Invalid):
    """A project is submitted before it says all that its committee needs."""

    code = "project_incomplete"
    title = Text("โครงการยังไม่ครบถ้วน", "The project is not complete yet")
    detail = Text(
        "โปรดเติมหรือแก้ไขรายการใน errors ด้วย PATCH แล้วส่งใหม่",
        "Fill in or correct what errors lists with PATCH, then submit again.",
    )


class ProjectExists(Refusal):
    """The owner has a project of that title in that fiscal year already."""

    status = 409
    code = "project_exists"
    title = Text("มีโครงการชื่อนี้แล้ว", "There is a project of this title already")
    detail = Text(
        "เจ้าของเดียวกันมีโครงการชื่อนี้ในปีงบประมาณเดียวกันแล้ว โปรดใช้โครงการเดิมหรือเปลี่ยนชื่อ",
        "The same owner has a project of this title in the same fiscal year. Use that one, or change the title.",
    )


class OwnerNotYours(NotPermitted):
    """A project is created for a unit that the caller does not act for."""

    code = "owner_not_yours"
    title = Text("ท่านไม่ได้ปฏิบัติงานแทนหน่วยงานนี้", "You do not act for this owner")
    detail = Text(
        "สร้างโครงการได้เฉพาะในนามหน่วยงานของท่าน: {units}",
        "You may create projects for your own units only: {units}.",
    )


class AmountNotAsked(Refusal):
    """A project is approved with an amount other than its own."""

    status = 409
    code = "amount_not_asked"
    title = Text("วงเงินในมติไม่ตรงกับโครงการ", "The amount is not the project's")
    detail = Text(
        "มติให้ {granted} บาท โครงการขอ {asked} บาท หากเห็นชอบวงเงินอื่น โปรดส่งกลับให้เจ้าของปรับโครงการก่อน",
        "Granted are {granted} baht, the project says {asked}. For another amount, return it to be changed first.",
    )
