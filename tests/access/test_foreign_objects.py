"""Every operation on an object: the same role elsewhere is answered as if there were none, and changes nothing."""

import pytest

from tests.access.identities import FAR, NEAR
from tests.contract.good import good_request
from tests.contract.operations import Operation, operations
from tests.contract.world import COMMITTEE, PROVINCE, Request, World

ABSENT = "0193a1de-7a10-7c3e-8f00-000000000000"
# Withdrawing needs a submitted project, which the next province sees and may not withdraw: test_project_matrix.py.
SEEN_BY_NEIGHBOURS = {("withdrawProject", NEAR)}
# Operations of an operator know no foreign objects: the operator's are everyone's.
OWNED = [
    operation
    for operation in operations()
    if operation.roles is not None and operation.path_parameters and operation.path.startswith("/v1/projects")
]


def in_place_of(request: Request, operation: Operation) -> Request:
    """Return the same request for an object that does not exist."""
    parts = [
        ABSENT if known.startswith("{") else part
        for known, part in zip(operation.path.split("/"), request.path.split("/"), strict=True)
    ]
    return Request(request.method, "/".join(parts), request.headers, request.query, request.json, request.content)


def stranger_of(grant: str, code: str) -> str:
    """Return the same role in another province."""
    return f"{grant.split(':')[0]}:{code}"


CASES = [(each, code) for each in OWNED for code in (NEAR, FAR) if (each.id, code) not in SEEN_BY_NEIGHBOURS]


@pytest.mark.parametrize(("operation", "code"), CASES, ids=[f"{each.id}-{code}" for each, code in CASES])
async def test_anothers_object_and_nothing_answer_alike(world: World, operation: Operation, code: str) -> None:
    good = await good_request(world, operation)
    role = COMMITTEE if operation.id == "returnProject" else PROVINCE
    answers = []
    for request in (good, in_place_of(good, operation)):
        answer = await request.with_headers(**world.as_(stranger_of(role, code))).send(world.api)
        told = {name: value for name, value in answer.json().items() if name != "request_id"}
        answers.append((answer.status_code, told))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert (await good.send(world.api)).is_success  # nothing had happened to it
