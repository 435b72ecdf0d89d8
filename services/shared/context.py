"""What is known of the request under way: its id, its language and when its time is up."""

import re
from contextvars import ContextVar
from typing import Literal

from uuid_utils import uuid7

Language = Literal["th", "en"]

request_id: ContextVar[str] = ContextVar("request_id", default="-")

_ACCEPTED_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,100}")


def accept_request_id(offered: str | None) -> str:
    """Return the caller's request id when it is safe to log and echo, else a new one."""
    if offered and _ACCEPTED_REQUEST_ID.fullmatch(offered):
        return offered
    return str(uuid7())


def language_of(accept_language: str | None) -> Language:
    """Return the language of messages: Thai unless `Accept-Language` ranks English above it (RFC 9110, 12.5.4)."""
    ranks = {"th": 0.0, "en": 0.0}
    for part in (accept_language or "").lower().split(","):
        tag, _, weight = part.strip().partition(";q=")
        primary = tag.split("-")[0]
        if primary in ranks:
            ranks[primary] = max(ranks[primary], _weight(weight))
    return "en" if ranks["en"] > ranks["th"] else "th"


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
