"""The evidence on a dispute: who sees it reads it, both sides add to it, and only the secretariat takes a file off."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import access, repository
from services.indicators.joint.usecases.asking import DISPUTE
from services.indicators.joint.usecases.changes import AUDIENCE
from services.indicators.joint.usecases.disputes import subject_of_dispute
from services.shared.access import Principal
from services.shared.attachments.holder import AttachmentHolder, Held


async def find_dispute(session: AsyncSession, principal: Principal, object_id: UUID, *, lock: bool) -> Held:
    """Return a dispute as the holder of files; raises NotFound."""
    dispute = await repository.load_dispute(session, principal, object_id, lock=lock)
    return Held(subject_of_dispute(dispute), dispute.version, AUDIENCE)


def holder(tag: str, path: str) -> AttachmentHolder:
    """Return disputes as holders of files; `path` is where disputes are."""
    return AttachmentHolder(
        object_type=DISPUTE,
        noun="JointDispute",
        tag=tag,
        path=f"{path}/{{dispute_id}}",
        read=access.READ,
        add=access.ATTACH,
        remove=access.DETACH,
        find=find_dispute,
    )
