"""The identities that the access tests try: every role, at home, nearby and far away."""

# In fiscal year 2558: 50 เชียงใหม่, 51 ลำพูน (same cluster C52-15), 57 เชียงราย (another cluster, C52-16).
HOME, NEAR, FAR = "50", "51", "57"
HOME_CLUSTER, FAR_CLUSTER = "C52-15", "C52-16"

AREA_IDENTITIES = tuple(
    f"{role}:{code}"
    for role in ("province", "province_committee", "good_governance", "local_government")
    for code in (HOME, NEAR, FAR)
)
CLUSTER_IDENTITIES = tuple(
    f"{role}:{code}" for role in ("cluster", "cluster_committee") for code in (HOME_CLUSTER, FAR_CLUSTER)
)
FUNCTION_IDENTITIES = ("ministry:05", "ministry:07", "department:PRD")
NATIONAL_IDENTITIES = (
    "policy_committee",
    "evaluation_committee",
    "opdc",
    "budget_bureau",
    "nesdc",
    "interior",
    "inspector",
    "evaluator",
    "auditor",
)
OTHER_IDENTITIES = ("operator", "service")
IDENTITIES = (
    *AREA_IDENTITIES,
    *CLUSTER_IDENTITIES,
    *FUNCTION_IDENTITIES,
    *NATIONAL_IDENTITIES,
    *OTHER_IDENTITIES,
)
