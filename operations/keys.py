"""The issuer's key file: `python -m operations.keys create|rotate|prune FILE`.

`rotate` adds a key that is published at once and signs ten minutes later, when every service knows it, and drops those
no token needs any more; the gateway sees the change by itself. A container that mounts the file alone, not its folder,
goes on seeing the old one: restart that gateway within the ten minutes.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from gateway.identity.keys import (
    Clock,
    KeyFileUnusable,
    SigningKey,
    StoredKeys,
    in_order,
    new_key,
    read_keys,
    rotated,
    still_needed,
)
from services.shared.columns import now


def create_key_file(path: Path, clock: Clock = now) -> SigningKey:
    """Make `path`, readable by its owner alone, with one key that signs at once; raises FileExistsError, OSError."""
    at = clock()
    key = new_key(at, at)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(_as_text([key]))
    return key


def rotate_key_file(path: Path, clock: Clock = now) -> SigningKey:
    """Add a key that signs ten minutes from now, drop those past need, and return it; raises KeyFileUnusable."""
    keys = rotated(read_keys(path, strict=True), clock())
    _replace(path, keys)
    return in_order(keys)[-1]


def prune_key_file(path: Path, clock: Clock = now) -> list[SigningKey]:
    """Drop the keys no token needs any more and return them; raises KeyFileUnusable."""
    keys = read_keys(path, strict=True)
    kept = still_needed(keys, clock())
    dropped = [key for key in keys if key not in kept]
    if dropped:
        _replace(path, kept)
    return dropped


def _as_text(keys: Sequence[SigningKey]) -> str:
    return StoredKeys(keys=[key.stored() for key in keys]).model_dump_json(indent=1) + "\n"


def _replace(path: Path, keys: Sequence[SigningKey]) -> None:
    """Put a whole new file in the place of `path`, with its mode and owner: no reader ever sees half of it."""
    former = path.stat()
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w") as file:
            os.fchmod(descriptor, former.st_mode & 0o777)
            os.fchown(descriptor, former.st_uid, former.st_gid)
            file.write(_as_text(keys))
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m operations.keys", description="The issuer's signing keys.")
    parser.add_argument("action", choices=["create", "rotate", "prune"])
    parser.add_argument("file", type=Path, help="the key file, the gateway's setting BURANAKAN_SIGNING_KEYS")
    return parser.parse_args(arguments)


def carry_out(action: str, path: Path) -> str:
    """Do `action` and return what to tell; raises KeyFileUnusable, OSError."""
    if action == "create":
        return f"{path}: made, with key {create_key_file(path).kid}."
    if action == "rotate":
        key = rotate_key_file(path)
        return f"{path}: key {key.kid} is published now and signs from {key.signs_from:%Y-%m-%d %H:%M:%S %Z}."
    dropped = prune_key_file(path)
    return f"{path}: dropped {', '.join(key.kid for key in dropped)}." if dropped else f"{path}: every key is needed."


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; returns 0, or 1 when it was refused."""
    options = read_options(arguments)
    try:
        print(carry_out(options.action, options.file))
    except FileExistsError:
        print(f"{options.file} is there already; `rotate` adds a key to it.", file=sys.stderr)
        return 1
    except (KeyFileUnusable, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
