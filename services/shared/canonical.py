"""One byte form of a JSON document (RFC 8785), so that a hash means the same to everyone."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of `document`, which holds JSON values only."""
    return rfc8785.dumps(dict(document))


def sha256(document: Mapping[str, Any]) -> str:
    """Return the hexadecimal SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical(document)).hexdigest()
