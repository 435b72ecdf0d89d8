"""Every schema: from nothing to the newest step, equal to the code, down and up again; nothing that Citus refuses."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from migrations.roles import DatabaseUnfit, check_thai, prepare
from migrations.schemas import SCHEMAS
from migrations.upgrade import admin_engine, on_schema
from operations.postgres import Server
from services.shared import reference
from services.shared.canonical import sha256
from tests import databases

# What a Citus coordinator refuses or would carry out differently; each pattern with what to write instead.
REFUSED = {
    r"\bCREATE\s+(CONSTRAINT\s+)?TRIGGER\b": "write the effect in the use case",
    r"\bINHERITS\b": "partition the table",
    r"\bRENAME\s+CONSTRAINT\b": "drop the constraint and add it anew",
    r"\bALTER\s+SEQUENCE\b.*\bRESTART\b": "use ids made in Python",
    r"\bSET\s+STATISTICS\b": "leave it out",
    r"\bMERGE\s+INTO\b": "INSERT … ON CONFLICT",
    r"\bCREATE\s+RULE\b": "write the effect in the use case",
    r"\b(GENERATED\s+(ALWAYS|BY DEFAULT)\s+AS\s+IDENTITY|BIGSERIAL|SERIAL)\b": "use ids made in Python",
    r"\bADD\s+COLUMN\b.*\bCHECK\b": "add the column, then the named constraint",
    r"\bREFERENCES\s+\w+\.\w+": "no foreign key leaves its schema",
    r"\bVIRTUAL\b": "generated columns are STORED",
}
IDENTIFIER = re.compile(r"\b(?:CONSTRAINT|INDEX)\s+(\w+)", re.IGNORECASE)
LONGEST_NAME = 50


@pytest.fixture
async def empty(server: Server) -> AsyncIterator[AsyncEngine]:
    """An engine on a database with nothing in it but roles and schemas."""
    name = f"test_empty_{os.getpid()}"  # two processes run these at once
    await databases.drop_database(server, name)
    admin = admin_engine(server.url("postgres"))
    async with admin.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.execute(text(f"CREATE DATABASE {name}"))
    await admin.dispose()
    engine = admin_engine(server.url(name))
    async with engine.begin() as connection:
        await prepare(connection, {})
    yield engine
    await engine.dispose()
    await databases.drop_database(server, name)


@pytest.fixture
def statements(empty: AsyncEngine) -> Iterator[list[str]]:
    """What is sent to the empty database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(empty.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(empty.sync_engine, "before_cursor_execute", note)


def refusals(statement: str) -> list[str]:
    """Return what to write instead of `statement`; questions to the catalogue are none of a migration's own."""
    if statement.lstrip().upper().startswith("SELECT"):
        return []
    return [cure for pattern, cure in REFUSED.items() if re.search(pattern, statement, re.IGNORECASE | re.DOTALL)]


async def test_up_equal_down_and_up_again(empty: AsyncEngine, statements: list[str]) -> None:
    def upgrade(config: Config) -> None:
        command.upgrade(config, "head")

    def step_down(config: Config) -> None:
        command.downgrade(config, "-1")

    for schema in SCHEMAS:
        await on_schema(empty, schema, upgrade)
        await on_schema(empty, schema, command.check)
        await on_schema(empty, schema, step_down)
        await on_schema(empty, schema, upgrade)
        await on_schema(empty, schema, command.check)
    assert [(sent, refusals(sent)) for sent in statements if refusals(sent)] == []
    names = {name for sent in statements for name in IDENTIFIER.findall(sent)}
    assert {name for name in names if len(name) > LONGEST_NAME} == set()


async def test_agreements_from_before_the_chains_are_put_at_their_places(empty: AsyncEngine) -> None:
    known = {
        ("50", 2558, "province", "submitted"): ("hearing_2558_province", "committee", "supervision"),
        ("51", 2558, "province", "draft"): ("hearing_2558_province", "drafting_for_hearing", "draft"),
        ("C52-15", 2557, "cluster", "approved"): ("hearing_2558_cluster", "done", "supervision"),
        ("52", 2567, "province", "submitted"): ("approval_2566_province", "analysis", "analysis"),
        ("53", 2566, "province", "returned"): ("approval_2566_province", "drafting", "draft"),
        ("54", 2570, "province", "approved"): ("approval_2566_province", "done", "notice"),
        ("55", 2570, "province", "rejected"): ("approval_2566_province", "rejected", "analysis"),
        ("56", 2570, "province", "cancelled"): ("approval_2566_province", "cancelled", "draft"),
    }
    await on_schema(empty, "indicators", lambda config: command.upgrade(config, "indicators_0007"))
    names = "id, resolution_id, decided_at, created_at, updated_at, version, content_hash, reasons, drafted_by"
    made = "gen_random_uuid(), gen_random_uuid(), now(), now(), now(), 1, 'x', '{}', 'opdc'"
    add = text(
        f"INSERT INTO indicators.performance_agreement ({names}, area_code, fiscal_year, level, state) "
        f"VALUES ({made}, :area, :year, :level, :state)"
    )
    async with empty.begin() as connection:
        for area, year, level, state in known:
            await connection.execute(add, {"area": area, "year": year, "level": level, "state": state})
    await on_schema(empty, "indicators", lambda config: command.upgrade(config, "head"))
    names = "area_code, fiscal_year, level, state, chain_code, stage, step_code"
    read = f"SELECT {names} FROM indicators.performance_agreement"
    async with empty.connect() as connection:
        found = {tuple(row[:4]): tuple(row[4:]) for row in await connection.execute(text(read))}
    assert found == known
    await on_schema(empty, "indicators", lambda config: command.downgrade(config, "indicators_0007"))
    async with empty.connect() as connection:
        states = await connection.scalars(text("SELECT state FROM indicators.performance_agreement ORDER BY area_code"))
        assert sorted(states) == sorted(state for *_, state in known)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON project EXECUTE FUNCTION f()",
        "CREATE TABLE child () INHERITS (project)",
        "ALTER TABLE project RENAME CONSTRAINT a TO b",
        "ALTER TABLE project ADD COLUMN n int CHECK (n > 0)",
        "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY)",
        "ALTER TABLE request ADD FOREIGN KEY (p) REFERENCES plans.project (id)",
    ],
)
def test_a_statement_that_citus_refuses_is_found(statement: str) -> None:
    assert refusals(statement)


