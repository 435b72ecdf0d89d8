"""Eight acceptances at once on a reserve that fits four: four, and not a satang over; the control passes it."""

import asyncio
from uuid import uuid4

import pytest

from services.budget.earmarks.errors import ReserveExceeded
from services.budget.earmarks.usecases import hold_on_reserve
from services.budget.ledger import repository
from services.budget.ledger.models import Account
from tests.budget.agency_requests.reserves import Counter, answer_to
from tests.budget.ledger.books import NATIONAL, Sessions, faults_in, new_account, next_place

ASKED, FITTING, EACH = 8, 4, 100


async def test_eight_acceptances_through_the_gateway_end_exactly_at_the_reserve(counter: Counter) -> None:
    earmark = await counter.earmark("4.00")
    sent = [(await counter.sent("1.00"))[1] for _ in range(ASKED)]
    answers = await asyncio.gather(
        *(counter.act(each, "decide", counter.officer, answer_to(each, accepted_amount="1.00")) for each in sent)
    )
    codes = sorted(each.json().get("code", "accepted") for each in answers)
    assert codes == ["accepted"] * FITTING + ["reserve_exceeded"] * (ASKED - FITTING)
    assert await counter.money(earmark) == ("4.00", "0.00", "0.00")


async def granted_of_eight(books: Sessions, account: Account) -> int:
    """How many of eight holds at once on a reserve are granted."""

    async def once() -> bool:
        try:
            async with books.begin() as session:
                await hold_on_reserve(session, NATIONAL, account, EACH, f"test:{uuid4()}", "ทดสอบ")
        except ReserveExceeded:
            return False
        return True

    return sum(await asyncio.gather(*(once() for _ in range(ASKED))))


@pytest.mark.usefixtures("unguarded")
async def test_control_without_the_guard_the_reserve_is_passed(unchecked: Sessions) -> None:
    async with unchecked.begin() as session:
        reserve = await new_account(session, next_place(), FITTING * EACH)
    assert await granted_of_eight(unchecked, reserve) == ASKED
    async with unchecked() as session:
        assert (await repository.balances_of(session, reserve.id)).pending == ASKED * EACH
    assert await faults_in(unchecked) == ([], [reserve.id])
