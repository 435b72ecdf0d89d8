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
# Inside a cluster its office moves money; a committee's own power over it, within limits, comes by its resolution.
MOVERS = (BUREAU, Permit(frozenset({Role.CLUSTER})), Permit(frozenset({Role.CLUSTER}), Relation.WITHIN))
MOVE = Action("budget_account.move", Text("โอนกรอบวงเงินภายในกลุ่มจังหวัด", "Move part of the ceiling"), MOVERS)
GRANT = Action("budget_account.grant", Text("อนุมัติเงินตามหนังสือ", "Grant money by document"), (BUREAU,))
CARRY_OVER = Action("commitment.carry_over", Text("กันเงินเหลื่อมปี", "Carry over to the next year"), (OWNERS,))
EXTEND = Action("commitment.extend", Text("ขยายเวลาเบิกเงินกัน", "Extend carried money"), (OWNERS,))

ON_ACCOUNT = (REVISE_CAP, MOVE, GRANT, READ_HISTORY, DISBURSE)
ON_COMMITMENT = (CARRY_OVER, EXTEND)
ACTIONS = (READ, OPEN, *ON_ACCOUNT, *ON_COMMITMENT)
