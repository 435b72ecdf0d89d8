"""The admin step before any migration: extensions, one schema per service, and its three roles.

The owner makes tables and cannot log in. The app role reads and adds; what it may change is granted table by table
in the migrations. The reader only reads. None of them reaches another schema, but the facts of its own service, which
stand beside the service's schema because Citus keeps that one on one machine and spreads these by row.
"""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from migrations.schemas import FACTS, SCHEMAS, spaces_of
from services.shared.health import THAI_TRIGRAMS, THAI_WORD

OLDEST, NEWEST = 15, 18
LOCK = 0x726F6C65  # "role"
# Held by the role, so that no session can forget them.
APP_SETTINGS = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
}
READER_SETTINGS = {**APP_SETTINGS, "default_transaction_read_only": "on"}


class DatabaseUnfit(Exception):
    """The server or the login lacks something; the sentence says what."""


def owner_role(schema: str) -> str:
    """Return the role that owns `schema`."""
    return f"buranakan_{schema}_owner"


def app_role(schema: str) -> str:
    """Return the role a service writes with."""
    return f"buranakan_{schema}"


def reader_role(schema: str) -> str:
    """Return the role a service's hot reads use."""
    return f"buranakan_{schema}_reader"


def login_roles() -> list[str]:
    """Return every role that logs in and therefore has a password."""
    return [role for schema in SCHEMAS for role in (app_role(schema), reader_role(schema))]


async def prepare(connection: AsyncConnection, passwords: Mapping[str, str]) -> None:
    """Make what is missing, as the administrator; `passwords` by role. Running it again changes nothing else.

    Raises DatabaseUnfit.
    """
    await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    await check_server(connection)
    await connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    await connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
    await check_thai(connection)
    for schema in SCHEMAS:
        await _prepare_roles(connection, schema, passwords)
        for space in spaces_of(schema):
            await _prepare_space(connection, schema, space)
        if schema in FACTS:
            await _allow_temporary(connection, schema)
        for role, settings in ((app_role(schema), APP_SETTINGS), (reader_role(schema), READER_SETTINGS)):
            for name, value in {**settings, "search_path": f"{schema}, public"}.items():
                shown = value if name == "search_path" else f"'{value}'"
                await connection.execute(text(f"ALTER ROLE {role} SET {name} = {shown}"))


async def check_server(connection: AsyncConnection) -> None:
    """Raise DatabaseUnfit when the server's version or encoding, or the login's rights, do not serve."""
    row = (
        await connection.execute(
            text(
                "SELECT current_setting('server_version_num')::int / 10000 AS major,"
                " current_setting('server_encoding') AS encoding,"
                " has_database_privilege(current_database(), 'CREATE') AS may_create,"
                " (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) AS may_make_roles"
            )
        )
    ).one()
    if not OLDEST <= row.major <= NEWEST:
        raise DatabaseUnfit(f"PostgreSQL {row.major} is not supported: use a server of version {OLDEST} to {NEWEST}")
    if row.encoding != "UTF8":
        raise DatabaseUnfit(f"the database is encoded in {row.encoding}: create it with ENCODING 'UTF8'")
    if not row.may_create:
        raise DatabaseUnfit("the login may not create schemas: GRANT CREATE ON DATABASE to it")
    if not row.may_make_roles:
        raise DatabaseUnfit("the login may not create roles: ALTER ROLE it WITH CREATEROLE")


async def check_thai(connection: AsyncConnection) -> None:
    """Raise DatabaseUnfit when trigrams of Thai are empty: search would silently find nothing."""
    trigrams = await connection.scalar(text("SELECT cardinality(show_trgm(:word))"), {"word": THAI_WORD})
    if trigrams != THAI_TRIGRAMS:
        raise DatabaseUnfit("this database cannot index Thai: create it with LC_CTYPE 'C.UTF-8'")


async def _prepare_roles(connection: AsyncConnection, schema: str, passwords: Mapping[str, str]) -> None:
    for role in (owner_role(schema), app_role(schema), reader_role(schema)):
        known = await connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role})
        if not known:
            await connection.execute(text(f"CREATE ROLE {role} NOLOGIN"))
        if role in passwords:
            # A role's password cannot be a bound parameter; the server quotes it for us.
            quoted = await connection.scalar(text("SELECT quote_literal(:secret)"), {"secret": passwords[role]})
            await connection.execute(text(f"ALTER ROLE {role} LOGIN PASSWORD {quoted}".replace(":", r"\:")))
    await connection.execute(text(f"GRANT {owner_role(schema)} TO CURRENT_USER"))


async def _prepare_space(connection: AsyncConnection, schema: str, space: str) -> None:
    owner, app, reader = owner_role(schema), app_role(schema), reader_role(schema)
    # On Citus a schema made under this setting is one shard, which a table spread by row cannot live in.
    one_shard = "off" if space in FACTS.values() else "on"
    await connection.execute(text(f"SET LOCAL citus.enable_schema_based_sharding TO {one_shard}"))
    for statement in (
        f"CREATE SCHEMA IF NOT EXISTS {space} AUTHORIZATION {owner}",
        f"GRANT USAGE ON SCHEMA {space} TO {app}, {reader}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {space} GRANT SELECT, INSERT ON TABLES TO {app}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {space} GRANT SELECT ON TABLES TO {reader}",
    ):
        await connection.execute(text(statement))


async def _allow_temporary(connection: AsyncConnection, schema: str) -> None:
    """Let the app role hold a push in tables of its transaction, also where PUBLIC was denied them."""
    database = await connection.scalar(text("SELECT quote_ident(current_database())"))
    await connection.execute(text(f"GRANT TEMPORARY ON DATABASE {database} TO {app_role(schema)}"))
