"""Who may ask what is open for it, and bring values in from files: whoever reports them."""

from services.indicators.observations.access import REPORTERS
from services.shared.access import Action
from services.shared.errors import Text

READ_OPEN = Action("observation.read_open", Text("ดูสิ่งที่ต้องรายงาน", "See what is open"), (REPORTERS,), on_object=False)
IMPORT = Action("observation.import", Text("นำเข้าค่าจากไฟล์", "Import values"), (REPORTERS,), on_object=False)

ACTIONS = (READ_OPEN, IMPORT)
