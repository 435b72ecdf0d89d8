"""Operations on clients and their secrets."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic.json_schema import SkipJsonSchema

from gateway.identity.access import (
    ADD_SECRET,
    CHANGE_CLIENT,
    CREATE_CLIENT,
    LIST_CLIENTS,
    RESUME_CLIENT,
    REVOKE_SECRET,
    SHOW_CLIENT,
    SUSPEND_CLIENT,
)
from gateway.identity.errors import ClientIdTaken, OwnAccess, SecretsAtLimit
from gateway.identity.repository import ClientFilter
from gateway.identity.routes.answers import answer_showing_once, client_out, client_summary
from gateway.identity.routes.tokens import Secrets
from gateway.identity.schemas.clients import ClientChange, ClientIn, ClientOut, ClientPage, ClientWithSecret, SecretIn
from gateway.identity.schemas.fields import ClientState, ReasonIn
from gateway.identity.usecases import clients
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag

router = new_router("identity")

ClientPath = Annotated[UUID, Path(alias="id", description="id of the client")]
SecretPath = Annotated[UUID, Path(description="id of the secret")]
ClientSort = Literal["client_id", "-client_id", "created_at", "-created_at"]
CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")


@router.get("/v1/clients", **operation("listClients", LIST_CLIENTS, "List clients", refuses=[CursorInvalid]))
async def get_clients(
    session: Session,
    principal: Caller,
    page: Paging,
    state: Annotated[ClientState | SkipJsonSchema[None], Query(description="only clients in this state")] = None,
    q: Annotated[
        str | SkipJsonSchema[None], Query(max_length=100, description="part of the client_id or the name")
    ] = None,
    sort: Annotated[ClientSort, Query(description="a leading minus: the last first")] = "client_id",
) -> ClientPage:
    """Every registered client, without its secrets."""
    found = await clients.list_clients(session, principal, ClientFilter(state, q), sort, page)
    return ClientPage(items=[client_summary(client) for client in found.items], next_cursor=found.next_cursor)


@router.post(
    "/v1/clients",
    status_code=201,
    response_model=ClientWithSecret,
    **operation(
        "createClient", CREATE_CLIENT, "Register a client", refuses=[*BODY, *KEYED, ClientIdTaken], headers=CREATED
    ),
)
async def post_client(session: Session, principal: Caller, once: Key, hasher: Secrets, body: ClientIn) -> Response:
    """Register a client and make its first secret, which only this answer shows.

    The same request again with its Idempotency-Key answers without the secret's value (`shown: before`).
    Then give the client its roles at /v1/assignments; without one it gets no token.
    """
    secret = await hasher.new_secret()  # before the first statement: no connection waits for Argon2
    inside = await clients.create_client(session, principal, body, secret, once)
    return await answer_showing_once(session, once, inside, principal, secret.value)


@router.get("/v1/clients/{id}", **operation("getClient", SHOW_CLIENT, "See a client", refuses=OBJECT, headers=["ETag"]))
async def get_client(session: Session, principal: Caller, client_id: ClientPath, response: Response) -> ClientOut:
    """One client with its live secrets (never their values), its roles, and what may be done with it."""
    inside = await clients.show_client(session, principal, client_id)
    response.headers["ETag"] = etag(inside.client.version)
    return client_out(inside, principal)


@router.get(
    "/v1/clients/{id}/history", **operation("listClientHistory", SHOW_CLIENT, "See a client's history", refuses=OBJECT)
)
async def get_client_history(session: Session, principal: Caller, client_id: ClientPath) -> HistoryPage:
    """Who registered, changed, suspended or resumed the client and made or revoked its secrets, and why."""
    return await clients.show_client_history(session, principal, client_id)


@router.patch(
    "/v1/clients/{id}",
    **operation(
        "updateClient", CHANGE_CLIENT, "Change a client", refuses=[*OBJECT, *BODY, *VERSIONED], headers=["ETag"]
    ),
)
async def patch_client(
    session: Session, principal: Caller, client_id: ClientPath, tag: IfMatch, body: ClientChange, response: Response
) -> ClientOut:
    """Change the name, the purpose or the post that answers for it; client_id and kind stay for ever."""
    inside = await clients.change_client(session, principal, client_id, body, tag)
    response.headers["ETag"] = etag(inside.client.version)
    return client_out(inside, principal)


@router.post(
    "/v1/clients/{id}/secrets",
    status_code=201,
    response_model=ClientWithSecret,
    **operation(
        "createClientSecret",
        ADD_SECRET,
        "Make a new secret",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, SecretsAtLimit],
        headers=CREATED,
    ),
)
async def post_secret(
    session: Session, principal: Caller, client_id: ClientPath, once: Key, hasher: Secrets, body: SecretIn
) -> Response:
    """Make a second secret, so that the client can change over before the first is revoked; only this answer shows it.

    The same request again with its Idempotency-Key answers without the secret's value (`shown: before`).
    """
    secret = await hasher.new_secret()  # before the first statement: no connection waits for Argon2
    inside = await clients.add_secret(session, principal, client_id, secret, body.expires_at, once)
    return await answer_showing_once(session, once, inside, principal, secret.value)


@router.delete(
    "/v1/clients/{id}/secrets/{secret_id}",
    status_code=204,
    **operation(
        "revokeClientSecret", REVOKE_SECRET, "Revoke a secret", refuses=[*OBJECT, *VERSIONED], headers=["ETag"]
    ),
)
async def delete_secret(
    session: Session, principal: Caller, client_id: ClientPath, secret_id: SecretPath, tag: IfMatch
) -> Response:
    """Make a secret useless at once. If-Match is the client's ETag; the answer carries its new one.

    Tokens already given live on for at most ten minutes.
    """
    version = await clients.revoke_secret(session, principal, client_id, secret_id, tag)
    return Response(status_code=204, headers={"ETag": etag(version)})


@router.post(
    "/v1/clients/{id}/suspend",
    response_model=ClientOut,
    **operation(
        "suspendClient",
        SUSPEND_CLIENT,
        "Suspend a client",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, OwnAccess, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def post_suspend(
    session: Session, principal: Caller, client_id: ClientPath, once: Key, body: ReasonIn
) -> Response:
    """Give the client no new tokens from now on; those already given live on for at most ten minutes."""
    inside = await clients.suspend_client(session, principal, client_id, body.reason, once)
    return await once.answer(session, client_out(inside, principal), version=inside.client.version)


@router.post(
    "/v1/clients/{id}/resume",
    response_model=ClientOut,
    **operation(
        "resumeClient",
        RESUME_CLIENT,
        "Resume a suspended client",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, OwnAccess, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def post_resume(
    session: Session, principal: Caller, client_id: ClientPath, once: Key, body: ReasonIn
) -> Response:
    """Let the client have tokens again, with its old secrets."""
    inside = await clients.resume_client(session, principal, client_id, body.reason, once)
    return await once.answer(session, client_out(inside, principal), version=inside.client.version)
