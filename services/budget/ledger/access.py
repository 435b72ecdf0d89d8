"""Who may do what with accounts and with what is recorded on them."""

from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, CLUSTER_ROLES, FUNCTION_ROLES, OVERSEERS, Role

BUREAU = Permit(frozenset({Role.BUDGET_BUREAU}), Relation.ANY)
OWNERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}) | FUNCTION_ROLES)
# Which of them sees which account is the repository's `visible_to`.
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)

READ = Action("budget_account.read", Text("ดูบัญชีวงเงิน", "Read accounts"), (READERS,), on_object=False)
OPEN = Action("budget_account.open", Text("เปิดบัญชีวงเงิน", "Open an account"), (BUREAU,), on_object=False)
REVISE_CAP = Action("budget_account.revise_cap", Text("ปรับกรอบวงเงิน", "Revise the ceiling"), (BUREAU,))
READ_HISTORY = Action(
    "budget_account.read_history",
    Text("ดูประวัติ", "Read the history"),
    (
        Permit(AREA_ROLES | FUNCTION_ROLES),
        Permit(CLUSTER_ROLES, Relation.WITHIN),
        Permit(OVERSEERS, Relation.ANY),
    ),
)
DISBURSE = Action("disbursement.record", Text("บันทึกการเบิกจ่าย", "Record a disbursement"), (OWNERS,))

ACTIONS = (READ, OPEN, REVISE_CAP, READ_HISTORY, DISBURSE)
