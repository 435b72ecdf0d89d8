"""Who may do what with the windows: ก.พ.ร. keeps them and grants exceptions, everyone reads them."""

from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import Role

KEEPERS = (Permit(frozenset({Role.OPDC}), Relation.ANY),)

READ = Action("observation_windows.read", Text("ดูช่วงเวลารายงานค่า", "Read windows"), public=True, on_object=False)
CREATE = Action(
    "observation_windows.create", Text("กำหนดช่วงเวลารายงานค่า", "Set a year's windows"), KEEPERS, on_object=False
)
REPLACE = Action("observation_windows.replace", Text("แก้ช่วงเวลา", "Replace the windows"), KEEPERS)
GRANT = Action("observation_windows.grant", Text("ให้ข้อยกเว้น", "Grant an exception"), KEEPERS)
REVOKE = Action("observation_windows.revoke", Text("ยกเลิกข้อยกเว้น", "Revoke an exception"), KEEPERS)
REMIND = Action("observation_windows.remind", Text("แจ้งหน่วยงานที่ต้องรายงาน", "Remind who owes values"), KEEPERS)

ACTIONS = (READ, CREATE, REPLACE, GRANT, REVOKE, REMIND)
