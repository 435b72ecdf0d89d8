"""Registering clients, changing, suspending and resuming them, and giving them secrets."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity import repository
from gateway.identity.access import (
    ADD_SECRET,
    CHANGE_CLIENT,
    CREATE_CLIENT,
    LIST_CLIENTS,
    ON_CLIENT,
    RESUME_CLIENT,
    REVOKE_SECRET,
    SHOW_CLIENT,
    SUSPEND_CLIENT,
)
from gateway.identity.credentials import NewSecret
from gateway.identity.errors import OwnAccess, SecretsAtLimit
from gateway.identity.models import Client, ClientSecret
from gateway.identity.rules import ACTIVE, MOST_LIVE_SECRETS, SUSPENDED, expiry_faults
from gateway.identity.schemas.clients import ClientChange, ClientIn
from services.shared.access import Action, ActionAnswer, Principal, Subject, allowed_actions, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import Invalid, NotFound
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import Change, difference, record
from services.shared.fiscal import day_in_bangkok
from services.shared.idempotency import Once
from services.shared.paging import PageRequest
from services.shared.preconditions import check_version
from services.shared.schemas import format_instant
from services.shared.text import search_key

OBJECT = "client"
AUDIENCE = frozenset({"role:operator"})


@dataclass(frozen=True)
class ClientInside:
    """A client with what belongs to it: its live secrets and the roles it holds today."""

    client: Client
    secrets: list[ClientSecret]
    grants: list[str]


@dataclass(frozen=True)
class Clients:
    """A page of clients."""

    items: list[Client]
    next_cursor: str | None


async def register(session: AsyncSession, principal: Principal, wanted: ClientIn, secret: NewSecret) -> ClientInside:
    """Add a client with its first secret; raises ClientIdTaken. Access was checked by the caller."""
    at = now()
    client = Client(
        id=new_id(),
        **wanted.model_dump(),
        state=ACTIVE,
        search_text=search_key(f"{wanted.client_id} {wanted.name_th}"),
        version=1,
        created_at=at,
        updated_at=at,
    )
    session.add(client)
    await session.flush()  # the secret's row refers to this one
    kept = _add_secret(session, client, secret, None, at)
    changes = {name: [None, value] for name, value in wanted.model_dump().items()}
    await _record(session, principal, client, "registered", {**changes, "secret": [None, str(kept.id)]})
    return ClientInside(client, [kept], await _grants(session, client))


async def create_client(
    session: AsyncSession, principal: Principal, wanted: ClientIn, secret: NewSecret, once: Once
) -> ClientInside:
    """Register a client."""
    authorise(principal, CREATE_CLIENT)
    await once.begin(session, principal)
    return await register(session, principal, wanted, secret)


async def list_clients(
    session: AsyncSession, principal: Principal, wanted: repository.ClientFilter, sort: str, page: PageRequest
) -> Clients:
    """Return a page of clients."""
    authorise(principal, LIST_CLIENTS)
    filters = asdict(wanted)
    field = sort.removeprefix("-")
    after = page.after(sort, filters, repository.CLIENT_SORTS[field])
    rows = list(await repository.clients_after(session, wanted, sort, after, page.limit))
    items, more = rows[: page.limit], len(rows) > page.limit
    cursor = page.next_cursor(sort, filters, getattr(items[-1], field), items[-1].id) if more else None
    return Clients(items, cursor)


async def show_client(session: AsyncSession, principal: Principal, client_id: UUID) -> ClientInside:
    """Return one client; raises NotFound."""
    client = await _client(session, principal, client_id, SHOW_CLIENT)
    return await _inside(session, client)


async def show_client_history(session: AsyncSession, principal: Principal, client_id: UUID) -> HistoryPage:
    """Return what happened to a client; raises NotFound."""
    client = await _client(session, principal, client_id, SHOW_CLIENT)
    return await history_of(session, OBJECT, client.id)


async def change_client(
    session: AsyncSession, principal: Principal, client_id: UUID, wanted: ClientChange, tag: str
) -> ClientInside:
    """Change what describes a client; raises NotFound, VersionStale."""
    client = await _client(session, principal, client_id, CHANGE_CLIENT, lock=True)
    check_version(tag, client.version)
    after = wanted.model_dump(exclude_unset=True)
    changes = difference({name: getattr(client, name) for name in after}, after)
    if changes:
        for name, value in after.items():
            setattr(client, name, value)
        client.search_text = search_key(f"{client.client_id} {client.name_th}")
        await _record(session, principal, client, "changed", changes)
    return await _inside(session, client)


async def suspend_client(
    session: AsyncSession, principal: Principal, client_id: UUID, reason: str, once: Once
) -> ClientInside:
    """Stop new tokens of a client at once; raises NotFound, OwnAccess, StateDoesNotAllow."""
    client = await _client(session, principal, client_id, SUSPEND_CLIENT, lock=True)
    await once.begin(session, principal)
    return await _move(session, principal, client, SUSPEND_CLIENT, (SUSPENDED, "suspended"), reason)


async def resume_client(
    session: AsyncSession, principal: Principal, client_id: UUID, reason: str, once: Once
) -> ClientInside:
    """Let a suspended client have tokens again; raises NotFound, OwnAccess, StateDoesNotAllow."""
    client = await _client(session, principal, client_id, RESUME_CLIENT, lock=True)
    await once.begin(session, principal)
    return await _move(session, principal, client, RESUME_CLIENT, (ACTIVE, "resumed"), reason)


async def add_secret(
    session: AsyncSession,
    principal: Principal,
    client_id: UUID,
    secret: NewSecret,
    expires_at: dt.datetime | None,
    once: Once,
) -> ClientInside:
    """Give a client another secret; raises NotFound, Invalid, SecretsAtLimit. The new one is the last of `secrets`."""
    client = await _client(session, principal, client_id, ADD_SECRET, lock=True)
    await once.begin(session, principal)
    at = now()
    if faults := expiry_faults(expires_at, at):
        raise Invalid(*faults)
    live = await repository.live_secrets(session, client.id, at)
    if len(live) >= MOST_LIVE_SECRETS:
        raise SecretsAtLimit(most=MOST_LIVE_SECRETS)
    kept = await give_secret(session, principal, client, secret, expires_at)
    return ClientInside(client, [*live, kept], await _grants(session, client))


async def give_secret(
    session: AsyncSession,
    principal: Principal,
    client: Client,
    secret: NewSecret,
    expires_at: dt.datetime | None = None,
) -> ClientSecret:
    """Add a secret to a client and say so; how many are live was looked at by the caller."""
    kept = _add_secret(session, client, secret, expires_at, now())
    until = format_instant(expires_at) if expires_at else None
    changes = {"secret": [None, str(kept.id)], "secret_expires_at": [None, until]}
    await _record(session, principal, client, "secret_added", changes)
    return kept


async def revoke_secret(session: AsyncSession, principal: Principal, client_id: UUID, secret_id: UUID, tag: str) -> int:
    """Make a secret useless at once and return the client's new version; raises NotFound, VersionStale."""
    client = await _client(session, principal, client_id, REVOKE_SECRET, lock=True)
    check_version(tag, client.version)
    at = now()
    live = {secret.id: secret for secret in await repository.live_secrets(session, client.id, at)}
    if secret_id not in live:
        raise NotFound()
    await end_secret(session, principal, client, live[secret_id])
    return client.version


