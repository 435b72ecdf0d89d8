"""Rounds: who sees which, what is refused, what a run keeps, what is proposed and decided."""

import asyncio

from tests.budget.allocation.rounds import (
    ROUNDS,
    YEAR,
    Bureau,
    amounts_of,
    criterion,
    inputs,
    pool,
    round_body,
)
from tests.budget.ledger.books import BUREAU, POLICY
from tests.conftest import key
from tests.contract.operations import Json

EVEN = {"50": "234.00", "51": "333.00", "52": "433.00"}
OVERSEERS = ("policy_committee", "nesdc", "interior", "opdc", "auditor")
OTHERS = ("province:50", "cluster:C60-15", "ministry:05", None)


async def statuses(bureau: Bureau, path: str, *grants: str | None) -> list[int]:
    """What each of them is answered."""
    return [(await bureau.get(path, grant)).status_code for grant in grants]


async def test_a_draft_is_its_makers_what_is_proposed_the_overseers_what_is_published_everybodys(
    bureau: Bureau,
) -> None:
    draft = await bureau.draft()
    other, run = await bureau.run(draft, name_th="ลองอย่างอื่น"), await bureau.run(draft)
    one = f"{ROUNDS}/{draft['id']}"
    paths = (one, f"{one}/runs", f"{one}/runs/{run['id']}", f"{one}/runs/{run['id']}/snapshot")
    for path in paths:
        assert await statuses(bureau, path, BUREAU, *OVERSEERS, *OTHERS) == [200, *[404] * 9]
    proposed = await bureau.propose(draft, run)
    for path in paths:
        assert await statuses(bureau, path, BUREAU, *OVERSEERS, *OTHERS) == [*[200] * 6, *[404] * 4]
    assert len((await bureau.read(f"{one}/runs", "nesdc"))["items"]) == 2
    await bureau.resolved(proposed, "approve")
    for path in paths:
        assert await statuses(bureau, path, *OTHERS) == [200] * 4
    # What was only tried is nobody else's, even then.
    listed = (await bureau.read(f"{one}/runs", None))["items"]
    assert [each["id"] for each in listed] == [run["id"]]
    assert await statuses(bureau, f"{one}/runs/{other['id']}", "province:50", None, "auditor") == [404, 404, 200]
    assert await statuses(bureau, f"{one}/history", "province:50", None, "auditor") == [403, 401, 200]
    assert await statuses(bureau, f"{one}/runs/{run['id']}/areas/53", None) == [404]


async def test_what_is_published_may_be_kept_and_a_draft_may_not(bureau: Bureau) -> None:
    allocation = await bureau.published()
    one = f"{ROUNDS}/{allocation['id']}"
    for path in (one, f"{one}/runs/{allocation['run_id']}"):
        first = await bureau.get(path, None)
        assert first.headers["cache-control"] == "public, max-age=3600"
        again = await bureau.get(path, None, **{"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert (await bureau.get(one)).headers["cache-control"] == "private, no-store"
    draft = await bureau.draft()
    run = await bureau.run(draft)
    kept = await bureau.get(f"{ROUNDS}/{draft['id']}/runs/{run['id']}")
    assert kept.headers["cache-control"] == "private, no-store"


async def test_a_round_that_contradicts_itself_is_not_kept(bureau: Bureau) -> None:
    twice = pool(criteria=[criterion("equal", "equal", 50), criterion("equal", "direct", 50)])
    body = round_body(pools=[twice, pool()], fund_code="NO-SUCH-FUND")
    headers = {**bureau.world.as_(BUREAU), **key()}
    refused = await bureau.world.api.post(ROUNDS, json=body, headers=headers)
    assert [each["code"] for each in refused.json()["errors"]] == ["fund_unknown"]
    headers = {**bureau.world.as_(BUREAU), **key()}
    refused = await bureau.world.api.post(ROUNDS, json={**body, "fund_code": "AREA"}, headers=headers)
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        ("/pools/1/level", "level_twice"),
        ("/pools/0/criteria/1/key", "key_twice"),
        ("/pools/0/criteria/1/inputs", "one_source"),
    ]
    draft = await bureau.draft()
    changed = await bureau.patch(draft, {"pools": [twice]})
    assert (changed.status_code, changed.json()["code"]) == (422, "invalid")
    alike = await bureau.world.api.post(
        ROUNDS, json=round_body(name_th=draft["name_th"]), headers={**bureau.world.as_(BUREAU), **key()}
    )
    assert (alike.status_code, alike.json()["facts"]) == (409, {"round_id": draft["id"]})


async def test_what_cannot_be_divided_is_refused_with_every_reason(bureau: Bureau) -> None:
    light = pool(percent=70, criteria=[criterion("equal", "equal", 40)])
    clusters = pool(
        level="cluster",
        percent=30,
        areas=["C60-15", "C60-16"],
        criteria=[criterion("income", "inverse", 100, inputs=inputs({"C60-15": 0}))],
    )
    draft = await bureau.draft(pools=[light, clusters])
    refused = await bureau.act(draft, "runs", {})
    assert (refused.status_code, refused.json()["code"]) == (422, "allocation_not_divisible")
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        ("/pools/0/criteria", "weights_not_hundred"),
        ("/pools/1/criteria/0/inputs", "inputs_missing"),
        ("/pools/1/criteria/0/inputs", "zero_has_no_inverse"),
    ]
    # The parts of the frame come first: without them nobody knows what a pool is.
    refused = await bureau.act(
        draft, "runs", {"frame_amount": "1000.50", "pools": [{"level": "cluster", "percent": 20}]}
    )
    assert [each["code"] for each in refused.json()["errors"]] == ["unit_does_not_divide", "parts_not_hundred"]
    unknown = {"level": "cluster", "criteria": [{"key": "nothing", "weight": 5}]}
    refused = await bureau.act(draft, "runs", {"pools": [unknown]})
    assert [each["code"] for each in refused.json()["errors"]] == ["criterion_unknown"]
    assert (await bureau.read(f"{ROUNDS}/{draft['id']}/runs"))["items"] == []


