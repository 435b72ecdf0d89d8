"""Who may do what with a project."""

from services.plans.approval import SUBMITTED
from services.plans.projects.rules import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

OWNERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}) | FUNCTION_ROLES)
COMMITTEE = Permit(frozenset({Role.PROVINCE_COMMITTEE, Role.CLUSTER_COMMITTEE}))
# Which of them sees which project is the repository's `visible_to`.
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)

READ = Action("project.read", Text("ดูโครงการ", "Read projects"), (READERS,), on_object=False)
CREATE = Action("project.create", Text("เพิ่มโครงการ", "Create a project"), (OWNERS,), on_object=False)
IMPORT = Action("project.import", Text("นำเข้าโครงการจากไฟล์", "Import projects"), (OWNERS,), on_object=False)
READ_HISTORY = Action(
    "project.read_history",
    Text("ดูประวัติ", "Read the history"),
    (OWNERS, COMMITTEE, Permit(OVERSEERS, Relation.ANY)),
)
UPDATE = Action("project.update", Text("แก้ไข", "Change"), (OWNERS,), FLOW.from_states("update"))
ATTACH = Action("project.attach", Text("แนบเอกสาร", "Attach a document"), (OWNERS,), FLOW.from_states("update"))
SUBMIT = Action("project.submit", Text("ส่งให้คณะกรรมการ", "Submit"), (OWNERS,), FLOW.from_states("submit"))
WITHDRAW = Action("project.withdraw", Text("ถอนกลับ", "Withdraw"), (OWNERS,), FLOW.from_states("withdraw"))
# Without a meeting a committee's office returns only what waits for its own screening.
RETURN = Action("project.return", Text("ส่งกลับให้แก้ไข", "Return for correction"), (COMMITTEE,), frozenset({SUBMITTED}))
CANCEL = Action("project.cancel", Text("ยกเลิก", "Cancel"), (OWNERS,), FLOW.from_states("cancel"))

DECIDE = Action("project.decide", Text("ดำเนินการตามมติ", "Carry out a resolution"), (DECIDERS,), on_object=False)

ACTIONS = (READ, CREATE, IMPORT, READ_HISTORY, UPDATE, ATTACH, SUBMIT, WITHDRAW, RETURN, CANCEL, DECIDE)
