"""Every SQL statement about attachments. Whether the caller sees the object was asked of its resource before."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from services.shared.attachments.models import Attachment
from services.shared.errors import NotFound


async def load_attachments(session: AsyncSession, object_type: str, object_id: UUID) -> Sequence[Attachment]:
    """Return the files on an object without their bytes, the oldest first."""
    return (await session.scalars(_on(object_type, object_id).order_by(Attachment.created_at, Attachment.id))).all()


async def load_attachment(
    session: AsyncSession, object_type: str, object_id: UUID, attachment_id: UUID, *, with_content: bool = False
) -> Attachment:
    """Return one file of an object, with its bytes when asked; raises NotFound, for a removed one too."""
    found = _on(object_type, object_id).where(Attachment.id == attachment_id)
    if with_content:
        found = found.options(undefer(Attachment.content))
    attachment = (await session.scalars(found)).one_or_none()
    if attachment is None:
        raise NotFound()
    return attachment


async def save_attachment(session: AsyncSession, attachment: Attachment) -> None:
    """Write a new or changed row."""
    session.add(attachment)
    await session.flush()


def _on(object_type: str, object_id: UUID) -> Select[Attachment]:
    return select(Attachment).where(
        Attachment.object_type == object_type, Attachment.object_id == object_id, Attachment.removed_at.is_(None)
    )
