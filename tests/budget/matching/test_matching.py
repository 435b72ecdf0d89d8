"""`/v1/matching-funds` through the gateway."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from services.budget.matching.schemas.fields import ENTRY_EXAMPLE, PLEDGE_EXAMPLE
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.matching import PATH, fund, fund_body, pledged
from tests.contract.world import PROVINCE, World
from tests.stack import Stack
from tests.statements import counted

UNBALANCED = text("""
SELECT p.id FROM budget.matching_pledge p JOIN budget.matching_entry e ON e.pledge_id = p.id GROUP BY p.id
HAVING p.pledged <> sum(CASE kind WHEN 'pledge' THEN amount WHEN 'raise' THEN amount WHEN 'lower' THEN -amount
                                  ELSE 0 END)
    OR p.paid <> sum(CASE kind WHEN 'pay' THEN amount WHEN 'return' THEN -amount ELSE 0 END)
UNION ALL
SELECT f.id FROM budget.matching_fund f LEFT JOIN budget.matching_pledge p ON p.fund_id = f.id GROUP BY f.id
HAVING f.pledged + f.in_kind_pledged <> coalesce(sum(p.pledged), 0)
    OR f.paid + f.in_kind_paid <> coalesce(sum(p.paid), 0)
""")


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def enter(world: World, made: Json, kind: str, amount: str, grant: str = PROVINCE, **changed: Any) -> Any:
    """Record something on the first pledge of a fund, whatever comes of it."""
    body = {**ENTRY_EXAMPLE, "pledge_id": made["pledges"][0]["id"], "kind": kind, "amount": amount}
    body |= {"document_number": str(uuid4()), "reason": "มติสภา อบจ."} | changed
    return await world.api.post(f"{PATH}/{made['id']}/entries", json=body, headers={**world.as_(grant), **key()})


def sums(made: Json) -> tuple[Any, ...]:
    """What is pledged and paid, and the ratios."""
    return tuple(made[name] for name in ("pledged_amount", "paid_amount", "pledged_ratio", "paid_ratio"))


async def test_a_pledge_is_raised_paid_and_lowered_by_new_entries_and_the_ratio_follows(
    world: World, stack: Stack
) -> None:
    made = await pledged(world, await fund(world))
    assert sums(made) == ("1500000.00", "0.00", 0.375, 0)
    for kind, amount, after in (
        ("raise", "500000.00", ("2000000.00", "0.00", 0.5, 0)),
        ("pay", "1200000.00", ("2000000.00", "1200000.00", 0.5, 0.3)),
        ("return", "200000.00", ("2000000.00", "1000000.00", 0.5, 0.25)),
        ("lower", "1000000.00", ("1000000.00", "1000000.00", 0.25, 0.25)),
    ):
        answer = await enter(world, made, kind, amount)
        assert (answer.status_code, sums(answer.json())) == (201, after), answer.text
    shown = (await world.api.get(f"{PATH}/{made['id']}", headers=world.as_("local_government:50"))).json()
    assert [each["kind"] for each in shown["pledges"][0]["entries"]] == ["pledge", "raise", "pay", "return", "lower"]
    assert (shown["aim"]["ratio"], "not official" in shown["aim"]["source"]) == (0.5, True)
    history = (await world.api.get(f"{PATH}/{made['id']}/history", headers=world.as_(PROVINCE))).json()["items"]
    assert [each["type"].partition(".")[2] for each in reversed(history)] == [
        "opened", "pledged", "pledge_raised", "paid", "paid_back", "pledge_lowered",
    ]  # fmt: skip
    async with stack.sessions("budget")() as session:
        assert list(await session.execute(UNBALANCED)) == []


@pytest.mark.parametrize(
    ("kind", "amount", "changed", "status", "code"),
    [
        ("pay", "1500000.01", {}, 409, "matching_pledge_exceeded"),
        ("return", "0.01", {}, 409, "matching_pledge_exceeded"),
        ("lower", "1500000.01", {}, 409, "matching_pledge_exceeded"),
        ("lower", "1.00", {"reason": None}, 422, "reason_needed"),
        ("pay", "1.00", {"on": "2155-01-01"}, 422, "day_is_ahead"),
        ("pay", "1.00", {"pledge_id": str(uuid4())}, 422, "pledge_unknown"),
        ("pay", "0.00", {}, 422, "amount_not_positive"),
    ],
)
async def test_what_cannot_be_is_refused_by_name(
    world: World, kind: str, amount: str, changed: Json, status: int, code: str
) -> None:
    made = await pledged(world, await fund(world))
    answer = await enter(world, made, kind, amount, **changed)
    document = answer.json()
    found = {document["code"], *(error["code"] for error in document["errors"])}
    assert (answer.status_code, code in found) == (status, True), answer.text


async def test_goods_and_work_are_stated_apart_and_no_ratio_counts_them(world: World) -> None:
    made = await pledged(world, await fund(world), form="in_kind", what_th="รถดับเพลิง 2 คัน พร้อมพนักงาน")
    made = (await enter(world, made, "pay", "900000.00")).json()
    assert sums(made) == ("0.00", "0.00", 0, 0)
    assert (made["in_kind_pledged_amount"], made["in_kind_received_amount"]) == ("1500000.00", "900000.00")
    nothing = await pledged(world, await fund(world, own_amount="0.00", aim=None))
    assert sums(nothing) == ("1500000.00", "0.00", None, None)


async def test_the_same_pledge_document_and_fund_are_recorded_once_whatever_key_comes_with_them(world: World) -> None:
    body = fund_body()
    headers = world.as_(PROVINCE)
    opened = await asyncio.gather(*(world.api.post(PATH, json=body, headers={**headers, **key()}) for _ in range(3)))
    assert sorted(each.status_code for each in opened) == [201, 409, 409]
    made = next(each.json() for each in opened if each.status_code == 201)
    path = f"{PATH}/{made['id']}/pledges"
    spelt = {**PLEDGE_EXAMPLE, "contributor_th": "องค์การบริหารส่วนจังหวัด  เชียงใหม่".replace("  ", "")}
    twice = [PLEDGE_EXAMPLE, spelt]
    answers = await asyncio.gather(*(world.api.post(path, json=each, headers={**headers, **key()}) for each in twice))
    assert sorted(each.status_code for each in answers) == [201, 409]
    made = (await world.api.get(f"{PATH}/{made['id']}", headers=headers)).json()
    # Three payments at once of which one fits, and the same document once more.
    paid = await asyncio.gather(*(enter(world, made, "pay", "800000.00") for _ in range(3)))
    assert sorted(each.status_code for each in paid) == [201, 409, 409]
    same = [await enter(world, made, "pay", "1.00", document_number="กค 1/2558") for _ in range(2)]
    assert [(each.status_code, each.json().get("code")) for each in same] == [
        (201, None),
        (409, "matching_document_taken"),
    ]


async def test_a_fund_is_of_its_own_area_and_of_a_project_that_is_there(world: World) -> None:
    project = await world.project()
    made = await fund(world, project_id=project["id"])
    assert (made["project_id"], made["project_version"]) == (project["id"], project["version"])
    for changed, status, code in (
        ({"area_code": "51"}, 403, "matching_fund_not_yours"),
        ({"project_id": str(uuid4())}, 422, "project_unknown"),
        ({"project_id": project["id"], "fiscal_year": 2559}, 422, "project_unknown"),
    ):
        answer = await world.api.post(PATH, json=fund_body(**changed), headers={**world.as_(PROVINCE), **key()})
        document = answer.json()
        found = {document["code"], *(error["code"] for error in document["errors"])}
        assert (answer.status_code, code in found) == (status, True), answer.text


@pytest.mark.parametrize(
    ("grant", "status"),
    [("province:51", 200), ("ministry:05", 200), ("auditor", 200), ("province:80", 404), ("local_government:80", 404)],
)
async def test_who_reads_a_fund_does_not_keep_it(world: World, grant: str, status: int) -> None:
    made = await pledged(world, await fund(world))
    answer = await world.api.get(f"{PATH}/{made['id']}", headers=world.as_(grant))
    assert answer.status_code == status
    written = await enter(world, made, "pay", "1.00", grant)
    # A role that keeps no fund is told so before anything is looked up.
    assert written.status_code == (403 if status == 200 or "local" in grant else 404)


async def test_a_closed_fund_takes_nothing_more_and_keeps_what_it_has(world: World) -> None:
    made = await pledged(world, await fund(world))
    closed = (await world.act(f"{PATH}/{made['id']}/close", PROVINCE, {"reason": "ครบถ้วน"})).json()
    assert (closed["state"], closed["close_reason"], sums(closed)) == ("closed", "ครบถ้วน", sums(made))
    refused = await enter(world, made, "pay", "1.00")
    assert (refused.status_code, refused.json()["code"]) == (409, "state_does_not_allow")
    assert not any(each["allowed"] for each in closed["allowed_actions"])


async def test_the_sums_of_a_year_are_one_statement(world: World, stack: Stack) -> None:
    year = 2561
    for area, own in (("50", "1000000.00"), ("51", "2000000.00")):
        body = fund_body(area_code=area, fiscal_year=year, own_amount=own)
        made = (await world.create(PATH, body, f"province:{area}")).json()
        await world.create(f"{PATH}/{made['id']}/pledges", PLEDGE_EXAMPLE, f"province:{area}")
    with counted(stack, "budget") as sent:
        shown = (await world.api.get(f"{PATH}/totals", params={"fiscal_year": year}, headers=world.as_("opdc"))).json()
    assert len(sent) == 1
    assert [(each["area_code"], each["funds"], each["pledged_ratio"]) for each in shown["items"]] == [
        ("50", 1, 1.5),
        ("51", 1, 0.75),
    ]
    assert (shown["total"]["own_amount"], sums(shown["total"])) == ("3000000.00", ("3000000.00", "0.00", 1, 0))
