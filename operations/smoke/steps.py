"""How a step asks, insists and tells."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

import httpx


class Broken(Exception):
    """A step went wrong; the sentence says which and how."""


@dataclass(frozen=True)
class Visit:
    """One walk: the client it asks with, the province it acts for, and the mark by which its projects are known."""

    client: httpx.Client
    area: str
    mark: str


def say(step: str) -> None:
    """Tell that a step went well."""
    print(f"ok      {step}", flush=True)


def expect(answer: httpx.Response, status: int, step: str) -> httpx.Response:
    """Return `answer` when it has `status`; raises Broken with what the house says instead."""
    if answer.status_code == status:
        return answer
    told = answer.text[:300]
    with suppress(ValueError, KeyError, TypeError):
        problem = answer.json()
        told = f"{problem['code']}: {problem['detail']} {problem['errors']} (request {problem['request_id']})"
    raise Broken(f"{step}: {answer.request.method} {answer.url} answered {answer.status_code}, not {status}. {told}")


def require(holds: bool, sentence: str) -> None:
    """Raise Broken with `sentence` unless it holds."""
    if not holds:
        raise Broken(sentence)


def keyed() -> dict[str, str]:
    """Return a fresh Idempotency-Key."""
    return {"Idempotency-Key": str(uuid4())}
