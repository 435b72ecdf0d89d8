"""How a route declares itself: its action, its summary, what it answers and what it refuses, all in the contract."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter

from services.shared.access import Action
from services.shared.errors import (
    BodyTooLarge,
    BodyUnreadable,
    Busy,
    DeadlinePassed,
    Invalid,
    KeyInProgress,
    KeyRequired,
    KeyReused,
    MediaTypeUnsupported,
    NotAuthenticated,
    NotFound,
    NotPermitted,
    PreconditionRequired,
    Refusal,
    TokenInvalid,
    TooManyRequests,
    Unavailable,
    Unexpected,
    UpstreamBroken,
    VersionStale,
)
from services.shared.routing import Router

ACTION = "x-action"
PUBLIC_PREFIX = "/v1"

# Any operation may get these: from the gateway, from the token, or because something is down.
ALWAYS: tuple[type[Refusal], ...] = (
    Invalid,
    TokenInvalid,
    TooManyRequests,
    Unexpected,
    UpstreamBroken,
    Unavailable,
    DeadlinePassed,
)
# With a JSON body, with a key, with a version.
BODY: tuple[type[Refusal], ...] = (BodyUnreadable, BodyTooLarge, MediaTypeUnsupported)
KEYED: tuple[type[Refusal], ...] = (KeyRequired, KeyReused, KeyInProgress, BodyTooLarge)
VERSIONED: tuple[type[Refusal], ...] = (PreconditionRequired, VersionStale, Busy)
NEEDS_ROLE: tuple[type[Refusal], ...] = (NotAuthenticated, NotPermitted)


def operation(
    name: str,
    action: Action,
    summary: str,
    *,
    refuses: Sequence[type[Refusal]] = (),
    media: Sequence[str] = (),
    body_media: str | None = None,
    headers: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the arguments that declare an operation to FastAPI.

    `name` is the operationId (camelCase verb and noun). `media` names what a non-JSON answer is, `body_media` what a
    raw body is. `headers` names the answer's own headers (ETag, Location, Idempotent-Replayed) for the contract.
    """
    own = () if action.public else NEEDS_ROLE
    extra: dict[str, Any] = {ACTION: action.name, "x-headers": list(headers)}
    if not action.public:
        extra["x-roles"] = sorted(action.roles)
    if body_media:
        schema = {"type": "string", "format": "binary"}
        extra["requestBody"] = {"required": True, "content": {body_media: {"schema": schema}}}
    if media:
        extra["x-media"] = list(media)
    return {
        "name": name,
        "operation_id": name,
        "summary": summary,
        "openapi_extra": extra,
        "responses": _responses([*ALWAYS, *own, *refuses]),
    }


def _responses(refusals: Sequence[type[Refusal]]) -> dict[int | str, dict[str, Any]]:
    by_status: dict[int, dict[str, type[Refusal]]] = {}
    for refusal in refusals:
        by_status.setdefault(refusal.status, {})[refusal.code] = refusal
    return {
        status: {
            "description": " · ".join(sorted(kinds)),
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {code: {"value": example(kind)} for code, kind in sorted(kinds.items())},
                }
            },
        }
        for status, kinds in sorted(by_status.items())
    }


def example(refusal: type[Refusal]) -> dict[str, Any]:
    """Return the problem document of `refusal` as an example, its placeholders left standing."""
    return {
        "type": f"/v1/problems/{refusal.code}",
        "title": refusal.title.th,
        "status": refusal.status,
        "detail": refusal.detail.th,
        "code": refusal.code,
        "errors": [],
        "facts": {},
        "request_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    }


OBJECT: tuple[type[Refusal], ...] = (NotFound,)


def new_router(tag: str) -> APIRouter:
    """Return a router whose operations stand under `tag` in the contract."""
    return Router(tags=[tag])
