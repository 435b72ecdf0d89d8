"""The documents on a project: who sees it reads them; its owner adds and removes them while it may be changed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.projects import access, repository
from services.plans.projects.usecases.changes import OBJECT, audience_of, subject_of_project
from services.shared.access import Principal
from services.shared.attachments.holder import AttachmentHolder, Held


async def find_project(session: AsyncSession, principal: Principal, object_id: UUID, *, lock: bool) -> Held:
    """Return a project as the holder of files; raises NotFound."""
    project = await repository.load_project(session, principal, object_id, lock=lock)
    return Held(subject_of_project(project), project.version, audience_of(project, {project.state}))


def holder(tag: str, path: str) -> AttachmentHolder:
    """Return projects as holders of files; `path` is where projects are."""
    return AttachmentHolder(
        object_type=OBJECT,
        noun="Project",
        tag=tag,
        path=f"{path}/{{project_id}}",
        read=access.READ,
        add=access.ATTACH,
        remove=access.ATTACH,
        find=find_project,
    )