@pytest.mark.parametrize("schema", SCHEMAS)
async def test_every_schema_has_its_own_reference_data(dsn: str, schema: str) -> None:
    engine = admin_engine(dsn)
    counted = "SELECT count(*) FROM {schema}.area WHERE counts_as_province AND coalesce(first_fiscal_year, 0) <= {year}"
    async with engine.connect() as connection:
        for year in (2554, 2555):
            found = await connection.scalar(text(counted.format(schema=schema, year=year)))
            assert found == len(reference.provinces(year))
        words = "SELECT code FROM {schema}.area WHERE name_search LIKE '%เชียงใหม%' AND kind = 'province'"
        assert await connection.scalar(text(words.format(schema=schema))) == "50"
    await engine.dispose()


async def test_a_database_that_cannot_index_thai_is_refused(server: Server) -> None:
    name = "test_plain_c"
    await databases.drop_database(server, name)
    admin = admin_engine(server.url("postgres"))
    plain = f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER libc LC_CTYPE 'C' LC_COLLATE 'C'"
    async with admin.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text(plain))
    engine = admin_engine(server.url(name))
    try:
        async with engine.begin() as connection:
            await connection.execute(text("CREATE EXTENSION pg_trgm"))
            with pytest.raises(DatabaseUnfit, match=r"C\.UTF-8"):
                await check_thai(connection)
    finally:
        await engine.dispose()
        await admin.dispose()
        await databases.drop_database(server, name)


async def test_the_projects_that_were_there_get_the_hash_of_their_content(empty: AsyncEngine) -> None:
    await on_schema(empty, "plans", lambda config: command.upgrade(config, "plans_0006"))
    at = "TIMESTAMPTZ '2014-09-15 03:20Z'"
    project = (
        "INSERT INTO plans.project (id, version, owner_area_code, fiscal_year, title_th, start_on, estimated_amount,"
        " is_area_initiative, is_regular_mission, state, created_at, updated_at) VALUES ('{id}', 3, '50', 2558,"
        f" 'ก่อสร้างถนน', DATE '2014-11-01', 125000001, true, false, 'submitted', {at}, {at})"
    )
    share = "INSERT INTO plans.project_share (project_id, area_code, amount) VALUES ('{id}', '{area}', {amount})"
    known = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"
    async with empty.begin() as connection:
        await connection.execute(text(project.format(id=known)))
        for area, amount in (("51", 1), ("50", 125000000)):
            await connection.execute(text(share.format(id=known, area=area, amount=amount)))
    await on_schema(empty, "plans", lambda config: command.upgrade(config, "head"))
    empty_fields = ("owner_function_code", "title_en", "objective_th", "responsible_unit", "responsible_post")
    content = {
        **dict.fromkeys((*empty_fields, "place_th", "end_on", "strategy_id")),
        "owner_area_code": "50",
        "fiscal_year": 2558,
        "title_th": "ก่อสร้างถนน",
        "start_on": "2014-11-01",
        "estimated_amount": "1250000.01",
        "is_area_initiative": True,
        "is_regular_mission": False,
        "shares": {"50": "1250000.00", "51": "0.01"},
    }
    async with empty.connect() as connection:
        found = await connection.scalar(text(f"SELECT content_hash FROM plans.project WHERE id = '{known}'"))
    assert found == sha256(content)


async def test_accounts_from_before_commitments_have_committed_nothing(empty: AsyncEngine) -> None:
    def upgrade(config: Config) -> None:
        command.upgrade(config, "head")

    def back(config: Config) -> None:
        command.downgrade(config, "budget_0004")

    await on_schema(empty, "budget", lambda config: command.upgrade(config, "budget_0004"))
    names = "id, version, fiscal_year, fund_code, level, area_code, path, cap, pending, posted, disbursed"
    values = "gen_random_uuid(), 1, 2558, 'AREA', 'province', '50', '{}', 9, 1, 8, 7"
    add = f"INSERT INTO budget.account ({names}, created_at, updated_at) VALUES ({values}, now(), now())"
    async with empty.begin() as connection:
        await connection.execute(text(add))
    balances, funds = "cap, pending, posted, disbursed", "code FROM budget.fund WHERE is_granted"
    for _ in range(2):
        await on_schema(empty, "budget", upgrade)
        async with empty.connect() as connection:
            read = await connection.execute(text(f"SELECT {balances}, committed, carried FROM budget.account"))
            assert [tuple(row) for row in read] == [(9, 1, 8, 7, 0, 0)]
            assert list(await connection.scalars(text(f"SELECT {funds}"))) == ["OSM"]
        await on_schema(empty, "budget", back)
        async with empty.connect() as connection:
            read = await connection.execute(text(f"SELECT {balances} FROM budget.account"))
            assert [tuple(row) for row in read] == [(9, 1, 8, 7)]
