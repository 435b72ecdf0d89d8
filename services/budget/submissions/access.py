"""Who may do what with a submission."""

from services.budget.submissions.rules import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

OWNERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}))
COMMITTEE = Permit(frozenset({Role.PROVINCE_COMMITTEE, Role.CLUSTER_COMMITTEE}))
# Which of them sees which submission is the repository's `visible_to`.
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)

READ = Action("budget_submission.read", Text("ดูชุดคำขอ", "Read submissions"), (READERS,), on_object=False)
CREATE = Action("budget_submission.create", Text("เพิ่มชุดคำขอ", "Create a submission"), (OWNERS,), on_object=False)
READ_HISTORY = Action(
    "budget_submission.read_history",
    Text("ดูประวัติ", "Read the history"),
    (OWNERS, COMMITTEE, Permit(OVERSEERS, Relation.ANY)),
)
ARRANGE = Action("budget_submission.arrange", Text("จัดลำดับ", "Set the order"), (OWNERS,), FLOW.from_states("arrange"))
SUBMIT = Action("budget_submission.submit", Text("ส่งทั้งชุด", "Submit"), (OWNERS,), FLOW.from_states("submit"))
WITHDRAW = Action("budget_submission.withdraw", Text("ถอนทั้งชุด", "Withdraw"), (OWNERS,), FLOW.from_states("withdraw"))
DECIDE = Action("budget_submission.decide", Text("ดำเนินการตามมติ", "Carry out"), (DECIDERS,), on_object=False)

ACTIONS = (READ, CREATE, READ_HISTORY, ARRANGE, SUBMIT, WITHDRAW, DECIDE)
