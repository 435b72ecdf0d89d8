"""Who may have a resolution carried out, and as whom the objects are looked up for it."""

from services.shared.access import Grant, Permit, Principal, Relation
from services.shared.roles import Role

# Carrying out decides nothing: the resolution was confirmed by two persons, so any secretariat may ask for it.
DECIDERS = Permit(
    frozenset(
        {
            Role.PROVINCE_COMMITTEE,
            Role.CLUSTER_COMMITTEE,
            Role.POLICY_COMMITTEE,
            Role.EVALUATION_COMMITTEE,
            Role.OPDC,
            Role.SERVICE,
        }
    ),
    Relation.ANY,
)
# Who asks may not see every object that the committee decided; the items are looked up as the service itself.
CLERK = Principal("decisions", "decisions", (Grant(Role.SERVICE),))
