"""Who may do what with resolutions. Whose committee it is, is asked apart: meetings' `acts_for`."""

from services.plans.meetings.access import READERS, SECRETARIATS
from services.plans.resolutions.rules import FLOW
from services.shared.access import Action
from services.shared.errors import Text

READ = Action("resolution.read", Text("ดูมติ", "Read resolutions"), (READERS,), on_object=False)
CREATE = Action("resolution.create", Text("บันทึกมติ", "Record a resolution"), (SECRETARIATS,), on_object=False)
CONFIRM = Action("resolution.confirm", Text("ยืนยันมติ", "Confirm"), (SECRETARIATS,), FLOW.from_states("confirm"))
WITHDRAW = Action("resolution.withdraw", Text("ถอนมติ", "Withdraw"), (SECRETARIATS,), FLOW.from_states("withdraw"))

ACTIONS = (READ, CREATE, CONFIRM, WITHDRAW)
