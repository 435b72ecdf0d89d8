"""An area's money of a year by its plan, through the gateway."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.budget.planned.rules import Strategy, Sums, by_issue, placed
from services.shared import fiscal
from tests.budget.ledger.books import Place, next_place, next_year
from tests.budget.requests.lists import Desk, desk
from tests.conftest import As
from tests.contract.operations import Json
from tests.contract.specimens.plans import owner_of, plan
from tests.contract.world import World
from tests.plans.checks.test_checks import project_under, strategy_of
from tests.stack import Stack
from tests.statements import counted

PATH = "/v1/budget-requests/by-plan"
ISSUES = [UUID(int=each) for each in (1, 2)]


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def by_plan(at: Desk, grant: str | None = None) -> Json:
    """The desk's money by its plan."""
    query: dict[str, Any] = {"area_code": at.place.area_code, "fiscal_year": at.place.fiscal_year}
    answer = await at.world.api.get(PATH, params=query, headers=at.world.as_(grant or at.officer))
    assert answer.status_code == 200, answer.text
    shown: Json = answer.json()
    return shown


async def test_requests_stand_under_the_issue_of_their_project_in_three_statements(world: World, stack: Stack) -> None:
    made = await plan(world)
    strategy, area, year = await strategy_of(world, made), made["area_code"], made["first_fiscal_year"]
    at = Desk(world, Place(year, "AREA", area), {})
    listed = await at.list(round=97)
    planned = [await project_under(world, made, strategy["id"], year) for _ in range(2)]
    for project in planned:
        await world.create("/v1/budget-requests", at.request_body(listed, project), owner_of(made))
    await at.request(listed, "200.00")
    with counted(stack, "budget") as sent:
        shown = await by_plan(at)
    assert len(sent) == 3
    (issue,) = [each for each in shown["issues"] if each["plan_id"] == made["id"]]
    assert (issue["requests"], issue["asked_amount"], issue["approved_amount"]) == (2, "1000.00", "0.00")
    assert {each["project_id"] for each in issue["projects"]} == {each["id"] for each in planned}
    assert {each["strategy_title_th"] for each in issue["projects"]} == {strategy["title_th"]}
    last = shown["issues"][-1]
    assert (last["issue_id"], last["title_th"]) == (None, None)
    assert "200.00" in {each["asked_amount"] for each in last["projects"]}
    # A draft is nobody else's business.
    assert (await by_plan(at, "opdc"))["requests"] == shown["requests"] - 3


async def test_what_is_approved_and_spent_is_beside_what_is_asked(world: World) -> None:
    at = await desk(world, place=next_year())
    await at.approved("300.00")
    shown = await by_plan(at, "budget_bureau")
    assert (shown["asked_amount"], shown["approved_amount"], shown["held_amount"]) == ("300.00", "300.00", "0.00")
    assert shown["accounts"]["posted_amount"] == "300.00"
    assert (shown["accounts"]["disbursed_amount"], shown["spent_amount"]) == ("0.00", "0.00")


async def test_what_is_paid_for_a_request_stands_with_its_project(world: World) -> None:
    at = await desk(world, place=next_place())
    approved = await at.approved("300.00")
    body = {
        "account_id": at.account["id"],
        "paid_on": fiscal.first_day(at.place.fiscal_year).isoformat(),
        "expenditure_class": "capital",
        "posted_transfer_id": approved["posted_transfer_id"],
    }
    for kind, amount in (("commit", "200.00"), ("disburse", "40.00"), ("return", "10.00")):
        sent = {**body, "kind": kind, "amount": amount, "document_number": kind}
        await world.create("/v1/disbursements", sent, at.officer)
    (issue,) = (await by_plan(at))["issues"]
    (project,) = issue["projects"]
    for shown in (project, issue):
        assert (shown["approved_amount"], shown["disbursed_amount"], shown["spent_amount"]) == (
            "300.00",
            "30.00",
            "230.00",
        )


def strategy_under(issue: int, number: str) -> Strategy:
    """A strategy of one of the issues."""
    known = {"title_th": "กลยุทธ์", "plan_id": UUID(int=9), "issue_title_th": "ประเด็น"}
    return Strategy(id=uuid4(), number=number, issue_id=ISSUES[issue], issue_number=str(issue + 1), **known)  # type: ignore[arg-type]


def test_issues_come_in_the_order_of_the_plan_and_what_stands_under_none_is_last() -> None:
    first, second = strategy_under(1, "2.1"), strategy_under(0, "1.2")
    ids = [uuid4() for _ in range(4)]
    sums = [(each, "โครงการ", Sums(1, amount, 0, 0)) for each, amount in zip(ids, (1, 10, 100, 1000), strict=True)]
    projects = {ids[0]: ("draft", first.id), ids[1]: ("draft", second.id), ids[2]: ("draft", None)}
    found = by_issue(placed(sums, projects, {first.id: first, second.id: second}))
    assert [each.first.issue_id if each.first else None for each in found] == [*ISSUES, None]
    assert [each.sums.asked for each in found] == [10, 1, 1100]
    assert {each.state for each in found[-1].projects} == {"draft", None}
