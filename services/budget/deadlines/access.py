"""Who may ask what is open for it: whoever takes a step of the budget year."""

from services.budget.deadlines.rules import PARTS
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text

READ_OPEN = Action(
    "budget_calendar.read_open",
    Text("ดูสิ่งที่เปิดอยู่", "See what is open"),
    (Permit(frozenset(PARTS), Relation.ANY),),
    on_object=False,
)

ACTIONS = (READ_OPEN,)
