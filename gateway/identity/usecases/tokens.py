"""Giving tokens to clients that show their secret, and telling callers who they are."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import structlog
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from gateway.identity import repository
from gateway.identity.access import SHOW_ME
from gateway.identity.credentials import Attempts, Hasher
from gateway.identity.errors import (
    ClientNotAuthenticated,
    ClientServesPeople,
    ClientSuspended,
    ClientWithoutGrants,
)
from gateway.identity.keys import KeyFile, load_keys
from gateway.identity.rules import LIFETIME_SECONDS, PERSON, ROLE_TITLES, SUSPENDED, is_client_id
from gateway.identity.schemas.tokens import Me, MyGrant, TokenOut
from gateway.identity.tokens import Issuer, expiry_of, mint
from services.shared import reference
from services.shared.access import Grant, Principal, authorise
from services.shared.columns import now
from services.shared.fiscal import day_in_bangkok
from services.shared.schemas import Sentence

# Asked for in place of an unknown client's id, so that it costs the same statements.
NOBODY = UUID(int=0)

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Identity:
    """What a running gateway needs to give tokens."""

    issuer: Issuer
    keys: KeyFile
    hasher: Hasher
    attempts: Attempts


@dataclass(frozen=True)
class Credentials:
    """What a client shows, and from where."""

    client_id: str
    secret: str
    address: str


@dataclass(frozen=True)
class Known:
    """What is known of a client when it asks for a token."""

    kind: str
    state: str
    hashes: tuple[str, ...]
    grants: tuple[str, ...]


@contextlib.asynccontextmanager
async def open_identity(app: FastAPI) -> AsyncIterator[None]:
    """Open `app.state.identity`; raises KeyFileUnusable."""
    settings = app.state.house.settings
    issuer = Issuer(settings.issuer, settings.audience)
    identity = Identity(issuer, load_keys(settings), Hasher(), Attempts())
    app.state.identity = identity
    try:
        yield
    finally:
        identity.hasher.close()


async def issue_token(identity: Identity, sessions: async_sessionmaker[AsyncSession], shown: Credentials) -> TokenOut:
    """Give a token with the roles in force today; raises an OAuthRefusal, or TooManyAttempts.

    No connection is held while the secret is compared, so that a flood of wrong ones does not stop others' work.
    """
    client_id = shown.client_id if is_client_id(shown.client_id) else ""
    identity.attempts.begin(client_id, shown.address)
    try:
        known = await _authenticated(identity.hasher, sessions, client_id, shown.secret)
    except ClientNotAuthenticated:
        logger.warning("client not authenticated", client=client_id, address=shown.address)
        raise
    except Exception:
        identity.attempts.take_back(client_id, shown.address)
        raise
    identity.attempts.succeeded(client_id, shown.address)
    _refuse_unfit(known)
    grants = [Grant.parse(text) for text in known.grants]
    token = mint(identity.keys.signing(), identity.issuer, client_id, client_id, grants, now())
    logger.info("token issued", client=client_id, grants=list(known.grants))
    return TokenOut(
        access_token=token, token_type="Bearer", expires_in=LIFETIME_SECONDS, scope=" ".join(map(str, grants))
    )


async def _authenticated(
    hasher: Hasher, sessions: async_sessionmaker[AsyncSession], client_id: str, secret: str
) -> Known:
    """Return the client whose secret was shown; raises ClientNotAuthenticated, as soon for one that does not exist."""
    known = await _known(sessions, client_id)
    matches = await hasher.matches(secret, known.hashes if known else ())
    if known is None or not matches:
        raise ClientNotAuthenticated()
    return known


async def _known(sessions: async_sessionmaker[AsyncSession], client_id: str) -> Known | None:
    at = now()
    async with sessions() as session:
        client = await repository.client_by_name(session, client_id)
        secrets = await repository.live_secrets(session, client.id if client else NOBODY, at)
        grants = await repository.live_grants(session, client_id, day_in_bangkok(at))
    if client is None:
        return None
    return Known(client.kind, client.state, tuple(each.hash for each in secrets), tuple(grants))


def _refuse_unfit(known: Known) -> None:
    """Raise the refusal that a client gets which is who it says, and yet gets no token."""
    if known.state == SUSPENDED:
        raise ClientSuspended()
    if known.kind == PERSON:
        raise ClientServesPeople()
    if not known.grants:
        raise ClientWithoutGrants()


def describe_caller(principal: Principal, token: str) -> Me:
    """Return who `principal` is; `token` is the one it was verified by."""
    authorise(principal, SHOW_ME)
    return Me(
        subject=principal.subject,
        client_id=principal.client,
        grants=[_my_grant(grant) for grant in principal.grants],
        units=sorted(principal.units),
        expires_at=expiry_of(token),
    )


def _my_grant(grant: Grant) -> MyGrant:
    title = ROLE_TITLES[grant.role]
    name = reference.area(grant.area) if grant.area else reference.function(grant.function or "")
    return MyGrant(
        grant=str(grant),
        role=grant.role,
        role_title=Sentence(th=title.th, en=title.en),
        unit=grant.unit,
        unit_name_th=name.name_th if name else None,
        unit_name_en=name.name_en if name else None,
    )
