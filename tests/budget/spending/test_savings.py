"""Savings: the case of the document, what is refused, and that nothing is told or counted twice."""

import asyncio
from typing import Any

import httpx
import pytest

from services.budget.spending.schemas.savings import TELL_EXAMPLE
from services.shared import fiscal
from tests.budget.ledger.books import BUREAU, Json, Place, Sessions, document, next_place, put
from tests.conftest import As, key
from tests.contract.specimens.spending import SAVINGS, saving
from tests.contract.world import World
from tests.stack import Stack


class Closing:
    """An account of a province with 500 baht posted, and those who close it."""

    def __init__(self, world: World, sessions: Sessions, place: Place, account: Json) -> None:
        self.world, self.sessions, self.place, self.account = world, sessions, place, account

    async def pay(self, amount: str, kind: str = "disburse") -> None:
        """Record a payment or a commitment."""
        body = {
            "account_id": self.account["id"],
            "kind": kind,
            "amount": amount,
            "paid_on": fiscal.first_day(self.place.fiscal_year).isoformat(),
            "expenditure_class": "capital",
            "document_number": document(),
        }
        await self.world.create("/v1/disbursements", body, self.place.officer)

    async def tell(self, grant: str | None = None, **changed: Any) -> httpx.Response:
        """Tell a saving, of a project unless told otherwise, whatever comes of it."""
        headers = {**self.world.as_(grant or self.place.officer), **key()}
        return await self.world.api.post(SAVINGS, json=saving(self.place, self.account, **changed), headers=headers)

    async def review(self, told: httpx.Response, verb: str, grant: str = BUREAU) -> httpx.Response:
        """Confirm a saving or send it back, whatever comes of it."""
        body = {"reason": "ยอดไม่ตรงกับหลักฐาน"} if verb == "send-back" else None
        path, headers = f"{SAVINGS}/{told.json()['id']}/{verb}", {**self.world.as_(grant), **key()}
        return await self.world.api.post(path, json=body, headers=headers)

    async def totals(self) -> list[Json]:
        """Add up the savings of the province in the account's year."""
        asked: Json = {"fiscal_year": self.place.fiscal_year, "area_code": self.place.area_code}
        answer = await self.world.api.get(f"{SAVINGS}/totals", params=asked, headers=self.world.as_(self.place.officer))
        items: list[Json] = answer.json()["items"]
        return items


WHOLE: Json = {"closes": "account", "project_title_th": None, "posted_amount": None, "spent_amount": None, "uses": []}


@pytest.fixture
async def closing(api: httpx.AsyncClient, as_: As, stack: Stack) -> Closing:
    world, place = World(api, as_), next_place()
    account = (await world.create("/v1/budget-accounts", place.body(), BUREAU)).json()
    sessions = stack.sessions("budget")
    await put(sessions, account["id"], posted=50_000)
    return Closing(world, sessions, place, account)


async def test_the_document_tells_798390_baht_disbursed_and_not_how_much_was_spared(
    api: httpx.AsyncClient, as_: As, stack: Stack
) -> None:
    world, ministry = World(api, as_), "ministry:01"
    owned = {"fiscal_year": 2565, "fund_code": "AREA", "function_code": "01", "reason": "ตัวอย่างของระบบ, not official"}
    opened = await world.create("/v1/budget-accounts", {**owned, "cap_amount": "1000000.00"}, BUREAU)
    account_id = opened.json()["id"]
    await put(stack.sessions("budget"), account_id, posted=100_000_000)
    payment = {
        "account_id": account_id,
        "amount": "798390.00",
        "paid_on": "2022-09-15",
        "expenditure_class": "recurrent",
        "document_number": document(),
    }
    await world.create("/v1/disbursements", payment, ministry)
    told = (await world.create(SAVINGS, {**TELL_EXAMPLE, "account_id": account_id}, ministry)).json()
    assert (told["spent_amount"], told["posted_amount"], told["saved_amount"]) == ("798390.00", None, None)
    assert (told["reason_code"], told["source"]) == ("objectives_met", TELL_EXAMPLE["source"])
    reasons = (await api.get(f"{SAVINGS}/reasons", headers=as_(ministry))).json()["items"]
    assert next(each for each in reasons if each["code"] == "objectives_met")["name_th"] == TELL_EXAMPLE["reason"]

    # Of the account the books know both: what is left of the system's own example is told beside it, not added.
    whole = {**TELL_EXAMPLE, **WHOLE, "account_id": account_id}
    closed = (await world.create(SAVINGS, whole, ministry)).json()
    assert (closed["posted_amount"], closed["saved_amount"]) == ("1000000.00", "201610.00")
    asked: Json = {"fiscal_year": 2565, "function_code": "01"}
    totals = (await api.get(f"{SAVINGS}/totals", params=asked, headers=as_(BUREAU))).json()["items"]
    sums = {each["closes"]: each["sums"] for each in totals}
    assert (sums["account"]["saved_amount"], sums["account"]["undecided_amount"]) == ("201610.00", "201610.00")
    assert (sums["parts"]["told"], sums["parts"]["unknown"], sums["parts"]["saved_amount"]) == (1, 1, None)


