"""Who may read areas and functions: everyone."""

from services.shared.access import Action
from services.shared.errors import Text

READ_AREAS = Action("area.read", Text("ดูพื้นที่", "Read areas"), public=True, on_object=False)
READ_FUNCTIONS = Action("function.read", Text("ดูกระทรวงและกรม", "Read functions"), public=True, on_object=False)

ACTIONS = (READ_AREAS, READ_FUNCTIONS)
