"""How requests are put under the plan of their area: by strategic issue, then by project."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True)
class Sums:
    """How many requests there are, and satang asked, held, approved, paid, and spent: paid or owed."""

    requests: int = 0
    asked: int = 0
    held: int = 0
    approved: int = 0
    disbursed: int = 0
    spent: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        pairs = zip(self.values, other.values, strict=True)
        return Sums(*(one + another for one, another in pairs))

    @property
    def values(self) -> tuple[int, int, int, int, int, int]:
        """Its figures in order."""
        return (self.requests, self.asked, self.held, self.approved, self.disbursed, self.spent)


class Balances(NamedTuple):
    """Satang on the accounts of an area together."""

    cap: int
    held: int
    posted: int
    disbursed: int


@dataclass(frozen=True)
class Strategy:
    """A strategy of the plan, and the strategic issue that it stands under."""

    id: UUID
    number: str
    title_th: str
    plan_id: UUID
    issue_id: UUID
    issue_number: str
    issue_title_th: str


@dataclass(frozen=True)
class ProjectMoney:
    """A project with what is asked for it; without a strategy it stands under none, or is not seen by the caller."""

    project_id: UUID
    title_th: str
    state: str | None
    strategy: Strategy | None
    sums: Sums


@dataclass(frozen=True)
class IssueMoney:
    """What is asked under a strategic issue; `first` is a strategy of it, None for what stands under no issue."""

    first: Strategy | None
    projects: tuple[ProjectMoney, ...]

    @property
    def sums(self) -> Sums:
        """Those of its projects together."""
        return sum((each.sums for each in self.projects), Sums())


def by_issue(projects: Iterable[ProjectMoney]) -> list[IssueMoney]:
    """Return projects under their issues, in the order of the plan; what stands under none comes last."""
    groups: defaultdict[UUID | None, list[ProjectMoney]] = defaultdict(list)
    for each in projects:
        groups[each.strategy.issue_id if each.strategy else None].append(each)
    found = [IssueMoney(group[0].strategy, tuple(sorted(group, key=_by_strategy))) for group in groups.values()]
    return sorted(found, key=_by_number)


def _by_strategy(project: ProjectMoney) -> tuple[str, str, UUID]:
    return (project.strategy.number if project.strategy else "", project.title_th, project.project_id)


def _by_number(issue: IssueMoney) -> tuple[bool, str, str]:
    first = issue.first
    return (first is None, first.issue_number if first else "", str(first.issue_id) if first else "")


def placed(
    sums: Iterable[tuple[UUID, str, Sums]],
    projects: Mapping[UUID, tuple[str, UUID | None]],
    strategies: Mapping[UUID, Strategy],
) -> list[ProjectMoney]:
    """Return each project's money with its present state and its strategy, where the plans service told of them."""
    found = []
    for project_id, title_th, each in sums:
        state, strategy_id = projects.get(project_id, (None, None))
        strategy = strategies.get(strategy_id) if strategy_id else None
        found.append(ProjectMoney(project_id, title_th, state, strategy, each))
    return found
