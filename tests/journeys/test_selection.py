"""A province's secretariat ranks its requests, the committee overrules, and what stands goes to the meeting."""

import httpx

from tests.budget.selection.choices import SELECTIONS, choices_of
from tests.conftest import As, key
from tests.contract.world import World
from tests.stack import Stack


async def test_requests_are_ranked_overruled_and_decided(api: httpx.AsyncClient, as_: As, stack: Stack) -> None:
    choices = await choices_of(World(api, as_, stack))
    choice = await choices.made()
    assert choice["strict"]["value"] < choice["optimum"]["value"]

    out = (await choices.candidates(choice, standing="neither"))[0]
    path = f"{SELECTIONS}/{choice['id']}"
    asked = await choices.at.post(f"{path}/candidates/{out['id']}/smallest-change")
    await choices.ended(f"{SELECTIONS}/jobs/{asked.json()['id']}")
    detail = await choices.at.read(f"{path}/candidates/{out['id']}")
    assert {change["kind"] for change in detail["smallest_change"]["changes"] if change["is_verified"]} == {
        "value",
        "cost",
        "ceiling",
    }

    said = {"request_id": choices.ids[3], "verdict": "out", "reason": "รวมกับโครงการของอำเภอแล้ว"}
    headers = {**as_("province_committee:50"), **key()}
    overruled = (await api.post(f"{path}/overrule", json=said, headers=headers)).json()["overrules"][0]
    await choices.ended(f"{SELECTIONS}/jobs/{overruled['job_id']}")
    weighing = (await choices.at.read(path))["overrules"][0]["weighing"]
    assert (weighing["state"], weighing["cost"]) == ("solved", 4)  # the joint one asks 200 baht, and 100 are left

    # The choice is a working paper: money is given by the committee's resolution alone, on the request as it stood.
    chosen = await choices.at.again({"id": choices.ids[0]})
    stood = next(each for each in await choices.candidates(choice) if each["id"] == chosen["id"])["requests"][0]
    assert (stood["version"], stood["content_hash"]) == (chosen["version"], chosen["content_hash"])
    assert (await choices.at.decide(chosen, "endorse"))["outcome"] == "applied"
