"""The files on updates and on analyses: who sees the dataset reads them, who recorded or wrote may add them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.datasets import access
from services.indicators.datasets.repository import records
from services.indicators.datasets.usecases import analyses
from services.indicators.datasets.usecases.changes import audience_of, subject_of
from services.shared.access import Principal
from services.shared.attachments.holder import AttachmentHolder, Held


async def find_update(session: AsyncSession, principal: Principal, object_id: UUID, *, lock: bool) -> Held:
    """Return an update as the holder of files; raises NotFound. Its row never changes, so its dataset is held."""
    update = await records.load_update(session, principal, object_id, hold=lock)
    return Held(subject_of(update.dataset), update.revision, audience_of(update.dataset))


async def find_analysis(session: AsyncSession, principal: Principal, object_id: UUID, *, lock: bool) -> Held:
    """Return an analysis as the holder of files; raises NotFound."""
    analysis = await records.load_analysis(session, principal, object_id, lock=lock)
    return Held(analyses.subject_of(analysis), analysis.version, analyses.readers_of(analysis))


def holders(tag: str) -> tuple[AttachmentHolder, AttachmentHolder]:
    """Return updates and analyses as holders of files."""
    updates = AttachmentHolder(
        object_type="dataset_update",
        noun="DatasetUpdate",
        tag=tag,
        path="/v1/dataset-updates/{update_id}",
        read=access.READ,
        add=access.RECORD_UPDATE,
        remove=access.RECORD_UPDATE,
        find=find_update,
    )
    of_units = AttachmentHolder(
        object_type=analyses.OBJECT,
        noun="DatasetAnalysis",
        tag=tag,
        path="/v1/dataset-analyses/{analysis_id}",
        read=access.READ_ANALYSES,
        add=access.REVISE,
        remove=access.REVISE,
        find=find_analysis,
    )
    return updates, of_units
