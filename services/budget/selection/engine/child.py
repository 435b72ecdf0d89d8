"""The computing process: bounded in memory and time, without secrets, gone when it has answered.

On standard input one JSON value: what is asked, the problem, the limits. On standard output one JSON value per line:
how much is done, now and then, and at last the answer.
"""

import json
import math
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TextIO

from services.budget.selection.rules import answers
from services.budget.selection.rules.model import Answer, Limits, Model, Solver
from services.budget.selection.rules.problem import Problem
from services.shared.processes import bound

MEMORY_BYTES = 4 * 1024 * 1024 * 1024
# Beside the solver's own time: reading, checking, giving reasons.
SPARE_SECONDS = 60
# A gap that is told is this far from 1 in orders of magnitude when all is done but the last.
_ORDERS = 6.0


def main() -> int:
    """Answer one question; returns the exit status."""
    asked = json.load(sys.stdin.buffer)
    limits = Limits(**asked["limits"])
    seconds = math.ceil(limits.seconds) + SPARE_SECONDS
    bound((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0))
    said = _own_output()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from services.budget.selection.engine import highs  # once the process is bounded

    began = time.monotonic()
    told = _Progress(said, limits)
    answer = answer_to(asked, within(highs.solver(told.gap), limits.seconds), limits)
    solver = {"name": highs.NAME, "version": highs.version(), "threads": highs.THREADS, "seed": limits.seed}
    seconds_taken = round(time.monotonic() - began, 3)
    _say(said, {"answer": {**answer, "solver": {**solver, "seconds": seconds_taken}}})
    return 0


def _own_output() -> TextIO:
    """Return the standard output for the protocol alone: what the solver's library prints goes nowhere."""
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return said


def answer_to(asked: Mapping[str, Any], solver: Solver, limits: Limits) -> dict[str, Any]:
    """Return the answer to one question."""
    problem = Problem.of(asked["problem"])
    if asked["question"] == answers.RUN:
        return answers.run(problem, solver, limits)
    if asked["question"] == answers.CHANGE:
        return answers.change(problem, asked["candidate"], solver, limits)
    return answers.weigh(problem, asked["verdicts"], asked["before"], solver, limits)


def within(solver: Solver, seconds: float, clock: Callable[[], float] = time.monotonic) -> Solver:
    """Return a solver that has that much time for all that it is asked together."""
    end = clock() + seconds

    def solve(model: Model, limits: Limits) -> Answer:
        return solver(model, replace(limits, seconds=max(0.0, min(limits.seconds, end - clock()))))

    return solve


class _Progress:
    """Tells how much is done: by the time that is over, or by how near the gap is; never less than before."""

    def __init__(self, said: TextIO, limits: Limits) -> None:
        self._said, self._limits = said, limits
        self._began, self._last, self._done = time.monotonic(), 0.0, 0.0

    def gap(self, gap: float) -> None:
        """Tell it, at most once a second."""
        at = time.monotonic() - self._began
        if at - self._last < 1.0:
            return
        self._last = at
        near = -math.log10(max(gap, 1e-9)) / -math.log10(max(self._limits.gap, 10**-_ORDERS)) if 0 < gap < 1 else 0.0
        self._done = max(self._done, min(0.99, max(near, at / max(self._limits.seconds, 1.0))))
        _say(self._said, {"progress": round(self._done, 3)})


def _say(said: TextIO, value: dict[str, Any]) -> None:
    said.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
    said.flush()


if __name__ == "__main__":
    sys.exit(main())