async def test_what_is_tried_leaves_the_round_alone_and_is_proposed_once_the_round_says_so(bureau: Bureau) -> None:
    draft = await bureau.draft()
    poor = {"key": "poor", "weight": 100, "inputs": inputs({"50": 1, "51": 1, "52": 2})}
    spared = {"area_code": "52", "bounds": {"most_amount": "300.00"}, "reason_th": "ทดสอบ"}
    tried = {"level": "province", "criteria": [{"key": "equal", "weight": 50}, {**poor, "weight": 50}]}
    run = await bureau.run(draft, frame_amount="2000.00", pools=[{**tried, "exceptions": [spared]}])
    assert amounts_of(run) == {"50": "850.00", "51": "850.00", "52": "300.00"}
    assert run["result"]["pools"][0]["areas"][2]["bound_by"] == "most_amount"
    assert run["changes"]["pools"][0]["exceptions"][0]["bounds"] == {"most_amount": "300.00"}
    assert run["changes"]["frame_amount"] == "2000.00"
    alone = [{"key": "equal", "weight": 0}, {"key": "poor", "weight": 100}]
    without = await bureau.run(draft, pools=[{"level": "province", "criteria": alone}])
    assert amounts_of(without) == {"50": "167.00", "51": "333.00", "52": "500.00"}
    assert await bureau.again(draft) == draft
    refused = await bureau.act(draft, "propose", {"run_id": run["id"], "reason": "ทดสอบ"})
    assert (refused.status_code, refused.json()["code"]) == (409, "allocation_run_of_other_settings")
    [of_round] = draft["pools"]
    equal, poverty = of_round["criteria"]
    adopted = {**of_round, "exceptions": [spared]}
    adopted["criteria"] = [{**equal, "weight": 50}, {**poverty, "weight": 50, "inputs": poor["inputs"]}]
    changed = (await bureau.patch(draft, {"frame_amount": "2000.00", "pools": [adopted]})).json()
    assert changed["settings_hash"] == run["settings_hash"] != draft["settings_hash"]
    proposed = await bureau.propose(changed, run)
    assert (proposed["state"], proposed["run_id"]) == ("proposed", run["id"])


async def test_a_run_of_another_round_is_not_proposed(bureau: Bureau) -> None:
    run = await bureau.run(await bureau.draft())
    refused = await bureau.act(await bureau.draft(), "propose", {"run_id": run["id"], "reason": "ทดสอบ"})
    assert [each["code"] for each in refused.json()["errors"]] == ["run_unknown"]


async def test_runs_at_the_same_moment_are_numbered_one_after_the_other(bureau: Bureau) -> None:
    draft = await bureau.draft()
    runs = await asyncio.gather(*(bureau.run(draft) for _ in range(4)))
    assert sorted(run["number"] for run in runs) == [1, 2, 3, 4]
    assert len({run["result_sha256"] for run in runs}) == 1  # the same snapshot, the same bytes
    listed = f"{ROUNDS}/{draft['id']}/runs"
    page = await bureau.read(f"{listed}?limit=3")
    rest = await bureau.read(f"{listed}?limit=3&cursor={page['next_cursor']}")
    assert [each["number"] for each in page["items"] + rest["items"]] == [4, 3, 2, 1]


async def test_a_round_that_is_changed_while_it_is_run_is_not_run(bureau: Bureau) -> None:
    draft = await bureau.draft()
    answers = await asyncio.gather(
        *(bureau.act(draft, "runs", {}) for _ in range(3)), bureau.patch(draft, {"frame_amount": "2000.00"})
    )
    assert answers[-1].status_code == 200
    for answer in answers[:-1]:
        if answer.status_code == 409:
            assert answer.json()["code"] == "allocation_round_moved_on"
        else:
            # Whoever was before or after the change was run by one of the two, never by half of each.
            known = {1: draft["settings_hash"], 2: answers[-1].json()["settings_hash"]}
            assert answer.json()["settings_hash"] == known[answer.json()["round_version"]]


