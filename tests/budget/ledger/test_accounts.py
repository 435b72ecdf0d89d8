"""`/v1/budget-accounts` through the gateway: opening, ceilings, statements, history, and every way to be refused."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.shared import reference
from tests.budget.ledger.books import BUREAU, Json, Place, Sessions, document, next_place, next_tree, put
from tests.budget.ledger.conftest import OpenAccount
from tests.conftest import As, key

PATH = "/v1/budget-accounts"


async def revise(api: httpx.AsyncClient, as_: As, account: Json, cap: str, number: str | None = None) -> httpx.Response:
    body = {"cap_amount": cap, "document_number": number or document(), "reason": "ทดสอบ"}
    return await api.post(f"{PATH}/{account['id']}/revise-cap", json=body, headers={**as_(BUREAU), **key()})


async def test_an_account_is_opened_with_its_ceiling_and_read_by_its_owner(api: httpx.AsyncClient, as_: As) -> None:
    place = next_place()
    opened = await api.post(PATH, json=place.body(), headers={**as_(BUREAU), **key()})
    assert (opened.status_code, opened.headers["etag"]) == (201, '"1"')
    read = await api.get(opened.headers["location"], headers=as_(place.officer))
    assert read.headers["etag"] == '"1"'
    account = read.json()
    amounts = {name: value for name, value in account.items() if name.endswith("_amount")}
    assert amounts == {
        "cap_amount": "1000.00",
        "held_amount": "0.00",
        "posted_amount": "0.00",
        "left_amount": "1000.00",
        "disbursed_amount": "0.00",
        "committed_amount": "0.00",
        "carried_amount": "0.00",
        "spent_amount": "0.00",
    }
    assert (account["level"], account["disbursement_rate"]) == ("province", None)
    assert {action["action"] for action in account["allowed_actions"] if action["allowed"]} == {
        "budget_account.read_history",
        "disbursement.record",
    }


async def test_a_key_opens_one_account_and_a_fresh_key_is_told_of_it(api: httpx.AsyncClient, as_: As) -> None:
    body, headers = next_place().body(), {**as_(BUREAU), **key()}
    first = await api.post(PATH, json=body, headers=headers)
    again = await api.post(PATH, json=body, headers=headers)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    assert again.json() == first.json()
    other = await api.post(PATH, json=body, headers={**as_(BUREAU), **key()})
    assert (other.status_code, other.json()["code"]) == (409, "budget_account_exists")
    assert other.json()["facts"] == {"account_id": first.json()["id"]}


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"cap_amount": 1000.0}, "/cap_amount", "amount_is_number"),
        ({"cap_amount": "1E+7"}, "/cap_amount", "amount_has_exponent"),
        ({"cap_amount": "-1.00"}, "/cap_amount", "amount_negative"),
        ({"cap_amount": "๑๐๐"}, "/cap_amount", "amount_has_thai_digits"),
        ({"cap_amount": "1,000.00"}, "/cap_amount", "amount_has_commas"),
        ({"fund_code": "NOTHING"}, "/fund_code", "fund_unknown"),
        ({"area_code": "10"}, "/area_code", "owner_without_account"),
        ({"area_code": "C60-15"}, "/area_code", "owner_without_account"),
        ({"area_code": None}, "/area_code", "one_owner"),
        ({"function_code": "05"}, "/area_code", "one_owner"),
        ({"fiscal_year": 2015}, "/fiscal_year", "fiscal_year_in_common_era"),
        ({"reason": " "}, "/reason", "blank"),
    ],
)
async def test_what_is_wrong_with_an_account_is_said_where_it_is(
    api: httpx.AsyncClient, as_: As, changed: Json, pointer: str, code: str
) -> None:
    answer = await api.post(PATH, json=next_place().body(**changed), headers={**as_(BUREAU), **key()})
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


async def test_a_province_hangs_under_its_own_cluster_of_that_year_and_counts_in_it(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    year, fund = next_tree()
    nation = await open_account(Place(year, fund, "TH"))
    cluster_code = reference.cluster_of("50", year)
    assert cluster_code
    cluster = await open_account(Place(year, fund, cluster_code), parent_id=nation["id"])
    body = Place(year, fund, "90").body(parent_id=cluster["id"])
    refused = await api.post(PATH, json=body, headers={**as_(BUREAU), **key()})
    assert [fault["code"] for fault in refused.json()["errors"]] == ["parent_does_not_fit"]
    province = await open_account(Place(year, fund, "50"), parent_id=cluster["id"], cap_amount="700.00")
    await put(sessions, province["id"], held=10_000, posted=20_000)
    for account in (nation, cluster, province):
        read = (await api.get(f"{PATH}/{account['id']}", headers=as_(BUREAU))).json()
        assert (read["held_amount"], read["posted_amount"]) == ("100.00", "200.00")
    statement = (await api.get(f"{PATH}/{nation['id']}/statement", headers=as_(BUREAU))).json()["items"]
    assert [line["kind"] for line in statement] == ["cap", "hold", "hold", "post"]
    assert {line["account_id"] for line in statement} == {nation["id"], province["id"]}
    absent = Place(*next_tree(), "50").body(parent_id=str(uuid4()))
    assert (await api.post(PATH, json=absent, headers={**as_(BUREAU), **key()})).status_code == 404


async def test_a_ceiling_is_revised_by_document_and_never_below_what_is_in_use(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    place = next_place()
    account = await open_account(place)
    await put(sessions, account["id"], held=10_000, posted=20_050)
    refused = await revise(api, as_, account, "300.49")
    assert (refused.status_code, refused.json()["code"]) == (409, "cap_below_use")
    figures = {"ceiling": "1000.00", "held": "100.00", "posted": "200.50", "asked": "300.49"}
    assert refused.json()["facts"] == figures
    number = document()
    revised = await revise(api, as_, account, "300.50", number)
    assert (revised.status_code, revised.json()["left_amount"]) == (200, "0.00")
    again = await revise(api, as_, account, "300.50", number)
    assert (again.status_code, again.json()["code"]) == (409, "reference_taken")
    transfer = await api.get(f"/v1/budget-transfers/{again.json()['facts']['transfer_id']}", headers=as_(place.officer))
    assert (transfer.json()["kind"], transfer.json()["amount"]) == ("cap", "300.50")
    history = (await api.get(f"{PATH}/{account['id']}/history", headers=as_(place.officer))).json()["items"]
    assert [entry["type"] for entry in history] == ["budget_account.cap_revised", "budget_account.opened"]
    assert history[0]["changes"] == {"cap_amount": ["1000.00", "300.50"], "reason": "ทดสอบ"}
    assert f'"{history[0]["object_version"]}"' == revised.headers["etag"]


async def test_a_revision_sent_twice_is_carried_out_once(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount
) -> None:
    account, headers = await open_account(), {**as_(BUREAU), **key()}
    body = {"cap_amount": "5.00", "document_number": document(), "reason": "ทดสอบ"}
    path = f"{PATH}/{account['id']}/revise-cap"
    first = await api.post(path, json=body, headers=headers)
    again = await api.post(path, json=body, headers=headers)
    assert (first.status_code, again.headers["idempotent-replayed"]) == (200, "true")
    assert again.json() == first.json()
    lines = (await api.get(f"{PATH}/{account['id']}/statement", headers=as_(BUREAU))).json()["items"]
    assert [line["cap_change_amount"] for line in lines] == ["1000.00", "-995.00"]


async def test_the_statement_pages_in_order_and_adds_up_to_the_balances(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    account = await open_account()
    for _ in range(3):
        await put(sessions, account["id"], held=100, posted=50)
    lines: list[Json] = []
    parameters: dict[str, Any] = {"limit": 4}
    while True:
        answer = await api.get(f"{PATH}/{account['id']}/statement", params=parameters, headers=as_(BUREAU))
        page = answer.json()
        lines += page["items"]
        if page["next_cursor"] is None:
            break
        parameters["cursor"] = page["next_cursor"]
    assert [line["kind"] for line in lines] == ["cap", *(["hold", "hold", "post"] * 3)]
    assert sum(float(line["held_change_amount"]) for line in lines) == 3
    assert sum(float(line["posted_change_amount"]) for line in lines) == 1.5
    hold, resolution = lines[2], lines[3]
    shown = (await api.get(f"/v1/budget-transfers/{hold['id']}", headers=as_(BUREAU))).json()
    assert shown["resolved_by_id"] == resolution["id"]
    assert resolution["pending_id"] == hold["id"]


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "cap_amount", "-cap_amount"])
async def test_a_list_pages_in_order_without_gap_or_repeat(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sort: str
) -> None:
    year, fund = next_tree()
    made = [
        await open_account(Place(year, fund, code), cap_amount=f"{cap}.00")
        for code, cap in (("50", 30), ("51", 10), ("52", 20), ("57", 20), ("56", 5))
    ]
    parameters: dict[str, Any] = {"fiscal_year": year, "fund_code": fund, "level": "province", "sort": sort, "limit": 2}
    found: list[Json] = []
    while True:
        page = (await api.get(PATH, params=parameters, headers=as_("opdc"))).json()
        found += page["items"]
        if page["next_cursor"] is None:
            break
        parameters["cursor"] = page["next_cursor"]
    assert sorted(each["id"] for each in found) == sorted(each["id"] for each in made)
    values = [UUID(each["id"]).int if "created" in sort else float(each["cap_amount"]) for each in found]
    assert values == sorted(values, reverse=sort.startswith("-"))
    one = await api.get(PATH, params={"fiscal_year": year, "fund_code": fund, "area_code": "51"}, headers=as_("opdc"))
    assert [each["cap_amount"] for each in one.json()["items"]] == ["10.00"]


async def test_the_funds_say_that_they_are_an_example(api: httpx.AsyncClient, as_: As) -> None:
    funds = (await api.get(f"{PATH}/funds", headers=as_("province:50"))).json()["items"]
    assert {fund["code"] for fund in funds} >= {"AREA", "RESERVE", "OSM"}
    assert all(fund["is_example"] and "not official" in fund["source"] for fund in funds)


HOME = "50"
SEEING = {
    "province:50": 200,
    "province_committee:50": 200,
    "cluster:HOME": 200,
    "cluster_committee:HOME": 200,
    "ministry:05": 200,
    "department:PRD": 200,
    BUREAU: 200,
    "opdc": 200,
    "auditor": 200,
    "province:51": 404,
    "province:57": 404,
    "cluster:C52-16": 404,
    "province_committee:51": 404,
    "operator": 403,
    "service": 403,
}


async def test_who_sees_an_account_and_what_is_on_it(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    year, fund = next_tree()
    home = reference.cluster_of(HOME, year)
    assert home
    account = await open_account(Place(year, fund, HOME))
    [hold] = await put(sessions, account["id"], held=100)
    paths = [f"{PATH}/{account['id']}", f"{PATH}/{account['id']}/statement", f"/v1/budget-transfers/{hold}"]
    for written, status in SEEING.items():
        identity = written.replace("HOME", home)
        for path in paths:
            answer = await api.get(path, headers=as_(identity))
            assert answer.status_code == status, (identity, path, answer.text)
        listed = await api.get(PATH, params={"fiscal_year": year, "fund_code": fund}, headers=as_(identity))
        if status != 403:
            assert [each["id"] for each in listed.json()["items"]] == ([account["id"]] if status == 200 else [])
    for path in paths:
        assert (await api.get(path)).status_code == 401


@pytest.mark.parametrize("identity", ["province:50", "ministry:05", "policy_committee", "opdc", "operator"])
async def test_only_the_budget_bureau_opens_and_revises(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, identity: str
) -> None:
    account = await open_account()
    opened = await api.post(PATH, json=next_place().body(), headers={**as_(identity), **key()})
    body = {"cap_amount": "5.00", "document_number": document(), "reason": "ทดสอบ"}
    path = f"{PATH}/{account['id']}/revise-cap"
    revised = await api.post(path, json=body, headers={**as_(identity), **key()})
    assert (opened.status_code, revised.status_code) == (403, 403)
