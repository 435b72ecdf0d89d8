"""Accounts and money for tests: places that no other test has, and what no route does."""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import BigInteger, Table, Update, Uuid, bindparam, text, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.budget.ledger import repository
from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.repository import writing
from services.budget.ledger.usecases import transfers
from services.budget.ledger.usecases.accounts import set_cap
from services.shared import reference
from services.shared.access import Grant, Principal
from services.shared.columns import new_id, now
from services.shared.database import open_doors
from services.shared.roles import Role
from tests import databases

Json = dict[str, Any]
Sessions = async_sessionmaker[AsyncSession]
BUREAU, POLICY = "budget_bureau", "policy_committee"
NATIONAL = Principal(POLICY, "test", (Grant(Role.POLICY_COMMITTEE),))
# Not the reserves: what ministries state is nobody else's to open or revise.
FUNDS = ("AREA", "OSM")
BALANCES = ("cap", "pending", "posted", "disbursed", "committed", "carried")
DOCUMENTS = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """Whose account of which year and fund."""

    fiscal_year: int
    fund_code: str
    area_code: str

    @property
    def officer(self) -> str:
        """The grant of whoever works for the owner."""
        return f"province:{self.area_code}"

    def body(self, **changed: Any) -> Json:
        """Return what opens the account, with a ceiling of 1,000 baht."""
        return {**vars(self), "cap_amount": "1000.00", "reason": "ทดสอบ", **changed}


# Years that are past, so that payments can be recorded; before the clusters, where no tree is built.
_PLACES = (
    Place(year, fund, province.code)
    for year in range(2530, 2552)
    for fund in FUNDS
    for province in reference.provinces(year)
)
# Years for tests that add up all of a year, or open its calendar.
_YEARS = (Place(year, "AREA", "50") for year in range(2529, 2510, -1))
_TREES = ((year, fund) for year in (*range(2559, 2570), *range(2552, 2558)) for fund in FUNDS)


# Years to come, in which nothing is paid yet: for money that moves inside clusters.
_CLUSTERS = (
    [Place(year, fund, code) for code in (cluster.code, *sorted(reference.members_of(cluster.code, year)))]
    for year in range(2571, 2601)
    for fund in FUNDS
    for cluster in reference.clusters(year)
)


# The first of three years that follow each other, for what is carried over.
_PAIRS = (
    Place(year, fund, province.code)
    for year in range(2501, 2510, 3)
    for fund in FUNDS
    for province in reference.provinces(year)
)


def next_pair() -> tuple[Place, Place]:
    """Return the places of one owner's accounts in a year and the next that no test of this process has used."""
    place = next(_PAIRS)
    return place, replace(place, fiscal_year=place.fiscal_year + 1)


def next_cluster() -> list[Place]:
    """Return the places of a cluster and of its provinces, three or more, that no test of this process has used."""
    return next(_CLUSTERS)


def next_place() -> Place:
    """Return an account's place that no test of this process has used."""
    return next(_PLACES)


def next_year() -> Place:
    """Return an account's place in a year that no other test of this process has anything in."""
    return next(_YEARS)


def next_tree() -> tuple[int, str]:
    """Return a year of clusters and a fund in which no test of this process has opened an account."""
    return next(_TREES)


def document() -> str:
    """Return a document number unlike any other."""
    return f"ขบ.02-{next(DOCUMENTS)}"


async def put(sessions: Sessions, account_id: str, *, held: int = 0, posted: int = 0) -> list[UUID]:
    """Hold and post satang on an account; returns the ids of what was made."""
    async with sessions.begin() as session:
        account = await repository.load_account(session, NATIONAL, UUID(account_id))
        made: list[Transfer] = []
        if held:
            made.append(await transfers.hold(session, NATIONAL, account, held, f"test:{uuid4()}", "ทดสอบ"))
        if posted:
            made.append(await transfers.hold(session, NATIONAL, account, posted, f"test:{uuid4()}", "ทดสอบ"))
            made.append(await transfers.post(session, NATIONAL, made[-1], posted, f"test:{uuid4()}", None))
        return [transfer.id for transfer in made]


async def new_account(session: AsyncSession, place: Place, cap: int, parent: Account | None = None) -> Account:
    """Open an account without a route; its level is of no account to balances."""
    account_id, at = new_id(), now()
    account = Account(
        **vars(place),
        id=account_id,
        version=0,
        level="province",
        parent_id=parent.id if parent else None,
        path=[*(parent.path if parent else []), account_id],
        **dict.fromkeys(BALANCES, 0),
        created_at=at,
        updated_at=at,
    )
    await repository.add_account(session, account)
    await set_cap(session, NATIONAL, account, cap, f"open:{account_id}", None)
    return account


def take_guard_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guard out of the one statement that changes balances."""
    table = Account.__table__
    assert isinstance(table, Table)
    changes = {name: table.c[name] + bindparam(f"{name}_change", type_=BigInteger) for name in BALANCES}
    bare: Update = update(table).where(table.c.id == bindparam("account_id", type_=Uuid)).values(**changes)
    monkeypatch.setattr(writing, "GUARD", bare.values(updated_at=bindparam("at")).returning(table.c.id))


UNBALANCED = text(
    "SELECT a.id FROM account a LEFT JOIN transfer_line l ON l.account_id = a.id "
    "WHERE CAST(:ids AS uuid[]) IS NULL OR a.id = ANY(CAST(:ids AS uuid[])) GROUP BY a.id "
    f"HAVING ({', '.join(f'a.{name}' for name in BALANCES)}) IS DISTINCT FROM "
    f"({', '.join(f'coalesce(sum(l.{name}), 0)' for name in BALANCES)})"
)
STANDING = text(f"SELECT id, {', '.join(BALANCES)} FROM account WHERE id = ANY(CAST(:ids AS uuid[]))")
OVER = text("SELECT id FROM account WHERE pending + posted > cap OR disbursed + committed + carried > posted")


async def faults_in(sessions: Sessions, ids: list[UUID] | None = None) -> tuple[list[UUID], list[UUID]]:
    """Return the accounts, of these or of all, whose balances are not the sums of their lines, and all past a limit."""
    async with sessions() as session:
        return list(await session.scalars(UNBALANCED, {"ids": ids})), list(await session.scalars(OVER))


async def balances_of(sessions: Sessions, ids: list[UUID]) -> list[tuple[int, ...]]:
    """Return the balances of accounts, in the order of their ids."""
    async with sessions() as session:
        found = {row[0]: tuple(row[1:]) for row in await session.execute(STANDING, {"ids": ids})}
    return [found[each] for each in ids]


@asynccontextmanager
async def opened(address: str, pool_size: int = 4) -> AsyncIterator[Sessions]:
    """Open sessions of the budget's app role on the database whose administrator's address is given."""
    app, reader = databases.app_address(address, "budget"), databases.reader_address(address, "budget")
    doors = await open_doors(app, reader, "budget", pool_size)
    try:
        yield doors.sessions
    finally:
        await doors.close()


async def address_of_this_process() -> str:
    """Return the administrator's address of this test process's own database, where no fixture can be asked."""
    return await asyncio.to_thread(_address)


@cache
def _address() -> str:
    # A thread's work: the server's launcher runs a loop of its own.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    return databases.start_server().url(f"test_{worker}_{os.getpid()}")
