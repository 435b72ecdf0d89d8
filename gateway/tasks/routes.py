"""`/v1/tasks` over HTTP."""

from fastapi import Request

from gateway.parts import Services
from gateway.tasks import access, schemas, usecases
from services.shared.declare import new_router, operation

TAG = "tasks"
TAGS = {TAG: "งานที่รออยู่: what waits for the caller in all four services."}

router = new_router(TAG)


@router.get("/v1/tasks", **operation("listTasks", access.READ, "List what waits for me"))
async def list_tasks(request: Request, upstreams: Services) -> schemas.OpenTaskPage:
    """List what waits for any role the caller holds, the oldest first.

    A service that does not answer within three seconds is named in `parts`; its tasks are missing then.
    """
    return await usecases.list_open_tasks(upstreams, request.headers.get("authorization"))
