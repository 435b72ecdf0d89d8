"""Who may do what with the budget calendar: the Budget Bureau and OPDC keep it, everyone reads it."""

from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import Role

KEEPERS = (Permit(frozenset({Role.BUDGET_BUREAU, Role.OPDC}), Relation.ANY),)

READ = Action("budget_calendar.read", Text("ดูปฏิทินงบประมาณ", "Read calendars"), public=True, on_object=False)
CREATE = Action("budget_calendar.create", Text("เพิ่มปฏิทินงบประมาณ", "Create a calendar"), KEEPERS, on_object=False)
REPLACE = Action("budget_calendar.replace", Text("แก้ช่วงเวลา", "Replace the windows"), KEEPERS)
GRANT = Action("budget_calendar.grant", Text("ให้ข้อยกเว้น", "Grant an exception"), KEEPERS)

ACTIONS = (READ, CREATE, REPLACE, GRANT)
