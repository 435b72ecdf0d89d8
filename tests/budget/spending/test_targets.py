"""Targets of years: what ships says how sure it is, and other targets are a new version, never an edit."""

import asyncio

import httpx

from services.budget.spending.schemas.targets import RECORD_EXAMPLE
from tests.budget.ledger.books import BUREAU
from tests.conftest import As, key

PATH = "/v1/spending-targets"
YEAR = 2574  # no other test asks for its targets


async def test_the_targets_of_2565_say_which_are_official(api: httpx.AsyncClient) -> None:
    [shipped] = (await api.get(PATH, params={"fiscal_year": 2565})).json()["items"]
    told = {(row["measure"], row["expenditure_class"], row["quarter"]): row for row in shipped["goals"]}
    disbursed = {
        name: [told["disbursed", name, quarter]["percent"] for quarter in (1, 2, 3, 4)]
        for name in ("overall", "recurrent", "capital")
    }
    assert disbursed == {"overall": [30, 51, 72, 93], "recurrent": [34, 57, 79, 98], "capital": [13, 29, 46, 75]}
    assert [told["spent", name, 3]["percent"] for name in disbursed] == [81.74, 81.76, 81.65]
    assert len(told) == 15
    for (_, _, quarter), row in told.items():
        assert row["certainty"] == ("sourced" if quarter >= 3 else "from_memory")
        assert ("not official" in row["source"]) == (quarter < 3)


async def test_other_targets_are_a_new_version_and_of_two_at_once_one_wins(api: httpx.AsyncClient, as_: As) -> None:
    async def record(replaces: int | None) -> httpx.Response:
        body = {**RECORD_EXAMPLE, "fiscal_year": YEAR, "replaces_edition": replaces}
        return await api.post(PATH, json=body, headers={**as_(BUREAU), **key()})

    first = await record(None)
    assert (first.status_code, first.json()["edition"]) == (201, 1)
    assert (await record(None)).json()["code"] == "spending_targets_replaced"
    answers = await asyncio.gather(*(record(1) for _ in range(4)))
    codes = sorted(each.json().get("code", "recorded") for each in answers)
    assert codes == ["recorded", *["spending_targets_replaced"] * 3]
    listed = (await api.get(PATH, params={"fiscal_year": YEAR})).json()["items"]
    assert sorted((each["edition"], each["is_latest"]) for each in listed) == [(1, False), (2, True)]
    assert (await api.get(first.headers["location"])).json()["is_latest"] is False


async def test_goals_that_fall_are_refused_by_their_place(api: httpx.AsyncClient, as_: As) -> None:
    goal = {**RECORD_EXAMPLE["goals"][0], "quarter": 4, "percent": 71.5}
    body = {**RECORD_EXAMPLE, "fiscal_year": YEAR + 1, "goals": [*RECORD_EXAMPLE["goals"], goal]}
    answer = await api.post(PATH, json=body, headers={**as_(BUREAU), **key()})
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("/goals/2/percent", "goals_fall")]
    assert (await api.post(PATH, json=body, headers={**as_("opdc"), **key()})).status_code == 403
