"""What a feature says of its objects so that committees can decide on them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.shared.access import Action, Principal
from services.shared.decisions.clients import AskKeeper
from services.shared.decisions.rules import Candidate, CandidateQuery, ConfirmedResolution, DecisionItem

# Returns the object with its row locked, looked up as CLERK; None when there is none or it never left its desk.
LockObject = Callable[[AsyncSession, UUID], Awaitable[Any]]
# Carries one item out on the locked object, in the given transaction, and records an event with the resolution's id.
# Raises a Refusal when this committee may not decide it, the state does not allow it, or a rule stands against it.
CarryOut = Callable[[AsyncSession, Principal, ConfirmedResolution, DecisionItem, Any], Awaitable[None]]
# Asked before any item is carried out, in no transaction: what the plans service says of what is behind the objects
# now is noted with them, so that carrying out refuses what has moved on.
Look = Callable[[async_sessionmaker[AsyncSession], AskKeeper, Principal, Sequence[DecisionItem]], Awaitable[None]]
# Returns what the caller sees of the objects that fit, by id.
FindCandidates = Callable[[AsyncSession, Principal, CandidateQuery], Awaitable[Sequence[Candidate]]]


@dataclass(frozen=True)
class DecisionKind:
    """One type of object that committees decide on.

    `object_type` is its name in items and events, `noun` in operation ids, `path` where the resource is: its decisions
    are carried out at `{path}/decisions`. `hash_of` gives the object's `content_hash`.
    """

    object_type: str
    noun: str
    tag: str
    path: str
    action: Action
    lock: LockObject
    hash_of: Callable[[Any], str]
    carry_out: CarryOut
    candidates: FindCandidates
    look: Look | None = None
