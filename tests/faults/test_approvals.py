"""Five hundred approvals at once on money for half of them: just half are granted, and not a satang more."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import pytest

from services.budget.ledger import repository
from services.budget.ledger.usecases.accounts import set_cap
from services.shared.decisions.rules import APPLIED, NOT_ALLOWED, ItemOutcome
from services.shared.money import format_amount
from tests.budget.ledger.books import NATIONAL, Sessions, document, faults_in, opened, take_guard_out
from tests.budget.requests.lists import Desk, desk
from tests.budget.requests.many import copies
from tests.faults.approving import approve_all, items_on
from tests.faults.conftest import FaultyHouse

CLIENTS, ASKED, FITTING, EACH = 16, 500, 250, 50_000
# Enough to be over, where nothing holds.
FEW = 60


@pytest.fixture
async def straight(faulty: FaultyHouse) -> AsyncIterator[Sessions]:
    """A session for each client."""
    async with opened(faulty.dsn, CLIENTS) as sessions:
        yield sessions


async def endorsed(faulty: FaultyHouse, fitting: int, count: int) -> tuple[Desk, list[UUID]]:
    """Endorsed requests above the ceiling, which hold nothing yet, on an account that fits so many of them."""
    at = await desk(faulty.world, format_amount(fitting * EACH))
    request = await at.request(await at.list(), format_amount(EACH), ceiling_position="above")
    return at, await copies(faulty.admin, request["id"], count, state="endorsed")


def counted(outcomes: Sequence[ItemOutcome]) -> Counter[tuple[str, str | None]]:
    """How many items fared how."""
    return Counter((each.outcome, each.code) for each in outcomes)


async def test_five_hundred_approvals_by_sixteen_clients_grant_just_what_fits(
    faulty: FaultyHouse, straight: Sessions
) -> None:
    at, ids = await endorsed(faulty, FITTING, ASKED)
    outcomes = await approve_all(straight, await items_on(faulty.admin, ids), CLIENTS)
    refused = ASKED - FITTING
    assert counted(outcomes) == {(APPLIED, None): FITTING, (NOT_ALLOWED, "ceiling_exceeded"): refused}
    assert await at.held() == ("0.00", format_amount(FITTING * EACH))
    states = await faulty.admin.fetch(
        "SELECT state, count(*), sum(approved_amount)::bigint AS granted FROM budget.request WHERE id = ANY($1)"
        " GROUP BY state ORDER BY state",
        ids,
    )
    assert [tuple(row) for row in states] == [("approved", FITTING, FITTING * EACH), ("endorsed", refused, None)]
    assert await faults_in(straight) == ([], [])


@pytest.fixture
async def without_walls(faulty: FaultyHouse, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """The guard taken out, and the database's own check, which is put back."""
    drop = "ALTER TABLE budget.account DROP CONSTRAINT ck_account_within_cap"
    find = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_account_within_cap'"
    definition = await faulty.admin.fetchval(find)
    await faulty.admin.execute(drop)
    with monkeypatch.context() as patched:
        take_guard_out(patched)
        yield
    async with faulty.sessions.begin() as session:
        for account_id in (await faults_in(faulty.sessions))[1]:
            account = await repository.load_account(session, NATIONAL, account_id, lock=True)
            await set_cap(session, NATIONAL, account, account.pending + account.posted, document(), None)
    await faulty.admin.execute(f"ALTER TABLE budget.account ADD CONSTRAINT ck_account_within_cap {definition}")


@pytest.mark.usefixtures("without_walls")
async def test_control_without_the_guard_more_is_granted_than_fits(faulty: FaultyHouse, straight: Sessions) -> None:
    at, ids = await endorsed(faulty, FEW // 2, FEW)
    outcomes = await approve_all(straight, await items_on(faulty.admin, ids), CLIENTS)
    assert counted(outcomes) == {(APPLIED, None): FEW}
    assert await at.held() == ("0.00", format_amount(FEW * EACH))
    assert await faults_in(straight) == ([], [UUID(at.account["id"])])
