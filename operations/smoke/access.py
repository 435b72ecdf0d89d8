"""Steps that come in: a token, and whom it acts for."""

import os
from pathlib import Path

import httpx

from operations.smoke.steps import Broken, expect, require, say
from operations.token import TokenRefused, development_token

DEVELOPMENT_GRANT = "province:50"


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
