"""Who may do what with responsibility frameworks: who keeps the calendar records them, everyone reads them."""

from services.budget.calendar.access import KEEPERS
from services.shared.access import Action
from services.shared.errors import Text

READ = Action(
    "responsibility_framework.read",
    Text("ดูกรอบความรับผิดชอบ", "Read responsibility frameworks"),
    public=True,
    on_object=False,
)
RECORD = Action(
    "responsibility_framework.record",
    Text("บันทึกกรอบความรับผิดชอบ", "Record a responsibility framework"),
    KEEPERS,
    on_object=False,
)

ACTIONS = (READ, RECORD)
