"""The tests' own PostgreSQL: one embedded server, one migrated template, one database per test process."""

import asyncio
import getpass
import hashlib
import shutil
import tempfile
from pathlib import Path

import asyncpg

from migrations.roles import app_role, login_roles, reader_role
from migrations.upgrade import upgrade
from operations import postgres
from operations.postgres import Server
from operations.service_clients import SERVICES, provide

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "only-for-tests-on-loopback"
CLIENT_SECRET = "only-for-services-under-test"
# What the template is made from; when any of it changes, the template is made anew.
SOURCES = (
    "migrations/**/*.py",
    "services/shared/reference/data/*.csv",
    "services/shared/reference/*.py",
    "services/*/*/data/*.csv",
    "operations/service_clients.py",
)
# Linux's file system in memory, and the bytes that must be free there for a whole run.
MEMORY, ROOM = Path("/dev/shm"), 6 * 1024**3
LOCK = 0x74657374  # "test"
# A test machine may stand still for some seconds; what a role gives up after is tested by the role's own settings.
PATIENCE = {"statement_timeout": "60s", "idle_in_transaction_session_timeout": "60s"}


def data_dir() -> Path:
    """Return the server's folder: outside the checkout, because root's server runs as another user.

    In memory where there is room: its commits are synced as any, which a test machine's disk takes long for.
    """
    place = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    folder = f"buranakan-test-{getpass.getuser()}-{place}"
    in_memory = MEMORY / folder
    is_roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    base = in_memory if in_memory.exists() or is_roomy else Path(tempfile.gettempdir()) / folder
    return base / "postgres"


def start_server() -> Server:
    """Start or adopt the tests' server."""
    folder = data_dir()
    folder.parent.mkdir(mode=0o755, exist_ok=True)
    return postgres.start(folder, first_port=25432)


async def drop_database(server: Server, name: str) -> None:
    """Drop a test process's database."""
    admin = await asyncpg.connect(server.url("postgres"))
    try:
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await admin.close()


async def is_idle(server: Server) -> bool:
    """Return whether no other test run uses the server."""
    admin = await asyncpg.connect(server.url("postgres"))
    try:
        others = (
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return bool(await admin.fetchval(others) == 0)
    finally:
        await admin.close()


def leave_server() -> None:
    """Stop the server unless another test run uses it; its data stays for the next run."""
    if asyncio.run(is_idle(start_server())):
        postgres.stop(data_dir())


def was_started() -> bool:
    """Return whether some test of this run (or its workers) asked for the server."""
    return (data_dir() / "postmaster.pid").exists()


def fingerprint() -> str:
    """Return what names the template of the present migrations."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


async def wait_long_for_locks(address: str) -> None:
    """Let services wait for locks in a database where many clients crowd on purpose, however slow the machine is."""
    admin = await asyncpg.connect(address)
    try:
        name = await admin.fetchval("SELECT quote_ident(current_database())")
        for role in login_roles():
            await admin.execute(f"ALTER ROLE {role} IN DATABASE {name} SET lock_timeout TO '60s'")
    finally:
        await admin.close()


async def make_database(server: Server, name: str) -> str:
    """Make the database `name` anew from the template; returns the administrator's address."""
    template = f"template_{fingerprint()}"
    admin = await asyncpg.connect(server.url("postgres"))
    try:
        await admin.execute("SELECT pg_advisory_lock($1)", LOCK)
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate", template):
            await _make_template(admin, server, template)
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        for role in login_roles():
            for setting, value in PATIENCE.items():
                await admin.execute(f"ALTER ROLE {role} IN DATABASE {name} SET {setting} TO '{value}'")
    finally:
        await admin.close()
    return server.url(name)


async def _make_template(admin: asyncpg.Connection, server: Server, template: str) -> None:
    unused = "SELECT datname FROM pg_database WHERE datname ~ '^(template_|test_)' AND datname NOT IN"
    for row in await admin.fetch(f"{unused} (SELECT datname FROM pg_stat_activity WHERE datname IS NOT NULL)"):
        await admin.execute(f"ALTER DATABASE {row['datname']} IS_TEMPLATE false")
        await admin.execute(f"DROP DATABASE IF EXISTS {row['datname']}")
    await admin.execute(f"CREATE DATABASE {template}")
    # Alembic runs its own event loop policies; a thread keeps it away from the tests' loop.
    passwords = dict.fromkeys(login_roles(), PASSWORD)
    await asyncio.to_thread(asyncio.run, upgrade(server.url(template), passwords))
    await provide(app_address(server.url(template), "gateway"), dict.fromkeys(SERVICES, CLIENT_SECRET))
    await admin.execute(f"ALTER DATABASE {template} IS_TEMPLATE true")


def address_of(admin_url: str, role: str) -> str:
    """Return the address of the same database for `role`."""
    _, _, place = admin_url.partition("@")
    return f"postgresql://{role}:{PASSWORD}@{place}"


def app_address(admin_url: str, schema: str) -> str:
    """Return the address of a schema's app role."""
    return address_of(admin_url, app_role(schema))


def reader_address(admin_url: str, schema: str) -> str:
    """Return the address of a schema's reader role."""
    return address_of(admin_url, reader_role(schema))
