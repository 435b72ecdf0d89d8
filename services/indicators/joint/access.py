"""Who may do what with joint indicators, their offers and disputes."""

from services.indicators.joint.rules.disputes import DISPUTE_FLOW
from services.indicators.joint.rules.states import FLOW, OFFER_FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

# Which of them sees which draft is the repository's `visible_to`.
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)
# The ministry or department that proposes, and the ministry above it.
PROPOSER = Permit(FUNCTION_ROLES)
MINISTRY = Permit(frozenset({Role.MINISTRY}), Relation.WITHIN)
# The department that a ministry made responsible.
DEPARTMENT = Permit(frozenset({Role.DEPARTMENT}), Relation.SHARED)
# An offer is its area's; the function side is named on it.
PROVINCES = frozenset({Role.PROVINCE})
AREA = Permit(PROVINCES)
FUNCTION = Permit(FUNCTION_ROLES, Relation.SHARED)
WATCHERS = Permit(OVERSEERS, Relation.ANY)
# Prepares what the committee resolves.
SECRETARIAT = Permit(frozenset({Role.EVALUATION_COMMITTEE, Role.OPDC}), Relation.ANY)
OWNERS = (PROPOSER, MINISTRY)
CARRIERS = (*OWNERS, DEPARTMENT)

READ = Action("joint_indicator.read", Text("ดูตัวชี้วัดร่วม", "Read joint indicators"), (READERS,), on_object=False)
CREATE = Action(
    "joint_indicator.create", Text("เสนอตัวชี้วัดร่วม", "Propose a joint indicator"), (PROPOSER,), on_object=False
)
UPDATE = Action("joint_indicator.update", Text("แก้ไขร่าง", "Change the draft"), OWNERS, FLOW.from_states("update"))
OFFER = Action("joint_indicator.offer", Text("ส่งข้อเสนอ", "Send the offers"), OWNERS, FLOW.from_states("offer"))
REDEFINE = Action("joint_indicator.redefine", Text("เปลี่ยนนิยาม", "Redefine"), OWNERS, FLOW.from_states("redefine"))
ASSIGN = Action(
    "joint_indicator.assign",
    Text("มอบหมายกรมที่รับผิดชอบ", "Name the responsible department"),
    OWNERS,
    FLOW.from_states("assign"),
)
RECORD_WORKSHOP = Action(
    "joint_indicator.record_workshop",
    Text("บันทึกการประชุมเชิงปฏิบัติการ", "Record the workshop"),
    CARRIERS,
    FLOW.from_states("record_workshop"),
)
CONFIRM_WORKSHOP = Action(
    "joint_indicator.confirm_workshop",
    Text("ยืนยันบันทึกการประชุมเชิงปฏิบัติการ", "Confirm the record of the workshop"),
    (Permit(PROVINCES, Relation.SHARED),),
    FLOW.from_states("confirm_workshop"),
)
WITHDRAW = Action("joint_indicator.withdraw", Text("ถอน", "Withdraw"), OWNERS, FLOW.from_states("withdraw"))
REVIEW = Action(
    "joint_indicator.review_disputes",
    Text("ตรวจค่าที่ต่างกัน", "Look for what differs"),
    (Permit(PROVINCES | FUNCTION_ROLES, Relation.ANY), SECRETARIAT),
    FLOW.from_states("review_disputes"),
)
READ_HISTORY = Action("joint_indicator.read_history", Text("ดูประวัติ", "Read the history"), (*CARRIERS, WATCHERS))

SIGN = Action("joint_offer.sign", Text("ลงนาม", "Sign"), (AREA,), OFFER_FLOW.from_states("sign"))
COUNTER = Action("joint_offer.counter", Text("เสนอแย้ง", "Counter"), (AREA,), OFFER_FLOW.from_states("counter"))
REVISE = Action("joint_offer.revise", Text("ปรับข้อเสนอ", "Revise"), (FUNCTION,), OFFER_FLOW.from_states("revise"))
DECLINE = Action(
    "joint_offer.decline", Text("ไม่รับข้อเสนอแย้ง", "Decline the counter"), (FUNCTION,), OFFER_FLOW.from_states("decline")
)
READ_OFFER_HISTORY = Action(
    "joint_offer.read_history",
    Text("ดูประวัติ", "Read the history"),
    (Permit(AREA_ROLES), FUNCTION, WATCHERS),
)
DECIDE = Action("joint_offer.decide", Text("ดำเนินการตามมติ", "Carry out a resolution"), (DECIDERS,), on_object=False)

STATE = Action(
    "joint_dispute.state", Text("ชี้แจงค่าของฝ่ายตน", "State the case"), (AREA, FUNCTION), DISPUTE_FLOW.from_states("state")
)
ATTACH = Action(
    "joint_dispute.attach", Text("แนบหลักฐาน", "Attach evidence"), (AREA, FUNCTION), DISPUTE_FLOW.from_states("attach")
)
DETACH = Action(
    "joint_dispute.detach", Text("นำหลักฐานออก", "Take evidence off"), (SECRETARIAT,), DISPUTE_FLOW.from_states("attach")
)
PROPOSE = Action(
    "joint_dispute.propose",
    Text("เสนอค่าที่ใช้", "Propose an outcome"),
    (SECRETARIAT,),
    DISPUTE_FLOW.from_states("propose"),
)
REOPEN = Action(
    "joint_dispute.reopen", Text("นำขึ้นพิจารณาใหม่", "Open it again"), (SECRETARIAT,), DISPUTE_FLOW.from_states("reopen")
)
READ_DISPUTE_HISTORY = Action(
    "joint_dispute.read_history",
    Text("ดูประวัติ", "Read the history"),
    (Permit(AREA_ROLES), FUNCTION, WATCHERS),
)
DECIDE_DISPUTE = Action(
    "joint_dispute.decide", Text("ดำเนินการตามมติ", "Carry out a resolution"), (DECIDERS,), on_object=False
)

ON_INDICATOR = (
    READ,
    CREATE,
    UPDATE,
    OFFER,
    REDEFINE,
    ASSIGN,
    RECORD_WORKSHOP,
    CONFIRM_WORKSHOP,
    WITHDRAW,
    REVIEW,
    READ_HISTORY,
)
ON_OFFER = (SIGN, COUNTER, REVISE, DECLINE, READ_OFFER_HISTORY, DECIDE)
ON_DISPUTE = (STATE, ATTACH, DETACH, PROPOSE, REOPEN, READ_DISPUTE_HISTORY, DECIDE_DISPUTE)
ACTIONS = (*ON_INDICATOR, *ON_OFFER, *ON_DISPUTE)
