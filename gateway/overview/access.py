"""Who may read overviews: everyone; each service decides what of it this caller sees."""

from services.shared.access import Action
from services.shared.errors import Text

READ = Action("overview.read", Text("ดูภาพรวม", "Read overviews"), public=True, on_object=False)

ACTIONS = (READ,)
