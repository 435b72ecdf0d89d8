"""Steps that come in: a token, and whom it acts for."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from example.house import As
from operations.smoke.steps import Broken, expect, require, say
from operations.token import TokenRefused, development_token

DEVELOPMENT_GRANT = "province:50"
FIRST, SECOND = "SMOKE_CLIENT", "SMOKE_SECOND_CLIENT"


def token_of(client: httpx.Client) -> str:
    """Return a token by client credentials, or that of a newcomer's own machine; raises Broken."""
    client_id, secret = os.environ.get("SMOKE_CLIENT_ID"), os.environ.get("SMOKE_CLIENT_SECRET")
    if not client_id or not secret:
        try:
            token = development_token(DEVELOPMENT_GRANT, Path(os.environ.get("DATA_DIR", ".data")))
        except TokenRefused as refusal:
            raise Broken(
                f"token: set SMOKE_CLIENT_ID and SMOKE_CLIENT_SECRET (docs/operations.md). {refusal}"
            ) from None
        say(f"a development token as {DEVELOPMENT_GRANT}")
        return token
    form = {"grant_type": "client_credentials"}
    answer = expect(client.post("/v1/oauth/token", data=form, auth=(client_id, secret)), 200, "token")
    say(f"a token by the credentials of {client_id}")
    return str(answer.json()["access_token"])


def area_of(client: httpx.Client) -> str:
    """Return the province that the token acts for."""
    me = expect(client.get("/v1/me"), 200, "me").json()
    areas = [str(each["unit"]).removeprefix("area:") for each in me["grants"] if each["role"] == "province"]
    require(bool(areas), f"me: {me['subject']} holds no role of a province; give its client province:50, for example")
    say(f"{me['subject']} acts for province {areas[0]}")
    return areas[0]


@dataclass(frozen=True)
class People:
    """As whom the journeys are walked; `clusters` are those the clients hold roles in, None: any."""

    as_: As
    clusters: list[str] | None


async def people_of(client: httpx.AsyncClient) -> People | None:
    """Return the two persons of the clients' credentials, or everyone in development; None without a second person."""
    if not os.environ.get(f"{FIRST}_ID"):
        data = Path(os.environ.get("DATA_DIR", ".data"))
        return People(lambda grant, subject: _bearer(development_token(grant, data, subject)), None)
    if not os.environ.get(f"{SECOND}_ID"):
        return None
    tokens = {name: Token(client, os.environ[f"{name}_ID"], os.environ[f"{name}_SECRET"]) for name in (FIRST, SECOND)}
    for token in tokens.values():
        await token.renew()
    me = (await client.get("/v1/me", headers=_bearer(tokens[FIRST].value))).json()
    clusters = [each["unit"].removeprefix("area:") for each in me["grants"] if each["role"] == "cluster"]
    return People(lambda _grant, subject: _bearer(tokens[SECOND if subject else FIRST].value), clusters)


def _bearer(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}"}


@dataclass
class Token:
    """A token of one client."""

    client: httpx.AsyncClient
    client_id: str
    secret: str
    value: str = ""

    async def renew(self) -> None:
        """Ask for a token; raises Broken."""
        form, auth = {"grant_type": "client_credentials"}, (self.client_id, self.secret)
        answer = expect(await self.client.post("/v1/oauth/token", data=form, auth=auth), 200, "token")
        self.value = str(answer.json()["access_token"])
