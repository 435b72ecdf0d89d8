"""The rules of notices: whom a decision concerns, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

REFERRED, JOINT, ASKED, HOST = "referred_to", "joint_indicator", "opinion_asked", "project_host"
CONCERNS = (REFERRED, JOINT, ASKED, HOST)


@dataclass(frozen=True)
class Concerned:
    """The ministries and departments that have to do with a request, by why."""

    referred_to: str | None = None
    joint_indicator: str | None = None
    project_host: str | None = None
    opinion_asked: tuple[str, ...] = ()

    def by_function(self) -> dict[str, list[str]]:
        """Return, by ministry or department in order, why the decision concerns it: S1 point 4 tells each of them."""
        found: dict[str, list[str]] = {}
        for why in CONCERNS:
            for code in _codes(getattr(self, why)):
                found.setdefault(code, []).append(why)
        return dict(sorted(found.items()))


def _codes(named: str | Iterable[str] | None) -> tuple[str, ...]:
    if named is None:
        return ()
    return (named,) if isinstance(named, str) else tuple(named)
