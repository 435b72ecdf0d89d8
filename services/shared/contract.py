"""The OpenAPI document of one service, built from its code without a network, in the form the merge expects."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from services.shared.canonical import sha256
from services.shared.declare import ACTION

VERSION = "1.0.0"
OPENAPI = "3.1.0"
SCHEME = "token"

# Headers that clients must always send; FastAPI sees them as optional because their absence has an answer of its own.
REQUIRED_HEADERS = ("If-Match", "Idempotency-Key")

HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {"description": "Version of the row; send it back in If-Match.", "schema": {"type": "string"}},
    "Location": {
        "description": "Where the created object is.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Retry-After": {"description": "Seconds to wait before asking again.", "schema": {"type": "integer"}},
    "Idempotent-Replayed": {
        "description": "`true` when this is the stored answer to an earlier request with the same key.",
        "schema": {"type": "string", "const": "true"},
    },
    "Content-Disposition": {"description": "The file's name, in UTF-8.", "schema": {"type": "string"}},
    "X-Request-ID": {
        "description": "Names this request in our logs; quote it when you ask.",
        "schema": {"type": "string"},
    },
}

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457. `code` is stable; `title` and `detail` are in Thai, or English by Accept-Language.",
    "required": ["type", "title", "status", "detail", "code", "errors", "facts", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong and what to do"},
        "code": {"type": "string", "description": "stable name of the refusal"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemError"}},
        "facts": {
            "type": "object",
            "description": "the figures of this refusal, by name",
            "additionalProperties": True,
        },
        "request_id": {"type": "string"},
    },
}
PROBLEM_ERROR: dict[str, Any] = {
    "title": "ProblemError",
    "type": "object",
    "required": ["pointer", "code", "detail"],
    "properties": {
        "pointer": {
            "type": "string",
            "description": "JSON Pointer into the body; `?name` for a parameter, `path:name`, `header:Name`",
        },
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
SCHEMES: dict[str, Any] = {
    SCHEME: {
        "type": "oauth2",
        "description": "A token of /v1/oauth/token, valid for at most ten minutes, sent as `Authorization: Bearer`.",
        "flows": {"clientCredentials": {"tokenUrl": "/v1/oauth/token", "scopes": {}}},
    }
}


def document(app: FastAPI, tags: Mapping[str, str]) -> dict[str, Any]:
    """Return the contract of `app`; `tags` gives each chapter its description."""
    found = get_openapi(
        title=app.title,
        version=VERSION,
        openapi_version=OPENAPI,
        description=app.description,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in tags.items()],
    )
    components = found.setdefault("components", {})
    components.setdefault("schemas", {}).update({"Problem": PROBLEM, "ProblemError": PROBLEM_ERROR})
    components["headers"] = HEADERS
    components["securitySchemes"] = SCHEMES
    for operation in operations(found):
        _finish(operation)
    return found


def fingerprint(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a contract in its canonical form, so that two processes can tell whether they agree."""
    return sha256(document)


def operations(contract: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Return every operation of a contract."""
    for item in contract["paths"].values():
        for method, operation in item.items():
            if method in ("get", "put", "post", "patch", "delete"):
                yield operation


def _finish(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["name"] in REQUIRED_HEADERS:
            parameter["required"] = True
    names = ["X-Request-ID", *operation.pop("x-headers", [])]
    media = operation.pop("x-media", [])
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
            if media:
                binary = {"schema": {"type": "string", "format": "binary"}}
                response["content"] = dict.fromkeys(media, binary)
    roles = operation.get("x-roles")
    operation["security"] = [{SCHEME: []}] if roles is not None else []
    who = "Roles: " + ", ".join(roles) + "." if roles is not None else "Open to everyone."
    operation["description"] = "\n\n".join(filter(None, [operation.get("description"), who]))
    assert ACTION in operation
