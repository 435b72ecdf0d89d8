"""Who may do what with an evaluation frame."""

from services.evaluation.frames.rules.frame import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import OVERSEERS, Role

# The frame is ก.พ.ร.'s: it drafts and publishes; the evaluation committee scores by it.
KEEPERS = frozenset({Role.OPDC})
KEEPER = Permit(KEEPERS, Relation.ANY)
SCORERS = Permit(
    frozenset({Role.OPDC, Role.PROVINCE, Role.CLUSTER, Role.EVALUATOR, Role.EVALUATION_COMMITTEE}), Relation.ANY
)

# Which frame is open to whom is the repository's `visible_to`: a draft only to its keepers.
READ = Action("evaluation_frame.read", Text("ดูกรอบการประเมิน", "Read evaluation frames"), public=True, on_object=False)
CREATE = Action(
    "evaluation_frame.create", Text("เพิ่มกรอบการประเมิน", "Create an evaluation frame"), (KEEPER,), on_object=False
)
READ_HISTORY = Action(
    "evaluation_frame.read_history", Text("ดูประวัติ", "Read the history"), (Permit(OVERSEERS, Relation.ANY),)
)
UPDATE = Action("evaluation_frame.update", Text("แก้ไข", "Change"), (KEEPER,), FLOW.from_states("update"))
PUBLISH = Action("evaluation_frame.publish", Text("เผยแพร่", "Publish"), (KEEPER,), FLOW.from_states("publish"))
DISCARD = Action("evaluation_frame.discard", Text("ทิ้งร่าง", "Discard"), (KEEPER,), FLOW.from_states("discard"))
SIMULATE = Action(
    "evaluation_frame.simulate_score",
    Text("ลองคำนวณคะแนน", "Simulate a score"),
    (SCORERS,),
    FLOW.from_states("simulate"),
)

ACTIONS = (READ, CREATE, READ_HISTORY, UPDATE, PUBLISH, DISCARD, SIMULATE)
