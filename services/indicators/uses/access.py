"""Who may read where indicators are used: everyone, as far as the agreements and joint indicators are seen."""

from services.shared.access import Action
from services.shared.errors import Text

READ = Action("indicator_use.read", Text("ดูการใช้ตัวชี้วัด", "Read where indicators are used"), public=True, on_object=False)

ACTIONS = (READ,)
