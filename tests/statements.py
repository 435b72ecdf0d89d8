"""Which statements a service sends while it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from services.shared import context
from tests.stack import Stack


@contextmanager
def counted(stack: Stack, service: str) -> Iterator[list[str]]:
    """Collect the statements that requests make a service send."""
    sent: list[str] = []
    engine = stack.app(service).state.house.doors.engine.sync_engine

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        # What works beside the requests has no request's id; the gateway's feed asks for events by position.
        if context.request_id.get() != "-" and "event_position" not in statement:
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
