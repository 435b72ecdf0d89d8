"""`python -m migrations upgrade | check | downgrade SCHEMA | revision SCHEMA "what changes"`, on DATABASE_URL."""

import argparse
import asyncio
import os
import sys

from alembic import command
from alembic.config import Config

from migrations.roles import DatabaseUnfit, login_roles
from migrations.schemas import SCHEMAS
from migrations.upgrade import admin_engine, on_schema, upgrade


def main(arguments: list[str]) -> int:
    """Carry out one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m migrations", description=__doc__)
    parser.add_argument("command", choices=("upgrade", "check", "downgrade", "revision"))
    parser.add_argument("schema", nargs="?", choices=SCHEMAS)
    parser.add_argument("message", nargs="?", default="")
    chosen = parser.parse_args(arguments)
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        sys.stderr.write("set DATABASE_URL to the administrator's address, postgresql://login:password@host/name\n")
        return 2
    try:
        asyncio.run(carry_out(url, chosen))
    except DatabaseUnfit as unfit:
        sys.stderr.write(f"{unfit}\n")
        return 1
    return 0


async def carry_out(url: str, chosen: argparse.Namespace) -> None:
    """Run the chosen command; `upgrade` takes the roles' passwords from BURANAKAN_PASSWORD_<ROLE>."""
    if chosen.command == "upgrade":
        names = {role: f"BURANAKAN_PASSWORD_{role.upper()}" for role in login_roles()}
        await upgrade(url, {role: os.environ[name] for role, name in names.items() if name in os.environ})
        return

    def run(config: Config) -> None:
        if chosen.command == "check":
            command.check(config)
        elif chosen.command == "downgrade":
            command.downgrade(config, "-1")
        else:
            command.revision(config, message=chosen.message, autogenerate=True)

    engine = admin_engine(url)
    for schema in [chosen.schema] if chosen.schema else SCHEMAS:
        await on_schema(engine, schema, run)
    await engine.dispose()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
