"""The checks of a plan: where its chain has gaps, and whether it is balanced over the dimensions. They refuse nothing.

S4 3.2(3): vision, goals, strategic issues, strategies, programmes and projects are to hang together like a chain, and
to cover infrastructure, economy and society, natural resources and environment in balance, none of them alone. The
document prints no figure for the balance, so the figures are shown and only a dimension without anything is a finding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.plans.strategy.rules import Dimension
from services.shared.errors import Text


class FindingCode(StrEnum):
    """What can be found."""

    VISION_MISSING = "vision_missing"
    MISSIONS_MISSING = "missions_missing"
    GOALS_MISSING = "goals_missing"
    GOAL_WITHOUT_ISSUE = "goal_without_issue"
    ISSUE_WITHOUT_GOAL = "issue_without_goal"
    ISSUE_WITHOUT_STRATEGY = "issue_without_strategy"
    ISSUE_WITHOUT_LEAD_HOST = "issue_without_lead_host"
    STRATEGY_WITHOUT_PROJECT = "strategy_without_project"
    DIMENSION_WITHOUT_ISSUE = "dimension_without_issue"


SENTENCES = {
    FindingCode.VISION_MISSING: Text("ยังไม่มีวิสัยทัศน์", "There is no vision yet."),
    FindingCode.MISSIONS_MISSING: Text("ยังไม่มีพันธกิจ", "There is no mission yet."),
    FindingCode.GOALS_MISSING: Text("ยังไม่มีเป้าประสงค์", "There is no goal yet."),
    FindingCode.GOAL_WITHOUT_ISSUE: Text("ไม่มีประเด็นยุทธศาสตร์รองรับเป้าประสงค์นี้", "No strategic issue serves this goal."),
    FindingCode.ISSUE_WITHOUT_GOAL: Text("ประเด็นยุทธศาสตร์นี้ไม่เชื่อมกับเป้าประสงค์ใด", "The issue serves no goal."),
    FindingCode.ISSUE_WITHOUT_STRATEGY: Text("ประเด็นยุทธศาสตร์นี้ไม่มีกลยุทธ์", "The issue has no strategy."),
    FindingCode.ISSUE_WITHOUT_LEAD_HOST: Text("ยังไม่มีเจ้าภาพหลักของประเด็นนี้", "The issue has no lead host."),
    FindingCode.STRATEGY_WITHOUT_PROJECT: Text("กลยุทธ์นี้ไม่มีโครงการรองรับ", "No project carries out this strategy."),
    FindingCode.DIMENSION_WITHOUT_ISSUE: Text("ไม่มีประเด็นยุทธศาสตร์ในมิตินี้", "No strategic issue is in this dimension."),
}


@dataclass(frozen=True)
class Projects:
    """How many projects stand under a strategy, and their satang in all."""

    count: int
    amount: int


NONE = Projects(0, 0)


@dataclass(frozen=True)
class StrategyRow:
    """A strategy with the line by which its projects are counted through the editions."""

    id: UUID
    line_id: UUID
    number: str
    title_th: str


@dataclass(frozen=True)
class IssueRow:
    """A strategic issue with its strategies."""

    id: UUID
    number: str
    title_th: str
    dimension: Dimension
    goal_numbers: tuple[str, ...]
    has_lead_host: bool
    strategies: tuple[StrategyRow, ...]


@dataclass(frozen=True)
class Chain:
    """What the checks look at; goals as (number, title)."""

    has_vision: bool
    has_missions: bool
    goals: Sequence[tuple[str, str]]
    issues: Sequence[IssueRow]


@dataclass(frozen=True)
class Finding:
    """One gap: what it is and where. `subject_id` is that of an issue or a strategy."""

    code: FindingCode
    number: str | None = None
    title_th: str | None = None
    subject_id: UUID | None = None
    dimension: Dimension | None = None

    @property
    def text(self) -> Text:
        """The finding as a sentence."""
        return SENTENCES[self.code]


@dataclass(frozen=True)
class Share:
    """What a plan has in one dimension; `amount` in satang."""

    dimension: Dimension
    issues: int
    strategies: int
    projects: int
    amount: int


def findings_of(chain: Chain, projects: Mapping[UUID, Projects]) -> list[Finding]:
    """Return every gap of a chain, from the top down; `projects` by the line of a strategy."""
    return [*_top_findings(chain), *_goal_findings(chain), *_issue_findings(chain, projects), *_balance_findings(chain)]


def balance_of(issues: Iterable[IssueRow], projects: Mapping[UUID, Projects]) -> list[Share]:
    """Return what stands in each of the dimensions, in their order."""
    rows = list(issues)
    return [_share(dimension, [row for row in rows if row.dimension is dimension], projects) for dimension in Dimension]


def _share(dimension: Dimension, issues: Sequence[IssueRow], projects: Mapping[UUID, Projects]) -> Share:
    strategies = [strategy for issue in issues for strategy in issue.strategies]
    found = [projects.get(strategy.line_id, NONE) for strategy in strategies]
    count, amount = sum(each.count for each in found), sum(each.amount for each in found)
    return Share(dimension, len(issues), len(strategies), count, amount)


def _top_findings(chain: Chain) -> list[Finding]:
    missing = {
        FindingCode.VISION_MISSING: chain.has_vision,
        FindingCode.MISSIONS_MISSING: chain.has_missions,
        FindingCode.GOALS_MISSING: bool(chain.goals),
    }
    return [Finding(code) for code, is_there in missing.items() if not is_there]


def _goal_findings(chain: Chain) -> list[Finding]:
    served = {number for issue in chain.issues for number in issue.goal_numbers}
    unserved = [(number, title) for number, title in chain.goals if number not in served]
    return [Finding(FindingCode.GOAL_WITHOUT_ISSUE, number, title) for number, title in unserved]


def _issue_findings(chain: Chain, projects: Mapping[UUID, Projects]) -> list[Finding]:
    findings = []
    for issue in chain.issues:
        gaps = {
            FindingCode.ISSUE_WITHOUT_GOAL: bool(issue.goal_numbers),
            FindingCode.ISSUE_WITHOUT_LEAD_HOST: issue.has_lead_host,
            FindingCode.ISSUE_WITHOUT_STRATEGY: bool(issue.strategies),
        }
        named = (issue.number, issue.title_th, issue.id)
        findings += [Finding(code, *named) for code, is_closed in gaps.items() if not is_closed]
        findings += [
            Finding(FindingCode.STRATEGY_WITHOUT_PROJECT, strategy.number, strategy.title_th, strategy.id)
            for strategy in issue.strategies
            if projects.get(strategy.line_id, NONE).count == 0
        ]
    return findings


def _balance_findings(chain: Chain) -> list[Finding]:
    there = {issue.dimension for issue in chain.issues}
    absent = [dimension for dimension in Dimension if dimension not in there]
    return [Finding(FindingCode.DIMENSION_WITHOUT_ISSUE, dimension=dimension) for dimension in absent]
