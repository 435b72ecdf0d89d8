"""The bulk question of the gateway's task list: what waits for this caller here."""

from typing import Any

from fastapi import APIRouter

from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.errors import NotAuthenticated
from services.shared.schemas import format_instant
from services.shared.tasks.models import Task
from services.shared.tasks.repository import open_tasks

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.get("/tasks")
async def show_open_tasks(session: Session, principal: Caller) -> dict[str, Any]:
    """Answer `{"items": [task]}`, the oldest first."""
    if principal.is_public:
        raise NotAuthenticated()
    return {"items": [_shown(task) for task in await open_tasks(session, principal)]}


def _shown(task: Task) -> dict[str, Any]:
    return {
        "id": str(task.id),
        "kind": task.kind,
        "assignee": task.assignee,
        "title": task.title,
        "object_type": task.object_type,
        "object_id": str(task.object_id),
        "link": task.link,
        "due_at": format_instant(task.due_at) if task.due_at else None,
        "created_at": format_instant(task.created_at),
    }
