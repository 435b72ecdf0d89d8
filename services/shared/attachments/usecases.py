"""What people do with the files on an object."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.access import Action, Principal, authorise, check_state
from services.shared.attachments import repository
from services.shared.attachments.errors import AttachmentAlreadyThere, TooManyAttachments
from services.shared.attachments.holder import AttachmentHolder, Held
from services.shared.attachments.models import Attachment
from services.shared.attachments.rules import ATTACHABLE, MOST_ATTACHMENTS, clean_name, examine
from services.shared.attachments.uploads import Upload
from services.shared.columns import new_id, now
from services.shared.errors import VersionStale
from services.shared.events.record import Change, record
from services.shared.idempotency import Once


async def add_attachment(
    session: AsyncSession, principal: Principal, once: Once, holder: AttachmentHolder, object_id: UUID, upload: Upload
) -> Attachment:
    """Put a file on an object. Raises what `examine` does, AttachmentAlreadyThere, TooManyAttachments."""
    held = await _lock_for(session, principal, holder, object_id, holder.add)
    await once.begin(session, principal)
    check_state(holder.add, held.subject)
    # In a thread: hashing and decoding 20 MB would hold every other request up.
    found = await asyncio.to_thread(examine, upload.content, upload.declared, ATTACHABLE)
    refuse_another(await repository.load_attachments(session, holder.object_type, object_id), found.sha256)
    attachment = Attachment(
        id=new_id(),
        object_type=holder.object_type,
        object_id=object_id,
        name=clean_name(upload.name, found.type),
        media_type=found.media_type,
        size=len(upload.content),
        sha256=found.sha256,
        content=upload.content,
        uploaded_by=principal.subject,
        created_at=now(),
    )
    await repository.save_attachment(session, attachment)
    await record(session, principal, _change(attachment, held, "attachment.added", [None, _shown(attachment)]))
    return attachment


def refuse_another(present: Sequence[Attachment], sha256: str) -> None:
    """Raise AttachmentAlreadyThere for the same bytes, TooManyAttachments when the object is full."""
    for attachment in present:
        if attachment.sha256 == sha256:
            raise AttachmentAlreadyThere(name=attachment.name, attachment_id=str(attachment.id))
    if len(present) >= MOST_ATTACHMENTS:
        raise TooManyAttachments(limit=MOST_ATTACHMENTS)


async def list_attachments(
    session: AsyncSession, principal: Principal, holder: AttachmentHolder, object_id: UUID
) -> Sequence[Attachment]:
    """Return the files on an object that the caller sees."""
    held = await holder.find(session, principal, object_id, lock=False)
    authorise(principal, holder.read, held.subject)
    return await repository.load_attachments(session, holder.object_type, object_id)


async def download_attachment(
    session: AsyncSession, principal: Principal, holder: AttachmentHolder, object_id: UUID, attachment_id: UUID
) -> Attachment:
    """Return a file with its bytes. Raises NotFound, for a removed one too."""
    held = await holder.find(session, principal, object_id, lock=False)
    authorise(principal, holder.read, held.subject)
    return await repository.load_attachment(session, holder.object_type, object_id, attachment_id, with_content=True)


async def remove_attachment(
    session: AsyncSession,
    principal: Principal,
    holder: AttachmentHolder,
    object_id: UUID,
    attachment_id: UUID,
    tag: str,
) -> None:
    """Take a file off an object; its row stays. Raises NotFound, VersionStale."""
    held = await _lock_for(session, principal, holder, object_id, holder.remove)
    attachment = await repository.load_attachment(session, holder.object_type, object_id, attachment_id)
    if tag != tag_of(attachment):
        raise VersionStale(current=tag_of(attachment))
    check_state(holder.remove, held.subject)
    attachment.removed_at = now()
    await repository.save_attachment(session, attachment)
    await record(session, principal, _change(attachment, held, "attachment.removed", [_shown(attachment), None]))


def tag_of(attachment: Attachment) -> str:
    """Return the entity tag of a file: the hash of its bytes, which never change."""
    return f'"{attachment.sha256}"'


async def _lock_for(
    session: AsyncSession, principal: Principal, holder: AttachmentHolder, object_id: UUID, action: Action
) -> Held:
    held = await holder.find(session, principal, object_id, lock=True)
    authorise(principal, action, held.subject)
    return held


def _change(attachment: Attachment, held: Held, happening: str, pair: list[Any]) -> Change:
    payload = {"attachment_id": str(attachment.id), "sha256": attachment.sha256}
    changes = {"attachments": pair}
    object_type, object_id = attachment.object_type, attachment.object_id
    return Change(happening, object_type, object_id, held.version, held.audience, payload, changes)


def _shown(attachment: Attachment) -> dict[str, Any]:
    names = ("name", "media_type", "size", "sha256")
    return {"id": str(attachment.id), **{name: getattr(attachment, name) for name in names}}
