"""Allocation rounds and their runs: three provinces, 1,000 baht."""

from typing import Any

from tests.budget.allocation.rounds import OBJECT, Bureau, round_body
from tests.budget.ledger.books import BUREAU
from tests.budget.requests.lists import NATIONAL, confirmed, item_on
from tests.contract.operations import Json
from tests.contract.world import Make, Specimen, World, fixed

REASON: Json = {"reason": "กรอบวงเงินของปีเปลี่ยนแปลง"}


async def new_round(_world: World) -> Specimen:
    """A round that is not there yet."""
    return Specimen(BUREAU, json=round_body())


def on_round(**known: Any) -> Make:
    """A specimen on a draft."""

    async def make(world: World) -> Specimen:
        draft = await Bureau(world).draft()
        return Specimen(BUREAU, {"round_id": draft["id"]}, tag=f'"{draft["version"]}"', **known)

    return make


async def to_propose(world: World) -> Specimen:
    """A draft with a run that is not proposed yet."""
    bureau = Bureau(world)
    draft = await bureau.draft()
    run = await bureau.run(draft)
    return Specimen(BUREAU, {"round_id": draft["id"]}, json={"run_id": run["id"], "reason": "ตามเกณฑ์เดิม"})


async def decided(world: World) -> Specimen:
    """A confirmed resolution on a proposed round that nobody has carried out."""
    allocation = await Bureau(world).proposed()
    resolution = await confirmed(world, NATIONAL, [item_on(allocation, "approve", what=OBJECT)])
    return Specimen("opdc", json={"resolution_id": resolution["id"]})


_published: list[Json] = []


def on_published(*, run: bool = True, **path: str) -> Make:
    """A specimen on the one published round: none of these writes anything, so it serves them all."""

    async def make(world: World) -> Specimen:
        if not _published:
            _published.append(await Bureau(world).published())
        [allocation] = _published
        return Specimen(
            path={"round_id": allocation["id"], **({"run_id": allocation["run_id"]} if run else {}), **path}
        )

    return make


async def two_runs(world: World) -> Specimen:
    """A draft that was run twice."""
    bureau = Bureau(world)
    draft = await bureau.draft()
    runs = [(await bureau.run(draft, **tried))["id"] for tried in ({}, {"frame_amount": "1200.00"})]
    return Specimen(BUREAU, {"round_id": draft["id"]}, {"run": runs})


SPECIMENS: dict[str, Make] = {
    "listAllocationRounds": fixed(),
    "createAllocationRound": new_round,
    "getAllocationRound": on_published(run=False),
    "updateAllocationRound": on_round(json={"frame_amount": "1200.00"}),
    "proposeAllocationRound": to_propose,
    "withdrawAllocationRound": on_round(json=REASON),
    "listAllocationRoundHistory": on_round(),
    "decideAllocationRounds": decided,
    "runAllocationRound": on_round(json={"name_th": "ตามที่ร่าง"}),
    "listAllocationRuns": on_published(run=False),
    "getAllocationRun": on_published(),
    "explainAllocationShare": on_published(area_code="50"),
    "getAllocationSnapshot": on_published(),
    "verifyAllocationRun": on_published(),
    "getAllocationEquity": on_published(),
    "exportAllocationRun": on_published(),
    "compareAllocationRuns": two_runs,
}
