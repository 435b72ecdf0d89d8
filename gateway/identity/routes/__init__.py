"""The operations of identity."""

from fastapi import APIRouter

from gateway.identity.routes import assignments, clients, tokens

router = APIRouter()
for part in (tokens.token_router, tokens.me_router, tokens.key_router, clients.router, assignments.router):
    router.include_router(part)
TAGS = {
    "identity": "Who may come in: tokens for machines, the clients that ask for them, and the roles that clients and "
    "people hold.",
}
