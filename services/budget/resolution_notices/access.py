"""Who may do what with notices of resolutions."""

from services.budget.submissions.access import READERS
from services.shared.access import Action, Permit
from services.shared.errors import Text
from services.shared.roles import FUNCTION_ROLES

ADDRESSEES = Permit(FUNCTION_ROLES)

READ = Action("resolution_notice.read", Text("ดูหนังสือแจ้งมติ", "Read notices"), (READERS,), on_object=False)
ACKNOWLEDGE = Action("resolution_notice.acknowledge", Text("รับทราบมติ", "Acknowledge"), (ADDRESSEES,))

ACTIONS = (READ, ACKNOWLEDGE)
