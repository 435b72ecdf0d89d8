"""The last good answer of each service, kept for a while for the very caller who got it."""

import contextlib
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

from fastapi import FastAPI

from gateway.overview.rules import Facts
from services.shared.access import Principal

KEPT_SECONDS = 600.0
MOST_ANSWERS = 2000


class Question(NamedTuple):
    """Who asked which service for which internal path. What another caller was told is never shown to this one."""

    principal: Principal
    service: str
    target: str


class LastAnswers:
    """Answers by question; the least recently given go first when there are too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[Question, tuple[float, Facts]] = OrderedDict()

    def keep(self, question: Question, facts: Facts) -> None:
        """Remember `facts` as the answer to `question`."""
        self._kept[question] = (self._clock(), facts)
        self._kept.move_to_end(question)
        if len(self._kept) > MOST_ANSWERS:
            self._kept.popitem(last=False)

    def find(self, question: Question) -> Facts | None:
        """Return the answer to `question` if it was given within the last ten minutes."""
        at, facts = self._kept.get(question, (float("-inf"), None))
        return facts if self._clock() - at <= KEPT_SECONDS else None


@contextlib.asynccontextmanager
async def open_memory(app: FastAPI) -> AsyncIterator[None]:
    """Keep the last answers of this process in `app.state.last_answers`."""
    app.state.last_answers = LastAnswers()
    yield
