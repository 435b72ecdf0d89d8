"""Bringing a database to the newest step: the admin step, then every schema."""

from collections.abc import Callable, Mapping
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from migrations.roles import DatabaseUnfit, prepare
from migrations.schemas import SCHEMAS

INI = Path(__file__).with_name("alembic.ini")

Command = Callable[[Config], None]


def admin_engine(url: str) -> AsyncEngine:
    """Return an engine on the administrator's address, postgresql://login:password@host:port/database.

    Connecting raises DatabaseUnfit when the server is not there or does not let this login in.
    """

    async def connect() -> asyncpg.Connection:
        try:
            return await asyncpg.connect(url)
        except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError) as problem:
            raise DatabaseUnfit(f"{problem}: check the login, the password and the name in its address") from problem
        except OSError as problem:
            raise DatabaseUnfit(f"the database cannot be reached ({problem}): check its address") from problem

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)


async def upgrade(url: str, passwords: Mapping[str, str]) -> None:
    """Prepare roles and schemas, then bring every schema to its newest revision. Raises roles.DatabaseUnfit."""
    engine = admin_engine(url)
    try:
        async with engine.begin() as connection:
            await prepare(connection, passwords)
        for schema in SCHEMAS:
            await on_schema(engine, schema, lambda config: command.upgrade(config, "head"))
    finally:
        await engine.dispose()


async def on_schema(engine: AsyncEngine, schema: str, run: Command) -> None:
    """Run an alembic command on `schema`, over a connection of `engine`."""
    config = Config(str(INI), ini_section=schema)

    def with_connection(connection: Connection) -> None:
        config.attributes["connection"] = connection
        run(config)

    async with engine.connect() as connection:
        await connection.run_sync(with_connection)
