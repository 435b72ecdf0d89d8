"""A digest of everything that a refused request must leave alone."""

import asyncpg

from migrations.schemas import SCHEMAS, spaces_of

# These move by themselves: the sweeper, the worker and the feed work beside the tests.
MOVING = ("event_pending", "event_position", "event_cursor", "inbox", "feed_event", "job", "alembic_version")

Digest = dict[str, tuple[int, int]]


async def digest(connection: asyncpg.Connection) -> Digest:
    """Return, by table, the number of rows and the sum of the transactions that wrote them.

    Whatever is added, changed or deleted changes one or the other, and no row's content need be read.
    """
    rows = await connection.fetch(await _question(connection))
    return {name: (int(count), int(written)) for name, count, written in rows}


async def snapshot(connection: asyncpg.Connection) -> str:
    """Return which transactions a query sees now. The same text again: none has written anything in between."""
    return str(await connection.fetchval("SELECT pg_current_snapshot()::text"))


_questions: dict[int, str] = {}


async def _question(connection: asyncpg.Connection) -> str:
    if id(connection) not in _questions:
        tables = await connection.fetch(
            # A partitioned table is read whole; its partitions would only be counted twice.
            "SELECT relnamespace::regnamespace, relname FROM pg_class"
            " WHERE relnamespace::regnamespace::text = ANY($1) AND relkind IN ('r', 'p') AND NOT relispartition"
            " AND NOT relname = ANY($2)",
            [space for schema in SCHEMAS for space in spaces_of(schema)],
            list(MOVING),
        )
        one = "SELECT '{0}.{1}', count(*), coalesce(sum(xmin::text::bigint), 0) FROM {0}.{1}"
        _questions[id(connection)] = " UNION ALL ".join(one.format(*table) for table in tables)
    return _questions[id(connection)]
