"""Composites: one question to all four services at once, and an honest account of which of them answered."""

import asyncio
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import ConfigDict, Field

from gateway.upstreams import Upstreams
from services.shared.errors import Refusal
from services.shared.schemas import Instant, Out


class PartState(StrEnum):
    """Whether a part is of now, of a while ago, or missing."""

    OK = "ok"
    STALE = "stale"
    UNAVAILABLE = "unavailable"


class Part(Out):
    """How one service answered. A part that is missing is null and named here, never zero."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"state": "ok", "as_of": "2015-01-09T02:15:00.000000Z", "reason": None}]}
    )

    state: PartState
    as_of: Instant | None = Field(description="when it was read; null when there is nothing to show")
    reason: str | None = Field(description="code of the problem that stood in the way; null when there was none")


class Parts(Out):
    """How each service answered."""

    plans: Part
    indicators: Part
    budget: Part
    evaluation: Part


async def upstreams_of(request: Request) -> Upstreams:
    """Return the services behind this gateway."""
    upstreams: Upstreams = request.app.state.upstreams
    return upstreams


Services = Annotated[Upstreams, Depends(upstreams_of)]

# By service: what it answered, or why it did not.
Answers = Mapping[str, dict[str, Any] | Refusal]


async def ask_all(upstreams: Upstreams, target: str, authorization: str | None) -> Answers:
    """Ask every service GET `target` at once, as the caller whose `authorization` it is."""
    names = upstreams.names()
    answers = await asyncio.gather(*(_ask(upstreams, name, target, authorization) for name in names))
    return dict(zip(names, answers, strict=True))


async def _ask(upstreams: Upstreams, name: str, target: str, authorization: str | None) -> dict[str, Any] | Refusal:
    try:
        return await upstreams.ask(name, target, authorization)
    except Refusal as refusal:
        return refusal
