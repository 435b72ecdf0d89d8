"""How the server is reached, and what its database must be able to do."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import asyncpg

from operations.postgres.errors import PostgresError

USER = "buranakan"
DATABASE = "buranakan"
# A word of ten Thai letters and marks has eleven trigrams; with a plain C character type it has none.
THAI_WORD = "ท่องเที่ยว"
THAI_TRIGRAMS = 11
# Long enough for the recovery of a server whose machine lost power.
RECOVERY_SECONDS = 120.0
# A server that takes no connection at all has just begun, or has ended.
REFUSAL_SECONDS = 10.0


@dataclass(frozen=True)
class Server:
    """A running embedded server."""

    data_dir: Path
    port: int
    user: str
    password: str = field(repr=False)
    database: str
    binaries: Path

    def url(self, database: str | None = None) -> str:
        """`postgresql://user:password@127.0.0.1:port/database`, of the house's database when none is named."""
        name = quote(database or self.database, safe="")
        return f"postgresql://{self.user}:{quote(self.password, safe='')}@127.0.0.1:{self.port}/{name}"


def prepare_database(server: Server) -> None:
    """Wait until the server answers, create its database and pg_trgm where missing, and see that it indexes Thai.

    Raises PostgresError.
    """
    try:
        trigrams = asyncio.run(count_thai_trigrams(server))
    except asyncpg.InvalidPasswordError as failure:
        raise PostgresError(
            f"The server in {server.data_dir} does not accept the password kept beside it; put back the file "
            f"{server.data_dir.name}-password that was made with this folder."
        ) from failure
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as failure:
        raise PostgresError(
            f"The server in {server.data_dir} runs on port {server.port} but does not serve the database "
            f"({str(failure) or type(failure).__name__}); see {server.data_dir.name}.log beside it, then stop it and "
            "start again."
        ) from failure
    if trigrams != THAI_TRIGRAMS:
        raise PostgresError(
            f"The database in {server.data_dir} cannot search Thai ({trigrams} trigrams instead of {THAI_TRIGRAMS}), "
            "because it was created with another locale; move the folder away so that a new one is created."
        )


async def count_thai_trigrams(server: Server) -> int:
    await create_database(server)
    connection = await connect(server.url())
    try:
        await connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema = await connection.fetchval(
            "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'pg_trgm'"
        )
        return int(await connection.fetchval(f"SELECT count(*) FROM unnest({schema}.show_trgm($1))", THAI_WORD))
    finally:
        await connection.close()


async def create_database(server: Server) -> None:
    connection = await connect(server.url("postgres"))
    try:
        if not await connection.fetchval("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", server.database):
            await connection.execute(f'CREATE DATABASE "{server.database}"')
    finally:
        await connection.close()


async def connect(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    """Connect as soon as the server takes connections: one just adopted may still be starting or recovering."""
    began = time.monotonic()
    while True:
        try:
            return await asyncpg.connect(url, ssl=False)
        except (asyncpg.CannotConnectNowError, ConnectionError) as failure:
            patience = REFUSAL_SECONDS if isinstance(failure, ConnectionError) else RECOVERY_SECONDS
            if time.monotonic() > began + patience:
                raise
            await asyncio.sleep(0.1)
