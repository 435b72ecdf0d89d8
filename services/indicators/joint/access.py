"""Who may do what with joint indicators and their offers."""

from services.indicators.joint.rules.states import FLOW, OFFER_FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

# Which of them sees which draft is the repository's `visible_to`.
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)
# The ministry or department that proposes.
PROPOSER = Permit(FUNCTION_ROLES)
# An offer is its area's; the function that made it is named on it.
AREA = Permit(frozenset({Role.PROVINCE}))
FUNCTION = Permit(FUNCTION_ROLES, Relation.SHARED)
WATCHERS = Permit(OVERSEERS, Relation.ANY)

READ = Action("joint_indicator.read", Text("ดูตัวชี้วัดร่วม", "Read joint indicators"), (READERS,), on_object=False)
CREATE = Action(
    "joint_indicator.create", Text("เสนอตัวชี้วัดร่วม", "Propose a joint indicator"), (PROPOSER,), on_object=False
)
UPDATE = Action("joint_indicator.update", Text("แก้ไขร่าง", "Change the draft"), (PROPOSER,), FLOW.from_states("update"))
OFFER = Action("joint_indicator.offer", Text("ส่งข้อเสนอ", "Send the offers"), (PROPOSER,), FLOW.from_states("offer"))
REDEFINE = Action("joint_indicator.redefine", Text("เปลี่ยนนิยาม", "Redefine"), (PROPOSER,), FLOW.from_states("redefine"))
RECORD_WORKSHOP = Action(
    "joint_indicator.record_workshop",
    Text("บันทึกการประชุมเชิงปฏิบัติการ", "Record the workshop"),
    (PROPOSER,),
    FLOW.from_states("record_workshop"),
)
WITHDRAW = Action("joint_indicator.withdraw", Text("ถอน", "Withdraw"), (PROPOSER,), FLOW.from_states("withdraw"))
READ_HISTORY = Action("joint_indicator.read_history", Text("ดูประวัติ", "Read the history"), (PROPOSER, WATCHERS))

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

ON_INDICATOR = (READ, CREATE, UPDATE, OFFER, REDEFINE, RECORD_WORKSHOP, WITHDRAW, READ_HISTORY)
ON_OFFER = (SIGN, COUNTER, REVISE, DECLINE, READ_OFFER_HISTORY, DECIDE)
ACTIONS = (*ON_INDICATOR, *ON_OFFER)
