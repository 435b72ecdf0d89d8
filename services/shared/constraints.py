"""Which refusal a broken constraint stands for: features name theirs, the database keeps them."""

import re
from collections.abc import Callable, Iterable

from sqlalchemy.exc import IntegrityError

from services.shared.errors import AlreadyExists, Refusal

_CONFLICTS: dict[str, Callable[[], Refusal]] = {}
_QUOTED = re.compile(r'constraint "([^"]+)"')
_SHARD_SUFFIX = re.compile(r"_\d+$")


def listed(values: Iterable[str]) -> str:
    """Return words of our own as SQL literals, for an IN (…) of a constraint or of a partial index."""
    return ", ".join(f"'{value}'" for value in values)


def means(constraint: str, refusal: Callable[[], Refusal]) -> None:
    """Say that a violation of `constraint` is the refusal that `refusal` makes."""
    _CONFLICTS[constraint] = refusal


def conflict_of(problem: IntegrityError) -> Refusal | None:
    """Return the refusal for a violated constraint; a unique one that nobody named is AlreadyExists.

    The name is read from the message: a Citus worker leaves the driver's field empty and adds a shard's number.
    """
    found = _QUOTED.search(str(problem.orig))
    name = found.group(1) if found else ""
    for candidate in (name, _SHARD_SUFFIX.sub("", name)):
        if candidate in _CONFLICTS:
            return _CONFLICTS[candidate]()
    return AlreadyExists() if getattr(problem.orig, "sqlstate", None) == "23505" else None
