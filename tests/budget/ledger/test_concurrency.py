"""Many at once: a ceiling is never passed and nobody waits in a circle; the controls show that it could fail."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterable, Sequence
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger import repository
from services.budget.ledger.errors import CeilingAllotted, CeilingExceeded, HoldResolved, MovedPastLeft
from services.budget.ledger.models import Account
from services.budget.ledger.schemas.moves import BudgetMove
from services.budget.ledger.usecases.accounts import set_cap
from services.budget.ledger.usecases.moves import move
from services.budget.ledger.usecases.transfers import hold, post, void
from services.shared.access import Principal
from tests.budget.ledger.books import NATIONAL, Sessions, faults_in, new_account, next_place

CLIENTS, ASKED, FITTING, EACH = 16, 500, 250, 100
Act = Callable[[int], Awaitable[bool]]


async def all_at_once(act: Act, count: int) -> int:
    """Carry out `act(0)` to `act(count - 1)` by sixteen clients; returns how many were granted."""
    numbers = iter(range(count))
    granted = 0

    async def client() -> None:
        nonlocal granted
        for number in numbers:
            was_granted = await act(number)
            granted += was_granted

    async with asyncio.TaskGroup() as clients:
        for _ in range(CLIENTS):
            clients.create_task(client())
    return granted


def holding(books: Sessions, account: Account, amount: int = EACH) -> Act:
    """Return an act that holds on `account`, each time under another reference."""

    async def act(number: int) -> bool:
        try:
            async with books.begin() as session:
                await hold(session, NATIONAL, account, amount, f"{account.id}:{number}", None)
        except CeilingExceeded:
            return False
        return True

    return act


async def hot_account(books: Sessions) -> Account:
    """Open an account whose ceiling fits 250 holds."""
    async with books.begin() as session:
        return await new_account(session, next_place(), FITTING * EACH)


@pytest.fixture
async def hot(books: Sessions) -> Account:
    """An account whose ceiling fits 250 holds."""
    return await hot_account(books)


async def in_use(books: Sessions, account: Account) -> int:
    async with books() as session:
        return (await repository.balances_of(session, account.id)).pending


async def test_five_hundred_holds_by_sixteen_clients_end_exactly_at_the_ceiling(books: Sessions, hot: Account) -> None:
    assert await all_at_once(holding(books, hot), ASKED) == FITTING
    assert await in_use(books, hot) == FITTING * EACH
    assert await faults_in(books) == ([], [])


@pytest.mark.usefixtures("unguarded")
async def test_control_without_the_guard_the_ceiling_is_passed(unchecked: Sessions) -> None:
    hot = await hot_account(unchecked)
    assert await all_at_once(holding(unchecked, hot), ASKED) == ASKED
    assert await in_use(unchecked, hot) == ASKED * EACH
    assert await faults_in(unchecked) == ([], [hot.id])


@pytest.mark.usefixtures("unguarded")
async def test_control_without_the_guard_the_databases_own_check_still_holds(books: Sessions, hot: Account) -> None:
    await holding(books, hot, FITTING * EACH)(0)
    with pytest.raises(IntegrityError):
        await holding(books, hot)(1)


async def test_sixteen_clients_resolving_one_hold_resolve_it_once(books: Sessions, hot: Account) -> None:
    async with books.begin() as session:
        held = await hold(session, NATIONAL, hot, EACH, f"test:{uuid4()}", None)

    async def resolve(number: int) -> bool:
        try:
            async with books.begin() as session:
                if number % 2:
                    await post(session, NATIONAL, held, EACH, f"{held.id}:{number}", None)
                else:
                    await void(session, NATIONAL, held, f"{held.id}:{number}", "ทดสอบ")
        except HoldResolved:
            return False
        return True

    assert await all_at_once(resolve, 64) == 1
    assert await in_use(books, hot) == 0
    assert await faults_in(books) == ([], [])


async def test_one_reference_sent_by_sixteen_clients_holds_once(books: Sessions, hot: Account) -> None:
    async def same(_number: int) -> bool:
        async with books.begin() as session:
            await hold(session, NATIONAL, hot, EACH, f"same:{hot.id}", None)
        return True

    assert await all_at_once(same, 64) == 64
    assert await in_use(books, hot) == EACH


def a_move(giver: Account, taker: Account, number: int) -> BudgetMove:
    """What is asked of a move of the amount of one hold."""
    return BudgetMove(
        paying_account_id=giver.id,
        receiving_account_id=taker.id,
        amount="1.00",
        document_number=f"{giver.id}:{number}",
        reason="ทดสอบ",
    )


async def tree(books: Sessions) -> list[Account]:
    """Open one account at the top, two below it, and three below each of these, the six in no order of their ids."""
    async with books.begin() as session:
        top = await new_account(session, next_place(), 200 * EACH)
        middle = [await new_account(session, next_place(), 120 * EACH, top) for _ in range(2)]
        lowest = [await new_account(session, next_place(), 50 * EACH, each) for each in middle for _ in range(3)]
        return [top, *middle, *lowest]


async def test_holds_posts_and_voids_over_three_levels_never_wait_in_a_circle(books: Sessions) -> None:
    top, *middle, first, second, third, fourth, fifth, sixth = await tree(books)
    targets = itertools.cycle([first, fourth, second, *middle, fifth, third, sixth, top])
    chosen = list(itertools.islice(targets, ASKED))

    async def act(number: int) -> bool:
        account = chosen[number]
        try:
            async with books.begin() as session:
                held = await hold(session, NATIONAL, account, EACH, f"{account.id}:{number}", None)
            if number % 3 == 0:
                async with books.begin() as session:
                    await void(session, NATIONAL, held, f"{held.id}:void", "ทดสอบ")
            elif number % 3 == 1:
                async with books.begin() as session:
                    await post(session, NATIONAL, held, EACH // 2, f"{held.id}:post", None)
        except CeilingExceeded:
            return False
        return True

    assert await all_at_once(act, ASKED) > 200  # a deadlock, or a lock waited for too long, would be raised
    assert await faults_in(books) == ([], [])


async def test_a_ceiling_lowered_while_holds_come_in_is_not_passed(books: Sessions, hot: Account) -> None:
    act = holding(books, hot)

    async def hold_or_lower(number: int) -> bool:
        if number % 10:
            return await act(number)
        async with books.begin() as session:
            account = await repository.load_account(session, NATIONAL, hot.id, lock=True)
            lower = max(account.pending, account.cap - 5 * EACH)
            await set_cap(session, NATIONAL, account, lower, f"cap:{account.id}:{number}", None)
        return False

    granted = await all_at_once(hold_or_lower, ASKED)
    assert granted * EACH == await in_use(books, hot)
    assert await faults_in(books) == ([], [])


async def test_moves_in_opposite_directions_at_once_never_wait_in_a_circle(books: Sessions) -> None:
    top, *_, first, second, third, fourth, fifth, sixth = await tree(books)
    # Between two below one, between two trees' ends, and up and down, each both ways round.
    pairs = [(first, second), (second, first), (third, sixth), (sixth, third), (fourth, top), (fifth, first)]

    async def act(number: int) -> bool:
        giver, taker = pairs[number % len(pairs)]
        body = a_move(giver, taker, number)
        try:
            async with books.begin() as session:
                sides = [await repository.load_account(session, NATIONAL, each.id) for each in (giver, taker)]
                await move(session, NATIONAL, sides[0], sides[1], body)
            async with books.begin() as session:
                await hold(session, NATIONAL, taker, EACH, f"{taker.id}:{number}", None)
        except (CeilingExceeded, MovedPastLeft):
            return False
        return True

    assert await all_at_once(act, 240) > 50  # a deadlock, or a lock waited for too long, would be raised
    assert await faults_in(books) == ([], [])
    async with books() as session:
        caps = [(await repository.balances_of(session, each.id)).cap for each in (first, second)]
        others = [(await repository.balances_of(session, each.id)).cap for each in (third, fourth, fifth, sixth)]
    assert sum(caps) + sum(others) <= 6 * 50 * EACH  # what went up to the top is no longer below


async def test_control_locked_as_they_are_named_the_two_would_wait_in_a_circle(books: Sessions) -> None:
    *_, first, second = await tree(books)
    met = asyncio.Barrier(2)

    async def lock(one: Account, other: Account) -> None:
        async with books.begin() as session:
            await repository.load_account(session, NATIONAL, one.id, lock=True)
            await met.wait()
            await repository.load_account(session, NATIONAL, other.id, lock=True)

    ended = await asyncio.gather(lock(first, second), lock(second, first), return_exceptions=True)
    assert [type(each) for each in ended if each is not None] == [DBAPIError]


async def office_and_provinces(books: Sessions) -> list[Account]:
    """Open an account of a hundred holds, with two below it that have nothing yet."""
    async with books.begin() as session:
        office = await new_account(session, next_place(), 100 * EACH)
        return [office, *[await new_account(session, next_place(), 0, office) for _ in range(2)]]


def giving(books: Sessions, office: Account, provinces: Sequence[Account]) -> Act:
    """Return an act that gives a hold's amount from the office to one of its provinces."""

    async def act(number: int) -> bool:
        taker = provinces[number % len(provinces)]
        try:
            async with books.begin() as session:
                giver = await repository.load_account(session, NATIONAL, office.id)
                await move(session, NATIONAL, giver, taker, a_move(giver, taker, number))
        except CeilingAllotted:
            return False
        return True

    return act


