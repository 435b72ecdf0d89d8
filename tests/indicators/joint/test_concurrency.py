"""What two sides do at once: nothing is signed that was not read, nothing is lost, the cascade reconciles."""

import asyncio

from tests.conftest import key
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.joint import PATH, SEEN, indicator, joint_body
from tests.contract.world import World
from tests.indicators.joint.conftest import NORTH, offered


async def test_all_areas_sign_at_once(world: World) -> None:
    sides = await offered(world)
    answers = await asyncio.gather(*(sides.sign(area) for area in NORTH))
    assert [answer.status_code for answer in answers] == [200] * 4, [answer.text for answer in answers]
    assert (await sides.read())["agreement"]["agreed"] == 4


async def test_the_same_key_signs_once(world: World) -> None:
    sides = await offered(world)
    headers = {**world.as_("province:50"), **key()}
    path = f"{sides.path}/offers/50/sign"
    answers = await asyncio.gather(*(world.api.post(path, json=SEEN, headers=headers) for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len((await sides.offer("50"))["signatures"]) == 2


async def test_a_signature_and_a_new_definition_never_cross(world: World) -> None:
    for _ in range(5):
        sides = await offered(world)
        body = {"tolerance_percent": 9, "reason": "ปรับค่าคลาดเคลื่อน"}
        signed, redefined = await asyncio.gather(sides.sign("50"), sides.act("redefine", body=body))
        assert redefined.status_code == 200, redefined.text
        assert signed.status_code == 200 or signed.json()["code"] == "offer_changed_since", signed.text
        offer = await sides.offer("50")
        assert (offer["state"], offer["definition_version"]) == ("offered", 2)
        assert [each["side"] for each in offer["signatures"]] == ["function"]


async def test_a_signature_and_a_revision_never_cross(world: World) -> None:
    for _ in range(5):
        sides = await offered(world)
        body = {"target": 950, "reason": "ปรับ"}
        signed, revised = await asyncio.gather(sides.sign("50"), sides.act("offers/50/revise", body=body))
        assert revised.status_code == 200, revised.text
        assert signed.status_code == 200 or signed.json()["code"] == "offer_changed_since", signed.text
        offer = await sides.offer("50")
        assert (offer["state"], offer["offer_version"], len(offer["signatures"])) == ("offered", 2, 1)


async def test_revisions_at_once_stay_within_the_limit(world: World) -> None:
    sides = await offered(world, unassigned_limit_percent=None, unassigned_limit_value=300)
    body = {"target": 800, "reason": "ปรับลด"}
    answers = await asyncio.gather(*(sides.act(f"offers/{area}/revise", body=body) for area in NORTH))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409], [each.text for each in answers]
    assert (await sides.reconciles())["unassigned"] == 200


async def test_one_proposal_of_many_is_made(world: World) -> None:
    body = joint_body((await indicator(world))["id"])
    answers = await asyncio.gather(
        *(world.api.post(PATH, json=body, headers={**world.as_(MINISTRY), **key()}) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"joint_indicator_exists"}
