"""`…/attachments` over HTTP, mounted by each resource whose objects hold files."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from services.shared.attachments import schemas, usecases
from services.shared.attachments.errors import AttachmentAlreadyThere, TooManyAttachments
from services.shared.attachments.holder import AttachmentHolder
from services.shared.attachments.models import Attachment
from services.shared.attachments.rules import ATTACHABLE, content_disposition
from services.shared.attachments.uploads import Received, upload_operation
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import OBJECT, VERSIONED, new_router, operation
from services.shared.errors import StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.preconditions import IfMatch

CREATED = ("ETag", "Location", "Idempotent-Replayed")
FILE = ("ETag", "Content-Disposition")


def attachment_router(holder: AttachmentHolder) -> APIRouter:
    """Return a router with the four operations on the files of one resource's objects."""
    router = new_router(holder.tag)
    _add_adding(router, holder)
    _add_reading(router, holder)
    _add_removing(router, holder)
    return router


def _add_adding(router: APIRouter, holder: AttachmentHolder) -> None:
    path = f"{holder.path}/attachments"
    ObjectId = Annotated[UUID, Path(alias=holder.id_name)]  # noqa: N806 - a type

    @router.post(
        path,
        status_code=201,
        response_model=schemas.Attachment,
        **upload_operation(
            f"add{holder.noun}Attachment",
            holder.add,
            "Attach a file",
            types=ATTACHABLE,
            refuses=[*OBJECT, AttachmentAlreadyThere, TooManyAttachments, StateDoesNotAllow],
            headers=CREATED,
        ),
    )
    async def add_attachment(
        session: Session, principal: Caller, object_id: ObjectId, once: Key, upload: Received
    ) -> Response:
        """Send the bytes as the body, at most 20 MB. The type is found in the content; Content-Type must agree."""
        attachment = await usecases.add_attachment(session, principal, once, holder, object_id, upload)
        location = f"{path.format(**{holder.id_name: object_id})}/{attachment.id}"
        body, tag = schemas.Attachment.model_validate(attachment), attachment.sha256
        return await once.answer(session, body, status=201, location=location, version=tag)


def _add_reading(router: APIRouter, holder: AttachmentHolder) -> None:
    path = f"{holder.path}/attachments"
    ObjectId = Annotated[UUID, Path(alias=holder.id_name)]  # noqa: N806 - a type

    @router.get(
        path,
        response_model=schemas.AttachmentPage,
        **operation(f"list{holder.noun}Attachments", holder.read, "List the files", refuses=OBJECT),
    )
    async def list_attachments(session: Session, principal: Caller, object_id: ObjectId) -> schemas.AttachmentPage:
        """List the files on an object, the oldest first, without their bytes."""
        found = await usecases.list_attachments(session, principal, holder, object_id)
        return schemas.AttachmentPage(
            items=[schemas.Attachment.model_validate(each) for each in found], next_cursor=None
        )

    @router.get(
        f"{path}/{{attachment_id}}",
        response_class=Response,
        **operation(
            f"download{holder.noun}Attachment",
            holder.read,
            "Download a file",
            refuses=OBJECT,
            media=[each.media for each in ATTACHABLE],
            headers=FILE,
        ),
    )
    async def download_attachment(
        session: Session, principal: Caller, object_id: ObjectId, attachment_id: UUID
    ) -> Response:
        """Read the bytes as they were attached, always as a download; the ETag is their SHA-256."""
        return file_of(await usecases.download_attachment(session, principal, holder, object_id, attachment_id))


def _add_removing(router: APIRouter, holder: AttachmentHolder) -> None:
    ObjectId = Annotated[UUID, Path(alias=holder.id_name)]  # noqa: N806 - a type

    @router.delete(
        f"{holder.path}/attachments/{{attachment_id}}",
        status_code=204,
        response_class=Response,
        **operation(
            f"remove{holder.noun}Attachment",
            holder.remove,
            "Remove a file",
            refuses=[*OBJECT, *VERSIONED, StateDoesNotAllow],
        ),
    )
    async def remove_attachment(
        session: Session, principal: Caller, object_id: ObjectId, attachment_id: UUID, tag: IfMatch
    ) -> Response:
        """Take a file off the object. It can no longer be read; the object's history keeps its name and hash."""
        await usecases.remove_attachment(session, principal, holder, object_id, attachment_id, tag)
        return Response(status_code=204)


def file_of(attachment: Attachment) -> Response:
    """Return the bytes of a file as a download that no browser runs or reads as another type."""
    headers = {
        "ETag": usecases.tag_of(attachment),
        "Content-Disposition": content_disposition(attachment.name),
        "X-Content-Type-Options": "nosniff",
        "Content-Type": attachment.media_type,
    }
    return Response(attachment.content, headers=headers)
