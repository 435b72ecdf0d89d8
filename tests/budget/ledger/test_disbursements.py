"""`/v1/disbursements` through the gateway, and what the ledger tells the overview of an area."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from services.budget.ledger import repository
from services.budget.ledger.rules import POST
from services.budget.ledger.usecases.standing import ACCOUNT
from services.shared import fiscal, reference
from tests.budget.ledger.books import BUREAU, Json, Place, Sessions, document, next_place, next_tree, next_year, put
from tests.budget.ledger.conftest import OpenAccount
from tests.conftest import As, key
from tests.stack import Stack

PATH = "/v1/disbursements"


def payment(account: Json, amount: str, **changed: Any) -> Json:
    first = fiscal.first_day(account["fiscal_year"])
    return {
        "account_id": account["id"],
        "amount": amount,
        "paid_on": first.isoformat(),
        "expenditure_class": "capital",
        "document_number": document(),
        **changed,
    }


async def record(api: httpx.AsyncClient, as_: As, grant: str, body: Json) -> httpx.Response:
    return await api.post(PATH, json=body, headers={**as_(grant), **key()})


async def test_money_is_paid_up_to_what_was_posted_and_returned_up_to_what_was_paid(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    place = next_place()
    account = await open_account(place)
    await put(sessions, account["id"], held=50_000, posted=30_000)
    paid = await record(api, as_, place.officer, payment(account, "200.00", note="งวดที่ 1"))
    assert (paid.status_code, paid.json()["quarter"], paid.json()["note"]) == (201, 1, "งวดที่ 1")
    assert (await api.get(paid.headers["location"], headers=as_(place.officer))).json() == paid.json()
    over = await record(api, as_, place.officer, payment(account, "100.01"))
    assert (over.status_code, over.json()["code"]) == (409, "disbursed_past_posted")
    assert over.json()["facts"]["posted"] == "300.00"
    assert over.json()["facts"]["disbursed"] == "200.00"
    back = await record(api, as_, place.officer, payment(account, "50.00", kind="return"))
    assert back.status_code == 201
    too_much = await record(api, as_, place.officer, payment(account, "150.01", kind="return"))
    assert (too_much.status_code, too_much.json()["code"]) == (409, "returned_past_disbursed")
    read = (await api.get(f"/v1/budget-accounts/{account['id']}", headers=as_(place.officer))).json()
    assert (read["disbursed_amount"], read["disbursement_rate"]) == ("150.00", 50.0)
    listed = (await api.get(PATH, params={"account_id": account["id"]}, headers=as_(place.officer))).json()["items"]
    assert [each["id"] for each in listed] == [back.json()["id"], paid.json()["id"]]


async def test_what_is_committed_is_paid_in_parts_and_released_and_nobody_else_spends_it(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    place = next_place()
    account = await open_account(place)
    await put(sessions, account["id"], posted=30_000)

    async def done(amount: str, **changed: Any) -> httpx.Response:
        return await record(api, as_, place.officer, payment(account, amount, **changed))

    owed = (await done("200.00", kind="commit")).json()
    assert (owed["kind"], owed["open_amount"], owed["commitment_id"]) == ("commit", "200.00", None)
    for kind, code in (("disburse", "disbursed_past_posted"), ("commit", "committed_past_posted")):
        over = await done("100.01", kind=kind)
        assert (over.status_code, over.json()["code"]) == (409, code)
        assert over.json()["facts"]["committed"] == "200.00"
    paid = (await done("120.00", commitment_id=owed["id"])).json()
    assert (paid["commitment_id"], paid["open_amount"]) == (owed["id"], None)
    for kind in ("disburse", "release"):
        past = await done("80.01", kind=kind, commitment_id=owed["id"])
        assert (past.status_code, past.json()["code"]) == (409, "settled_past_commitment")
        assert past.json()["facts"] == {"open": "80.00", "asked": "80.01"}
    freed = (await done("30.00", kind="release", commitment_id=owed["id"])).json()
    read = (await api.get(f"/v1/budget-accounts/{account['id']}", headers=as_(place.officer))).json()
    names = ("disbursed_amount", "committed_amount", "spent_amount", "disbursement_rate", "spent_rate")
    assert [read[name] for name in names] == ["120.00", "50.00", "170.00", 40.0, 56.67]
    asked = {"account_id": account["id"], "commitment_id": owed["id"]}
    settled = (await api.get(PATH, params=asked, headers=as_(place.officer))).json()["items"]
    assert [each["id"] for each in settled] == [freed["id"], paid["id"]]
    assert "allowed_actions" not in settled[0]
    asked = {"account_id": account["id"], "kind": "commit"}
    listed = (await api.get(PATH, params=asked, headers=as_(place.officer))).json()["items"]
    assert [(each["id"], each["open_amount"]) for each in listed] == [(owed["id"], "50.00")]
    statement = await api.get(f"/v1/budget-accounts/{account['id']}/statement", headers=as_(place.officer))
    changes = [each["committed_change_amount"] for each in statement.json()["items"]]
    assert changes[-3:] == ["200.00", "-120.00", "-30.00"]


async def test_a_commitment_of_another_account_is_none_of_this_one(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    place = next_place()
    account = await open_account(place)
    other = await open_account()
    await put(sessions, other["id"], posted=1_000)
    owed = await record(api, as_, f"province:{other['area_code']}", payment(other, "5.00", kind="commit"))
    for changed, code in (
        ({"commitment_id": owed.json()["id"]}, "commitment_unknown"),
        ({"kind": "release"}, "commitment_missing"),
        ({"kind": "commit", "commitment_id": owed.json()["id"]}, "commitment_needless"),
    ):
        answer = await record(api, as_, place.officer, payment(account, "5.00", **changed))
        assert (answer.status_code, [fault["code"] for fault in answer.json()["errors"]]) == (422, [code])


async def test_a_document_is_recorded_once_whatever_the_key(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    place = next_place()
    account = await open_account(place)
    await put(sessions, account["id"], posted=30_000)
    body, headers = payment(account, "10.00"), {**as_(place.officer), **key()}
    first = await api.post(PATH, json=body, headers=headers)
    replay = await api.post(PATH, json=body, headers=headers)
    assert (replay.status_code, replay.headers["idempotent-replayed"]) == (201, "true")
    for amount in ("10.00", "11.00"):
        fresh = await record(api, as_, place.officer, {**body, "amount": amount})
        assert (fresh.status_code, fresh.json()["code"]) == (409, "reference_taken")
        assert fresh.json()["facts"] == {"transfer_id": first.json()["id"]}
    read = (await api.get(f"/v1/budget-accounts/{account['id']}", headers=as_(place.officer))).json()
    assert read["disbursed_amount"] == "10.00"


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"amount": "0.00"}, "/amount", "amount_not_positive"),
        ({"amount": "-5.00"}, "/amount", "amount_negative"),
        ({"amount": 5}, "/amount", "amount_is_number"),
        ({"paid_on": "2000-01-01"}, "/paid_on", "day_outside_fiscal_year"),
        ({"expenditure_class": "gift"}, "/expenditure_class", "literal_error"),
        ({"kind": "hold"}, "/kind", "literal_error"),
    ],
)
async def test_what_is_wrong_with_a_payment_is_said_where_it_is(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, changed: Json, pointer: str, code: str
) -> None:
    place = next_place()
    answer = await record(api, as_, place.officer, {**payment(await open_account(place), "5.00"), **changed})
    assert answer.status_code == 422, answer.text
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [(pointer, code)]


async def test_only_the_owner_records_and_strangers_see_no_account(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    year, fund = next_tree()
    account = await open_account(Place(year, fund, "50"))
    await put(sessions, account["id"], posted=1_000)
    cluster = f"cluster:{reference.cluster_of('50', year)}"
    for grant, status in (("province:57", 404), (cluster, 403), ("ministry:05", 403), (BUREAU, 403)):
        assert (await record(api, as_, grant, payment(account, "1.00"))).status_code == status, grant
    made = await record(api, as_, "province:50", payment(account, "1.00"))
    assert (await api.get(made.headers["location"], headers=as_("province:57"))).status_code == 404
    hidden = await api.get(PATH, params={"fiscal_year": year, "fund_code": fund}, headers=as_("province:57"))
    assert hidden.json()["items"] == []


async def test_a_transfer_that_is_no_payment_is_no_disbursement(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    [held] = await put(sessions, (await open_account())["id"], held=100)
    assert (await api.get(f"{PATH}/{held}", headers=as_(BUREAU))).status_code == 404
    assert (await api.get(f"/v1/budget-transfers/{held}", headers=as_(BUREAU))).json()["kind"] == "hold"


async def test_payments_page_by_day_and_narrow_by_quarter_and_class(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    place = next_place()
    account = await open_account(place)
    await put(sessions, account["id"], posted=30_000)
    for quarter in (3, 1, 4, 2):
        day = fiscal.quarter_days(place.fiscal_year, quarter).last.isoformat()
        kind = "recurrent" if quarter == 4 else "capital"
        body = payment(account, f"{quarter}.00", paid_on=day, expenditure_class=kind)
        assert (await record(api, as_, place.officer, body)).status_code == 201
    seen: list[int] = []
    parameters: dict[str, Any] = {"account_id": account["id"], "sort": "paid_on", "limit": 3}
    while True:
        page = (await api.get(PATH, params=parameters, headers=as_(place.officer))).json()
        seen += [each["quarter"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        parameters["cursor"] = page["next_cursor"]
    assert seen == [1, 2, 3, 4]
    for narrowed, found in (({"quarter": 2}, [2]), ({"expenditure_class": "recurrent"}, [4])):
        asked = {"account_id": account["id"], **narrowed}
        page = (await api.get(PATH, params=asked, headers=as_(place.officer))).json()
        assert [each["quarter"] for each in page["items"]] == found


async def test_the_facts_of_an_area_are_its_money_and_null_where_no_account_is_seen(
    stack: Stack, api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    place = next_year()  # all funds of it are added up
    account = await open_account(place)
    await put(sessions, account["id"], held=10_000, posted=40_000)
    last = fiscal.quarter_days(place.fiscal_year, 3).last.isoformat()
    for amount, day in (("100.00", None), ("50.00", last)):
        body = payment(account, amount, **({"paid_on": day} if day else {}))
        assert (await record(api, as_, place.officer, body)).status_code == 201
    owed = payment(account, "80.00", kind="commit")
    assert (await record(api, as_, place.officer, owed)).status_code == 201
    other = "50" if place.area_code != "50" else "51"
    asked: dict[str, Any] = {"fiscal_year": place.fiscal_year, "area_code": [place.area_code, "TH"]}
    url = f"{stack.service_url('budget')}/internal/facts/areas"
    async with httpx.AsyncClient(trust_env=False) as client:
        seen = (await client.get(url, params=asked, headers=as_(place.officer))).json()["areas"]
        hidden = (await client.get(url, params=asked, headers=as_(f"province:{other}"))).json()["areas"]
    assert seen[place.area_code]["ledger"] == {
        "cap_amount": "1000.00",
        "held_amount": "100.00",
        "posted_amount": "400.00",
        "disbursed_amount": "150.00",
        "disbursement_rate": 37.5,
        "committed_amount": "80.00",
        "spent_amount": "230.00",
        "spent_rate": 57.5,
        "disbursed_by_quarter": {"q1": "100.00", "q2": "0.00", "q3": "50.00", "q4": "0.00"},
    }
    unknown = {
        **dict.fromkeys(name for name in seen[place.area_code]["ledger"] if name != "disbursed_by_quarter"),
        "disbursed_by_quarter": dict.fromkeys(("q1", "q2", "q3", "q4")),
    }
    assert seen["TH"]["ledger"] == unknown
    assert hidden[place.area_code]["ledger"] == unknown


async def test_no_more_is_spent_of_a_request_than_was_approved_for_it(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions
) -> None:
    place = next_place()
    account = await open_account(place)
    first = str((await put(sessions, account["id"], posted=30_000))[-1])
    await put(sessions, account["id"], posted=20_000)

    async def spend(amount: str, **changed: Any) -> httpx.Response:
        return await record(api, as_, place.officer, payment(account, amount, **changed))

    owed = await spend("250.00", kind="commit", posted_transfer_id=first)
    assert (owed.status_code, owed.json()["posted_transfer_id"]) == (201, first), owed.text
    past = await spend("50.01", posted_transfer_id=first)
    assert (past.status_code, past.json()["code"]) == (409, "spent_past_posting")
    assert past.json()["facts"] == {"posted": "300.00", "spent": "250.00", "asked": "50.01"}
    assert (await spend("200.00")).status_code == 201  # of no request, it is only bounded by the account
    paid = await spend("100.00", commitment_id=owed.json()["id"])
    assert paid.json()["posted_transfer_id"] == first  # what settles a commitment spends what that one does
    too_much = await spend("100.01", kind="return", posted_transfer_id=first)
    assert (too_much.status_code, too_much.json()["code"]) == (409, "returned_past_disbursed")
    released = await spend("150.00", kind="release", commitment_id=owed.json()["id"])
    assert released.status_code == 201
    answers = await asyncio.gather(*(spend("60.00", posted_transfer_id=first) for _ in range(8)))
    assert sorted(each.status_code for each in answers) == [201] * 3 + [409] * 5
    of_first = await api.get(PATH, params={"posted_transfer_id": first}, headers=as_(place.officer))
    assert len(of_first.json()["items"]) == 6


@pytest.mark.parametrize("what", [POST, ACCOUNT])
async def test_who_spends_of_one_request_or_changes_one_tree_takes_turns(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions, what: str
) -> None:
    place = next_place()
    account = await open_account(place)
    posting = (await put(sessions, account["id"], posted=30_000))[-1]
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with sessions() as first, asyncio.timeout(30):
        await repository.take_turns(first, what, posting if what == POST else UUID(account["id"]))
        body = payment(account, "300.00", posted_transfer_id=str(posting))
        second = asyncio.create_task(record(api, as_, place.officer, body))
        while not await first.scalar(waiting):  # nothing else tells that it waits
            assert not second.done(), "it did not wait"
            await asyncio.sleep(0)
        await first.rollback()
        assert (await second).status_code == 201


@pytest.mark.parametrize("elsewhere", [True, False])
async def test_a_payment_names_a_posting_of_its_own_account_and_commitment(
    api: httpx.AsyncClient, as_: As, open_account: OpenAccount, sessions: Sessions, elsewhere: bool
) -> None:
    place, other = next_place(), next_place()
    account, others = await open_account(place), await open_account(other)
    postings = [str((await put(sessions, each["id"], posted=30_000))[-1]) for each in (account, others)]
    plain = await record(api, as_, place.officer, payment(account, "10.00", kind="commit"))
    named = {} if elsewhere else {"commitment_id": plain.json()["id"]}
    refused = await record(
        api, as_, place.officer, payment(account, "1.00", posted_transfer_id=postings[elsewhere], **named)
    )
    code = "posting_unknown" if elsewhere else "posting_of_commitment"
    assert (refused.status_code, [each["code"] for each in refused.json()["errors"]]) == (422, [code]), refused.text
