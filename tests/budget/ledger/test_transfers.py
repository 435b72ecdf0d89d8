"""Holds and what becomes of them, against a real database: within the ceiling, once, by reference."""

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger import repository
from services.budget.ledger.errors import CeilingExceeded, HoldResolved, ReferenceTaken
from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.usecases.transfers import expire, hold, post, void
from services.shared.errors import Invalid, NotFound
from tests.budget.ledger.books import NATIONAL, Sessions, faults_in, new_account, next_place

RESOLUTION = uuid4()
Resolve = Callable[[AsyncSession, Transfer, str], Awaitable[Transfer]]
WAYS: dict[str, Resolve] = {
    "post": lambda session, held, name: post(session, NATIONAL, held, held.amount, name, RESOLUTION),
    "void": lambda session, held, name: void(session, NATIONAL, held, name, "ถอนคำขอ"),
    "expire": lambda session, held, name: expire(session, NATIONAL, held, name, "พ้นกำหนด"),
}


async def account_of(books: Sessions, cap: int = 1_000) -> Account:
    async with books.begin() as session:
        return await new_account(session, next_place(), cap)


async def held_on(books: Sessions, account: Account, amount: int, reference: str | None = None) -> Transfer:
    async with books.begin() as session:
        return await hold(session, NATIONAL, account, amount, reference or f"test:{uuid4()}", "ทดสอบ")


async def balances(books: Sessions, account: Account) -> tuple[int, int, int]:
    async with books() as session:
        found = await repository.balances_of(session, account.id)
        return found.cap, found.pending, found.posted


async def test_a_hold_past_what_is_left_is_refused_with_the_figures_and_leaves_nothing(books: Sessions) -> None:
    account = await account_of(books)
    await held_on(books, account, 600)
    with pytest.raises(CeilingExceeded) as refused:
        await held_on(books, account, 401)
    figures = {"ceiling": "10.00", "held": "6.00", "posted": "0.00", "asked": "4.01", "level": "province"}
    assert refused.value.facts == figures
    await held_on(books, account, 400)
    assert await balances(books, account) == (1_000, 1_000, 0)
    assert await faults_in(books) == ([], [])


async def test_a_hold_counts_in_every_account_above_and_the_lowest_refusal_undoes_all(books: Sessions) -> None:
    async with books.begin() as session:
        top = await new_account(session, next_place(), 1_000)
        below = await new_account(session, next_place(), 5_000, top)
        beside = await new_account(session, next_place(), 300, top)
    await held_on(books, below, 800)
    assert await balances(books, top) == (1_000, 800, 0)
    with pytest.raises(CeilingExceeded) as refused:
        await held_on(books, below, 201)
    assert refused.value.facts["ceiling"] == "10.00"
    with pytest.raises(CeilingExceeded):
        await held_on(books, beside, 201)
    assert [await balances(books, each) for each in (top, below, beside)] == [
        (1_000, 800, 0),
        (5_000, 800, 0),
        (300, 0, 0),
    ]
    assert await faults_in(books) == ([], [])


@pytest.mark.parametrize("amount", [0, -1])
async def test_nothing_and_less_is_refused(books: Sessions, amount: int) -> None:
    account = await account_of(books)
    with pytest.raises(Invalid):
        await held_on(books, account, amount)
    held = await held_on(books, account, 10)
    for wrong in (amount, 11):
        async with books() as session:
            with pytest.raises(Invalid):
                await post(session, NATIONAL, held, wrong, f"test:{uuid4()}", RESOLUTION)
    assert await balances(books, account) == (1_000, 10, 0)


async def test_the_same_reference_holds_once_and_another_amount_under_it_is_refused(books: Sessions) -> None:
    account = await account_of(books)
    first = await held_on(books, account, 100, reference=f"request:{account.id}")
    again = await held_on(books, account, 100, reference=f"request:{account.id}")
    assert again.id == first.id
    with pytest.raises(ReferenceTaken) as refused:
        await held_on(books, account, 101, reference=f"request:{account.id}")
    assert refused.value.facts == {"transfer_id": str(first.id)}
    assert await balances(books, account) == (1_000, 100, 0)


async def test_a_part_is_posted_and_the_rest_is_free_again(books: Sessions) -> None:
    account = await account_of(books)
    held = await held_on(books, account, 900)
    async with books.begin() as session:
        found = await repository.load_hold(session, NATIONAL, held.id)
        posted = await post(session, NATIONAL, found, 250, f"test:{uuid4()}", RESOLUTION, "ลดวงเงินตามมติ")
    assert (posted.kind, posted.pending_id, posted.resolution_id) == ("post", held.id, RESOLUTION)
    assert await balances(books, account) == (1_000, 0, 250)
    async with books() as session:
        with pytest.raises(NotFound):
            await repository.load_hold(session, NATIONAL, posted.id)


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("second", WAYS)
async def test_a_hold_is_resolved_at_most_once_and_its_repeat_changes_nothing(
    books: Sessions, first: str, second: str
) -> None:
    account = await account_of(books)
    held = await held_on(books, account, 100)
    name = f"decision:{held.id}"
    made: set[UUID] = set()
    for _ in range(2):
        async with books.begin() as session:
            made.add((await WAYS[first](session, held, name)).id)
    assert len(made) == 1
    async with books() as session:
        with pytest.raises(HoldResolved) as refused:
            await WAYS[second](session, held, f"{name}:again")
    assert refused.value.facts == {"kind": first, "transfer_id": str(made.pop())}
    assert await balances(books, account) == (1_000, 0, 100 if first == "post" else 0)
    assert await faults_in(books) == ([], [])


@pytest.mark.parametrize(("table", "column"), [("transfer", "amount"), ("transfer_line", "posted"), ("fund", "code")])
async def test_the_service_cannot_change_what_was_recorded(books: Sessions, table: str, column: str) -> None:
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
        async with books() as session:
            with pytest.raises(DBAPIError, match="permission denied"):
                await session.execute(text(statement))


async def test_the_database_itself_refuses_what_no_guard_stopped(books: Sessions) -> None:
    account = await account_of(books)
    for change in ("pending = cap + 1", "posted = -1", "disbursed = 1", "committed = 1", "cap = -1"):
        async with books() as session:
            with pytest.raises(IntegrityError):
                await session.execute(text(f"UPDATE account SET {change} WHERE id = :id"), {"id": account.id})
