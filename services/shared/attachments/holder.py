"""What a resource says of itself to let its objects hold files."""

import re
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.access import Action, Principal, Subject


@dataclass(frozen=True)
class Held:
    """An object as its resource found it: what access asks, its version, and who may know of a change to it.

    `audience` is that of the object's own events: units, `role:…`, or `public`.
    """

    subject: Subject
    version: int
    audience: frozenset[str]


class FindHeld(Protocol):
    """Finds the object for the caller, its row locked when asked; raises NotFound when the caller does not see it."""

    async def __call__(self, session: AsyncSession, principal: Principal, object_id: UUID, *, lock: bool) -> Held: ...


@dataclass(frozen=True)
class AttachmentHolder:
    """A resource whose objects hold files.

    `object_type` is that of the object's events, `noun` stands in operation names (Project: addProjectAttachment),
    `path` is where one object is, its id the last parameter in it: /v1/projects/{project_id}.
    """

    object_type: str
    noun: str
    tag: str
    path: str
    read: Action
    add: Action
    remove: Action
    find: FindHeld

    @property
    def id_name(self) -> str:
        """The name of the object's id in `path`."""
        return str(re.findall(r"\{(\w+)\}", self.path)[-1])
