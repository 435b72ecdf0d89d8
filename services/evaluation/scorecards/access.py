"""Who may do what with a scorecard."""

from services.evaluation.scorecards.rules.card import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, OVERSEERS, Role

# Who is evaluated does not score itself: a province reads its card, others open it (S4 2.4, S3: evaluators of ก.พ.ร.).
SCORERS = Permit(frozenset({Role.OPDC, Role.EVALUATION_COMMITTEE, Role.EVALUATOR}), Relation.ANY)
RECORDERS = Permit(frozenset({Role.OPDC, Role.EVALUATOR}), Relation.ANY)
WATCHERS = Permit(OVERSEERS, Relation.ANY)

# Which card is open to whom is the repository's `visible_to`: the public sees what is frozen.
READ = Action("scorecard.read", Text("ดูบัตรคะแนน", "Read scorecards"), public=True, on_object=False)
READ_COVERAGE = Action(
    "scorecard.read_coverage", Text("ดูความครอบคลุม", "Read the coverage"), (WATCHERS,), on_object=False
)
CREATE = Action("scorecard.create", Text("เปิดบัตรคะแนน", "Open a scorecard"), (SCORERS,), on_object=False)
DECIDE = Action("scorecard.decide", Text("ดำเนินการตามมติ", "Carry out a resolution"), (DECIDERS,), on_object=False)
READ_HISTORY = Action("scorecard.read_history", Text("ดูประวัติ", "Read the history"), (Permit(AREA_ROLES), WATCHERS))
REFRESH = Action("scorecard.refresh", Text("ปรับเป็นปัจจุบัน", "Refresh"), (SCORERS,), FLOW.from_states("refresh"))
RECORD_RESULT = Action(
    "scorecard.record_result",
    Text("บันทึกผลของรายการ", "Record a result"),
    (RECORDERS,),
    FLOW.from_states("record_result"),
)

ACTIONS = (READ, READ_COVERAGE, CREATE, DECIDE, READ_HISTORY, REFRESH, RECORD_RESULT)