async def test_a_ceiling_given_out_by_sixteen_clients_is_given_once(books: Sessions) -> None:
    office, *provinces = await office_and_provinces(books)
    assert await all_at_once(giving(books, office, provinces), 160) == 100
    async with books() as session:
        assert await repository.allotted_under(session, NATIONAL, office) == 100 * EACH
    assert await faults_in(books) == ([], [])


async def test_control_without_the_lock_a_ceiling_is_given_out_twice(
    books: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, *provinces = await office_and_provinces(books)
    counted, both = repository.allotted_under, asyncio.Barrier(2)

    async def unlocked(session: AsyncSession, _principal: Principal, ids: Iterable[UUID]) -> list[Account]:
        return [await repository.load_account(session, NATIONAL, each) for each in ids]

    async def count_together(session: AsyncSession, principal: Principal, account: Account) -> int:
        total = await counted(session, principal, account)
        await both.wait()
        return total

    await all_at_once(giving(books, office, provinces), 99)
    monkeypatch.setattr(repository, "lock_accounts", unlocked)
    monkeypatch.setattr(repository, "allotted_under", count_together)
    act = giving(books, office, provinces)
    assert all(await asyncio.gather(act(1_000), act(1_001)))
    async with books() as session:
        assert await counted(session, NATIONAL, office) == 101 * EACH