async def end_secret(session: AsyncSession, principal: Principal, client: Client, secret: ClientSecret) -> None:
    """Make a live secret useless at once and say so."""
    secret.revoked_at = now()
    await _record(session, principal, client, "secret_revoked", {"secret": [str(secret.id), None]})


def actions_on(principal: Principal, inside: ClientInside) -> list[ActionAnswer]:
    """Return what the caller may do with a client now, and if not, why."""
    answers = allowed_actions(principal, ON_CLIENT, subject_of(inside.client))
    return [_ruled(principal, inside, answer) for answer in answers]


def _ruled(principal: Principal, inside: ClientInside, answer: ActionAnswer) -> ActionAnswer:
    """Add to what roles and states say the rules that a move on this client would meet."""
    if not answer.allowed:
        return answer
    if answer.action in (SUSPEND_CLIENT.name, RESUME_CLIENT.name) and _is_own(principal, inside.client):
        return replace(answer, refusal=OwnAccess())
    if answer.action == ADD_SECRET.name and len(inside.secrets) >= MOST_LIVE_SECRETS:
        return replace(answer, refusal=SecretsAtLimit(most=MOST_LIVE_SECRETS))
    return answer


def _is_own(principal: Principal, client: Client) -> bool:
    return client.client_id in (principal.client, principal.subject)


def subject_of(client: Client) -> Subject:
    """Return the facts that access asks for; a client belongs to no unit."""
    return Subject(owner="", state=client.state)


async def _client(
    session: AsyncSession, principal: Principal, client_id: UUID, action: Action, *, lock: bool = False
) -> Client:
    client = await repository.client_by_id(session, client_id, lock=lock)
    if client is None:
        authorise(principal, action)
        raise NotFound()
    authorise(principal, action, subject_of(client))
    return client


async def _inside(session: AsyncSession, client: Client) -> ClientInside:
    secrets = await repository.live_secrets(session, client.id, now())
    return ClientInside(client, list(secrets), await _grants(session, client))


async def _grants(session: AsyncSession, client: Client) -> list[str]:
    return await repository.live_grants(session, client.client_id, day_in_bangkok(now()))


def _add_secret(
    session: AsyncSession, client: Client, secret: NewSecret, expires_at: dt.datetime | None, at: dt.datetime
) -> ClientSecret:
    kept = ClientSecret(
        id=new_id(),
        client=client.id,
        hash=secret.hash,
        last_four=secret.last_four,
        created_at=at,
        expires_at=expires_at,
    )
    session.add(kept)
    return kept


async def _move(
    session: AsyncSession, principal: Principal, client: Client, action: Action, to: tuple[str, str], reason: str
) -> ClientInside:
    """Change the state of a client; `to` is the new state and what the event calls the move."""
    if _is_own(principal, client):
        raise OwnAccess()
    check_state(action, subject_of(client))
    state, what = to
    changes = {"state": [client.state, state], "reason": reason}
    client.state = state
    await _record(session, principal, client, what, changes)
    return await _inside(session, client)


async def _record(
    session: AsyncSession, principal: Principal, client: Client, what: str, changes: dict[str, Any]
) -> None:
    """Write the event of a change; every change after the registration makes a new version of the client."""
    if what != "registered":
        client.version += 1
        client.updated_at = now()
    payload = {"client_id": client.client_id, "state": client.state}
    event = Change(f"client.{what}", OBJECT, client.id, client.version, AUDIENCE, payload, changes)
    await record(session, principal, event)
