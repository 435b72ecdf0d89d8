"""Every table of the floor: importing this module declares them all, for the migrations and their check."""

from services.shared.attachments.models import Attachment
from services.shared.database import FloorBase
from services.shared.events import models as events
from services.shared.idempotency import StoredAnswer
from services.shared.imports.models import ImportBatch
from services.shared.jobs.models import Job
from services.shared.reference import tables as reference
from services.shared.tasks.models import Task

METADATA = FloorBase.metadata

__all__ = ["METADATA", "Attachment", "ImportBatch", "Job", "StoredAnswer", "Task", "events", "reference"]
