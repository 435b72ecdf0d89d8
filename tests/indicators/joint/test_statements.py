"""However many provinces are asked, a joint indicator takes the same number of statements."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from services.shared import reference
from services.shared.tasks.models import Task
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.joint import indicator
from tests.contract.world import World
from tests.indicators.joint.conftest import Sides, drafted
from tests.indicators.joint.measuring import push, reviewed
from tests.stack import Stack
from tests.statements import counted

ALL = tuple(area.code for area in reference.provinces(2558))
FEW = ALL[:4]
Step = Callable[[Sides], Awaitable[Any]]


async def proposed(world: World, codes: tuple[str, ...]) -> tuple[Sides, Json]:
    """A draft to some provinces."""
    measured = await indicator(world)
    return await drafted(world, *codes, measured=measured), measured


async def test_offers_go_out_to_seventy_six_provinces_as_to_four(world: World, stack: Stack) -> None:
    assert len(ALL) == 76
    used: dict[int, dict[str, int]] = {}
    for codes in (FEW, ALL):
        sides, _ = await proposed(world, codes)
        steps: dict[str, Step] = {
            "patch": lambda sides: change(sides, {"national_target": 7600}),
            "offer": lambda sides: sides.done("offer"),
            "redefine": lambda sides: sides.done("redefine", body={"national_target": 8000, "reason": "ปรับ"}),
            "withdraw": lambda sides: sides.done("withdraw", body={"reason": "รวมกับตัวชี้วัดอื่น"}),
        }
        used[len(codes)] = {}
        for name, step in steps.items():
            with counted(stack, "indicators") as sent:
                await step(sides)
            used[len(codes)][name] = len(sent)
            await it_is_so_for_every_area(stack, sides, codes, name)
    assert used[4] == used[76], used
    assert max(used[76].values()) <= 26, used


async def change(sides: Sides, body: Json) -> None:
    found = await sides.read()
    headers = {**sides.world.as_(MINISTRY), "If-Match": f'"{found["version"]}"'}
    answer = await sides.world.api.patch(sides.path, json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def it_is_so_for_every_area(stack: Stack, sides: Sides, codes: tuple[str, ...], step: str) -> None:
    """Every offer moved, was signed, is in the history once and asked of its area once."""
    offers = await sides.offers()
    expected = {"patch": "draft", "offer": "offered", "redefine": "offered", "withdraw": "withdrawn"}[step]
    assert {each["state"] for each in offers.values()} == {expected}
    assert sorted(offers) == sorted(codes)
    is_out = expected == "offered"
    if is_out:
        assert {each["signatures"][0]["offer_hash"] == each["content_hash"] for each in offers.values()} == {True}
        assert {each["offer_version"] for each in offers.values()} == {1 if step == "offer" else 2}
    ids = [each["id"] for each in offers.values()]
    waiting = select(func.count()).where(Task.object_id.in_(ids), Task.closed_at.is_(None))
    async with stack.sessions("indicators")() as session:
        assert await session.scalar(waiting) == (len(codes) if is_out else 0)


@pytest.mark.parametrize("differ", [True, False])
async def test_values_of_many_areas_are_looked_at_as_those_of_few(world: World, stack: Stack, differ: bool) -> None:
    used = {}
    for codes in (FEW[:2], FEW + ALL[4:12]):
        sides, measured = await proposed(world, codes)
        await sides.done("offer")
        for code in codes:
            await sides.sign(code)
            await push(world, f"province:{code}", measured["id"], {"area_code": code, "value": 1000})
        rows = [{"area_code": code, "value": 500 if differ else 1001} for code in codes]
        with counted(stack, "indicators") as sent:
            await push(world, MINISTRY, measured["id"], *rows)
        pushed = len(sent)
        with counted(stack, "indicators") as sent:
            await reviewed(sides)
        used[len(codes)] = (pushed, len(sent) if not differ else 0)
        asked: Json = {"joint_indicator_id": sides.id, "limit": 100}
        listed = await world.api.get("/v1/joint-indicators/disputes", params=asked, headers=world.as_("opdc"))
        assert len(listed.json()["items"]) == (len(codes) if differ else 0)
    assert len(set(used.values())) == 1, used
