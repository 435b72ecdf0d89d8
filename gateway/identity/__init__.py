"""Who may come in: signing keys, machine clients and their secrets, the roles people and machines hold, and tokens."""

from gateway.identity.access import ACTIONS
from gateway.identity.keys import keys
from gateway.identity.routes import TAGS, router
from gateway.identity.usecases.tokens import open_identity

__all__ = ["ACTIONS", "TAGS", "keys", "open_identity", "router"]
