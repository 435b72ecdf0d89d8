"""Who may do what with targets, reports and savings: the owner tells, the budget bureau confirms."""

from services.budget.spending.rules.savings import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

BUREAU = (Permit(frozenset({Role.BUDGET_BUREAU}), Relation.ANY),)
# Which of them sees which unit is asked of the ledger's scope.
READERS = (Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY),)
OWNERS = (Permit(frozenset({Role.PROVINCE, Role.CLUSTER}) | FUNCTION_ROLES),)

READ_TARGETS = Action(
    "spending_targets.read", Text("ดูเป้าหมายการใช้จ่าย", "Read spending targets"), public=True, on_object=False
)
RECORD_TARGETS = Action(
    "spending_targets.record", Text("บันทึกเป้าหมายของปี", "Record the targets of a year"), BUREAU, on_object=False
)
READ_REPORTS = Action("quarter_report.read", Text("ดูรายงานรายไตรมาส", "Read quarter reports"), READERS, on_object=False)
READ_SAVINGS = Action("budget_saving.read", Text("ดูเงินเหลือจ่าย", "Read savings"), READERS, on_object=False)
# On the account, which has no states; so it is no action of a saving's own page.
TELL = Action("budget_saving.tell", Text("บันทึกเงินเหลือจ่าย", "Tell a saving"), OWNERS, on_object=False)
CONFIRM = Action(
    "budget_saving.confirm", Text("ยืนยันเงินเหลือจ่าย", "Confirm a saving"), BUREAU, FLOW.from_states("confirm")
)
SEND_BACK = Action("budget_saving.send_back", Text("ส่งกลับ", "Send it back"), BUREAU, FLOW.from_states("send_back"))

ACTIONS = (READ_TARGETS, RECORD_TARGETS, READ_REPORTS, READ_SAVINGS, TELL, CONFIRM, SEND_BACK)
