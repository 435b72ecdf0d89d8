"""The operating-system user the server runs as, and running a program as that user."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from operations.postgres.errors import PostgresError


@dataclass(frozen=True)
class Account:
    """A user of this machine; PostgreSQL refuses root and users without an entry in /etc/passwd."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Whether this process must change its user to run something as this account."""
        return self.uid != os.geteuid()


def choose_account(data: Path) -> Account:
    """Who runs the server: oneself; for root PGRUN_USER, else the data folder's owner, else `postgres`, else `nobody`.

    Raises PostgresError when that user does not exist or is root.
    """
    if os.geteuid() != 0:
        return own_account()
    wished = os.environ.get("PGRUN_USER")
    if wished:
        return wished_account(wished)
    account = owner_of(data) or account_named("postgres") or account_named("nobody")
    if account is None:
        raise PostgresError(
            "PostgreSQL does not run as root and this machine has neither a user postgres nor nobody; "
            "set PGRUN_USER to an ordinary user."
        )
    return account


def own_account() -> Account:
    try:
        return as_account(pwd.getpwuid(os.geteuid()))
    except KeyError:
        raise PostgresError(
            f"PostgreSQL does not start for user id {os.geteuid()}, which has no entry in /etc/passwd; "
            "start as a user that has one."
        ) from None


def wished_account(name: str) -> Account:
    account = account_named(name)
    if account is None or account.uid == 0:
        raise PostgresError(
            f"PGRUN_USER names {name}, which is not an ordinary user of this machine; set it to one, or unset it."
        )
    return account


def account_named(name: str) -> Account | None:
    try:
        return as_account(pwd.getpwnam(name))
    except KeyError:
        return None


def owner_of(data: Path) -> Account | None:
    """The user who owns an existing data folder, so that root starting it once does not lock that user out."""
    try:
        entry = pwd.getpwuid(data.stat().st_uid)
    except (FileNotFoundError, KeyError):
        return None
    return as_account(entry) if entry.pw_uid != 0 else None


def as_account(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def run_as(
    account: Account, command: Sequence[str | Path], keep_open: Sequence[int] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as `account`, messages in English, and return what it printed.

    Raises PostgresError when the program cannot be started at all.
    """
    # PG* would send the tools elsewhere; LC_* and LANG would translate what first_complaint reads.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    try:
        return subprocess.run(
            command,
            cwd="/",
            env=environment | {"LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            pass_fds=keep_open,
            user=account.uid if account.is_other else None,
            group=account.gid if account.is_other else None,
            extra_groups=[] if account.is_other else None,
        )
    except OSError as failure:
        raise PostgresError(
            f"{command[0]} cannot be run as user {account.name} ({failure.strerror}); "
            "repair that, or install PostgreSQL with `apt-get install postgresql`."
        ) from failure


def give(path: str | Path, account: Account) -> None:
    """Make `account` the owner of a file or folder; nothing to do where it is this process's own user."""
    if account.is_other:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def blocked_step(account: Account, target: Path) -> Path | None:
    """The first existing path on the way to `target`, itself included, that `account` may not enter or execute."""
    steps = [step for step in (*reversed(target.parents), target) if step.exists()]
    script = 'for step do test -x "$step" || { printf %s "$step"; exit 1; }; done'
    answer = run_as(account, ["/bin/sh", "-c", script, "sh", *steps])
    return Path(answer.stdout) if answer.returncode else None
