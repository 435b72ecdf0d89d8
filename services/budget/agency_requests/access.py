"""Who may do what with a request to an agency. Whoever asks is an area, whoever answers the agency that was asked."""

from services.budget.agency_requests.rules import DECISIONS, FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

OWNERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}))
# The agency that was asked is named on the request.
AGENCY = Permit(FUNCTION_ROLES, Relation.SHARED)
COMMITTEES = Permit(frozenset({Role.PROVINCE_COMMITTEE, Role.CLUSTER_COMMITTEE}))
# Which of them sees which request is the repository's `visible_to`.
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)
DECIDABLE = frozenset[str]().union(*(FLOW.from_states(each) for each in DECISIONS))

READ = Action("agency_request.read", Text("ดูคำขอถึงหน่วยงาน", "Read requests"), (READERS,), on_object=False)
CREATE = Action("agency_request.create", Text("เพิ่มคำขอ", "Create a request"), (OWNERS,), on_object=False)
READ_HISTORY = Action(
    "agency_request.read_history",
    Text("ดูประวัติ", "Read the history"),
    (OWNERS, AGENCY, COMMITTEES, Permit(OVERSEERS, Relation.ANY)),
)
UPDATE = Action("agency_request.update", Text("แก้ไข", "Change"), (OWNERS,), FLOW.from_states("update"))
ATTACH = Action("agency_request.attach", Text("แนบหลักฐาน", "Attach evidence"), (OWNERS,), FLOW.from_states("update"))
REFRESH = Action(
    "agency_request.refresh", Text("ตรวจโครงการอีกครั้ง", "Ask after the project"), (OWNERS,), FLOW.from_states("refresh")
)
SEND = Action("agency_request.send", Text("ส่งคำขอ", "Send"), (OWNERS,), FLOW.from_states("send"))
WITHDRAW = Action("agency_request.withdraw", Text("ถอนคำขอ", "Withdraw"), (OWNERS,), FLOW.from_states("withdraw"))
ACKNOWLEDGE = Action(
    "agency_request.acknowledge", Text("รับทราบคำตอบ", "Acknowledge"), (OWNERS,), FLOW.from_states("acknowledge")
)
DECIDE = Action("agency_request.decide", Text("ตัดสินคำขอ", "Decide"), (AGENCY,), DECIDABLE)
CARRY = Action("agency_request.carry", Text("ระบุผลผลิตที่รองรับ", "Name the output"), (AGENCY,), FLOW.from_states("carry"))
FUND = Action("agency_request.fund", Text("จัดสรรเงิน", "Fund"), (AGENCY,), FLOW.from_states("fund"))
# The agency may find that it cannot pay, the area that it needs no money any more.
RELEASE = Action(
    "agency_request.release", Text("คืนวงเงินที่กันไว้", "Release"), (AGENCY, OWNERS), FLOW.from_states("release")
)

ACTIONS = (
    READ, CREATE, READ_HISTORY, UPDATE, ATTACH, REFRESH, SEND, WITHDRAW, ACKNOWLEDGE, DECIDE, CARRY, FUND, RELEASE,
)  # fmt: skip
