"""Who may do what with meetings. Whose committee it is, is asked apart: `acts_for` in the use cases."""

from services.plans.meetings.rules import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

SECRETARIATS = Permit(
    frozenset(
        {
            Role.PROVINCE_COMMITTEE,
            Role.CLUSTER_COMMITTEE,
            Role.POLICY_COMMITTEE,
            Role.EVALUATION_COMMITTEE,
            Role.OPDC,
        }
    ),
    Relation.ANY,
)
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)

READ = Action("meeting.read", Text("ดูการประชุม", "Read meetings"), (READERS,), on_object=False)
CREATE = Action("meeting.create", Text("นัดประชุม", "Call a meeting"), (SECRETARIATS,), on_object=False)
ATTEND = Action("meeting.attend", Text("บันทึกผู้เข้าประชุม", "Attendance"), (SECRETARIATS,), FLOW.from_states("attend"))
CLOSE = Action("meeting.close", Text("ปิดการประชุม", "Close"), (SECRETARIATS,), FLOW.from_states("close"))

ACTIONS = (READ, CREATE, ATTEND, CLOSE)
