"""Who may read what reported values come to."""

from services.indicators.observations.access import READERS
from services.shared.access import Action
from services.shared.errors import Text

# The public reads what follows from final values (`repository.visible_to`).
READ = Action(
    "reading.read", Text("ดูอนุกรม อันดับ และค่ารวม", "Read series, rankings and roll-ups"), public=True, on_object=False
)
# What is doubtful or overdue is for who can do something about it.
EXAMINE = Action("reading.examine", Text("ตรวจคุณภาพข้อมูล", "Examine the quality of values"), (READERS,), on_object=False)

ACTIONS = (READ, EXAMINE)
