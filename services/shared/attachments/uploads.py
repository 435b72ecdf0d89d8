"""A file as it comes in: raw bytes as the body, its name as a parameter; no form encoding to take apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from services.shared.access import Action
from services.shared.attachments.errors import (
    FileDamaged,
    FileEmpty,
    FileHasMacros,
    FileLocked,
    FileTypeDisagrees,
    FileTypeNotTaken,
    TextInOtherEncoding,
)
from services.shared.attachments.rules import FileType
from services.shared.declare import KEYED, operation
from services.shared.errors import Refusal

_UNFIT: tuple[type[Refusal], ...] = (
    FileDamaged,
    FileEmpty,
    FileHasMacros,
    FileLocked,
    FileTypeDisagrees,
    FileTypeNotTaken,
    TextInOtherEncoding,
)


@dataclass(frozen=True)
class Upload:
    """What was sent: the name it was given, the Content-Type it was declared as, and its bytes."""

    name: str
    declared: str
    content: bytes


async def receive(
    request: Request,
    name: Annotated[str, Query(min_length=1, max_length=500, description="file name", examples=["แบบรูปรายการ.pdf"])],
) -> Upload:
    """Return the file of this request; its size is counted while it comes in (BodyTooLarge)."""
    return Upload(name, request.headers.get("content-type", ""), await request.body())


Received = Annotated[Upload, Depends(receive)]


def upload_operation(
    name: str,
    action: Action,
    summary: str,
    *,
    types: Iterable[FileType],
    refuses: Sequence[type[Refusal]],
    headers: Sequence[str],
) -> dict[str, Any]:
    """Return `declare.operation` for a route whose body is a file of one of `types`, sent under an Idempotency-Key."""
    declared = operation(name, action, summary, refuses=[*KEYED, *_UNFIT, *refuses], headers=headers)
    schema = {"type": "string", "format": "binary"}
    content = {each.media: {"schema": schema} for each in types}
    declared["openapi_extra"]["requestBody"] = {"required": True, "content": content}
    return declared
