"""Who may read tasks: whoever holds a role, their own."""

from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import Role

READ = Action(
    "task.read", Text("ดูงานที่รออยู่", "Read what waits"), (Permit(frozenset(Role), Relation.ANY),), on_object=False
)

ACTIONS = (READ,)
