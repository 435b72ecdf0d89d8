"""Who may do what with change requests, their notice, and the closing dates of years."""

from services.indicators.changes.rules.request import FLOW, NOTICE_FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

OWNERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}))
# สำนักงาน ก.พ.ร. analyses, consults and puts it before the working group, whose secretariat it is.
KEEPER = Permit(frozenset({Role.OPDC}), Relation.ANY)
# The host agency of the KPI's indicator is named on the request when it is submitted.
HOST = Permit(FUNCTION_ROLES, Relation.SHARED)
WATCHERS = Permit(OVERSEERS, Relation.ANY)
AROUND = (Permit(AREA_ROLES), Permit(AREA_ROLES, Relation.WITHIN), HOST, WATCHERS)

# Which request is open to whom is the repository's `visible_to`: a decided one to everyone.
READ = Action("change_request.read", Text("ดูคำขอเปลี่ยนแปลงตัวชี้วัด", "Read change requests"), public=True, on_object=False)
CREATE = Action("change_request.create", Text("ขอเปลี่ยนแปลงตัวชี้วัด", "Ask for a change"), (OWNERS,), on_object=False)
READ_EVIDENCE = Action("change_request.read_evidence", Text("ดูหลักฐาน", "Read the evidence"), AROUND)
READ_HISTORY = Action("change_request.read_history", Text("ดูประวัติ", "Read the history"), (OWNERS, HOST, WATCHERS))
UPDATE = Action("change_request.update", Text("แก้ไข", "Change"), (OWNERS,), FLOW.from_states("update"))
ATTACH = Action("change_request.attach", Text("แนบหลักฐาน", "Attach evidence"), (OWNERS,), FLOW.from_states("update"))
REBASE = Action(
    "change_request.rebase",
    Text("ยืนยันตัวชี้วัดฉบับปัจจุบัน", "Say yes to the KPI as it is now"),
    (OWNERS,),
    FLOW.from_states("rebase"),
)
SUBMIT = Action("change_request.submit", Text("ส่งคำขอ", "Submit"), (OWNERS,), FLOW.from_states("submit"))
WITHDRAW = Action("change_request.withdraw", Text("ถอนคำขอ", "Withdraw"), (OWNERS,), FLOW.from_states("withdraw"))
GIVE_OPINION = Action(
    "change_request.give_opinion",
    Text("ให้ความเห็น", "Give the host's opinion"),
    (HOST,),
    FLOW.from_states("give_opinion"),
)
ANALYSE = Action(
    "change_request.analyse", Text("บันทึกผลวิเคราะห์", "Record the analysis"), (KEEPER,), FLOW.from_states("analyse")
)
SEND_BACK = Action("change_request.send_back", Text("ส่งกลับ", "Return"), (KEEPER,), FLOW.from_states("send_back"))
PROPOSE = Action(
    "change_request.propose",
    Text("เสนอคณะทำงาน", "Put before the working group"),
    (KEEPER,),
    FLOW.from_states("propose"),
)
RECALL = Action(
    "change_request.recall",
    Text("ดึงกลับมาวิเคราะห์", "Take back from the working group"),
    (KEEPER,),
    FLOW.from_states("recall"),
)
DECIDE = Action("change_request.decide", Text("ดำเนินการตามมติ", "Carry out a resolution"), (DECIDERS,), on_object=False)
READ_STATISTICS = Action(
    "change_request.read_statistics", Text("ดูสถิติคำขอ", "Read the statistics"), public=True, on_object=False
)

ACKNOWLEDGE = Action(
    "change_request.acknowledge", Text("รับทราบผล", "Acknowledge"), (OWNERS,), NOTICE_FLOW.from_states("acknowledge")
)

READ_REVISIONS = Action(
    "performance_agreement.read_revisions", Text("ดูฉบับของตัวชี้วัด", "Read a KPI's revisions"), public=True, on_object=False
)

READ_CLOSING = Action(
    "change_closing_date.read", Text("ดูกำหนดยื่นคำขอ", "Read closing dates"), public=True, on_object=False
)
SET_CLOSING = Action("change_closing_date.set", Text("ตั้งกำหนดยื่นคำขอ", "Set a closing date"), (KEEPER,), on_object=False)
MOVE_CLOSING = Action("change_closing_date.move", Text("เลื่อนกำหนด", "Move"), (KEEPER,))

ON_REQUEST = (
    READ,
    CREATE,
    READ_EVIDENCE,
    READ_HISTORY,
    UPDATE,
    ATTACH,
    REBASE,
    SUBMIT,
    WITHDRAW,
    GIVE_OPINION,
    ANALYSE,
    SEND_BACK,
    PROPOSE,
    RECALL,
    DECIDE,
    READ_STATISTICS,
)
ON_NOTICE = (ACKNOWLEDGE,)
ON_CLOSING = (READ_CLOSING, SET_CLOSING, MOVE_CLOSING)
ACTIONS = (*ON_REQUEST, *ON_NOTICE, READ_REVISIONS, *ON_CLOSING)
