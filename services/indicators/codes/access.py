"""Who may map codes: whoever reports values, each through its own client."""

from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import FUNCTION_ROLES, Role

# The repository's `visible_to` shows a client its own codes only, so that any unit it acts for may change them.
REPORTERS = (Permit(frozenset({Role.PROVINCE, Role.CLUSTER}) | FUNCTION_ROLES, Relation.ANY),)

READ = Action("external_code.read", Text("ดูรหัสของระบบตน", "Read own codes"), REPORTERS, on_object=False)
CREATE = Action("external_code.create", Text("จับคู่รหัส", "Map a code"), REPORTERS, on_object=False)
CHANGE = Action("external_code.change", Text("เปลี่ยนการจับคู่", "Map it to another"), REPORTERS)

ACTIONS = (READ, CREATE, CHANGE)
