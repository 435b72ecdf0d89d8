"""Tokens: only those of our one issuer, signed with Ed25519, count; what they say becomes a Principal."""

import asyncio
import base64
import json
import time
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import httpx
import structlog
from fastapi import Depends, Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from services.shared.access import PUBLIC, Grant, Principal
from services.shared.errors import TokenInvalid

ALGORITHM = "Ed25519"  # RFC 9864's name for EdDSA over Curve25519
TOKEN_TYPE = "at+jwt"
HEADER_MEMBERS = {"alg", "typ", "kid"}
LONGEST_TOKEN = 4096
CLOCK_SKEW_SECONDS = 5
REFETCH_SECONDS = 30.0
REFRESH_SECONDS = 300.0
CACHE_SIZE = 2048

FetchKeys = Callable[[], Awaitable[dict[str, Any]]]
logger = structlog.get_logger(__name__)


def fetch_from(gateway_url: str) -> FetchKeys:
    """Return a function that reads the issuer's public keys (RFC 7517) from the gateway."""

    async def fetch() -> dict[str, Any]:
        async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
            answer = await client.get(f"{gateway_url}/.well-known/jwks.json")
            answer.raise_for_status()
            document: dict[str, Any] = answer.json()
            return document

    return fetch


class KeyRing:
    """The issuer's public keys by id. Asked again for an unknown id at most every 30 s; old ones stay on a failure."""

    def __init__(self, fetch: FetchKeys, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, OKPKey] = {}
        self._fetched_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None

    async def key(self, key_id: str) -> OKPKey:
        """Return the key named `key_id`; raises TokenInvalid when the issuer has none of that name."""
        age = self._clock() - self._fetched_at
        if age > REFRESH_SECONDS or (key_id not in self._keys and age > REFETCH_SECONDS):
            self._fetched_at = self._clock()
            self._reading = asyncio.create_task(self._refresh())
            await asyncio.shield(self._reading)
        elif self._reading is not None and key_id not in self._keys:
            # The first requests of a service come together: all wait for the one reading of the keys.
            await asyncio.shield(self._reading)
        if key_id not in self._keys:
            raise TokenInvalid()
        return self._keys[key_id]

    async def _refresh(self) -> None:
        try:
            document = await self._fetch()
            keys = {entry["kid"]: OKPKey.import_key(entry) for entry in document["keys"]}
        except (httpx.HTTPError, JoseError, KeyError, ValueError, TypeError) as problem:
            logger.warning("issuer keys could not be read", problem=repr(problem))
            if not self._keys:
                self._fetched_at = float("-inf")
        else:
            self._keys = keys
        finally:
            self._reading = None


class Verifier:
    """Turns a bearer token into a Principal; a token found good is remembered until it expires."""

    def __init__(self, keys: KeyRing, issuer: str, audience: str, clock: Callable[[], float] = time.time) -> None:
        self._keys = keys
        self._clock = clock
        self._remembered: dict[str, tuple[float, Principal]] = {}
        self._claims = {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": audience},
            "sub": {"essential": True},
            "client_id": {"essential": True},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "jti": {"essential": True},
        }

    async def principal(self, token: str) -> Principal:
        """Return whose token this is; raises TokenInvalid whatever is wrong with it."""
        now = self._clock()
        if token in self._remembered:
            expires, known = self._remembered[token]
            if now < expires:
                return known
            del self._remembered[token]
        claims = await self._verified_claims(token, now)
        principal = _principal_of(claims)
        if len(self._remembered) >= CACHE_SIZE:
            self._remembered.clear()
        self._remembered[token] = (float(claims["exp"]), principal)
        return principal

    async def _verified_claims(self, token: str, now: float) -> dict[str, Any]:
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise TokenInvalid()
        try:
            key = await self._keys.key(_key_id_of(token))
            decoded = jwt.decode(token, key, algorithms=[ALGORITHM])
            registry = jwt.JWTClaimsRegistry(now=int(now), leeway=CLOCK_SKEW_SECONDS, **self._claims)  # type: ignore[arg-type]  # the registry's options are typed one by one
            registry.validate(decoded.claims)
            float(decoded.claims["exp"])
        except (JoseError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as problem:
            raise TokenInvalid() from problem
        # No other member is ever needed; a key or an address offered in the header (jwk, jku, x5u) is not looked at.
        if decoded.header.keys() != HEADER_MEMBERS or decoded.header["typ"] != TOKEN_TYPE:
            raise TokenInvalid()
        return dict(decoded.claims)


def _key_id_of(token: str) -> str:
    """Return the key id of the unverified header; it only ever looks up a dict, never a file, a URL or a query."""
    header, _, rest = token.partition(".")
    if rest.count(".") != 1:
        raise TokenInvalid()
    document = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    if not isinstance(document, dict) or not isinstance(document.get("kid"), str):
        raise TokenInvalid()
    return str(document["kid"])


def _principal_of(claims: dict[str, Any]) -> Principal:
    grants = claims.get("grants")
    if (
        not isinstance(grants, list)
        or not grants
        or not all(isinstance(claims[name], str) for name in ("sub", "client_id"))
    ):
        raise TokenInvalid()
    try:
        return Principal(claims["sub"], claims["client_id"], tuple(Grant.parse(str(grant)) for grant in grants))
    except ValueError as problem:
        raise TokenInvalid() from problem


def bearer_token(authorization: str | None) -> str | None:
    """Return the token of an `Authorization` header, None without the header; raises TokenInvalid on another scheme."""
    if authorization is None:
        return None
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenInvalid()
    return token.strip()


async def caller(request: Request) -> Principal:
    """Return who asks; the public when no token is sent. A token that is sent and wrong is refused everywhere."""
    token = bearer_token(request.headers.get("authorization"))
    if token is None:
        return PUBLIC
    verifier: Verifier = request.app.state.verifier
    return await verifier.principal(token)


Caller = Annotated[Principal, Depends(caller)]
