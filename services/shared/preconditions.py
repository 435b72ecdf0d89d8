"""ETag and If-Match (RFC 9110, 13): the tag is the row version; who changes a row says which version was read."""

from typing import Annotated

from fastapi import Depends, Header
from pydantic.json_schema import SkipJsonSchema

from services.shared.errors import PreconditionRequired, VersionStale


def etag(version: int | str) -> str:
    """Return the strong entity tag of a row version, or of a content's hash."""
    return f'"{version}"'


async def if_match(
    value: Annotated[
        str | SkipJsonSchema[None],
        Header(alias="If-Match", description="ETag of your last read of what you are changing", examples=['"3"']),
    ] = None,
) -> str:
    """Return the tag the caller read; raises PreconditionRequired without one."""
    if value is None:
        raise PreconditionRequired()
    return value.strip()


IfMatch = Annotated[str, Depends(if_match)]


def check_version(tag: str, version: int) -> None:
    """Raise VersionStale unless `tag` is the tag of `version`. `*` and weak tags never match: they name no version."""
    if tag != etag(version):
        raise VersionStale(current=etag(version))
