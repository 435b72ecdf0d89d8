"""The secrets of a running house: made once, kept in one file for `make run`, in one file each for compose."""

import argparse
import json
import os
import secrets
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from migrations.roles import app_role, login_roles, reader_role
from migrations.schemas import SCHEMAS
from operations.keys import create_key_file
from operations.service_clients import SERVICES

# The user the containers run as (Dockerfile); compose mounts the files as they are, so it must be able to read them.
CONTAINER_USER = 10001
# For whom root makes them; an ordinary user can give files to nobody, so the containers join that user's group.
MODE_GIVEN, MODE_SHARED = 0o400, 0o640
GROUP_VARIABLE = "SECRETS_GROUP"

COMPOSE_DATABASE = "postgres:5432/buranakan"
ADMINISTRATOR = "buranakan"


class SecretsUnfit(Exception):
    """The secret files cannot be made as things are; the sentence says what to do."""


@dataclass(frozen=True)
class Secrets:
    """Passwords of the login roles by role, the secret that signs cursors, and the services' own by service."""

    passwords: dict[str, str]
    cursor_secret: str
    client_secrets: dict[str, str]


def new_secrets() -> Secrets:
    """Return fresh random secrets."""
    return Secrets(
        passwords={role: secrets.token_hex(24) for role in login_roles()},
        cursor_secret=secrets.token_hex(32),
        client_secrets={service: secrets.token_hex(24) for service in SERVICES},
    )


def load_or_create(path: Path) -> Secrets:
    """Return the secrets kept in `path`, which is made readable by its owner alone; what it lacks is added."""
    kept = json.loads(path.read_text()) if path.exists() else {}
    made = Secrets(**{**asdict(new_secrets()), **kept})
    if asdict(made) != kept:
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(made), indent=1))
    return made


def write_for_compose(folder: Path, own_server: str | None = None) -> list[str]:
    """Write what is missing in `folder`, one secret a file; returns the names written. Nothing is overwritten.

    `own_server` is the administrator's address of a server other than compose's own. Raises SecretsUnfit.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    made = new_secrets()
    written = [
        *_write_missing(folder, _administration(own_server)),
        *_write_missing(folder, _roles(made, _place_of(folder))),
        *_write_missing(folder, {"buranakan_cursor_secret": made.cursor_secret}),
        *_write_missing(folder, _clients(made)),
    ]
    keys = folder / "signing_keys"
    if not keys.exists():
        create_key_file(keys)
        written.append(keys.name)
    for name in written:
        hand_over(folder / name)
    return written


def _administration(own_server: str | None) -> dict[str, str]:
    if own_server is not None and "@" not in own_server:
        raise SecretsUnfit("DATABASE_URL names no login: write it as postgresql://login:password@host:port/database")
    password = secrets.token_hex(24)
    url = own_server or f"postgresql://{ADMINISTRATOR}:{password}@{COMPOSE_DATABASE}"
    return {"postgres_password": password, "database_url": url}


def _roles(made: Secrets, place: str) -> dict[str, str]:
    files = {"role_passwords": json.dumps(made.passwords)}
    for schema in SCHEMAS:
        for role, name in ((app_role(schema), "dsn"), (reader_role(schema), "reader_dsn")):
            files[f"{schema}_{name}"] = f"postgresql://{role}:{made.passwords[role]}@{place}"
    return files


def _clients(made: Secrets) -> dict[str, str]:
    own = {f"{service}_client_secret": secret for service, secret in made.client_secrets.items()}
    return {"client_secrets": json.dumps(made.client_secrets), **own}


def _place_of(folder: Path) -> str:
    """Return host, port and database of the administrator's address."""
    _, _, place = (folder / "database_url").read_text().rpartition("@")
    return place


def _write_missing(folder: Path, files: dict[str, str]) -> Iterable[str]:
    """Write secrets that belong together, unless they are there; half of them would lock the services out."""
    missing = [name for name in files if not (folder / name).exists()]
    if missing and len(missing) < len(files):
        raise SecretsUnfit(
            f"{folder} lacks {', '.join(missing)}, which belong to others that are there: put back a copy, or remove "
            f"all of {', '.join(files)} and make them anew (docs/operations.md, passwords)"
        )
    for name in missing:
        path = folder / name
        path.touch(mode=0o600)
        path.write_text(files[name])
    return missing


def hand_over(path: Path) -> None:
    """Let the containers read `path`, and on this machine nobody else: the folder is closed to others."""
    if os.geteuid() == 0:
        os.chown(path, CONTAINER_USER, CONTAINER_USER)
        path.chmod(MODE_GIVEN)
    else:
        path.chmod(MODE_SHARED)


def note_group(folder: Path, environment: Path) -> None:
    """Say in `environment`, which compose reads, to which group the files of `folder` are open."""
    group = (folder / "signing_keys").stat().st_gid
    line = f"{GROUP_VARIABLE}={group}"
    lines = environment.read_text().splitlines() if environment.exists() else []
    noted = any(each.startswith(f"{GROUP_VARIABLE}=") for each in lines)
    if line in lines or (group == CONTAINER_USER and not noted):
        return
    kept = [each for each in lines if not each.startswith(f"{GROUP_VARIABLE}=")]
    environment.write_text("\n".join([*kept, line, ""]))


def main(arguments: list[str]) -> int:
    """Make the secret files of compose."""
    parser = argparse.ArgumentParser(prog="python -m operations.secrets", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("secrets"))
    folder = parser.parse_args(arguments).folder
    try:
        written = write_for_compose(folder, os.environ.get("DATABASE_URL"))
        note_group(folder, folder.with_name(".env"))
    except SecretsUnfit as problem:
        print(problem, file=sys.stderr)
        return 1
    except PermissionError as problem:
        print(f"{problem.filename} is another user's: run this as the user who made {folder}", file=sys.stderr)
        return 1
    print(f"{folder}: " + (f"wrote {', '.join(written)}" if written else "is complete; nothing was changed"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
