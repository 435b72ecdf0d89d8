"""Clients' own codes."""

from uuid import uuid4

from tests.contract.operations import Json
from tests.contract.world import Make, Specimen, World, fixed

MINISTRY = "ministry:05"
PATH = "/v1/external-codes"


def code_body() -> Json:
    """A code that was not mapped yet."""
    return {"kind": "area", "code": f"CM-{uuid4()}", "area_code": "50"}


async def new_code(_world: World) -> Specimen:
    """A code that was not mapped yet."""
    return Specimen(MINISTRY, json=code_body())


def on_code(**known: Json) -> Make:
    """A specimen on a mapped code."""

    async def make(world: World) -> Specimen:
        mapped = (await world.create(PATH, code_body(), MINISTRY)).json()
        path = {"kind": mapped["kind"], "code": mapped["code"]}
        return Specimen(MINISTRY, path, tag=f'"{mapped["version"]}"', json=known.get("json"))

    return make


SPECIMENS: dict[str, Make] = {
    "listExternalCodes": fixed(grant=MINISTRY),
    "createExternalCode": new_code,
    "getExternalCode": on_code(),
    "replaceExternalCode": on_code(json={"area_code": "51"}),
    "listExternalCodeHistory": on_code(),
}
