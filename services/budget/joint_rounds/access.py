"""Who may do what with joint rounds. A participant is who sat at the table, on either side."""

from services.budget.submissions.access import READERS
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import FUNCTION_ROLES, Role

PARTICIPANTS = Permit(FUNCTION_ROLES | {Role.PROVINCE, Role.CLUSTER}, Relation.SHARED)
RECORDERS = Permit(FUNCTION_ROLES | {Role.PROVINCE, Role.CLUSTER})

READ = Action("joint_round.read", Text("ดูรอบงบประมาณร่วม", "Read joint rounds"), (READERS,), on_object=False)
CREATE = Action("joint_round.create", Text("บันทึกรอบ", "Record a round"), (PARTICIPANTS,), on_object=False)
UPDATE = Action("joint_round.update", Text("แก้ไขบันทึก", "Change the record"), (RECORDERS,), frozenset({"recorded"}))
CONFIRM = Action("joint_round.confirm", Text("ยืนยัน", "Confirm"), (PARTICIPANTS,), frozenset({"recorded"}))

ACTIONS = (READ, CREATE, UPDATE, CONFIRM)
