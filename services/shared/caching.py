"""What everyone may keep for an hour: reference data, the contract, the docs page. The tag is a hash of the bytes."""

import hashlib
from typing import Annotated, Any

from fastapi import Header, Request, Response
from pydantic.json_schema import SkipJsonSchema

ONE_HOUR = "public, max-age=3600"

IfNoneMatch = Annotated[
    str | SkipJsonSchema[None],
    Header(
        alias="If-None-Match",
        description="ETag of what you have; 304 when it is still the same",
        examples=['"9f86d081884c7d659a2feaa0c55ad015"'],
    ),
]


def cacheable(declared: dict[str, Any]) -> dict[str, Any]:
    """Return a declared operation with the answer 304 and its ETag."""
    unchanged = {"description": "unchanged since the ETag in If-None-Match; no body"}
    return {**declared, "responses": {304: unchanged, **declared["responses"]}}


def tag_of(content: bytes) -> str:
    """Return the strong entity tag of `content`."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def cached_answer(request: Request, content: bytes, media_type: str, tag: str | None = None) -> Response:
    """Return `content`, or 304 when the caller has it already (RFC 9110, 13.1.2)."""
    headers = {"ETag": tag or tag_of(content), "Cache-Control": ONE_HOUR}
    if has_it(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def has_it(offered: str | None, tag: str) -> bool:
    """Return whether `If-None-Match` names `tag`; weak tags compare as strong ones here."""
    names = [name.strip().removeprefix("W/") for name in (offered or "").split(",")]
    return tag in names or names == ["*"]
