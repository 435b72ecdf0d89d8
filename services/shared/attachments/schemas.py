"""How a file on an object is shown; its bytes are a read of their own."""

from uuid import UUID

from pydantic import ConfigDict, Field

from services.shared.schemas import Instant, Json, Out

_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "name": "แบบรูปรายการก่อสร้างลานกิจกรรม.pdf",
    "media_type": "application/pdf",
    "size": 482133,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "uploaded_by": "province:50",
    "created_at": "2014-09-15T03:20:00.000000Z",
}


class Attachment(Out):
    """A file on an object. It never changes: another version of a document is another file."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    name: str = Field(description="file name without a folder; ends as names of its type do", max_length=200)
    media_type: str = Field(description="what the content is, with the charset of text", examples=["application/pdf"])
    size: int = Field(description="bytes", ge=1)
    sha256: str = Field(description="SHA-256 of the bytes in hexadecimal; in quotes it is the ETag")
    uploaded_by: str = Field(description="post or machine that attached it", examples=["province:50"])
    created_at: Instant


class AttachmentPage(Out):
    """The files on one object, the oldest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "next_cursor": None}]})

    items: list[Attachment]
    next_cursor: str | None = Field(description="always null: an object holds at most 100 files, one page")
