"""Moves of ceilings inside a cluster through the gateway: both sides or neither, and who knows of it."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.shared import fiscal, reference
from tests.budget.ledger.books import (
    BUREAU,
    Json,
    Place,
    Sessions,
    document,
    faults_in,
    next_cluster,
    next_tree,
    put,
)
from tests.budget.ledger.conftest import OpenAccount
from tests.conftest import As, key

PATH = "/v1/budget-transfers"


@dataclass(frozen=True)
class Desk:
    """The accounts of a cluster and two of its provinces, and one of a province next to it."""

    api: httpx.AsyncClient
    as_: As
    accounts: dict[str, Json]

    @property
    def office(self) -> str:
        """The grant of the cluster's own office."""
        return f"cluster:{self.code('cluster')}"

    def code(self, name: str) -> str:
        """The area that owns an account."""
        return str(self.accounts[name]["area_code"])

    def officer(self, name: str) -> str:
        """The grant of whoever works for a province."""
        return f"province:{self.code(name)}"

    def body(self, paying: str, receiving: str, amount: str = "100.00", **changed: Any) -> Json:
        return {
            "paying_account_id": self.accounts[paying]["id"],
            "receiving_account_id": self.accounts[receiving]["id"],
            "amount": amount,
            "document_number": document(),
            "reason": "จังหวัดผู้รับเบิกจ่ายเอง",
            **changed,
        }

    async def move(self, paying: str, receiving: str, amount: str = "100.00", by: str = "", **changed: Any) -> Any:
        body = self.body(paying, receiving, amount, **changed)
        return await self.api.post(PATH, json=body, headers={**self.as_(by or self.office), **key()})

    async def caps(self) -> dict[str, str]:
        """The ceilings by name, as they stand now."""
        return {name: (await self.read(name))["cap_amount"] for name in self.accounts}

    async def read(self, name: str, grant: str = BUREAU, part: str = "") -> Json:
        answer = await self.api.get(f"/v1/budget-accounts/{self.accounts[name]['id']}{part}", headers=self.as_(grant))
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found


@pytest.fixture
async def desk(api: httpx.AsyncClient, as_: As, open_account: OpenAccount) -> Desk:
    """A cluster of 1,000 baht with two provinces of 300 under it, and one beside it."""
    at, first, second, beside, *_ = next_cluster()
    cluster = await open_account(at)
    under = {"parent_id": cluster["id"], "cap_amount": "300.00"}
    accounts = {
        "cluster": cluster,
        "first": await open_account(first, **under),
        "second": await open_account(second, **under),
        "beside": await open_account(beside, cap_amount="300.00"),
    }
    return Desk(api, as_, accounts)


@pytest.mark.parametrize(
    ("paying", "receiving", "changed"),
    [
        ("first", "second", {"first": "200.00", "second": "400.00"}),
        ("cluster", "first", {"first": "400.00"}),  # it holds for the province below it as before
        ("first", "cluster", {"first": "200.00"}),
        ("cluster", "beside", {"cluster": "900.00", "beside": "400.00"}),
        ("first", "beside", {"cluster": "900.00", "first": "200.00", "beside": "400.00"}),
    ],
)
async def test_what_one_ceiling_gives_the_other_has_and_one_above_both_stays(
    desk: Desk, sessions: Sessions, paying: str, receiving: str, changed: dict[str, str]
) -> None:
    before = await desk.caps()
    moved = await desk.move(paying, receiving)
    assert moved.status_code == 201, moved.text
    assert await desk.caps() == {**before, **changed}
    assert await faults_in(sessions) == ([], [])


async def test_a_move_says_who_pays_whom_by_what_and_both_sides_read_it(desk: Desk, api: httpx.AsyncClient) -> None:
    resolution = str(uuid4())
    moved = await desk.move("first", "second", resolution_id=resolution)
    shown = moved.json()
    sides = ("paying_area_code", "receiving_area_code", "resolution_id", "kind", "amount")
    assert [shown[name] for name in sides] == [desk.code("first"), desk.code("second"), resolution, "move", "100.00"]
    assert [shown[name] for name in ("account_id", "counter_account_id")] == [
        desk.accounts[name]["id"] for name in ("first", "second")
    ]
    first, second = desk.officer("first"), desk.officer("second")
    committee = f"province_committee:{desk.code('second')}"
    for grant in (first, second, committee, desk.office, "ministry:05", BUREAU):
        assert (await api.get(moved.headers["location"], headers=desk.as_(grant))).json() == shown, grant
        asked = {"resolution_id": resolution, "kind": "move"}
        listed = await api.get(PATH, params=asked, headers=desk.as_(grant))
        assert [each["id"] for each in listed.json()["items"]] == [shown["id"]], grant
    for grant in (desk.officer("beside"), "cluster:C52-01"):
        assert (await api.get(moved.headers["location"], headers=desk.as_(grant))).status_code == 404
    for name, grant, caps in (("first", first, ["300.00", "200.00"]), ("second", second, ["300.00", "400.00"])):
        last = (await desk.read(name, grant, "/statement"))["items"][-1]
        assert (last["id"], last["kind"], last["reason"]) == (shown["id"], "move", shown["reason"])
        entry = (await desk.read(name, grant, "/history"))["items"][0]
        assert (entry["type"], entry["resolution_id"]) == ("budget_account.cap_moved", resolution)
        told = {"reason": shown["reason"], "document_number": shown["document_number"]}
        assert (entry["actor"], entry["changes"]) == (desk.office, {"cap_amount": caps, **told})
        assert entry["object_version"] == (await desk.read(name, grant))["version"]


