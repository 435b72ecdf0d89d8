"""The named refusals of requests to agencies. Every amount in their facts is baht as a decimal string."""

from services.shared.errors import Invalid, Refusal, Text


class AgencyRequestExists(Refusal):
    """The area has an open request for that project with that agency already."""

    status = 409
    code = "agency_request_exists"
    title = Text("มีคำขอของโครงการนี้ถึงหน่วยงานนี้แล้ว", "This agency was asked for this project already")
    detail = Text(
        "มีคำขอของโครงการ ปีงบประมาณ และหน่วยงานนี้ที่ยังไม่สิ้นสุด ({request_id}) โปรดใช้คำขอนั้น หรือถอนก่อน",
        "An open request for this project, fiscal year and agency stands ({request_id}). Use it, or withdraw it first.",
    )


class AgencyRequestNotReady(Invalid):
    """A request is sent that lacks something, or whose project is not what it was."""

    code = "agency_request_not_ready"
    title = Text("คำขอยังส่งไม่ได้", "The request cannot be sent yet")
    detail = Text("โปรดแก้ตามรายการใน errors แล้วส่งใหม่", "Put right what errors lists, then send it again.")


class ChangedSinceRead(Refusal):
    """A decision names another content than the request has now."""

    status = 409
    code = "agency_request_changed"
    title = Text("คำขอเปลี่ยนไปจากที่ท่านอ่าน", "The request is not what you read")
    detail = Text(
        "ท่านตัดสินเนื้อหา {decided_hash} แต่คำขอเป็น {current_hash} แล้ว โปรดอ่านคำขอใหม่ก่อนตัดสิน",
        "You decide on the content {decided_hash}; the request is {current_hash} now. Read it again before deciding.",
    )


class ProjectNotAsSent(Refusal):
    """A request is accepted whose project is not what was sent."""

    status = 409
    code = "project_not_as_sent"
    title = Text("โครงการเปลี่ยนไปจากที่ส่งมา", "The project is not what was sent")
    detail = Text(
        "โครงการ {title_th} ที่ส่งมาเป็น {sent_hash} แต่ตอนนี้เป็น {current_hash} "
        "ขอให้เจ้าของยอมรับความต่างที่ …/refresh-snapshot แล้วอ่านคำขอใหม่",
        "The project {title_th} was sent as {sent_hash} and is {current_hash} now. "
        "Have its owner accept the differences at …/refresh-snapshot, then read the request again.",
    )


class OwnRequest(Refusal):
    """Somebody decides on what its own area asks."""

    status = 403
    code = "own_request"
    title = Text("ผู้ขอตัดสินคำขอของตนไม่ได้", "Who asks does not decide")
    detail = Text(
        "ท่านทำการแทน {owner} ซึ่งเป็นผู้ขอ ขอให้ผู้อื่นในหน่วยงานเป็นผู้ตัดสิน",
        "You act for {owner}, which asks. Have somebody else of the agency decide.",
    )


class OutputDiffers(Refusal):
    """An output's code stands for another output already."""

    status = 409
    code = "agency_output_differs"
    title = Text("รหัสผลผลิตนี้เป็นของผลผลิตอื่น", "This code stands for another output")
    detail = Text(
        "รหัส {code} ของปีนี้คือ {name_th} ({budget_line_th}) โปรดใช้ชื่อและรายการเดิม หรือใช้รหัสอื่น",
        "This year {code} is {name_th} ({budget_line_th}). Use that name and budget line, or another code.",
    )
