"""Who may do what with duplicates: both sides and the reviewers judge, agencies push their own projects."""

from services.budget.submissions.access import COMMITTEE, OWNERS, READERS
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import FUNCTION_ROLES, Role

# Those who decide nationwide, and those who prepare it for them.
NATIONAL = Permit(frozenset({Role.POLICY_COMMITTEE, Role.OPDC, Role.BUDGET_BUREAU}), Relation.ANY)
AGENCY = Permit(FUNCTION_ROLES)
# Either side is the owner in turn; the agency that is asked is named on the object.
ASKED = Permit(FUNCTION_ROLES, Relation.SHARED)

READ = Action("duplicate.read", Text("ดูรายการที่คล้ายกัน", "Read what is similar"), (READERS,), on_object=False)
PUSH = Action("agency_project.push", Text("ส่งโครงการของหน่วยงาน", "Push own projects"), (AGENCY,), on_object=False)
JUDGE = Action(
    "duplicate.judge",
    Text("ให้ความเห็นว่าซ้ำหรือไม่", "Judge whether it is the same"),
    (OWNERS, COMMITTEE, AGENCY, ASKED, NATIONAL),
    on_object=False,
)

ACTIONS = (READ, PUSH, JUDGE)
