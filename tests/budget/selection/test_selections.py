"""Choices over HTTP: what they rest on, who may, what they answer, overruling, and the smallest change."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from services.budget.selection.engine.child import answer_to
from services.budget.selection.engine.process import Told
from services.budget.selection.rules.model import Limits
from services.budget.selection.usecases import computing
from tests.budget.ledger.books import BUREAU, POLICY, Json
from tests.budget.selection.choices import SELECTIONS, Choices
from tests.budget.selection.problems import SOLVER


@pytest.fixture(scope="module", autouse=True)
def in_this_process() -> Iterator[None]:
    """Have it computed here, which saves starting a process each time; `test_computing` has the process."""

    async def answered(question: Json, _told: Told) -> Json:
        answer = answer_to(question, SOLVER, Limits(**question["limits"]))
        solver = {"name": "HiGHS", "version": "1.16.0", "threads": 1, "seed": 1, "seconds": 0.0}
        return json.loads(json.dumps({**answer, "solver": solver}))  # type: ignore[no-any-return]  # as from a process

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(computing, "computed", answered)
        yield


@pytest.fixture(scope="module")
async def choice(choices: Choices) -> Json:
    """A choice among the first desk's requests that nobody changes."""
    return await choices.made()


def by_id(items: list[Json]) -> dict[str, Json]:
    return {item["id"]: item for item in items}


async def test_both_rankings_stand_side_by_side_with_every_reason(choices: Choices) -> None:
    first = await choices.post(choices.body())
    assert (first.status_code, first.json()["state"], first.json()["strict"]) == (201, "queued", None)
    assert first.headers["location"] == f"{SELECTIONS}/{first.json()['id']}"
    shown = await choices.ended(first.headers["location"])
    assert (shown["state"], shown["candidate_count"], shown["content_hash"]) == (
        "solved",
        5,
        first.json()["content_hash"],
    )
    # 600 baht is held for the first request: it counts as free, the candidates being what it is for.
    (ceiling,) = shown["ceilings"]
    assert (ceiling["key"], ceiling["amount"]) == (choices.at.account["id"], "1000.00")
    assert [ceiling[f"{name}_amount"] for name in ("asked", "strict", "optimum")] == ["1700.00", "600.00", "1000.00"]
    assert ceiling["line_request_id"] == choices.ids[1]
    assert (shown["strict"]["value"], shown["optimum"]["value"], shown["optimum"]["bound"]) == (10, 19, 19)
    assert (shown["optimum"]["gap_percent"], shown["optimum"]["is_proven"]) == (0, True)
    assert shown["differences"] == {"only_strict": 0, "only_optimum": 2}
    assert (shown["solver"]["name"], shown["solver"]["threads"], shown["solver"]["seed"]) == ("HiGHS", 1, 1)
    found = await choices.candidates(shown)
    assert [item["id"] for item in found] == [*choices.ids, choices.joint[0]["id"]]
    assert [item["standing"] for item in found] == ["both", "neither", "only_optimum", "only_optimum", "neither"]
    assert [item["strict"]["would_fit"] for item in found] == [False, False, True, True, True]
    (reason,) = found[1]["optimum"]["reasons"]
    amounts = [reason[f"{name}_amount"] for name in ("ceiling", "used", "asked", "needed")]
    assert (reason["kind"], reason["key"], amounts) == (
        "ceiling",
        ceiling["key"],
        ["1000.00", "1000.00", "500.00", "500.00"],
    )
    assert "500.00 more would be needed" in reason["sentence"]["en"]
    assert [each["id"] for each in await choices.candidates(shown, standing="only_optimum")] == choices.ids[2:]


async def test_the_same_requests_have_the_same_answer(choices: Choices, choice: Json) -> None:
    one, other = choice, await choices.made()
    assert await choices.candidates(one) == await choices.candidates(other)
    assert [one[name] for name in ("strict", "optimum", "ceilings")] == [
        other[name] for name in ("strict", "optimum", "ceilings")
    ]


