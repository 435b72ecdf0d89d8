"""Who may do what with a plan."""

from services.plans.approval import SUBMITTED
from services.plans.documents.rules import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

# A cluster's plan is its OSM's (role cluster) [S0, S4].
OWNERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}))
COMMITTEE = Permit(frozenset({Role.PROVINCE_COMMITTEE, Role.CLUSTER_COMMITTEE}))
# Which of them sees which plan is the repository's `visible_to`.
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)

READ = Action("plan.read", Text("ดูแผน", "Read plans"), public=True, on_object=False)
CHECK = Action("plan.check", Text("ดูผลตรวจความเชื่อมโยง", "Read the checks"), (READERS,), on_object=False)
CREATE = Action("plan.create", Text("จัดทำแผน", "Create a plan"), (OWNERS,), on_object=False)
READ_HISTORY = Action(
    "plan.read_history",
    Text("ดูประวัติ", "Read the history"),
    (OWNERS, COMMITTEE, Permit(OVERSEERS, Relation.ANY)),
)
UPDATE = Action("plan.update", Text("แก้ไข", "Change"), (OWNERS,), FLOW.from_states("update"))
SUBMIT = Action("plan.submit", Text("ส่งให้คณะกรรมการ", "Submit"), (OWNERS,), FLOW.from_states("submit"))
WITHDRAW = Action("plan.withdraw", Text("ถอนกลับ", "Withdraw"), (OWNERS,), FLOW.from_states("withdraw"))
# Without a meeting a committee's office returns only what waits for its own screening.
RETURN = Action("plan.return", Text("ส่งกลับให้แก้ไข", "Return for correction"), (COMMITTEE,), frozenset({SUBMITTED}))
REVISE = Action("plan.revise", Text("ทบทวนแผน", "Revise"), (OWNERS,), FLOW.from_states("revise"))
CANCEL = Action("plan.cancel", Text("ยกเลิก", "Cancel"), (OWNERS,), FLOW.from_states("cancel"))

DECIDE = Action("plan.decide", Text("ดำเนินการตามมติ", "Carry out a resolution"), (DECIDERS,), on_object=False)

ACTIONS = (READ, CHECK, CREATE, READ_HISTORY, UPDATE, SUBMIT, WITHDRAW, RETURN, REVISE, CANCEL, DECIDE)
