"""Who may read the feed: everyone, each the events whose audience includes them."""

from services.shared.access import Action, Principal
from services.shared.errors import Text
from services.shared.events.record import EVERYONE

READ = Action("event.read", Text("ดูเหตุการณ์", "Read events"), public=True, on_object=False)

ACTIONS = (READ,)


def audiences_of(principal: Principal) -> list[str]:
    """Return the audiences that `principal` belongs to: everyone, its units (`area:50`), its roles (`role:opdc`)."""
    return sorted({EVERYONE, *principal.units, *(f"role:{grant.role}" for grant in principal.grants)})
