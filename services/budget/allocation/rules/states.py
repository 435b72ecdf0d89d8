"""The states of a round, what may be decided of it, and how its publication reaches the ledger."""

from services.shared.workflow import Workflow

DRAFT, PROPOSED, RETURNED, PUBLISHED, WITHDRAWN = "draft", "proposed", "returned", "published", "withdrawn"

FLOW = Workflow(
    start=DRAFT,
    moves={
        "update": {DRAFT: DRAFT, RETURNED: RETURNED},
        "run": {DRAFT: DRAFT, RETURNED: RETURNED, PROPOSED: PROPOSED},
        "propose": {DRAFT: PROPOSED, RETURNED: PROPOSED},
        "approve": {PROPOSED: PUBLISHED},
        "return": {PROPOSED: RETURNED},
        "withdraw": {DRAFT: WITHDRAWN, RETURNED: WITHDRAWN, PROPOSED: WITHDRAWN},
    },
)
# ก.น.จ. decides (S1 point 5): it publishes a round as it was proposed, or sends it back.
DECISIONS = ("approve", "return")

PROVINCE, CLUSTER = "province", "cluster"
LEVELS = (PROVINCE, CLUSTER)

# What the amounts do to ceilings that stand: a first frame sets them, a supplementary one adds to them.
SET, ADD = "set", "add"
EFFECTS = (SET, ADD)


def ceiling_after(effect: str, before: int, amount: int) -> int:
    """Return the ceiling of an account in satang, once a round gives its area `amount`."""
    return before + amount if effect == ADD else amount
