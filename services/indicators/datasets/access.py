"""Who may do what with the registry of datasets."""

from services.indicators.datasets.rules.states import FLOW, IN_USE
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

UNITS = frozenset({Role.PROVINCE, Role.CLUSTER}) | FUNCTION_ROLES
OWNERS = Permit(UNITS)
# The unit with the duty to update is named on the dataset.
DUTY = Permit(UNITS, Relation.SHARED)
WATCHERS = Permit(OVERSEERS, Relation.ANY)
# Which of them sees which dataset is the repository's `visible_to`.
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)
USED = frozenset(IN_USE)

READ = Action("dataset.read", Text("ดูทะเบียนชุดข้อมูล", "Read datasets"), public=True, on_object=False)
CREATE = Action("dataset.create", Text("ขึ้นทะเบียนชุดข้อมูล", "Register a dataset"), (OWNERS,), on_object=False)
READ_HISTORY = Action("dataset.read_history", Text("ดูประวัติ", "Read the history"), (OWNERS, DUTY, WATCHERS))
UPDATE = Action("dataset.update", Text("แก้ไข", "Change"), (OWNERS,), FLOW.from_states("update"))
SHARE = Action("dataset.share", Text("ให้หน่วยงานอื่นใช้", "Share with units"), (OWNERS,), FLOW.from_states("share"))
PUBLISH = Action("dataset.publish", Text("เปิดเผยต่อสาธารณะ", "Publish"), (OWNERS,), FLOW.from_states("publish"))
RETIRE = Action("dataset.retire", Text("ยุติการใช้", "Retire"), (OWNERS,), FLOW.from_states("retire"))
RECORD_UPDATE = Action("dataset.record_update", Text("บันทึกการปรับปรุงข้อมูล", "Record an update"), (OWNERS, DUTY), USED)
DIGITISE = Action("dataset.digitise", Text("บันทึกขั้นการเป็นดิจิทัล", "Record a step of digitisation"), (OWNERS, DUTY), USED)
# Who has the duty to update does not judge its own data; the owner and those who oversee do.
ASSESS = Action("dataset.assess", Text("ประเมินว่าใช้ได้หรือไม่", "Say whether it can be used"), (OWNERS, WATCHERS), USED)

READ_ANALYSES = Action("dataset_analysis.read", Text("ดูบทวิเคราะห์", "Read analyses"), (READERS,), on_object=False)
# Whoever sees the data may say what it reads in them, for its own unit.
ANALYSE = Action("dataset_analysis.create", Text("เพิ่มบทวิเคราะห์", "Add an analysis"), (OWNERS,), USED, on_object=False)
REVISE = Action("dataset_analysis.revise", Text("ปรับปรุงบทวิเคราะห์", "Revise the analysis"), (OWNERS,), USED)

ON_DATASET = (READ, CREATE, READ_HISTORY, UPDATE, SHARE, PUBLISH, RETIRE, RECORD_UPDATE, DIGITISE, ASSESS)
ON_ANALYSIS = (READ_ANALYSES, ANALYSE, REVISE)
ACTIONS = (*ON_DATASET, *ON_ANALYSIS)
