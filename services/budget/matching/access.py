"""Who may do what with a matching fund: the area's office keeps it, whoever watches over the area reads it."""

from services.budget.matching.rules import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

OWNERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}))
# Which of them sees which fund is the repository's `visible_to`.
READERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)

READ = Action("matching_fund.read", Text("ดูกองทุนร่วมลงทุน", "Read matching funds"), (READERS,), on_object=False)
CREATE = Action("matching_fund.create", Text("เปิดกองทุน", "Open a fund"), (OWNERS,), on_object=False)
PLEDGE = Action("matching_fund.pledge", Text("บันทึกคำมั่น", "Record a pledge"), (OWNERS,), FLOW.from_states("contribute"))
ENTER = Action(
    "matching_fund.enter",
    Text("บันทึกการจ่ายหรือการเปลี่ยนคำมั่น", "Record an entry"),
    (OWNERS,),
    FLOW.from_states("contribute"),
)
CLOSE = Action("matching_fund.close", Text("ปิดกองทุน", "Close the fund"), (OWNERS,), FLOW.from_states("close"))

ACTIONS = (READ, CREATE, PLEDGE, ENTER, CLOSE)
