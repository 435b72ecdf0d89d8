"""What the migration job of compose runs: the database of its secret files, brought to the newest step."""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from migrations.roles import DatabaseUnfit, app_role
from migrations.upgrade import upgrade
from operations.service_clients import SCHEMA, provide

SECRETS = Path("/run/secrets")


def main(secrets: Path = SECRETS) -> int:
    """Prepare roles with their passwords, migrate every schema, register the services; return the exit status."""
    try:
        url = (secrets / "database_url").read_text().strip()
        passwords: dict[str, str] = json.loads((secrets / "role_passwords").read_text())
        client_secrets: dict[str, str] = json.loads((secrets / "client_secrets").read_text())
        asyncio.run(prepare(url, passwords, client_secrets))
    except PermissionError as problem:
        return refuse(f"{problem.filename} may not be read here: run `make secrets` again, which sets who may")
    except DatabaseUnfit as unfit:
        return refuse(f"{unfit}. The secrets are those this database was made with? See docs/operations.md")
    print("Every schema is at its newest step.")
    return 0


async def prepare(url: str, passwords: Mapping[str, str], client_secrets: Mapping[str, str]) -> None:
    """Bring the database of the administrator's address to the newest step, with the services' own clients in it."""
    await upgrade(url, passwords)
    _, _, place = url.rpartition("@")
    role = app_role(SCHEMA)
    await provide(f"postgresql://{role}:{passwords[role]}@{place}", client_secrets)


def refuse(sentence: str) -> int:
    """Say why it ends, and return the exit status."""
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
