"""Who may do what with an allocation round: the Budget Bureau makes it, ก.น.จ. decides, everybody reads what stands."""

from services.budget.allocation.rules.states import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import OVERSEERS, Role

MAKERS = frozenset({Role.BUDGET_BUREAU})
MAKER = Permit(MAKERS, Relation.ANY)

# Which round is open to whom is the repository's `visible_to`: what was published to everyone, a draft to its makers.
READ = Action("allocation_round.read", Text("ดูรอบการจัดสรร", "Read allocation rounds"), public=True, on_object=False)
CREATE = Action(
    "allocation_round.create", Text("เพิ่มรอบการจัดสรร", "Create an allocation round"), (MAKER,), on_object=False
)
READ_HISTORY = Action(
    "allocation_round.read_history", Text("ดูประวัติ", "Read the history"), (Permit(OVERSEERS, Relation.ANY),)
)
# Of a round everybody sees one run at most; there is nothing to compare but for those who see them all.
COMPARE = Action(
    "allocation_round.compare", Text("เปรียบเทียบผลการจัดสรร", "Compare runs"), (Permit(OVERSEERS, Relation.ANY),)
)
UPDATE = Action("allocation_round.update", Text("แก้ไข", "Change"), (MAKER,), FLOW.from_states("update"))
RUN = Action("allocation_round.run", Text("ลองจัดสรร", "Simulate"), (MAKER,), FLOW.from_states("run"))
PROPOSE = Action("allocation_round.propose", Text("เสนอ ก.น.จ.", "Propose"), (MAKER,), FLOW.from_states("propose"))
WITHDRAW = Action("allocation_round.withdraw", Text("ถอน", "Withdraw"), (MAKER,), FLOW.from_states("withdraw"))
DECIDE = Action("allocation_round.decide", Text("ดำเนินการตามมติ", "Carry out"), (DECIDERS,), on_object=False)

ACTIONS = (READ, CREATE, READ_HISTORY, COMPARE, UPDATE, RUN, PROPOSE, WITHDRAW, DECIDE)
