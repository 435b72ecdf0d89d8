"""What a caller is told while the database does not serve, and that the answer says why."""

import json

import asyncpg
import pytest
from fastapi import FastAPI, Request
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.shared import handlers
from tests.databases import app_address


def request() -> Request:
    """A request as the handlers see it; they read its language alone."""
    return Request({"type": "http", "method": "GET", "path": "/", "headers": [], "app": FastAPI()})


@pytest.mark.parametrize(
    ("problem", "cause"),
    [
        (asyncpg.QueryCanceledError("canceling statement due to statement timeout"), "statement_timeout"),
        (asyncpg.AdminShutdownError("terminating connection"), "stopping"),
        (asyncpg.CannotConnectNowError("the database system is starting up"), "starting"),
        (asyncpg.TooManyConnectionsError("sorry, too many clients already"), "too_many_connections"),
    ],
)
async def test_a_database_that_does_not_serve_says_why(problem: asyncpg.PostgresError, cause: str) -> None:
    answer = await handlers.on_driver_error(request(), problem)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert json.loads(bytes(answer.body))["facts"] == {"service": "database", "cause": cause}


async def test_a_full_pool_and_a_lost_connection_say_so() -> None:
    full = await handlers.on_pool_timeout(request(), PoolTimeout("all in use"))
    lost = await handlers.on_connection_lost(request(), ConnectionResetError("reset"))
    assert [json.loads(bytes(each.body))["facts"]["cause"] for each in (full, lost)] == [
        "no_free_connection",
        "connection_lost",
    ]


async def test_a_statement_that_takes_too_long_is_such_a_case(dsn: str) -> None:
    connection = await asyncpg.connect(app_address(dsn, "budget"))
    try:
        await connection.execute("SET statement_timeout TO '10ms'")
        with pytest.raises(asyncpg.QueryCanceledError) as caught:
            await connection.execute("SELECT count(*) FROM generate_series(1, 1000000000)")
    finally:
        await connection.close()
    answer = await handlers.on_driver_error(request(), caught.value)
    assert json.loads(bytes(answer.body))["facts"]["cause"] == "statement_timeout"
