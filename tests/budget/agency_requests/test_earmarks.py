"""`/v1/earmarks`: what an agency states, by whom and how it is revised, and that the ledger has it."""

import asyncio
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.budget.earmarks.rules import Statement, implied_by, statement_faults
from tests.budget.agency_requests.reserves import EARMARKS, Counter, answer_to
from tests.budget.ledger.books import Json
from tests.conftest import key

TEN, TWENTY = Decimal(10), Decimal(20)


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        (Statement(TEN, TWENTY, None, None, None, "reported"), []),
        (Statement(None, None, None, None, 100, "stated"), []),
        (Statement(TEN, TEN, 5, "งบลงทุน", 100, "stated"), []),
        (Statement(None, None, None, None, None, "stated"), ["nothing_stated"]),
        (Statement(TWENTY, TEN, None, None, None, "stated"), ["rate_malformed"]),
        (Statement(TEN, None, None, None, None, "stated"), ["rate_malformed"]),
        (Statement(TEN, Decimal(101), None, None, None, "stated"), ["rate_malformed"]),
        (Statement(TEN, TEN, 5, None, None, "stated"), ["missing"]),
        (Statement(TEN, TEN, None, None, 100, "proposed"), ["amount_not_binding"]),
    ],
)
def test_what_may_be_stated(statement: Statement, codes: list[str]) -> None:
    assert [fault.code for fault in statement_faults(statement, None)] == codes


def test_an_amount_that_stands_is_not_taken_back() -> None:
    before = Statement(None, None, None, None, 100, "stated")
    after = Statement(TEN, TEN, None, None, None, "stated")
    assert [fault.code for fault in statement_faults(after, before)] == ["amount_stands"]


@given(st.decimals(0, 100, places=2), st.integers(0, 10**17))
def test_a_rate_gives_a_share_of_its_base_to_the_satang(rate: Decimal, base: int) -> None:
    share = implied_by(rate, base)
    assert share is not None
    assert 0 <= share <= base
    assert abs(Decimal(share) - rate * base / 100) <= Decimal("0.5")
    assert implied_by(rate, None) is None
    assert implied_by(None, base) is None


async def test_the_proposal_of_the_documents_binds_nobody_and_nobody_revises_it(counter: Counter) -> None:
    [proposal] = (await counter.read(f"{EARMARKS}?fiscal_year=2553"))["items"]
    assert (proposal["function_code"], proposal["rate_from_percent"], proposal["certainty"]) == (None, 10, "proposed")
    assert (proposal["stated_on"], proposal["amount"], proposal["left_amount"]) == ("2010-01-19", None, None)
    headers = {**counter.world.as_(counter.officer), **key()}
    body = {**_restated(counter, "5.00"), "reason": "ทดสอบ"}
    answer = await counter.world.api.post(f"{EARMARKS}/{proposal['id']}/revise", json=body, headers=headers)
    assert answer.status_code == 403


def _restated(counter: Counter, amount: str | None) -> Json:
    head = {"fiscal_year", "function_code"}
    return {name: value for name, value in counter.statement(amount).items() if name not in head}


async def test_a_reserve_is_stated_once_by_its_own_agency(counter: Counter) -> None:
    path, body = EARMARKS, counter.statement()
    others = "ministry:07" if counter.function_code == "05" else "ministry:05"
    for grant, expected in ((others, 403), ("budget_bureau", 403), ("province:50", 403)):
        answer = await counter.world.api.post(path, json=body, headers={**counter.world.as_(grant), **key()})
        assert answer.status_code == expected, grant
    headers = counter.world.as_(counter.officer)
    answers = await asyncio.gather(
        *(counter.world.api.post(path, json=body, headers={**headers, **key()}) for _ in range(3))
    )
    assert sorted(each.status_code for each in answers) == [201, 409, 409]


async def test_a_revision_keeps_what_was_stated_and_never_goes_below_use(counter: Counter) -> None:
    await counter.earmark()
    await counter.accepted("600.00")
    [earmark] = (await counter.read(_mine(counter)))["items"]
    headers = counter.world.as_(counter.officer)
    path = f"{EARMARKS}/{earmark['id']}/revise"
    low, raised = [
        await counter.world.api.post(
            path, json={**_restated(counter, amount), "reason": "ปรับตามร่างงบประมาณ"}, headers={**headers, **key()}
        )
        for amount in ("500.00", "900.00")
    ]
    assert (low.status_code, low.json()["code"]) == (409, "cap_below_use")
    shown = raised.json()
    assert (shown["version"], shown["amount"], shown["held_amount"], shown["left_amount"]) == (
        2,
        "900.00",
        "600.00",
        "300.00",
    )
    assert [(each["number"], each["amount"], each["reason"]) for each in shown["revisions"]] == [
        (1, "1000.00", None),
        (2, "900.00", "ปรับตามร่างงบประมาณ"),
    ]


def _mine(counter: Counter) -> str:
    return f"{EARMARKS}?fiscal_year={counter.fiscal_year}&function_code={counter.function_code}"


async def test_without_an_amount_a_reserve_is_shown_and_holds_nothing_until_one_is_stated(counter: Counter) -> None:
    _, request = await counter.sent("100.00")
    body = answer_to(request, accepted_amount="100.00")
    missing = await counter.act(request, "decide", counter.officer, body)
    earmark = await counter.earmark(None)
    assert earmark["account_id"] is None
    still = await counter.act(request, "decide", counter.officer, body)
    assert [each.json()["code"] for each in (missing, still)] == ["reserve_missing"] * 2
    headers = {**counter.world.as_(counter.officer), **key()}
    revised = {**_restated(counter, "100.00"), "reason": "ได้รับจัดสรรแล้ว"}
    await counter.world.api.post(f"{EARMARKS}/{earmark['id']}/revise", json=revised, headers=headers)
    assert (await counter.done(request, "decide", counter.officer, body))["held_amount"] == "100.00"


async def test_the_account_of_a_reserve_is_opened_and_revised_only_by_stating_it(counter: Counter) -> None:
    api, bureau = counter.world.api, counter.world.as_("budget_bureau")
    account = (await counter.earmark())["account_id"]
    head = {"fiscal_year": 2529, "function_code": counter.function_code, "fund_code": "RESERVE"}
    sent = {"cap_amount": "1.00", "reason": "ทดสอบ"}
    for path, body in (
        ("/v1/budget-accounts", {**head, **sent}),
        (f"/v1/budget-accounts/{account}/revise-cap", {**sent, "document_number": "นร 1/2530"}),
    ):
        refused = await api.post(path, json=body, headers={**bureau, **key()})
        assert (refused.status_code, refused.json()["code"]) == (409, "ceiling_stated"), refused.text
