"""What the migration job of compose runs: the database of its secret files, brought to the newest step."""

import asyncio
import json
import sys
from pathlib import Path

from migrations.roles import DatabaseUnfit
from migrations.upgrade import upgrade

SECRETS = Path("/run/secrets")


def main(secrets: Path = SECRETS) -> int:
    """Prepare roles with their passwords, migrate every schema, and return the exit status."""
    try:
        url = (secrets / "database_url").read_text().strip()
        passwords: dict[str, str] = json.loads((secrets / "role_passwords").read_text())
        asyncio.run(upgrade(url, passwords))
    except PermissionError as problem:
        return refuse(f"{problem.filename} may not be read here: run `make secrets` again, which sets who may")
    except DatabaseUnfit as unfit:
        return refuse(f"{unfit}. The secrets are those this database was made with? See docs/operations.md")
    print("Every schema is at its newest step.")
    return 0


def refuse(sentence: str) -> int:
    """Say why it ends, and return the exit status."""
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
