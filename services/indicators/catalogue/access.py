"""Who may do what with the catalogue."""

from services.indicators.catalogue.rules import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import FUNCTION_ROLES, OVERSEERS, Role

OWNERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}) | FUNCTION_ROLES)
# สำนักงาน ก.พ.ร. keeps the catalogue: it registers for any unit, and it alone publishes and retires.
KEEPER = Permit(frozenset({Role.OPDC}), Relation.ANY)

READ_TOPICS = Action("topic.read", Text("ดูประเด็นตัวชี้วัด", "Read topics"), public=True, on_object=False)
READ = Action("indicator.read", Text("ดูตัวชี้วัด", "Read indicators"), public=True, on_object=False)
CREATE = Action("indicator.create", Text("เพิ่มตัวชี้วัด", "Create an indicator"), (OWNERS, KEEPER), on_object=False)
READ_HISTORY = Action(
    "indicator.read_history", Text("ดูประวัติ", "Read the history"), (OWNERS, Permit(OVERSEERS, Relation.ANY))
)
UPDATE = Action("indicator.update", Text("แก้ไข", "Change"), (OWNERS, KEEPER), FLOW.from_states("update"))
PUBLISH = Action("indicator.publish", Text("ประกาศใช้", "Publish"), (KEEPER,), FLOW.from_states("publish"))
RETIRE = Action("indicator.retire", Text("ยุติการใช้", "Retire"), (KEEPER,), FLOW.from_states("retire"))

ACTIONS = (READ_TOPICS, READ, CREATE, READ_HISTORY, UPDATE, PUBLISH, RETIRE)
