"""What is committed goes on to the next year through the gateway; and money that is granted by document."""

import datetime as dt
from typing import Any

import httpx
import pytest

from services.shared import fiscal, reference
from tests.budget.ledger.books import BUREAU, Json, Place, Sessions, document, faults_in, next_pair, next_tree, put
from tests.budget.ledger.conftest import OpenAccount
from tests.conftest import As, key

PATH = "/v1/disbursements"


class Desk:
    """An officer with an account of one year, and of the next."""

    def __init__(self, api: httpx.AsyncClient, as_: As, place: Place, accounts: list[Json]) -> None:
        self.api, self.as_, self.place = api, as_, place
        self.this_year, self.next_year = accounts

    async def post(self, path: str, body: Json, by: str = "") -> httpx.Response:
        return await self.api.post(path, json=body, headers={**self.as_(by or self.place.officer), **key()})

    async def record(self, account: Json, amount: str, day: dt.date | None = None, **changed: Any) -> httpx.Response:
        paid_on = (day or fiscal.first_day(account["fiscal_year"])).isoformat()
        body = {"account_id": account["id"], "amount": amount, "paid_on": paid_on, "expenditure_class": "capital"}
        return await self.post(PATH, {**body, "document_number": document(), **changed})

    async def carry(self, commitment: Json, **changed: Any) -> httpx.Response:
        body = {"document_number": document(), "reason": "ส่งมอบงานไม่ทันสิ้นปี", **changed}
        return await self.post(f"{PATH}/{commitment['id']}/carry-over", body)

    async def balances(self, account: Json) -> list[str]:
        read = await self.api.get(f"/v1/budget-accounts/{account['id']}", headers=self.as_(self.place.officer))
        shown: Json = read.json()
        return [shown[f"{name}_amount"] for name in ("cap", "posted", "disbursed", "committed", "carried", "spent")]


@pytest.fixture
async def desk(api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions) -> Desk:
    """An account with 500 baht of 1,000 posted, and the next year's."""
    place, following = next_pair()
    accounts = [await open_account(place), await open_account(following)]
    await put(sessions, accounts[0]["id"], posted=50_000)
    return Desk(api, as_, place, accounts)


async def test_what_is_open_goes_on_and_stays_spent_in_the_year_that_owed_it(desk: Desk, sessions: Sessions) -> None:
    owed = (await desk.record(desk.this_year, "300.00", kind="commit")).json()
    await desk.record(desk.this_year, "100.00", commitment_id=owed["id"])
    carried = await desk.carry(owed)
    assert carried.status_code == 201, carried.text
    came = carried.json()
    names = ("kind", "account_id", "carried_from", "open_amount", "quarter", "expenditure_class", "authority_th")
    told = ["bring_forward", desk.next_year["id"], owed["id"], "200.00", 1, "capital", None]
    assert [came[name] for name in names] == told
    # Six months of the next year, as the fund's rule says.
    first = fiscal.first_day(desk.next_year["fiscal_year"])
    assert came["payable_until"] == fiscal.quarter_days(desk.next_year["fiscal_year"], 2).last.isoformat()
    assert await desk.balances(desk.this_year) == ["1000.00", "500.00", "100.00", "0.00", "200.00", "300.00"]
    assert await desk.balances(desk.next_year) == ["1200.00", "200.00", "0.00", "200.00", "0.00", "200.00"]
    again = await desk.carry(owed)
    assert (again.status_code, again.json()["code"]) == (409, "commitment_closed")
    paid = await desk.record(desk.next_year, "150.00", first, commitment_id=came["id"])
    assert paid.status_code == 201, paid.text
    assert (await desk.record(desk.this_year, "1.00", commitment_id=owed["id"])).status_code == 409
    assert await desk.balances(desk.next_year) == ["1200.00", "200.00", "150.00", "50.00", "0.00", "200.00"]
    path = f"/v1/budget-accounts/{desk.this_year['id']}/statement"
    last = (await desk.api.get(path, headers=desk.as_(desk.place.officer))).json()["items"][-1]
    changes = [last[f"{name}_change_amount"] for name in ("cap", "committed", "carried")]
    assert (last["kind"], changes) == ("carry_forward", ["0.00", "-200.00", "200.00"])
    assert last["counter_account_id"] == desk.next_year["id"]
    assert await faults_in(sessions) == ([], [])


