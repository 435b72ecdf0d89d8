"""Who may do what with opinions on a request. The object is the request; it is shared with whom it asks."""

from services.budget.opinions.rules import UNDECIDED
from services.budget.requests.access import READ
from services.budget.submissions.access import COMMITTEE, OWNERS
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import FUNCTION_ROLES, Role

# Those who decide, and those who prepare it for them.
NATIONAL = Permit(frozenset({Role.POLICY_COMMITTEE, Role.OPDC, Role.BUDGET_BUREAU}), Relation.ANY)
ASKED = Permit(FUNCTION_ROLES, Relation.ANY)

ASK = Action("opinion.ask", Text("ขอความเห็นหน่วยงาน", "Ask for an opinion"), (OWNERS, COMMITTEE, NATIONAL), UNDECIDED)
GIVE = Action("opinion.give", Text("ให้ความเห็น", "Give an opinion"), (ASKED,), UNDECIDED)

ACTIONS = (ASK, GIVE)
__all__ = ["ACTIONS", "ASK", "GIVE", "READ"]
