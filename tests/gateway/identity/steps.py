"""Steps that several tests take through the API: registering a client, giving it a role, asking for a token."""

from typing import Any
from uuid import uuid4

import httpx

from tests.conftest import As, key

TOKEN = "/v1/oauth/token"


def unique(stem: str = "moph") -> str:
    """Return a client_id that no other test uses."""
    return f"{stem}-{uuid4().hex[:12]}"


def client_body(client_id: str, **changed: Any) -> dict[str, Any]:
    """Return what registers a client."""
    return {
        "client_id": client_id,
        "name_th": "ระบบส่งผลตัวชี้วัด กระทรวงสาธารณสุข",
        "purpose": "ส่งผลการดำเนินงานตัวชี้วัดร่วมรายจังหวัดทุกเดือน",
        "kind": "machine",
        "contact_post": "ผู้อำนวยการกองยุทธศาสตร์และแผนงาน",
        **changed,
    }


def assignment_body(subject: str, grant: str = "ministry:21", **changed: Any) -> dict[str, Any]:
    """Return what gives a role."""
    return {
        "subject": subject,
        "grant": grant,
        "valid_from": "2015-01-09",
        "valid_to": None,
        "reason": "ให้ระบบของกระทรวงส่งผลตัวชี้วัดร่วม",
        "order_reference": "คำสั่งที่ 12/2558",
        **changed,
    }


async def register(api: httpx.AsyncClient, as_: As, **changed: Any) -> dict[str, Any]:
    """Register a client and return its representation, with its secret."""
    body = client_body(changed.pop("client_id", unique()), **changed)
    answer = await api.post("/v1/clients", json=body, headers={**as_("operator"), **key()})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def give(
    api: httpx.AsyncClient, as_: As, subject: str, grant: str = "ministry:21", **changed: Any
) -> dict[str, Any]:
    """Give a role and return the assignment."""
    body = assignment_body(subject, grant, **changed)
    answer = await api.post("/v1/assignments", json=body, headers={**as_("operator"), **key()})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def ask_token(api: httpx.AsyncClient, client_id: str, secret: str, **changed: Any) -> httpx.Response:
    """Ask for a token with the secret in the form."""
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret, **changed}
    return await api.post(TOKEN, data=form)


async def with_role(api: httpx.AsyncClient, as_: As, grant: str = "ministry:21") -> tuple[str, str]:
    """Register a client with a role; returns its client_id and secret."""
    client = await register(api, as_)
    await give(api, as_, client["client_id"], grant)
    return client["client_id"], client["secret"]["value"]
