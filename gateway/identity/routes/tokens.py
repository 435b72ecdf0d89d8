"""Operations: getting a token, asking who one is, and the issuer's public keys."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from gateway.identity.access import ISSUE_TOKEN, SHOW_ME
from gateway.identity.credentials import Hasher
from gateway.identity.errors import (
    ClientNotAuthenticated,
    ClientServesPeople,
    ClientSuspended,
    ClientWithoutGrants,
    GrantTypeUnsupported,
    TokenRequestMalformed,
    TooManyAttempts,
)
from gateway.identity.routes.oauth import ShownCredentials, TokenRoute, with_oauth_contract
from gateway.identity.schemas.tokens import Me, TokenOut
from gateway.identity.usecases.tokens import Identity, describe_caller, issue_token
from services.shared.auth import Caller, bearer_token
from services.shared.declare import new_router, operation
from services.shared.errors import NotAuthenticated

token_router = APIRouter(tags=["identity"], route_class=TokenRoute)
me_router = new_router("identity")
key_router = APIRouter(include_in_schema=False)

ISSUE = with_oauth_contract(
    operation(
        "issueToken",
        ISSUE_TOKEN,
        "Get a token for a client",
        refuses=[
            TokenRequestMalformed,
            GrantTypeUnsupported,
            ClientNotAuthenticated,
            ClientSuspended,
            ClientServesPeople,
            ClientWithoutGrants,
            TooManyAttempts,
        ],
    )
)


async def identity_of(request: Request) -> Identity:
    """Return what the running gateway gives tokens with."""
    identity: Identity = request.app.state.identity
    return identity


OpenIdentity = Annotated[Identity, Depends(identity_of)]


async def hasher_of(identity: OpenIdentity) -> Hasher:
    """Return what makes and compares secrets."""
    return identity.hasher


Secrets = Annotated[Hasher, Depends(hasher_of)]


async def shown_token(request: Request) -> str:
    """Return the bearer token of the request; raises NotAuthenticated without one."""
    token = bearer_token(request.headers.get("authorization"))
    if token is None:
        raise NotAuthenticated()
    return token


@token_router.post("/v1/oauth/token", response_model=TokenOut, **ISSUE)
async def post_token(request: Request, identity: OpenIdentity, shown: ShownCredentials) -> Response:
    """OAuth 2.0 client credentials (RFC 6749, section 4.4), the secret by HTTP Basic or in the form.

    A token holds the roles of /v1/assignments that are in force today and lives ten minutes. After a client is
    suspended or a role ended there are no new tokens with it at once; those given before die within ten minutes.
    Ten failed attempts within five minutes, by client and address, close the door for the rest of that time.
    A request takes no Idempotency-Key; `scope` and other parameters are not looked at.
    """
    token = await issue_token(identity, request.app.state.house.doors.sessions, shown)
    return JSONResponse(token.model_dump(), headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


@me_router.get("/v1/me", **operation("getMe", SHOW_ME, "See who the token says I am"))
async def get_me(principal: Caller, token: Annotated[str, Depends(shown_token)]) -> Me:
    """Subject, client, roles and units of the token that is sent."""
    return describe_caller(principal, token)


# Outside the contract: only our own services verify tokens, and to everyone else their form is no promise.
@key_router.get("/.well-known/jwks.json")
async def get_keys(identity: OpenIdentity) -> Response:
    """Answer the issuer's public keys (RFC 7517); short-lived in caches, because a new key signs ten minutes later."""
    headers = {"Cache-Control": "public, max-age=60"}
    return JSONResponse(identity.keys.document(), headers=headers, media_type="application/jwk-set+json")
