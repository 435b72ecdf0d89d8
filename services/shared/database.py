"""The two doors to a service's schema: `Session` for writes and ordinary reads, `Reader` for the few hot reads."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import asyncpg
from fastapi import Depends, Request
from sqlalchemy import ColumnElement, MetaData, Select, Text, cast, event, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from services.shared.errors import Unavailable

# What can come of a database that is away for a while; work in the background waits and tries again.
DATABASE_TROUBLE = (
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
# No answer of the database: the wire broke, or the driver lost the thread. What became of a COMMIT is then unknown.
_WIRE_TROUBLE = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError)
# SQLSTATEs after which the server, or the driver in its name, has ended the connection.
_ENDING = ("08", "57P", "25P03")

# Every constraint has a name of our own, because errors are mapped by it (a Citus worker names the shard's).
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}
# lock_timeout and statement_timeout belong to the role; the pool gives up sooner than a caller would.
POOL_TIMEOUT_SECONDS = 2.0
COMMAND_TIMEOUT_SECONDS = 15.0


# Length is the contract's affair (schemas), not the column's.
TEXT_IS_TEXT = {str: Text()}


def new_metadata() -> MetaData:
    """Return metadata whose constraints are all named; its tables live in the role's own schema (search_path)."""
    return MetaData(naming_convention=NAMES)


class FloorBase(DeclarativeBase):
    """Base of the tables that every schema has: events, idempotency, jobs, tasks, attachments, imports, reference."""

    metadata = new_metadata()
    type_annotation_map = TEXT_IS_TEXT


@dataclass(frozen=True)
class Doors:
    """The open doors of one service; `close` them at the end."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    reader: "Reader"

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()
        await self.reader.close()


async def open_doors(dsn: str, reader_dsn: str, schema: str, pool_size: int) -> Doors:
    """Open both doors on `schema`. Addresses are postgresql://role:password@host:port/database."""
    settings = {"search_path": f"{schema},public", "application_name": f"buranakan-{schema}"}

    async def connect() -> asyncpg.Connection:
        # The driver reads the address itself, so that ?sslmode=… and the like mean what they mean everywhere.
        return await asyncpg.connect(dsn, command_timeout=COMMAND_TIMEOUT_SECONDS, server_settings=settings)

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        pool_pre_ping=True,
    )
    event.listen(engine.sync_engine, "handle_error", _drop_lost)
    # autoflush off: a use case flushes when it wants the database's opinion, not as a side effect of a read.
    sessions = async_sessionmaker(engine, expire_on_commit=False, autoflush=False)
    return Doors(engine, sessions, await Reader.open(reader_dsn, schema, pool_size))


def is_lost(problem: BaseException) -> bool:
    """Return whether a connection that raised `problem` can no longer be trusted, whatever it says of itself."""
    state: str | None = getattr(problem, "sqlstate", None)
    if state is not None:
        return state.startswith(_ENDING)
    cause = problem.__cause__ or problem
    return isinstance(cause, _WIRE_TROUBLE) and not isinstance(cause, asyncpg.DataError)


def _drop_lost(failed: ExceptionContext) -> None:
    """Keep a lost connection from going back to the pool; asked of everything that goes wrong on one.

    The others stay: each is tried before it is given out, and one that is lost says nothing of them.
    """
    if is_lost(failed.original_exception):
        failed.is_disconnect = True
        failed.invalidate_pool_on_disconnect = False


async def open_session(request: Request) -> AsyncIterator[AsyncSession]:
    """One transaction per request: begun by the first statement, committed before the answer leaves."""
    async with request.app.state.house.doors.sessions() as session:
        yield session
        await session.commit()


# scope="function": with FastAPI's default scope a failed commit would still answer 201.
Session = Annotated[AsyncSession, Depends(open_session, scope="function")]


async def _keep_session_state(_connection: asyncpg.Connection) -> None:
    """Skip asyncpg's reset: the reader only runs single SELECTs in autocommit, there is nothing to reset."""


class Reader:
    """Reads in autocommit through the read-only role; the SQL returns finished JSON."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, dsn: str, schema: str, pool_size: int) -> "Reader":
        """Connect the pool; nothing is connected before the first read."""
        pool = await asyncpg.create_pool(
            dsn,
            min_size=0,
            max_size=pool_size,
            reset=_keep_session_state,
            command_timeout=COMMAND_TIMEOUT_SECONDS,
            server_settings={"search_path": f"{schema},public", "application_name": f"buranakan-{schema}-reader"},
        )
        return cls(pool)

    async def rows(self, query: "JsonQuery", values: dict[str, Any]) -> Sequence[asyncpg.Record]:
        """Return the rows of `query`, its parameters filled by name from `values`; raises Unavailable."""
        known = {**query.constants, **values}
        try:
            connection = await self._pool.acquire(timeout=POOL_TIMEOUT_SECONDS)
        except TimeoutError as problem:
            raise Unavailable("database", cause="no_free_connection") from problem
        try:
            found: list[asyncpg.Record] = await connection.fetch(query.sql, *(known[name] for name in query.names))
            return found
        except Exception as problem:
            if is_lost(problem):
                connection.terminate()
            raise
        finally:
            await self._pool.release(connection)

    async def close(self) -> None:
        """Close the pool."""
        await self._pool.close()


async def open_reader(request: Request) -> Reader:
    """Return the reader of the service that answers this request."""
    reader: Reader = request.app.state.house.doors.reader
    return reader


Read = Annotated[Reader, Depends(open_reader)]

_DIALECT = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy ships no type for it


@dataclass(frozen=True)
class JsonQuery:
    """A statement compiled once: SQL with $1, $2 … and, in that order, its parameters with what stands for them."""

    sql: str
    names: tuple[str, ...]
    constants: dict[str, Any]

    @classmethod
    def compile(cls, statement: Select[Any]) -> "JsonQuery":
        """Compile `statement` for the reader; what varies from call to call is a named bind parameter."""
        compiled = statement.compile(dialect=_DIALECT)
        return cls(str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params))


def json_rows(inner: Select[Any], *beside: str) -> Select[Any]:
    """Return a select of `body` (each row of `inner` as compact JSON text, keys in its order) and the columns `beside`.

    The columns named in `beside` serve the caller (state, sort keys) and are left out of the JSON.
    """
    rows = inner.subquery("r")
    shown = [column for column in rows.c if column.key not in beside]
    document = select(*shown).correlate(rows).lateral("d")
    body = cast(func.row_to_json(literal_column("d")), Text).label("body")
    return select(body, *(rows.c[name] for name in beside)).select_from(rows).join(document, true())


def amount_json(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Return satang as the decimal string of the contract, "1250000.00"."""
    return func.to_char(column / literal_column("100::numeric"), literal_column("'FM99999999999999990.00'"))


def instant_json(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Return an instant as the contract writes it, in UTC with six decimals and Z."""
    utc = func.timezone(literal_column("'UTC'"), column)
    return func.to_char(utc, literal_column("""'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'"""))
