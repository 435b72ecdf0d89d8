"""Who may do what with unfunded needs."""

from services.budget.needs.rules import FLOW
from services.budget.submissions.access import OWNERS, READERS
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import FUNCTION_ROLES

# The ministry or department that a need was referred to.
REFERRED_TO = Permit(FUNCTION_ROLES, Relation.SHARED)

READ = Action("unfunded_need.read", Text("ดูความต้องการที่ไม่ได้รับงบ", "Read needs"), (READERS,), on_object=False)
CREATE = Action("unfunded_need.create", Text("บันทึกความต้องการ", "Keep a need"), (OWNERS,), on_object=False)
REFER = Action("unfunded_need.refer", Text("ส่งต่อหน่วยงาน", "Refer"), (OWNERS,), FLOW.from_states("refer"))
CARRY = Action("unfunded_need.carry", Text("ขอต่อปีถัดไป", "Ask again"), (OWNERS,), FLOW.from_states("carry"))
CLOSE = Action("unfunded_need.close", Text("ปิดเรื่อง", "Close"), (OWNERS, REFERRED_TO), FLOW.from_states("fund"))

ACTIONS = (READ, CREATE, REFER, CARRY, CLOSE)
