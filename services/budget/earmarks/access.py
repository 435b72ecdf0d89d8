"""Who may do what with reserves. They are the agency's own money: it states them, and everybody at work reads them."""

from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS

AGENCY = Permit(FUNCTION_ROLES)
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)

READ = Action("earmark.read", Text("ดูวงเงินสำรอง", "Read reserves"), (READERS,), on_object=False)
STATE = Action("earmark.state", Text("ระบุวงเงินสำรอง", "State a reserve"), (AGENCY,), on_object=False)
REVISE = Action("earmark.revise", Text("ปรับปรุงวงเงินสำรอง", "Revise the reserve"), (AGENCY,))

ACTIONS = (READ, STATE, REVISE)
