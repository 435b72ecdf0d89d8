"""The job of an import: its file read in a process of its own, judged in a thread, the outcome kept."""

import asyncio
from dataclasses import asdict
from typing import Any
from uuid import UUID

from services.shared.access import Grant, Principal
from services.shared.imports.access import PREVIEWED, UNREADABLE
from services.shared.imports.judging import Judged, judged_of, problem_of, refuse_rows, sift
from services.shared.imports.kinds import ImportKind, Known
from services.shared.imports.models import ImportBatch
from services.shared.imports.process import read_in_process
from services.shared.imports.repository import load_upload, save_outcome
from services.shared.imports.rules.faults import Unreadable
from services.shared.jobs.worker import JobHandler, Sessions
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES


def parse_import(kind: ImportKind) -> JobHandler:
    """Return what a service does for jobs of `kind.job_kind`. No connection is held while the file is read."""

    async def parse(sessions: Sessions, _job_id: UUID, payload: dict[str, Any]) -> dict[str, Any]:
        import_id = UUID(payload["import_id"])
        async with sessions() as session:
            batch = await load_upload(session, import_id)
        if batch is None:  # cancelled, or read by a worker that lost its lease at the last moment
            return {"import_id": str(import_id)}
        outcome = await read_upload(sessions, kind, batch, payload.get("known", {}))
        async with sessions.begin() as session:
            await save_outcome(session, import_id, **outcome)
        return {"import_id": str(import_id), "state": outcome["state"]}

    return parse


async def read_upload(sessions: Sessions, kind: ImportKind, batch: ImportBatch, known: Known) -> dict[str, Any]:
    """Return the columns of an import that say what came of its file."""
    try:
        answer = await read_in_process(kind.form, batch.media_type, batch.content)
    except Unreadable as refusal:
        problem = {"code": refusal.code, "th": refusal.text.th, "en": refusal.text.en}
        return {"state": UNREADABLE, "problem": problem}
    if (problem_found := problem_of(answer)) is not None:
        return {"state": UNREADABLE, "problem": problem_found}
    found = await asyncio.to_thread(sift, kind, batch.owner, answer)
    if kind.examine is not None and found.rows:
        async with sessions() as session:
            faults = await kind.examine(session, uploader_of(kind, batch), batch.owner, found.rows, known)
        refuse_rows(found, faults)
    judged: Judged = await asyncio.to_thread(judged_of, found)
    return {"state": PREVIEWED, **asdict(judged)}


def uploader_of(kind: ImportKind, batch: ImportBatch) -> Principal:
    """Return who uploaded a file, in the roles by which its unit may; whoever confirms it is asked again."""
    of_area, _, code = batch.owner.partition(":")
    fitting = sorted(kind.action.roles & (AREA_ROLES if of_area == "area" else FUNCTION_ROLES))
    return Principal(batch.uploaded_by, "import", tuple(Grant.parse(f"{role}:{code}") for role in fitting))
