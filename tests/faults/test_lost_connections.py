"""A connection that is lost at its worst moment: the caller is told to send again, and nobody gets that connection."""

import json
from collections.abc import AsyncIterator

import asyncpg
import asyncpg.transaction
import pytest
from fastapi import FastAPI, Request
from sqlalchemy import func, select, text

from services.shared import handlers
from services.shared.database import Doors, JsonQuery, open_doors
from tests.databases import app_address, reader_address
from tests.faults.proxy import COMMITTED, Chance, FaultProxy, port_of

# What a driver was seen to raise at a commit whose answer never came.
AT_COMMIT = [
    asyncpg.InternalClientError("cannot switch to state 15; another operation (2) is in progress"),
    asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
    asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
    asyncpg.AdminShutdownError("terminating connection due to administrator command"),
    ConnectionResetError("reset by peer"),
    TimeoutError(),
]
PID = text("SELECT pg_backend_pid()")


@pytest.fixture
async def doors(dsn: str) -> AsyncIterator[Doors]:
    """The two doors, one connection at each."""
    opened = await open_doors(app_address(dsn, "budget"), reader_address(dsn, "budget"), "budget", 1)
    yield opened
    await opened.close()


async def answered(app: FastAPI, problem: Exception) -> tuple[int, str | None, str]:
    """Return what the app's own handler answers: status, when to send again, and why."""
    handler = next(app.exception_handlers[each] for each in type(problem).__mro__ if each in app.exception_handlers)
    request = Request({"type": "http", "method": "POST", "path": "/", "headers": [], "app": app})
    answer = await handler(request, problem)  # type: ignore[misc]  # ours are all asynchronous
    return answer.status_code, answer.headers.get("retry-after"), json.loads(bytes(answer.body))["facts"]["cause"]


@pytest.fixture
def app() -> FastAPI:
    """An app with our handlers."""
    app = FastAPI()
    handlers.install(app)
    return app


async def pid_of(doors: Doors) -> int:
    """Return which process of the server serves the one connection."""
    async with doors.sessions() as session:
        pid: int = (await session.execute(PID)).scalar_one()
        return pid


async def commit(doors: Doors) -> None:
    """Ask something, and commit."""
    async with doors.sessions.begin() as session:
        await session.execute(PID)


@pytest.mark.parametrize("problem", AT_COMMIT, ids=lambda problem: type(problem).__name__)
async def test_an_unknown_outcome_is_a_503_and_the_connection_is_gone(
    problem: Exception, doors: Doors, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose(_transaction: asyncpg.transaction.Transaction) -> None:
        raise problem

    before = await pid_of(doors)
    with monkeypatch.context() as patched:
        patched.setattr(asyncpg.transaction.Transaction, "commit", lose)
        with pytest.raises(Exception, match=r".*") as caught:
            await commit(doors)
    cause = "stopping" if isinstance(problem, asyncpg.AdminShutdownError) else "connection_lost"
    assert await answered(app, caught.value) == (503, "5", cause)
    assert await pid_of(doors) != before


async def test_what_the_database_did_answer_keeps_its_connection(doors: Doors) -> None:
    before = await pid_of(doors)
    async with doors.sessions() as session:
        with pytest.raises(Exception, match="division by zero"):
            await session.execute(text("SELECT 1 / 0"))
    async with doors.sessions() as session:
        with pytest.raises(Exception, match="invalid input"):  # which was never sent
            await session.execute(text("SELECT CAST(:number AS int)"), {"number": "one"})
    assert await pid_of(doors) == before


@pytest.mark.parametrize("problem", AT_COMMIT, ids=lambda problem: type(problem).__name__)
async def test_a_reader_that_lost_its_connection_gets_another(
    problem: Exception, doors: Doors, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose(*_: object) -> None:
        raise problem

    query = JsonQuery.compile(select(func.pg_backend_pid()))
    [(before,)] = await doors.reader.rows(query, {})
    with monkeypatch.context() as patched:
        patched.setattr(asyncpg.Connection, "fetch", lose)
        with pytest.raises(type(problem)) as caught:
            await doors.reader.rows(query, {})
    assert (await answered(app, caught.value))[:2] == (503, "5")
    [(after,)] = await doors.reader.rows(query, {})
    assert after != before


async def test_a_commit_whose_answer_was_swallowed_is_such_a_case(dsn: str, app: FastAPI) -> None:
    async with FaultProxy(port_of(dsn), COMMITTED, Chance(1, seed=0)).serving() as proxy:
        app_door, reader_door = (proxy.before(address(dsn, "budget")) for address in (app_address, reader_address))
        doors = await open_doors(app_door, reader_door, "budget", 1)
        before = await pid_of(doors)
        proxy.armed = True
        with pytest.raises(Exception, match=r".*") as caught:
            await commit(doors)
        proxy.armed = False
        assert await answered(app, caught.value) == (503, "5", "connection_lost")
        assert await pid_of(doors) != before
        await doors.close()
