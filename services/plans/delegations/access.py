"""Who may do what with delegations: ก.น.จ., ก.พ.ร. and the bureau register the nation's, a province its governor's."""

from services.plans.delegations.rules import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import Role

NATIONAL = Permit(frozenset({Role.POLICY_COMMITTEE, Role.OPDC, Role.BUDGET_BUREAU}), Relation.ANY)
# What a governor gives is owned by the province; what the nation's bodies give is owned by no area.
KEEPERS = (NATIONAL, Permit(frozenset({Role.PROVINCE})))

READ = Action("delegation.read", Text("ดูการมอบอำนาจ", "Read delegations"), public=True, on_object=False)
CREATE = Action("delegation.create", Text("ขึ้นทะเบียนการมอบอำนาจ", "Register a delegation"), KEEPERS, on_object=False)
REVOKE = Action("delegation.revoke", Text("เพิกถอน", "Revoke"), KEEPERS, FLOW.from_states("revoke"))

ACTIONS = (READ, CREATE, REVOKE)
