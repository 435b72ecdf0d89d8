"""Which of our things a client's own codes stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

LONGEST_CODE = 100


class Kind(StrEnum):
    """What a code stands for."""

    INDICATOR = "indicator"
    AREA = "area"


@dataclass(frozen=True)
class Codes:
    """The codes of one client, as a push asks for them."""

    indicators: Mapping[str, UUID] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: Kind) -> Mapping[str, UUID | str]:
        """Return, by code, what codes of a kind stand for."""
        return self.indicators if kind is Kind.INDICATOR else self.areas
