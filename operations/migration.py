"""`make migration`: draft the next step of a schema by comparing its tables in code with a migrated database."""

import asyncio
import os
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

from migrations.schemas import SCHEMAS
from migrations.upgrade import admin_engine, on_schema, upgrade
from operations import postgres
from operations.secrets import load_or_create


def main(arguments: list[str]) -> int:
    """Draft a step for the schema and with the message given; it must be read and completed by hand."""
    schema, message = arguments
    if schema not in SCHEMAS:
        print(f"there is no schema {schema}: choose one of {', '.join(SCHEMAS)}", file=sys.stderr)
        return 2
    data = Path(os.environ.get("DATA_DIR", ".data")).resolve()
    data.mkdir(exist_ok=True)
    secrets = load_or_create(data / "secrets.json")
    server = postgres.start(data / "postgres", int(os.environ.get("PORT", "8000")) + 7432)
    asyncio.run(draft(server.url(), schema, message, secrets.passwords))
    print("Read the new file in", Path("migrations") / schema, "and complete it: names, grants, the way back.")
    return 0


async def draft(url: str, schema: str, message: str, passwords: dict[str, str]) -> None:
    """Bring the database to the newest step, then compare."""
    await upgrade(url, passwords)
    engine = admin_engine(url)

    def compare(config: Config) -> None:
        command.revision(config, message=message, autogenerate=True)

    await on_schema(engine, schema, compare)
    await engine.dispose()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
