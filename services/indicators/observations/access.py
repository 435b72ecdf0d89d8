"""Who may report values, and who may read them."""

from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

# Each reports as the unit the role is held for; of which indicator and area is the rules' affair, row by row.
REPORTERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}) | FUNCTION_ROLES)
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)

# The public reads final values (`repository.visible_to`).
READ = Action("observation.read", Text("ดูค่าที่รายงาน", "Read reported values"), public=True, on_object=False)
PUSH = Action("observation.push", Text("รายงานค่าตัวชี้วัด", "Report values"), (REPORTERS,), on_object=False)
READ_BATCH = Action("observation_batch.read", Text("ดูชุดข้อมูลที่ส่ง", "Read a push"), (READERS,), on_object=False)

ACTIONS = (READ, PUSH, READ_BATCH)