async def test_only_what_is_left_and_not_given_on_can_be_moved(desk: Desk, sessions: Sessions) -> None:
    await put(sessions, desk.accounts["first"]["id"], held=10_000, posted=15_000)
    before = await desk.caps()
    refused = await desk.move("first", "second", "50.01")
    assert (refused.status_code, refused.json()["code"]) == (409, "moved_past_left")
    figures = {"ceiling": "300.00", "held": "100.00", "posted": "150.00", "asked": "50.01", "level": "province"}
    assert refused.json()["facts"] == figures
    given = await desk.move("cluster", "second", "400.01")
    assert (given.status_code, given.json()["code"]) == (409, "ceiling_allotted")
    assert given.json()["facts"] == {"ceiling": "1000.00", "allotted": "600.00", "asked": "400.01"}
    assert await desk.caps() == before
    assert (await desk.move("first", "second", "50.00")).status_code == 201
    assert (await desk.move("cluster", "second", "400.00")).status_code == 201


async def test_a_move_is_carried_out_once_by_its_document(desk: Desk, api: httpx.AsyncClient) -> None:
    body, headers = desk.body("first", "second"), {**desk.as_(desk.office), **key()}
    first, replay = [await api.post(PATH, json=body, headers=headers) for _ in range(2)]
    assert (first.status_code, replay.json(), replay.headers["idempotent-replayed"]) == (201, first.json(), "true")
    again = await api.post(PATH, json=body, headers={**desk.as_(desk.office), **key()})
    assert (again.status_code, again.json()["facts"]) == (409, {"transfer_id": first.json()["id"]})
    assert (await desk.caps())["second"] == "400.00"


async def test_money_stays_in_its_cluster_year_and_fund(desk: Desk, open_account: OpenAccount) -> None:
    at, hung, elsewhere, *_ = next_cluster()
    year, fund = at.fiscal_year + 30, at.fund_code  # a year that has no cluster's money yet
    nation = await open_account(Place(year, fund, "TH"), cap_amount="9000.00")
    desk.accounts["elsewhere"] = await open_account(elsewhere)
    desk.accounts["tree"] = await open_account(Place(year, fund, hung.area_code), parent_id=nation["id"])
    desk.accounts["alone"] = await open_account(Place(year, fund, elsewhere.area_code))
    assert reference.cluster_of(hung.area_code, year) == at.area_code
    for paying, receiving, by, code in (
        ("first", "first", desk.office, "move_to_itself"),
        ("alone", "elsewhere", BUREAU, "move_across_money"),
        ("first", "elsewhere", BUREAU, "move_outside_cluster"),
        ("cluster", "elsewhere", BUREAU, "move_outside_cluster"),
        ("tree", "alone", f"cluster:{at.area_code}", "move_between_trees"),
        ("tree", "alone", BUREAU, "move_between_trees"),
    ):
        answer = await desk.move(paying, receiving, by=by)
        assert answer.status_code == 422, answer.text
        assert [fault["code"] for fault in answer.json()["errors"]] == [code], (paying, by)


async def test_only_the_clusters_office_and_the_bureau_move(desk: Desk) -> None:
    committee = f"cluster_committee:{desk.code('cluster')}"
    others = {desk.officer("first"): 403, "ministry:05": 403, committee: 403, "opdc": 403, "cluster:C52-01": 404}
    for by, status in {**others, BUREAU: 201, desk.office: 201}.items():
        assert (await desk.move("first", "second", "1.00", by)).status_code == status, by


async def test_a_clusters_money_is_paid_by_a_province_of_it_or_for_one(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    year, fund = next_tree()
    office = reference.cluster_of("50", year)
    assert office
    desk = Desk(api, as_, {name: await open_account(Place(year, fund, name)) for name in (office, "50")})
    for account in desk.accounts.values():
        await put(sessions, account["id"], posted=30_000)

    async def pay(name: str, by: str, **named: str) -> httpx.Response:
        more = {"paid_on": fiscal.first_day(year).isoformat(), "expenditure_class": "capital", **named}
        body = {"account_id": desk.accounts[name]["id"], "amount": "10.00", "document_number": document(), **more}
        return await api.post("/v1/disbursements", json=body, headers={**as_(by), **key()})

    paid = await pay(office, f"cluster:{office}", paying_area_code="50", receiving_area_code="51")
    assert paid.status_code == 201, paid.text
    asked: dict[str, Any] = {"paying_area_code": "50", "fiscal_year": year, "fund_code": fund}
    for grant in ("province:50", "province:51"):
        assert (await api.get(paid.headers["location"], headers=as_(grant))).json() == paid.json()
        listed = (await api.get("/v1/disbursements", params=asked, headers=as_(grant))).json()["items"]
        assert [each["id"] for each in listed] == [paid.json()["id"]]
    assert (await api.get(paid.headers["location"], headers=as_("province:52"))).status_code == 404
    for name, by, area in (
        (office, f"cluster:{office}", "90"),
        ("50", "province:50", "51"),
        (office, f"cluster:{office}", office),
    ):
        wrong = await pay(name, by, receiving_area_code=area)
        faults = [(fault["pointer"], fault["code"]) for fault in wrong.json()["errors"]]
        assert (wrong.status_code, faults) == (422, [("/receiving_area_code", "area_outside_cluster")])
