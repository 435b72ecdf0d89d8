"""Who may do what with an import: the resource's own action opens all of it, for the unit that uploaded it."""

from dataclasses import replace

from services.shared.access import Action
from services.shared.errors import Text
from services.shared.workflow import Workflow

UPLOADED, PREVIEWED, UNREADABLE, CONFIRMED, CANCELLED = "uploaded", "previewed", "unreadable", "confirmed", "cancelled"

FLOW = Workflow(
    start=UPLOADED,
    moves={
        "read": {UPLOADED: PREVIEWED},
        "give_up": {UPLOADED: UNREADABLE},
        "confirm": {PREVIEWED: CONFIRMED},
        "cancel": {UPLOADED: CANCELLED, PREVIEWED: CANCELLED},
    },
)
# While one of these stands, the same file is not taken a second time.
HOLDING = (UPLOADED, PREVIEWED, CONFIRMED)


def confirming(action: Action) -> Action:
    """Return the step of a resource's import action that creates what was read."""
    return _step(action, "confirm", Text("ยืนยันการนำเข้า", "Confirm the import"))


def cancelling(action: Action) -> Action:
    """Return the step of a resource's import action that gives an upload up."""
    return _step(action, "cancel", Text("ยกเลิกการนำเข้า", "Cancel the import"))


def _step(action: Action, verb: str, title: Text) -> Action:
    states = FLOW.from_states(verb)
    return replace(action, name=f"{action.name}.{verb}", title=title, states=states, on_object=True)
