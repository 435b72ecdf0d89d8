"""Who may do what with the choice of projects: each committee and its secretariat among their own.

A province's among its requests, a cluster's among its own and its provinces', ก.น.จ. and its secretariats among the
nation's. It is a working paper: nobody else knows of it, and money is given by resolution alone.
"""

from services.shared.access import Action, Grant, Permit, Principal
from services.shared.errors import NotPermitted, Text
from services.shared.roles import Role

NATION = "nation"
AREAL = frozenset({Role.PROVINCE, Role.PROVINCE_COMMITTEE, Role.CLUSTER, Role.CLUSTER_COMMITTEE})
NATIONAL = frozenset({Role.POLICY_COMMITTEE, Role.BUDGET_BUREAU, Role.OPDC})
COMMITTEES = frozenset({Role.PROVINCE_COMMITTEE, Role.CLUSTER_COMMITTEE, Role.POLICY_COMMITTEE})
CHOOSERS = Permit(AREAL | NATIONAL)
COMMITTEE = Permit(COMMITTEES)

READ = Action("project_selection.read", Text("ดูการเลือกโครงการ", "Read choices"), (CHOOSERS,), on_object=False)
CREATE = Action("project_selection.create", Text("เลือกโครงการ", "Choose projects"), (CHOOSERS,), on_object=False)
CANCEL = Action("project_selection.cancel", Text("ยกเลิกการคำนวณ", "Call it off"), (CHOOSERS,), on_object=False)
ASK = Action(
    "project_selection.ask",
    Text("หาการเปลี่ยนแปลงที่เล็กที่สุด", "Ask for the smallest change"),
    (CHOOSERS,),
    frozenset({"solved"}),
)
OVERRULE = Action(
    "project_selection.overrule", Text("เปลี่ยนผลโดยมีเหตุผล", "Overrule"), (COMMITTEE,), frozenset({"solved"})
)

ON_SELECTION = (ASK, OVERRULE)
ACTIONS = (READ, CREATE, CANCEL, *ON_SELECTION)


def owner_of(area_code: str | None) -> str:
    """Return whose a choice is: an area's, `area:50`, or the nation's."""
    return f"area:{area_code}" if area_code else NATION


def stands_for(grant: Grant) -> str | None:
    """Return whose choices a grant opens; None when it opens none."""
    if grant.role in NATIONAL:
        return NATION
    return grant.unit if grant.role in AREAL else None


def owners_of(principal: Principal) -> frozenset[str]:
    """Return whose choices a caller sees."""
    return frozenset(owner for grant in principal.grants if (owner := stands_for(grant)))


def acting(principal: Principal, action: Action, owner: str) -> Principal:
    """Return the caller with those grants alone that stand for an owner; raises NotPermitted without one.

    Who holds a post in a province and one in the nation does not do in the one what the other allows.
    """
    grants = tuple(grant for grant in principal.grants if stands_for(grant) == owner)
    if not grants:
        raise NotPermitted(action=action.name, roles=", ".join(sorted(action.roles)))
    return Principal(principal.subject, principal.client, grants)
