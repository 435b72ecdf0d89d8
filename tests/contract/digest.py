"""A digest of everything that a refused request must leave alone."""

import asyncpg

from migrations.schemas import SCHEMAS

# These move by themselves: the sweeper, the worker and the feed work beside the tests.
MOVING = ("event_pending", "event_position", "event_cursor", "inbox", "feed_event", "job", "alembic_version")


async def digest(connection: asyncpg.Connection) -> dict[str, tuple[int, int]]:
    """Return, by table, the number of rows and the sum of the hashes of their texts."""
    tables = await connection.fetch(
        "SELECT table_schema, table_name FROM information_schema.tables"
        " WHERE table_schema = ANY($1) AND table_type = 'BASE TABLE' AND NOT table_name = ANY($2)",
        list(SCHEMAS),
        list(MOVING),
    )
    found = {}
    for schema, table in tables:
        summed = f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {schema}.{table} t"
        [(rows, total)] = await connection.fetch(summed)
        found[f"{schema}.{table}"] = (int(rows), int(total))
    return found