async def test_a_whole_account_is_confirmed_only_as_the_books_still_are(closing: Closing) -> None:
    await closing.pay("120.00")
    await closing.pay("30.00", "commit")
    told = await closing.tell(**WHOLE)
    shown = told.json()
    assert (shown["posted_amount"], shown["spent_amount"], shown["saved_amount"]) == ("500.00", "150.00", "350.00")
    await closing.pay("10.00")
    refused = await closing.review(told, "confirm")
    assert (refused.status_code, refused.json()["code"]) == (409, "saving_books_moved")
    assert refused.json()["facts"]["spent"] == "160.00"
    back = (await closing.review(told, "send-back")).json()
    assert (back["state"], back["review_reason"]) == ("sent_back", "ยอดไม่ตรงกับหลักฐาน")
    assert await closing.totals() == []
    again = await closing.tell(**WHOLE)
    confirmed = (await closing.review(again, "confirm")).json()
    assert (confirmed["state"], confirmed["saved_amount"]) == ("confirmed", "340.00")
    assert (await closing.review(again, "send-back")).json()["code"] == "state_does_not_allow"


async def test_the_same_is_told_once_however_many_tell_it(closing: Closing) -> None:
    answers = await asyncio.gather(*(closing.tell() for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"budget_saving_exists"}
    [total] = await closing.totals()
    assert (total["closes"], total["state"], total["sums"]) == (
        "parts",
        "recorded",
        {
            "told": 1,
            "unknown": 0,
            "posted_amount": "100.00",
            "spent_amount": "0.00",
            "saved_amount": "100.00",
            "returned_amount": "60.00",
            "unfunded_needs_amount": "0.00",
            "undecided_amount": "40.00",
        },
    )


async def test_parts_of_an_account_are_not_told_to_have_spent_more_than_it_has_together(closing: Closing) -> None:
    await closing.pay("100.00")
    first = await closing.tell(project_title_th="แนวกันไฟ", posted_amount="70.00", spent_amount="70.00", uses=[])
    assert first.status_code == 201, first.text
    again = await closing.tell(project_title_th="แนวกันไฟ", posted_amount="70.00", spent_amount="70.00", uses=[])
    assert again.json()["code"] == "budget_saving_exists"
    second: Json = {"project_title_th": "ฝายชะลอน้ำ", "posted_amount": "70.00", "spent_amount": "40.00", "uses": []}
    refused = await closing.tell(**second)
    assert [each["code"] for each in refused.json()["errors"]] == ["spent_past_books"], refused.text
    assert "30.00" in refused.json()["errors"][0]["detail"]
    await closing.review(first, "send-back")
    assert (await closing.tell(**second)).status_code == 201


NOWHERE = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a99"


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"spent_amount": "1.00"}, "/spent_amount", "spent_past_books"),
        ({"reason_code": "luck"}, "/reason_code", "reason_unknown"),
        ({"closed_on": "2155-09-30"}, "/closed_on", "day_to_come"),
        ({"uses": [{"kind": "returned", "amount": "100.01"}]}, "/uses", "uses_past_saved"),
        (
            {"uses": [{"kind": "unfunded_needs", "amount": "1.00", "request_id": NOWHERE}]},
            "/uses/0/request_id",
            "need_unknown",
        ),
        (
            {"closes": "request", "request_id": NOWHERE, "project_title_th": None, "posted_amount": None},
            "/request_id",
            "request_does_not_fit",
        ),
    ],
)
async def test_what_does_not_fit_is_refused_by_its_place(
    closing: Closing, changed: Json, pointer: str, code: str
) -> None:
    answer = await closing.tell(**changed)
    assert answer.status_code == 422, answer.text
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]


async def test_only_the_owner_tells_and_only_the_bureau_confirms(closing: Closing) -> None:
    other = "province:83" if closing.place.area_code != "83" else "province:50"
    told = await closing.tell()
    assert [(await closing.tell(grant)).status_code for grant in (other, "ministry:05", BUREAU)] == [404, 403, 403]
    owner = closing.place.officer
    assert [(await closing.review(told, "confirm", grant)).status_code for grant in (owner, "opdc")] == [403, 403]
    path, api, as_ = f"{SAVINGS}/{told.json()['id']}", closing.world.api, closing.world.as_
    seen = {grant: (await api.get(path, headers=as_(grant))).status_code for grant in (owner, other, "ministry:05")}
    assert seen == {owner: 200, other: 404, "ministry:05": 200}
