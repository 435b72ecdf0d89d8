"""For every operation a request that is accepted: who sends it, to which object, with which body.

A new operation without a line in `specimens` fails the tests: what nobody can call well, nobody has tried.
"""

from tests.contract.operations import Operation
from tests.contract.specimens import (
    calendar,
    catalogue,
    committees,
    frames,
    gateway,
    identity,
    joint,
    ledger,
    meetings,
    observations,
    plans,
    projects,
    requests,
    resolutions,
    scorecards,
)
from tests.contract.world import Make, Request, World, request_of

SPECIMENS: dict[str, Make] = {
    **gateway.SPECIMENS,
    **identity.SPECIMENS,
    **committees.SPECIMENS,
    **meetings.SPECIMENS,
    **resolutions.SPECIMENS,
    **plans.SPECIMENS,
    **projects.SPECIMENS,
    **catalogue.SPECIMENS,
    **observations.SPECIMENS,
    **joint.SPECIMENS,
    **frames.SPECIMENS,
    **scorecards.SPECIMENS,
    **ledger.SPECIMENS,
    **calendar.SPECIMENS,
    **requests.SPECIMENS,
}


async def good_request(world: World, operation: Operation) -> Request:
    """Return a request of `operation` that is accepted, its objects made anew."""
    return await request_of(world, operation, SPECIMENS[operation.id])
