"""Clients, their secrets and tokens, and the roles held."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.contract.world import CLIENT, OPERATOR, PROVINCE, Make, Specimen, World, assignment_body, fixed


def on_client(*, suspended: bool = False, **known: Any) -> Make:
    """A specimen on a client."""

    async def make(world: World) -> Specimen:
        client = await world.client(suspended=suspended)
        return Specimen(OPERATOR, {"id": client["id"]}, tag=f'"{client["version"]}"', **known)

    return make


def on_assignment(**known: Any) -> Make:
    """A specimen on an assignment."""

    async def make(world: World) -> Specimen:
        assignment = await world.assignment()
        return Specimen(OPERATOR, {"id": assignment["id"]}, tag=f'"{assignment["version"]}"', **known)

    return make


async def on_secret(world: World) -> Specimen:
    """The one secret of a client, the other of two, so that one is left."""
    client = await world.client()
    path = f"/v1/clients/{client['id']}"
    second = await world.create(f"{path}/secrets", {}, OPERATOR)
    secret = second.json()["secret"]["id"]
    return Specimen(OPERATOR, {"id": client["id"], "secret_id": secret}, tag=second.headers["etag"])


async def new_client(_world: World) -> Specimen:
    """A client that is not registered yet."""
    return Specimen(OPERATOR, json={**CLIENT, "client_id": f"test-{uuid4()}"})


async def new_assignment(_world: World) -> Specimen:
    """A role that nobody has been given yet."""
    return Specimen(OPERATOR, json=assignment_body())


async def a_token(world: World) -> Specimen:
    """The request of a client that holds a role."""
    client = await world.client()
    body = {**assignment_body(), "subject": client["client_id"]}
    await world.create("/v1/assignments", body, OPERATOR)
    form = {
        "grant_type": "client_credentials",
        "client_id": client["client_id"],
        "client_secret": client["secret"]["value"],
    }
    return Specimen(content=urlencode(form).encode())


SPECIMENS: dict[str, Make] = {
    "getMe": fixed(grant=PROVINCE),
    "issueToken": a_token,
    "listClients": fixed(grant=OPERATOR),
    "createClient": new_client,
    "getClient": on_client(),
    "updateClient": on_client(json={"purpose": "ส่งผลรายเดือน"}),
    "listClientHistory": on_client(),
    "suspendClient": on_client(json={"reason": "เลิกใช้ระบบ"}),
    "resumeClient": on_client(suspended=True, json={"reason": "กลับมาใช้"}),
    "createClientSecret": on_client(json={}),
    "revokeClientSecret": on_secret,
    "listAssignments": fixed(grant=OPERATOR),
    "createAssignment": new_assignment,
    "getAssignment": on_assignment(),
    "listAssignmentHistory": on_assignment(),
    "endAssignment": on_assignment(json={"reason": "ย้ายหน้าที่"}),
}
