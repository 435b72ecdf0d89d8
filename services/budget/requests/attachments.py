"""The documents on a request, its problem analysis above all: who sees it reads them, its owner adds and removes."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.requests import access, repository
from services.budget.requests.usecases.standing import OBJECT, audience_of, subject_of
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
        noun="BudgetRequest",
        tag=tag,
        path=f"{path}/{{request_id}}",
        read=access.READ,
        add=access.ATTACH,
        remove=access.ATTACH,
        find=find_request,
    )
