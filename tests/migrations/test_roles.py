"""One service's roles reach its own schema and facts only, cannot rewrite what happened, and carry their timeouts."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from migrations.roles import app_role, prepare, reader_role
from migrations.schemas import FACTS, SCHEMAS
from tests import databases

PAIRS = [(mine, other) for mine in SCHEMAS for other in SCHEMAS if mine != other]
APPEND_ONLY = ("event", "event_position", "inbox")


async def run_as(dsn: str, role: str, statement: str) -> object:
    connection = await asyncpg.connect(databases.address_of(dsn, role))
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


Run = Callable[[str, str, str], Awaitable[object]]


@pytest.mark.parametrize(("mine", "other"), PAIRS)
@pytest.mark.parametrize("role_of", [app_role, reader_role])
async def test_a_role_cannot_read_another_schema(
    dsn: str, mine: str, other: str, role_of: Callable[[str], str]
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run_as(dsn, role_of(mine), f"SELECT count(*) FROM {other}.event")


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("role_of", [app_role, reader_role])
async def test_a_role_reads_its_own_schema(dsn: str, schema: str, role_of: Callable[[str], str]) -> None:
    assert await run_as(dsn, role_of(schema), "SELECT count(*) FROM area") == 120


# A statement per kind of access to facts, and whether the app role and the reader may.
FACT_ACCESS = {
    "SELECT count(*) FROM {}.observation": (True, True),
    "SELECT count(*) FROM {}.observation_year": (True, True),
    "INSERT INTO {}.observation SELECT * FROM {}.observation WHERE false": (True, False),
    "INSERT INTO {}.observation_year SELECT * FROM {}.observation_year WHERE false": (True, False),
    "UPDATE {}.observation_year SET value = value WHERE false": (True, False),
    "UPDATE {}.observation SET value = value WHERE false": (False, False),
    "UPDATE {}.observation_2558 SET value = value WHERE false": (False, False),
    "DELETE FROM {}.observation WHERE false": (False, False),
    "DELETE FROM {}.observation_year WHERE false": (False, False),
    "CREATE TABLE {}.other (code text)": (False, False),
}


@pytest.mark.parametrize("statement", FACT_ACCESS)
@pytest.mark.parametrize(("schema", "facts"), FACTS.items())
async def test_facts_are_reached_by_their_own_service_alone(dsn: str, schema: str, facts: str, statement: str) -> None:
    of_app, of_reader = FACT_ACCESS[statement]
    others = [role_of(other) for other in SCHEMAS if other != schema for role_of in (app_role, reader_role)]
    may = {app_role(schema): of_app, reader_role(schema): of_reader, **dict.fromkeys(others, False)}
    for role, is_allowed in may.items():
        if is_allowed:
            await run_as(dsn, role, statement.replace("{}", facts))
        else:
            with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.ReadOnlySQLTransactionError)):
                await run_as(dsn, role, statement.replace("{}", facts))


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
async def test_what_happened_cannot_be_rewritten(dsn: str, schema: str, table: str, change: str) -> None:
    column = {"event": "type", "event_position": "hash", "inbox": "consumer"}[table]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run_as(dsn, app_role(schema), change.format(table, column, column))


@pytest.mark.parametrize("schema", SCHEMAS)
async def test_the_reader_cannot_write(dsn: str, schema: str) -> None:
    with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.ReadOnlySQLTransactionError)):
        await run_as(dsn, reader_role(schema), "DELETE FROM idempotency")


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("role_of", [app_role, reader_role])
@pytest.mark.parametrize(
    ("setting", "value"),
    [("statement_timeout", "5s"), ("lock_timeout", "2s"), ("idle_in_transaction_session_timeout", "10s")],
)
async def test_timeouts_come_with_the_role(
    dsn: str, schema: str, role_of: Callable[[str], str], setting: str, value: str
) -> None:
    held = f"SELECT '{setting}={value}' = ANY (rolconfig) FROM pg_roles WHERE rolname = current_user"
    assert await run_as(dsn, role_of(schema), held) is True


@pytest.mark.parametrize("schema", FACTS)
async def test_facts_are_staged_by_a_right_of_their_own(dsn: str, schema: str) -> None:
    engine = create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.connect() as connection:
        database = await connection.scalar(text("SELECT quote_ident(current_database())"))
        await connection.execute(text(f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC"))
        await prepare(connection, {})
        may = text("SELECT has_database_privilege(:role, current_database(), 'TEMPORARY')")
        assert await connection.scalar(may, {"role": app_role(schema)})
        assert not await connection.scalar(may, {"role": reader_role(schema)})
        await connection.rollback()
    await engine.dispose()
