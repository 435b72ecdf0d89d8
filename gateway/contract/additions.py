"""What the merged contract adds: the answers that only the gateway gives, and each problem's example in one place."""

import json
from typing import Any

from services.shared.contract import operations
from services.shared.declare import example
from services.shared.errors import (
    BodyTooLarge,
    DeadlinePassed,
    Refusal,
    TokenInvalid,
    TooManyRequests,
    Unavailable,
    UpstreamBroken,
)
from services.shared.problems import MEDIA_TYPE

ANY_REQUEST: tuple[type[Refusal], ...] = (TokenInvalid, TooManyRequests, UpstreamBroken, Unavailable, DeadlinePassed)
WITH_BODY: tuple[type[Refusal], ...] = (BodyTooLarge,)

HEADERS: dict[str, dict[str, Any]] = {
    "RateLimit": {
        "description": 'What is left: `"minute";r=1187;t=42` says 1187 requests within the next 42 seconds.',
        "schema": {"type": "string"},
        "example": '"minute";r=1187;t=42',
    },
    "RateLimit-Policy": {
        "description": 'What is allowed: `"minute";q=1200;w=60` says 1200 requests within 60 seconds.',
        "schema": {"type": "string"},
        "example": '"minute";q=1200;w=60',
    },
    "WWW-Authenticate": {"description": "How to authenticate (RFC 6750).", "schema": {"type": "string"}},
}
ON_EVERY_ANSWER = ("X-Request-ID", "RateLimit", "RateLimit-Policy")
ON_STATUS = {"401": ("WWW-Authenticate",), "429": ("Retry-After",), "503": ("Retry-After",)}


def add_gateways_answers(document: dict[str, Any]) -> None:
    """Add to every operation of `document` the problems and headers that the gateway itself gives."""
    headers = document["components"].setdefault("headers", {})
    headers.update(HEADERS)
    document["components"]["headers"] = dict(sorted(headers.items()))
    for operation in operations(document):
        responses = operation["responses"]
        for refusal in ANY_REQUEST + (WITH_BODY if "requestBody" in operation else ()):
            _add_problem(responses, refusal)
        for status, response in responses.items():
            names = (*ON_EVERY_ANSWER, *ON_STATUS.get(status, ()))
            shown = response.setdefault("headers", {})
            shown.update({name: {"$ref": f"#/components/headers/{name}"} for name in names})
        operation["responses"] = dict(sorted(responses.items()))


def share_problems(document: dict[str, Any]) -> None:
    """Keep answers that several operations give, and each problem's example, once among the components.

    Every operation names a dozen problems: written out each time they would be nine tenths of the contract.
    """
    examples: dict[str, Any] = {}
    alike: dict[str, list[tuple[dict[str, Any], str]]] = {}
    for operation in operations(document):
        for status, response in operation["responses"].items():
            if (shown := _problems_in(response)) is not None:
                for code, problem in shown.items():
                    if examples.setdefault(code, problem) == problem:
                        shown[code] = {"$ref": f"#/components/examples/{code}"}
                alike.setdefault(json.dumps(response), []).append((operation["responses"], status))
    responses: dict[str, Any] = {}
    for places in (places for places in alike.values() if len(places) > 1):
        response = places[0][0][places[0][1]]
        name = "Or".join(code.title().replace("_", "") for code in _problems_in(response) or ())
        if name not in responses:
            responses[name] = response
            for among, status in places:
                among[status] = {"$ref": f"#/components/responses/{name}"}
    document["components"]["examples"] = dict(sorted(examples.items()))
    document["components"]["responses"] = dict(sorted(responses.items()))


def _problems_in(response: dict[str, Any]) -> dict[str, Any] | None:
    examples: dict[str, Any] | None = response.get("content", {}).get(MEDIA_TYPE, {}).get("examples")
    return examples


def _add_problem(responses: dict[str, Any], refusal: type[Refusal]) -> None:
    response = responses.setdefault(str(refusal.status), {"description": refusal.code})
    media = response.setdefault("content", {}).setdefault(
        MEDIA_TYPE, {"schema": {"$ref": "#/components/schemas/Problem"}}
    )
    examples = media.setdefault("examples", {})
    if refusal.code not in examples:
        examples[refusal.code] = {"value": example(refusal)}
        media["examples"] = dict(sorted(examples.items()))
        response["description"] = " · ".join(media["examples"])
