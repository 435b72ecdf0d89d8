"""Alembic's environment for all schemas: the section's name is the schema, which has its own version table."""

import asyncio
import os
import re

from alembic import context
from sqlalchemy import Connection, text

from migrations.roles import owner_role
from migrations.schemas import metadata_of, spaces_of
from migrations.upgrade import admin_engine

schema = context.config.config_ini_section
LOCK = 0x6D696772  # "migr": one migration at a time in a database
PARTITION = re.compile(r"_\d{4}$")


def is_of_the_code(table: str) -> bool:
    """Return whether the code has a say in a table of this name; a partition (`table_2558`) is its table's affair."""
    whole = PARTITION.sub("", table)
    known = (each for metadata in metadata_of(schema) for each in metadata.tables.values() if each.name == whole)
    is_partition = whole != table and any(each.dialect_options["postgresql"]["partition_by"] for each in known)
    return table != "alembic_version" and not is_partition


def is_ours(name: str | None, kind: str) -> bool:
    """Return whether a schema (None is the service's own) or a table is looked at when it is compared with the code."""
    if kind == "schema":
        return name is None or name in spaces_of(schema)
    return kind != "table" or is_of_the_code(str(name))


def run(connection: Connection) -> None:
    """Migrate `schema` as its owner, each step in a transaction of its own."""
    connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
    connection.execute(text(f"SET ROLE {owner_role(schema)}"))
    connection.execute(text(f"SET search_path TO {schema}, public"))
    connection.execute(text("SET lock_timeout TO '4s'"))
    # On Citus a schema made under this setting is one shard; elsewhere it is an unknown setting that harms nobody.
    connection.execute(text("SET citus.enable_schema_based_sharding TO on"))
    connection.commit()
    connection.dialect.default_schema_name = schema
    context.configure(
        connection=connection,
        target_metadata=metadata_of(schema),
        version_table_schema=schema,
        transaction_per_migration=True,
        include_schemas=True,
        include_name=lambda name, kind, _parents: is_ours(name, kind),
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text("RESET ROLE"))
    connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
    connection.commit()


async def run_alone() -> None:
    """Migrate over a connection of our own, to the address in DATABASE_URL."""
    engine = admin_engine(os.environ["DATABASE_URL"])
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(run_alone())