async def test_the_committee_sends_back_and_the_bureau_proposes_again(bureau: Bureau) -> None:
    proposed = await bureau.proposed()
    assert await kinds_of(bureau, POLICY, proposed) == ["allocation_round.decide"]
    # Another committee's word is no decision, nor is one on what was seen before it changed.
    assert (await bureau.decide(proposed, "approve", "evaluation_committee"))["code"] == "committee_may_not_decide"
    assert (await bureau.decide(proposed, "approve", amount="900.00"))["code"] == "granted_amount_does_not_fit"
    assert (await bureau.decide(proposed, "reject"))["code"] == "decision_does_not_apply"
    returned = await bureau.resolved(proposed, "return")
    assert (returned["state"], returned["return_reason"]) == ("returned", "ที่ประชุมมีมติ")
    assert await kinds_of(bureau, POLICY, proposed) == []
    assert await kinds_of(bureau, BUREAU, proposed) == ["allocation_round.correct"]
    changed = (await bureau.patch(returned, {"frame_amount": "1200.00"})).json()
    again = await bureau.propose(changed, await bureau.run(changed))
    assert (await bureau.decide(proposed, "approve"))["outcome"] == "changed_since"
    published = await bureau.resolved(again, "approve")
    assert (published["state"], published["resolution_id"] is not None) == ("published", True)
    assert await kinds_of(bureau, POLICY, proposed) == await kinds_of(bureau, BUREAU, proposed) == []
    happened = (await bureau.read(f"{ROUNDS}/{proposed['id']}/history"))["items"]
    verbs = ["published", "proposed", "run", "updated", "returned", "proposed", "run", "created"]
    assert [each["type"] for each in happened] == [f"allocation_round.{verb}" for verb in verbs]


async def kinds_of(bureau: Bureau, grant: str, allocation: Json) -> list[str]:
    """The open tasks of somebody on a round."""
    tasks = (await bureau.read("/v1/tasks", grant))["items"]
    return [each["kind"] for each in tasks if allocation["id"] in each["link"]]


async def test_a_withdrawn_round_leaves_its_name(bureau: Bureau) -> None:
    draft = await bureau.draft()
    withdrawn = await bureau.done(draft, "withdraw", {"reason": "กรอบเปลี่ยน"})
    assert (withdrawn["state"], withdrawn["reason"]) == ("withdrawn", "กรอบเปลี่ยน")
    assert await statuses(bureau, f"{ROUNDS}/{draft['id']}", BUREAU, "auditor") == [200, 404]
    for verb, body in (("runs", {}), ("withdraw", {"reason": "อีกครั้ง"})):
        refused = await bureau.act(draft, verb, body)
        assert (refused.status_code, refused.json()["code"]) == (409, "state_does_not_allow")
    assert (await bureau.patch(withdrawn, {"frame_amount": "1.00"})).status_code == 409
    assert (await bureau.draft(name_th=draft["name_th"]))["state"] == "draft"


async def test_a_repeated_run_is_the_first_one_even_when_the_round_has_changed(bureau: Bureau) -> None:
    draft, headers = await bureau.draft(), {**bureau.world.as_(BUREAU), **key()}
    path = f"{ROUNDS}/{draft['id']}/runs"
    first = await bureau.world.api.post(path, json={}, headers=headers)
    broken = pool(criteria=[criterion("equal", "equal", 40)])
    assert (await bureau.patch(draft, {"pools": [broken]})).status_code == 200
    again = await bureau.world.api.post(path, json={}, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"


async def test_rounds_are_listed_by_year_and_state(bureau: Bureau) -> None:
    published = await bureau.published(fund_code="OSM")
    draft = await bureau.draft(fund_code="OSM")
    query = f"{ROUNDS}?fiscal_year={YEAR}&fund_code=OSM&limit=200"
    seen = {grant: {each["id"] for each in (await bureau.read(query, grant))["items"]} for grant in (BUREAU, None)}
    assert {published["id"], draft["id"]} <= seen[BUREAU]
    assert published["id"] in seen[None]
    assert draft["id"] not in seen[None]
    [first] = (await bureau.read(f"{query}&state=draft&sort=-updated_at"))["items"][:1]
    assert first["id"] == draft["id"]
    assert "pools" not in first


async def test_a_reserve_is_not_divided_since_ministries_state_it(bureau: Bureau) -> None:
    body = round_body(fund_code="RESERVE")
    refused = await bureau.world.api.post(ROUNDS, json=body, headers={**bureau.world.as_(BUREAU), **key()})
    assert (refused.status_code, refused.json()["code"]) == (409, "ceiling_stated"), refused.text
