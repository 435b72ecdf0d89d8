"""Gathering what waits for the caller."""

from typing import Any

from pydantic import ValidationError

from gateway.parts import Part, Parts, PartState, ask_all
from gateway.tasks.schemas import OpenTask, OpenTaskPage
from gateway.upstreams import Upstreams
from services.shared.columns import now
from services.shared.errors import Refusal, UpstreamBroken


async def list_open_tasks(upstreams: Upstreams, authorization: str | None) -> OpenTaskPage:
    """Return the open tasks of the caller whose `authorization` it is, the oldest first."""
    asked = await ask_all(upstreams, "/internal/tasks", authorization)
    answers = {name: _tasks(name, answer) for name, answer in asked.items()}
    items = [task for answer in answers.values() if not isinstance(answer, Refusal) for task in answer]
    return OpenTaskPage(
        items=sorted(items, key=lambda task: (task.created_at, task.id)),
        next_cursor=None,
        parts=Parts.model_validate({name: _part(answer) for name, answer in answers.items()}),
        complete=not any(isinstance(answer, Refusal) for answer in answers.values()),
    )


def _tasks(name: str, answer: dict[str, Any] | Refusal) -> list[OpenTask] | Refusal:
    if isinstance(answer, Refusal):
        return answer
    try:
        return [OpenTask.model_validate({**task, "service": name}) for task in answer["items"]]
    except (KeyError, TypeError, ValidationError):
        return UpstreamBroken(service=name)


def _part(answer: list[OpenTask] | Refusal) -> Part:
    if isinstance(answer, Refusal):
        return Part(state=PartState.UNAVAILABLE, as_of=None, reason=answer.code)
    return Part(state=PartState.OK, as_of=now(), reason=None)
