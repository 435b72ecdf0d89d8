"""The digest sees every kind of write: else "nothing was written" would be an empty word."""

import asyncpg
import pytest

from tests.contract.conftest import Watch
from tests.contract.world import World


@pytest.mark.parametrize(
    "write",
    [
        "INSERT INTO plans.inbox SELECT 'x', gen_random_uuid(), now()",
        "UPDATE plans.project SET place_th = place_th WHERE id = (SELECT id FROM plans.project LIMIT 1)",
        # A partitioned table: the row lies in a partition, and is counted with the whole.
        "INSERT INTO indicators_fact.observation SELECT '50', gen_random_uuid(), 2558, 'q1', 'area:50', 1, 1, NULL,"
        " NULL, 'final', 1, NULL, NULL, gen_random_uuid(), 'x', now()",
        "DELETE FROM plans.idempotency WHERE key = (SELECT key FROM plans.idempotency LIMIT 1)",
    ],
)
async def test_a_write_is_seen(world: World, watch: Watch, admin: asyncpg.Connection, write: str) -> None:
    await world.project()
    untouched = await watch()
    await untouched()
    await admin.execute(write)
    if "inbox" in write:  # a table that moves by itself is left out on purpose
        await untouched()
    else:
        with pytest.raises(AssertionError):
            await untouched()
