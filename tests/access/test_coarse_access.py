"""Every operation × every identity: who has no role for it is refused at the door, whoever owns the object."""

from uuid import uuid4

import httpx
import pytest

from gateway.contract.classes import classes_below
from services.shared.access import Grant
from services.shared.errors import NotPermitted
from services.shared.roles import Role
from tests.access.identities import IDENTITIES
from tests.contract.good import usable_request
from tests.contract.operations import Operation, name_of, operations
from tests.contract.world import World

NOT_PERMITTED = {NotPermitted.code} | {refusal.code for refusal in classes_below(NotPermitted)}
GUARDED = [operation for operation in operations() if operation.roles is not None]


def test_the_identities_hold_every_role() -> None:
    assert {Grant.parse(identity).role for identity in IDENTITIES} == set(Role)


@pytest.mark.parametrize("operation", GUARDED, ids=name_of)
async def test_only_the_roles_of_the_table_get_past_the_door(world: World, operation: Operation) -> None:
    good = await usable_request(world, operation)

    async def answer_to(*identities: str) -> httpx.Response:
        fresh = {"Idempotency_Key": str(uuid4())} if operation.needs("Idempotency-Key") else {}
        return await good.with_headers(**world.as_(*identities), **fresh).send(world.api)

    named = [identity for identity in IDENTITIES if Grant.parse(identity).role in (operation.roles or ())]
    others = [identity for identity in IDENTITIES if identity not in named]
    if others:
        # Whoever had all these roles at once would be let in if any one of them were.
        answer = await answer_to(*others)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted"), (others, answer.text)
    for identity in named:
        answer = await answer_to(identity)
        if answer.status_code == 403:
            # The role is one of the table's, so it is refused for this object, not at the door.
            assert answer.json()["code"] in NOT_PERMITTED, (identity, answer.text)


@pytest.mark.parametrize("operation", [each for each in operations() if each.roles is None], ids=name_of)
async def test_what_is_open_is_open_to_everyone(world: World, operation: Operation) -> None:
    anonymous = (await usable_request(world, operation)).with_headers(Authorization=None)
    assert (await anonymous.send(world.api)).is_success
