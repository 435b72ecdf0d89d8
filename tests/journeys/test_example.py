"""The shipped example on a house of its own: all six journeys, a second loading, one that breaks off, and the smoke."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import OKPKey
from sqlalchemy import func, select
from typing_extensions import override

from example import agreements
from example.committees import EVALUATION, register
from example.house import House
from example.load import Loaded, Watcher, load
from example.places import UPPER_NORTH_1, Place
from operations import client
from operations.postgres import Server
from operations.smoke.__main__ import main
from operations.smoke.journeys import Checker
from services.shared.events.models import Event
from tests import databases
from tests.conftest import As
from tests.gateway.houses import gateway_before
from tests.gateway.servers import free_port
from tests.stack import Stack, running

MATRIX = "/v1/overview/joint-matrix?fiscal_year=2558&function=05"
AREA = "/v1/overview/areas/50?fiscal_year=2558"


@pytest.fixture(scope="module")
async def own(server: Server, worker_id: str, key_file: Path, signing_key: OKPKey) -> AsyncIterator[Stack]:
    """A house in which nothing stands but the reference data."""
    assert signing_key.kid
    name = f"test_example_{worker_id}_{os.getpid()}"
    dsn = await databases.make_database(server, name)
    async with running(dsn, key_file) as stack:
        yield stack
    await databases.drop_database(server, name)


@pytest.fixture(scope="module")
async def house(own: Stack, as_: As) -> AsyncIterator[House]:
    async with httpx.AsyncClient(base_url=own.gateway_url, timeout=60, trust_env=False) as asking:
        yield House(asking, lambda grant, subject: as_(grant, subject=subject))


@dataclass(frozen=True)
class Loading:
    """The example in the house, and how much was done to plans when a first loading broke off and when all was done."""

    loaded: Loaded
    planned_before: int
    planned_after: int


class BreaksOff(Watcher):
    """Ends a loading in the middle, as a stopped process would."""

    @override
    async def shared(self, loaded: Loaded) -> None:
        raise InterruptedError


async def planned(stack: Stack) -> int:
    """How much was done to committees, plans and projects."""
    done = select(func.count()).where(Event.object_type.in_(("committee", "plan", "project")))
    async with stack.sessions("plans")() as session:
        return await session.scalar(done) or 0


@pytest.fixture(scope="module")
async def loading(house: House, own: Stack) -> Loading:
    """The example, loaded once for all tests of this file."""
    with pytest.raises(InterruptedError):
        await load(house, UPPER_NORTH_1, BreaksOff())
    before = await planned(own)
    return Loading(await load(house, UPPER_NORTH_1), before, await planned(own))


async def test_the_journeys_come_to_what_they_should_and_one_that_broke_off_goes_on(loading: Loading) -> None:
    assert loading.planned_after == loading.planned_before
    checker = Checker()
    for look in (checker.planned, checker.agreed, checker.paid, checker.scored):
        await look(loading.loaded)


@pytest.mark.usefixtures("loading")
async def test_what_is_an_example_says_so_in_every_answer(house: House) -> None:
    agreement = (await house.get("/v1/performance-agreements", "opdc", fiscal_year=2558, area_code="52"))["items"][0]
    read = await house.get(f"/v1/performance-agreements/{agreement['id']}", "opdc")
    assert all("ตัวอย่างของระบบ, not official" in kpi["source"] for kpi in read["kpis"])
    assert all(kpi["rubric"]["source"] == "ตัวอย่างของระบบ, not official" for kpi in read["kpis"])
    card = (await house.get("/v1/scorecards", "opdc", fiscal_year=2558))["items"][0]
    assert card["is_example"] is True


@pytest.mark.usefixtures("loading")
async def test_a_place_in_a_later_year_goes_along_the_chain_of_that_year(house: House) -> None:
    house, place = replace(house, mark="later"), Place("C60-15", ("50",), 2568)
    known = await house.get("/v1/indicators", "opdc", state="published", limit=1)
    kpi = {"indicator_id": known["items"][0]["id"], "targets": [{"fiscal_year": 2568, "value": 5}]}
    committee = await register(house, place, EVALUATION)
    await agreements.set_days(house, place)
    drafts = {area: await agreements.draft(house, place, area, [kpi]) for area in place.areas}
    heard = {area: await agreements.hear(house, place, area, each) for area, each in drafts.items()}
    submitted = {area: await agreements.submit(house, place, area, each) for area, each in heard.items()}
    await agreements.approve_all(house, place, committee, submitted)
    read = {area: await house.get(f"{agreements.PATH}/{each['id']}", "opdc") for area, each in submitted.items()}
    assert {area: each["stage"] for area, each in read.items()} == {"C60-15": "done", "50": "done"}
    passed = {area: [each["outcome"] for each in found["progress"]["passages"]] for area, found in read.items()}
    assert passed == {
        "C60-15": ["presented", "submitted", "approved"],
        "50": ["submitted", "analysed", "endorsed", "approved", "notified", "acknowledged"],
    }
    assert all(step["due_on"] == place.held_on for found in read.values() for step in found["progress"]["steps"])


@pytest.mark.usefixtures("loading")
async def test_a_total_that_is_not_the_sum_is_kept_as_stated_and_told(house: House) -> None:
    agreement = (await house.get("/v1/performance-agreements", "opdc", fiscal_year=2558, area_code="52"))["items"][0]
    checks = await house.get(f"/v1/performance-agreements/{agreement['id']}/checks", "opdc")
    told = {kpi["indicator_code"]: kpi for kpi in checks["kpis"]}
    assert told["UN1-08"]["stated_total"] == 10
    assert told["UN1-08"]["differs_from_sum"] is True
    assert told["UN1-07"]["differs_from_sum"] is False


@pytest.mark.usefixtures("loading")
async def test_with_the_budget_away_nothing_is_shown_as_zero_and_it_comes_back_by_itself(own: Stack, as_: As) -> None:
    headers = as_("opdc")
    async with gateway_before(own, {"budget": f"http://127.0.0.1:{free_port()}"}) as gateway:
        matrix, area = (
            (await gateway.get(MATRIX, headers=headers)).json(),
            (await gateway.get(AREA, headers=headers)).json(),
        )
    assert matrix["parts"]["budget"]["state"] == area["parts"]["budget"]["state"] == "unavailable"
    assert {cell["money"] for row in matrix["joint_indicators"] for cell in row["cells"]} == {None}
    assert area["budget"] is None
    async with httpx.AsyncClient(base_url=own.gateway_url, timeout=30, trust_env=False) as gateway:
        assert (await gateway.get(MATRIX, headers=headers)).json()["complete"] is True
        assert (await gateway.get(AREA, headers=headers)).json()["complete"] is True


async def test_the_smoke_walks_the_journeys_as_two_registered_persons(
    own: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = await asyncio.to_thread(client.create_smoke, own.settings["gateway"], "C60-15")
    for line in printed.splitlines():
        monkeypatch.setenv(*line.split("=", 1))
    status = await asyncio.to_thread(main, [own.gateway_url])
    told = capsys.readouterr()
    assert (status, told.err) == (0, ""), told.err
    for journey in ("1 plans", "2 indicators", "3 joint KPI", "4 budget", "5 evaluation", "6 gateway"):
        assert f"ok      {journey}" in told.out