async def test_carried_money_is_paid_until_its_day_which_an_authority_extends(desk: Desk) -> None:
    owed = (await desk.record(desk.this_year, "300.00", kind="commit")).json()
    came = (await desk.carry(owed)).json()
    late = fiscal.quarter_days(desk.next_year["fiscal_year"], 3).first
    refused = await desk.record(desk.next_year, "10.00", late, commitment_id=came["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "carry_over_ended")
    assert refused.json()["facts"] == {"payable_until": came["payable_until"], "paid_on": late.isoformat()}
    approval = {"authority_th": "กระทรวงการคลัง", "document_number": "กค 0406.3/ว 112", "reason": "อุทกภัย"}
    extend = f"{PATH}/{came['id']}/extend"
    for day, code in ((came["payable_until"], "day_not_later"), ("1999-12-31", "day_outside_fiscal_year")):
        wrong = await desk.post(extend, {**approval, "payable_until": day})
        assert [fault["code"] for fault in wrong.json()["errors"]] == [code], wrong.text
    extended = await desk.post(extend, {**approval, "payable_until": late.isoformat()})
    assert extended.status_code == 200, extended.text
    names = ("payable_until", "authority_th", "authority_document", "open_amount")
    assert [extended.json()[name] for name in names] == [late.isoformat(), "กระทรวงการคลัง", "กค 0406.3/ว 112", "300.00"]
    assert (await desk.record(desk.next_year, "10.00", late, commitment_id=came["id"])).status_code == 201
    freed = await desk.record(desk.next_year, "290.00", late, kind="release", commitment_id=came["id"])
    assert freed.status_code == 201, freed.text
    other = await desk.post(f"{PATH}/{owed['id']}/extend", {**approval, "payable_until": late.isoformat()})
    assert [fault["code"] for fault in other.json()["errors"]] == ["not_carried"]


async def test_money_goes_on_a_second_time_only_with_an_approval(desk: Desk, open_account: OpenAccount) -> None:
    owed = (await desk.record(desk.this_year, "300.00", kind="commit")).json()
    came = (await desk.carry(owed)).json()
    missing = await desk.carry(came)
    assert (missing.status_code, missing.json()["code"]) == (409, "next_account_missing")
    await open_account(desk.place, fiscal_year=desk.next_year["fiscal_year"] + 1)
    refused = await desk.carry(came)
    assert [fault["code"] for fault in refused.json()["errors"]] == ["extension_missing"]
    until = fiscal.quarter_days(desk.next_year["fiscal_year"] + 1, 1).last.isoformat()
    extension = {"payable_until": until, "authority_th": "กระทรวงการคลัง", "document_number": "กค 0406.3/ว 9"}
    carried = await desk.carry(came, extension=extension)
    assert (carried.status_code, carried.json()["payable_until"]) == (201, until)


async def test_only_a_commitment_goes_on_and_its_owner_says_so(desk: Desk) -> None:
    paid = (await desk.record(desk.this_year, "10.00")).json()
    assert (await desk.carry(paid)).status_code == 404
    owed = (await desk.record(desk.this_year, "10.00", kind="commit")).json()
    body = {"document_number": document(), "reason": "ทดสอบ"}
    stranger = "province:50" if desk.place.area_code != "50" else "province:51"
    for by, status in ((BUREAU, 403), ("ministry:05", 403), (stranger, 404)):
        answer = await desk.post(f"{PATH}/{owed['id']}/carry-over", body, by)
        assert answer.status_code == status, (by, answer.text)


async def test_an_offices_operating_budget_is_granted_paid_and_reported(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount
) -> None:
    year, fund = next(tree for tree in iter(next_tree, None) if tree[1] == "OSM")
    office = reference.cluster_of("50", year)
    assert office
    account = await open_account(Place(year, fund, office), cap_amount="500.00")
    desk = Desk(api, as_, Place(year, fund, office), [account, account])
    by, path = f"cluster:{office}", f"/v1/budget-accounts/{account['id']}"
    body = {"amount": "400.00", "document_number": document(), "reason": "งบดำเนินงาน สำนักบริหารยุทธศาสตร์กลุ่มจังหวัด"}
    granted = await desk.post(f"{path}/grant", body, BUREAU)
    assert granted.status_code == 200, granted.text
    assert [granted.json()[name] for name in ("kind", "amount", "document_number")] == [
        "post",
        "400.00",
        body["document_number"],
    ]
    again = await desk.post(f"{path}/grant", body, BUREAU)
    assert (again.status_code, again.json()["code"]) == (409, "reference_taken")
    over = await desk.post(f"{path}/grant", {**body, "amount": "100.01", "document_number": document()}, BUREAU)
    assert (over.status_code, over.json()["code"]) == (409, "ceiling_exceeded")
    assert (await desk.post(f"{path}/grant", body, by)).status_code == 403
    first = fiscal.first_day(year).isoformat()
    payment = {"account_id": account["id"], "paid_on": first, "expenditure_class": "recurrent"}
    for kind, amount in (("commit", "150.00"), ("disburse", "100.00")):
        made = await desk.post(PATH, {**payment, "kind": kind, "amount": amount, "document_number": document()}, by)
        assert made.status_code == 201, made.text
    read = (await api.get(path, headers=as_(by))).json()
    assert [read[name] for name in ("fund_code", "level", "spent_amount", "spent_rate")] == [
        "OSM",
        "cluster",
        "250.00",
        62.5,
    ]
    kinds = [line["kind"] for line in (await api.get(f"{path}/statement", headers=as_(by))).json()["items"]]
    assert kinds == ["cap", "hold", "post", "commit", "disburse"]


async def test_money_of_projects_is_approved_by_requests_alone(desk: Desk, open_account: OpenAccount) -> None:
    funds = (await desk.api.get("/v1/budget-accounts/funds", headers=desk.as_(BUREAU))).json()["items"]
    assert {fund["code"] for fund in funds if fund["is_granted"]} == {"OSM"}
    assert all(fund["carry_over_source"] and fund["carry_over_months"] == 6 for fund in funds)
    account = await open_account(Place(desk.place.fiscal_year, "AREA", "TH"), cap_amount="5.00")
    body = {"amount": "1.00", "document_number": document(), "reason": "ทดสอบ"}
    answer = await desk.post(f"/v1/budget-accounts/{account['id']}/grant", body, BUREAU)
    assert (answer.status_code, answer.json()["code"]) == (409, "fund_not_granted")
