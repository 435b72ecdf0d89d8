"""Who may do what with early notices."""

from services.budget.submissions.access import OWNERS, READERS
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import FUNCTION_ROLES

# The ministries and departments that the notice names.
ADDRESSEES = Permit(FUNCTION_ROLES, Relation.SHARED)

READ = Action("early_notice.read", Text("ดูการแจ้งล่วงหน้า", "Read early notices"), (READERS,), on_object=False)
CREATE = Action("early_notice.create", Text("แจ้งล่วงหน้า", "Send an early notice"), (OWNERS,), on_object=False)
ANSWER = Action("early_notice.answer", Text("รับทราบหรือตอบ", "Acknowledge or answer"), (ADDRESSEES,))

ACTIONS = (READ, CREATE, ANSWER)