async def test_a_nations_choice_takes_a_joint_project_as_a_whole(choices: Choices) -> None:
    answer = await choices.post(choices.nation(), BUREAU)
    assert answer.status_code == 201, answer.text
    shown = await choices.ended(answer.headers["location"], POLICY)
    found = by_id(await choices.candidates(shown, BUREAU))
    joint = found[choices.joint_id]
    assert [request["area_code"] for request in joint["requests"]] == ["50", "51"]
    assert (joint["amount"], joint["value"], shown["candidate_count"]) == ("400.00", 2, 5)
    assert {ceiling["title_th"] for ceiling in shown["ceilings"]} == {"เชียงใหม่ AREA", "ลำพูน AREA"}
    assert (joint["standing"], joint["optimum"]["reasons"][0]["needed_amount"]) == ("neither", "200.00")


async def test_what_is_stated_is_kept(choices: Choices) -> None:
    dimensions = ("economy", "economy", "society", "society", None)
    known = zip([*choices.requests, choices.joint[0]], dimensions, strict=True)
    scores = [choices.score(request, 5, dimension) for request, dimension in known]
    shown = await choices.made(
        scores=scores, minimums=[{"dimension": "society", "percent": 31.5}], must_have=[choices.ids[1]],
        exclusions=[{"request_ids": choices.ids[2:], "reason_th": "พื้นที่เดียวกัน"}], keeps_own_order=True,
        left_out=[choices.ids[0]], ranking="submission_order",
        ceilings=[{"title_th": "ลองเพิ่มกรอบ", "area_codes": [], "fund_codes": [], "amount": "1200.00"}],
        ceilings_source="ตัวอย่างของระบบ, not official",
    )  # fmt: skip
    assert (shown["ceilings_from"], shown["ceilings"][0]["amount"], shown["ranking"]) == (
        "stated",
        "1200.00",
        "submission_order",
    )
    found = by_id(await choices.candidates(shown))
    assert [found[each]["optimum"]["is_in"] for each in choices.ids] == [False, True, True, False]
    kinds = {each: [reason["kind"] for reason in found[each]["optimum"]["reasons"]] for each in found}
    assert kinds[choices.ids[0]] == ["left_out", "ceiling", "minimum"]
    assert kinds[choices.ids[3]] == ["exclusion"]
    assert kinds[choices.joint[0]["id"]] == ["own_order", "minimum"]
    society = next(share for share in shown["optimum"]["shares"] if share["dimension"] == "society")
    assert society == {"dimension": "society", "amount": "300.00", "minimum_percent": 31.5}


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"scores": []}, "/scores", "too_short"),
        ({"criteria": [{"code": "benefit", "title_th": "ก", "weight": 99.5}]}, "/criteria", "weights_do_not_add_up"),
        ({"must_have": ["0193a1de-7a10-7c3e-8f00-2f6d3c1b9a99"]}, "/must_have/0", "not_a_candidate"),
        ({"ceilings_source": "ไม่มีกรอบ"}, "/ceilings_source", "ceilings_and_source"),
        ({"fiscal_year": 2511, "area_code": "38"}, "/area_code", "area_does_not_fit"),
        (
            {"minimums": [{"dimension": "a", "percent": 60}, {"dimension": "b", "percent": 41}]},
            "/minimums",
            "shares_past_whole",
        ),
        ({"request_states": ["endorsed"]}, "/fiscal_year", "nothing_to_choose"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_does_not_fit_is_named(choices: Choices, changed: Json, pointer: str, code: str) -> None:
    answer = await choices.post(choices.body(**changed), f"province:{changed.get('area_code', '50')}")
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


async def test_no_value_is_made_up(choices: Choices) -> None:
    body = choices.body()
    body["scores"] = [*body["scores"][1:3], body["scores"][1], {**body["scores"][3], "values": {"other": 1}}]
    faults = (await choices.post(body)).json()["errors"]
    assert [(fault["pointer"], fault["code"]) for fault in faults] == [
        ("/scores/3/values", "criteria_do_not_fit"),
        ("/scores/2/request_id", "scored_twice"),
        ("/scores", "score_missing"),
    ]
    assert choices.ids[0] in faults[-1]["detail"]


async def test_each_chooses_among_its_own_and_nobody_else_knows(choices: Choices, choice: Json) -> None:
    mine, nations = choice, (await choices.post(choices.nation(), POLICY)).json()
    reading = {f"{SELECTIONS}/{mine['id']}": 200, f"{SELECTIONS}/{nations['id']}": 404}
    for path, status in reading.items():
        for grant in ("province:50", "province_committee:50"):
            assert (await choices.world.api.get(path, headers=choices.world.as_(grant))).status_code == status
        for grant in (BUREAU, "opdc", POLICY):
            seen = await choices.world.api.get(path, headers=choices.world.as_(grant))
            assert seen.status_code == (404 if status == 200 else 200)
        for grant in ("province:51", "cluster_committee:C50-18"):
            assert (await choices.world.api.get(path, headers=choices.world.as_(grant))).status_code == 404
    job = f"{SELECTIONS}/jobs/{mine['job_id']}"
    for grant, status in (("province_committee:50", 200), (BUREAU, 404), ("province:51", 404), ("inspector", 403)):
        assert (await choices.world.api.get(job, headers=choices.world.as_(grant))).status_code == status
    for grant, body in (("province:51", choices.body()), (BUREAU, choices.body()), ("province:50", choices.nation())):
        refused = await choices.post(body, grant)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    both = ("province:50", POLICY)
    overruled = await choices.world.api.post(
        f"{SELECTIONS}/{mine['id']}/overrule",
        json={"request_id": choices.ids[1], "verdict": "in", "reason": "ก"},
        headers={**choices.world.as_(*both), "Idempotency-Key": "both-posts"},
    )
    assert (overruled.status_code, overruled.json()["code"]) == (403, "not_permitted")


async def test_a_number_is_one_choice_also_when_two_come_at_once(choices: Choices) -> None:
    body = choices.body()
    answers = await asyncio.gather(choices.post(body), choices.post(body))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    again = await choices.post(body)
    assert (again.status_code, again.json()["code"]) == (409, "project_selection_exists")


async def test_a_conflict_is_named_and_the_ranking_stands_all_the_same(choices: Choices) -> None:
    shown = await choices.made(must_have=choices.ids[:2])
    assert (shown["state"], shown["optimum"], shown["differences"]) == ("infeasible", None, None)
    assert [(each["kind"], each["request_ids"]) for each in shown["conflict"]] == [
        ("ceiling", []),
        ("must_have", [choices.ids[0]]),
        ("must_have", [choices.ids[1]]),
    ]
    assert "100.00 too much" in shown["conflict"][0]["sentence"]["en"]
    assert shown["strict"]["count"] == 1
    refused = await choices.at.post(f"{SELECTIONS}/{shown['id']}/candidates/{choices.ids[1]}/smallest-change")
    assert (refused.status_code, refused.json()["code"]) == (409, "state_does_not_allow")


async def overruled(choices: Choices, choice: Json, request_id: str, verdict: str, number: int) -> dict[str, Any]:
    """Overrule, wait until it was weighed, and return what it is then."""
    body = {"request_id": request_id, "verdict": verdict, "reason": "ที่ประชุมมีมติ"}
    answer = await choices.at.post(f"{SELECTIONS}/{choice['id']}/overrule", "province_committee:50", body)
    assert answer.status_code == 200, answer.text
    job_id = answer.json()["overrules"][number - 1]["job_id"]
    await choices.ended(f"{SELECTIONS}/jobs/{job_id}")
    shown: Json = (await choices.at.read(f"{SELECTIONS}/{choice['id']}"))["overrules"][number - 1]
    return shown


async def test_the_committee_overrules_and_sees_what_it_costs(choices: Choices) -> None:
    choice = await choices.made()
    first = await overruled(choices, choice, choices.ids[1], "in", 1)
    assert (first["verdict"], first["reason"], first["overruled_by"]) == ("in", "ที่ประชุมมีมติ", "province_committee:50")
    (ceiling,) = first["effect"]["ceilings"]
    assert (first["effect"]["value"], first["effect"]["amount"]) == (9, "500.00")
    assert (ceiling["amount"], ceiling["before_amount"], ceiling["after_amount"]) == ("1000.00", "1000.00", "1500.00")
    assert [(each["kind"], each["needed_amount"]) for each in first["effect"]["breaks"]] == [("ceiling", "500.00")]
    weighing = first["weighing"]
    # With it the best is 500 + 300 + 100 (or the joint one): 18 of 19.
    assert (weighing["state"], weighing["value"], weighing["cost"]) == ("solved", 18, 1)
    assert (weighing["came"], weighing["went"]) == ([choices.ids[1]], [choices.ids[0]])
    second = await overruled(choices, choice, choices.ids[0], "in", 2)
    assert (second["effect"]["value"], second["weighing"]["state"], second["weighing"]["cost"]) == (
        0,
        "infeasible",
        None,
    )
    assert {each["kind"] for each in second["weighing"]["conflict"]} == {"ceiling", "must_have"}
    third = await overruled(choices, choice, choices.ids[1], "lifted", 3)
    assert (third["effect"]["value"], third["weighing"]["cost"]) == (-9, 0)
    found = by_id(await choices.candidates(choice))
    assert [found[each]["overruled"] for each in choices.ids] == ["in", "lifted", None, None]
    computed = await choices.at.read(f"{SELECTIONS}/{choice['id']}")
    assert [computed[name] for name in ("strict", "optimum", "content_hash")] == [
        choice[name] for name in ("strict", "optimum", "content_hash")
    ]
    refused = await choices.at.post(
        f"{SELECTIONS}/{choice['id']}/overrule", None, {"request_id": choices.ids[0], "verdict": "out", "reason": "ก"}
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")


async def test_the_smallest_change_is_found_once_and_lets_it_in(choices: Choices, choice: Json) -> None:
    path = f"{SELECTIONS}/{choice['id']}/candidates/{choices.ids[1]}"
    assert (await choices.at.read(path))["smallest_change"] is None
    asked = await choices.at.post(f"{path}/smallest-change")
    assert asked.status_code == 202, asked.text
    await choices.ended(f"{SELECTIONS}/jobs/{asked.json()['id']}")
    again = await choices.at.post(f"{path}/smallest-change")
    assert (again.json()["id"], again.json()["state"]) == (asked.json()["id"], "succeeded")
    shown = (await choices.at.read(path))["smallest_change"]
    value, cost, money = shown["changes"]
    assert (shown["state"], [each["is_verified"] for each in shown["changes"]]) == ("solved", [True] * 3)
    assert (value["by_value"], value["to_value"]) == (2, 11)
    assert (cost["by_amount"], cost["to_amount"]) == ("200.00", "300.00")
    assert (money["by_amount"], money["raises"][0]["key"]) == ("200.00", choices.at.account["id"])
    assert all("it is in when everything is solved again" in each["sentence"]["en"] for each in shown["changes"])
    # What is said is true: stated so, it is in.
    scores = choices.body()["scores"]
    scores[1]["values"] = {"benefit": 11}
    with_value = await choices.made(scores=scores)
    raised = {"title_th": "เพิ่ม", "area_codes": [], "fund_codes": [], "amount": "1200.00"}
    with_money = await choices.made(ceilings=[raised], ceilings_source="ตัวอย่างของระบบ, not official")
    for changed in (with_value, with_money):
        assert by_id(await choices.candidates(changed))[choices.ids[1]]["optimum"]["is_in"]
    missing = await choices.world.api.get(
        f"{SELECTIONS}/{choice['id']}/candidates/{choices.joint[1]['id']}", headers=choices.world.as_("province:50")
    )
    assert missing.status_code == 404
