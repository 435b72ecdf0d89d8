"""For every operation a request that is accepted: who sends it, to which object, with which body.

A new operation without a line in `specimens` fails the tests: what nobody can call well, nobody has tried.
"""

from tests.contract.operations import Operation
from tests.contract.specimens import (
    agreements,
    allocation,
    calendar,
    catalogue,
    changes,
    codes,
    committees,
    datasets,
    deciding,
    delegations,
    disputes,
    frames,
    gateway,
    identity,
    joint,
    ledger,
    matching,
    meetings,
    observations,
    plans,
    projects,
    readings,
    requests,
    reserves,
    resolutions,
    responsibilities,
    scorecards,
    spending,
    windows,
)
from tests.contract.world import Make, Request, Specimen, World, request_of

SPECIMENS: dict[str, Make] = {
    **agreements.SPECIMENS,
    **allocation.SPECIMENS,
    **calendar.SPECIMENS,
    **catalogue.SPECIMENS,
    **changes.SPECIMENS,
    **codes.SPECIMENS,
    **committees.SPECIMENS,
    **datasets.SPECIMENS,
    **deciding.SPECIMENS,
    **delegations.SPECIMENS,
    **disputes.SPECIMENS,
    **frames.SPECIMENS,
    **gateway.SPECIMENS,
    **identity.SPECIMENS,
    **joint.SPECIMENS,
    **ledger.SPECIMENS,
    **matching.SPECIMENS,
    **meetings.SPECIMENS,
    **observations.SPECIMENS,
    **plans.SPECIMENS,
    **projects.SPECIMENS,
    **readings.SPECIMENS,
    **requests.SPECIMENS,
    **reserves.SPECIMENS,
    **resolutions.SPECIMENS,
    **responsibilities.SPECIMENS,
    **scorecards.SPECIMENS,
    **spending.SPECIMENS,
    **windows.SPECIMENS,
}


async def good_request(world: World, operation: Operation) -> Request:
    """Return a request of `operation` that is accepted, its objects made anew."""
    return await request_of(world, operation, SPECIMENS[operation.id])


async def usable_request(world: World, operation: Operation) -> Request:
    """Return a request of `operation` that is accepted: of one that only reads, on objects made once."""
    return await (standing_request if operation.method == "GET" else good_request)(world, operation)


_standing: dict[str, Specimen] = {}


async def standing_request(world: World, operation: Operation) -> Request:
    """Return a request of `operation` on objects made once: for what is refused or only reads, and so changes none."""

    async def make(world: World) -> Specimen:
        if operation.id not in _standing:
            _standing[operation.id] = await SPECIMENS[operation.id](world)
        return _standing[operation.id]

    return await request_of(world, operation, make)
