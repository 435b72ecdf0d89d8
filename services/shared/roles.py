"""The roles a person or a machine may hold (docs/architecture.md, "Who may do what")."""

from enum import StrEnum


class Role(StrEnum):
    """One role; it is always held for an area, for a function, or for the whole country."""

    PROVINCE = "province"
    PROVINCE_COMMITTEE = "province_committee"
    CLUSTER = "cluster"
    CLUSTER_COMMITTEE = "cluster_committee"
    MINISTRY = "ministry"
    DEPARTMENT = "department"
    POLICY_COMMITTEE = "policy_committee"
    EVALUATION_COMMITTEE = "evaluation_committee"
    OPDC = "opdc"
    BUDGET_BUREAU = "budget_bureau"
    NESDC = "nesdc"
    INTERIOR = "interior"
    INSPECTOR = "inspector"
    GOOD_GOVERNANCE = "good_governance"
    EVALUATOR = "evaluator"
    LOCAL_GOVERNMENT = "local_government"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    SERVICE = "service"


# A role of an area names its area, a role of a function names its ministry or department, the rest name neither.
AREA_ROLES = frozenset(
    {
        Role.PROVINCE,
        Role.PROVINCE_COMMITTEE,
        Role.CLUSTER,
        Role.CLUSTER_COMMITTEE,
        Role.GOOD_GOVERNANCE,
        Role.LOCAL_GOVERNMENT,
    }
)
FUNCTION_ROLES = frozenset({Role.MINISTRY, Role.DEPARTMENT})
CLUSTER_ROLES = frozenset({Role.CLUSTER, Role.CLUSTER_COMMITTEE})

# Who oversees the whole country and therefore reads whatever has left its owner's desk.
OVERSEERS = frozenset(
    {
        Role.POLICY_COMMITTEE,
        Role.EVALUATION_COMMITTEE,
        Role.OPDC,
        Role.BUDGET_BUREAU,
        Role.NESDC,
        Role.INTERIOR,
        Role.INSPECTOR,
        Role.EVALUATOR,
        Role.AUDITOR,
    }
)
