"""Delegated powers: each by an order of its own."""

from typing import Any
from uuid import uuid4

from services.plans.delegations.schemas import CREATE_EXAMPLE, REVOKE_EXAMPLE
from tests.contract.operations import Json
from tests.contract.world import Make, Specimen, World, fixed

PATH, KEEPER = "/v1/delegations", "opdc"


def delegation_body(**changed: Any) -> Json:
    """A delegation that was not registered yet."""
    return {**CREATE_EXAMPLE, "document_number": f"คำสั่ง {uuid4()}", **changed}


async def delegation(world: World, **changed: Any) -> Json:
    """A delegation that stands."""
    made: Json = (await world.create(PATH, delegation_body(**changed), KEEPER)).json()
    return made


def on_delegation(grant: str | None = None, body: Json | None = None) -> Make:
    """A specimen on a delegation that stands."""

    async def make(world: World) -> Specimen:
        return Specimen(grant, {"delegation_id": (await delegation(world))["id"]}, json=body)

    return make


async def new_delegation(_world: World) -> Specimen:
    """A delegation that is not registered yet."""
    return Specimen(KEEPER, json=delegation_body())


SPECIMENS: dict[str, Make] = {
    "listDelegations": fixed(),
    "createDelegation": new_delegation,
    "getDelegation": on_delegation(),
    "revokeDelegation": on_delegation(KEEPER, REVOKE_EXAMPLE),
    "listDelegationHistory": on_delegation(),
}
