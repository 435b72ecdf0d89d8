"""The evidence on a request to an agency: who sees it reads it, its owner adds and removes it before sending."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.agency_requests import access, repository
from services.budget.agency_requests.usecases.standing import OBJECT, audience_of, subject_of
from services.shared.access import Principal
from services.shared.attachments.holder import AttachmentHolder, Held


async def find_request(session: AsyncSession, principal: Principal, object_id: UUID, *, lock: bool) -> Held:
    """Return a request as the holder of files; raises NotFound."""
    request = await repository.load_request(session, principal, object_id, lock=lock)
    return Held(subject_of(request), request.version, audience_of(request))


def holder(tag: str, path: str) -> AttachmentHolder:
    """Return requests as holders of files; `path` is where requests are."""
    return AttachmentHolder(
        object_type=OBJECT,
        noun="AgencyRequest",
        tag=tag,
        path=f"{path}/{{request_id}}",
        read=access.READ,
        add=access.ATTACH,
        remove=access.ATTACH,
        find=find_request,
    )
