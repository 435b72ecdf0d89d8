"""What requests answer to the bulk questions: money by area and year, and by the joint indicator that it serves."""

from uuid import uuid4

from sqlalchemy import text

from services.shared.fiscal import FIRST_FISCAL_YEAR
from tests.budget.requests.lists import Desk
from tests.contract.operations import Json
from tests.stack import Stack


async def of_area(at: Desk, stack: Stack, grant: str, fiscal_year: int | None = None) -> Json:
    """What the area's requests come to, as `grant` sees them, in the year of the desk unless another is named."""
    query: Json = {"fiscal_year": fiscal_year or at.place.fiscal_year, "area_code": at.place.area_code}
    url = f"{stack.service_url('budget')}/internal/facts/areas"
    answer = await at.world.api.get(url, params=query, headers=at.world.as_(grant))
    found: Json = answer.json()["areas"][at.place.area_code]["requests"]
    return found


async def test_number_and_money_by_state_and_position(at: Desk, stack: Stack) -> None:
    before = await of_area(at, stack, at.officer)
    submission = await at.list()
    draft = await at.request(submission, "100.00")
    submitted = await at.done(await at.request(submission, "200.00"), "submit")
    above = await at.done(await at.request(submission, "7000.00", ceiling_position="above"), "submit")
    assert (draft["state"], submitted["held_amount"], above["held_amount"]) == ("draft", "200.00", "0.00")
    own = await of_area(at, stack, at.officer)
    assert own["requests"] - before["requests"] == 3
    assert own["by_state"]["draft"]["requests"] - before["by_state"]["draft"]["requests"] == 1
    outside = await of_area(at, stack, "budget_bureau")
    assert outside["by_state"]["draft"]["requests"] == 0
    assert outside["by_state"]["submitted"]["held_amount"] == "200.00"
    assert outside["by_ceiling_position"]["above"]["asked_amount"] == "7000.00"


async def test_an_area_without_requests_has_none(at: Desk, stack: Stack) -> None:
    zero = {"requests": 0, "asked_amount": "0.00", "held_amount": "0.00", "approved_amount": "0.00"}
    found = await of_area(at, stack, "ministry:05", FIRST_FISCAL_YEAR)
    assert {name: found[name] for name in zero} == zero


async def test_the_money_behind_a_joint_indicator_by_area(at: Desk, stack: Stack) -> None:
    joint, other = uuid4(), uuid4()
    approved = await at.approved("300.00")
    held = await at.done(await at.request(await at.list(round=8), "200.00"), "submit")
    draft = await at.request(await at.list(round=9), "100.00")
    # The link itself is made through the joint indicator's own part; here only what is summed counts.
    async with stack.sessions("budget").begin() as session:
        ids = {"joint": joint, "ids": [each["id"] for each in (approved, held, draft)]}
        await session.execute(
            text("UPDATE request SET joint_indicator_id = :joint WHERE id = ANY(CAST(:ids AS uuid[]))"), ids
        )
    url = f"{stack.service_url('budget')}/internal/facts/objects/joint_indicator"
    wanted = {"id": [str(joint), str(other)]}
    sums = {"requests": 2, "asked_amount": "500.00", "held_amount": "200.00", "approved_amount": "300.00"}
    expected = {str(joint): {"areas": {at.place.area_code: sums}}, str(other): {"areas": {}}}
    for grant in ("ministry:05", at.officer):  # a draft counts for nobody, its owner included
        answer = await at.world.api.get(url, params=wanted, headers=at.world.as_(grant))
        assert answer.json()["objects"] == expected, grant
