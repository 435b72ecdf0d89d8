"""What the migration job of compose runs: the database of its secret files, brought to the newest step."""

import asyncio
import json
import sys
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from migrations.roles import DatabaseUnfit
from migrations.upgrade import upgrade
from services.shared.idempotency import sqlstate

SECRETS = Path("/run/secrets")
# What a server says whose logins or database are not those of the secret files.
NOT_LET_IN = ("28P01", "28000", "3D000")


def main(secrets: Path = SECRETS) -> int:
    """Prepare roles with their passwords, migrate every schema, and return the exit status."""
    try:
        url = (secrets / "database_url").read_text().strip()
        passwords: dict[str, str] = json.loads((secrets / "role_passwords").read_text())
        asyncio.run(upgrade(url, passwords))
    except PermissionError as problem:
        return refuse(f"{problem.filename} may not be read here: run `make secrets` again, which sets who may")
    except DatabaseUnfit as unfit:
        return refuse(str(unfit))
    except DBAPIError as problem:
        if sqlstate(problem) not in NOT_LET_IN:
            raise
        return refuse(f"{problem.orig}: put back the secrets this database was made with (docs/operations.md)")
    except OSError as problem:
        return refuse(f"the database cannot be reached ({problem}): check secrets/database_url")
    print("Every schema is at its newest step.")
    return 0


def refuse(sentence: str) -> int:
    """Say why it ends, and return the exit status."""
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
