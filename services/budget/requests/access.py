"""Who may do what with a request, and with the list that it stands in."""

from services.budget.requests.rules.request import FLOW
from services.budget.submissions.access import COMMITTEE, OWNERS, READERS
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import OVERSEERS

READ = Action("budget_request.read", Text("ดูคำขอ", "Read requests"), (READERS,), on_object=False)
CREATE = Action("budget_request.create", Text("เพิ่มคำขอ", "Create a request"), (OWNERS,), on_object=False)
IMPORT = Action("budget_request.import", Text("นำเข้าคำขอจากไฟล์", "Import requests"), (OWNERS,), on_object=False)
READ_HISTORY = Action(
    "budget_request.read_history",
    Text("ดูประวัติ", "Read the history"),
    (OWNERS, COMMITTEE, Permit(OVERSEERS, Relation.ANY)),
)
UPDATE = Action("budget_request.update", Text("แก้ไข", "Change"), (OWNERS,), FLOW.from_states("update"))
ATTACH = Action("budget_request.attach", Text("แนบเอกสาร", "Attach a document"), (OWNERS,), FLOW.from_states("update"))
SUBMIT = Action("budget_request.submit", Text("ส่งคำขอ", "Submit"), (OWNERS,), FLOW.from_states("submit"))
WITHDRAW = Action("budget_request.withdraw", Text("ถอนคำขอ", "Withdraw"), (OWNERS,), FLOW.from_states("withdraw"))
REFRESH = Action(
    "budget_request.refresh",
    Text("ตรวจโครงการอีกครั้ง", "Ask after the project"),
    (OWNERS, COMMITTEE),
    FLOW.from_states("refresh"),
)
SCREEN = Action("budget_request.screen", Text("กลั่นกรอง", "Screen"), (COMMITTEE,), FLOW.from_states("screen"))
DECIDE = Action("budget_request.decide", Text("ดำเนินการตามมติ", "Carry out"), (DECIDERS,), on_object=False)

ACTIONS = (READ, CREATE, IMPORT, READ_HISTORY, UPDATE, ATTACH, SUBMIT, WITHDRAW, REFRESH, SCREEN, DECIDE)
