"""What a request or a list still lacks, as submitting would say it, and what the committee will ask about."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.calendar.rules import Level, Standing, Step
from services.budget.calendar.usecases import closed, level_for, standing_on
from services.budget.duplicates.usecases.looking import Match, likely_against, name_of
from services.budget.ledger.models import Account
from services.budget.requests import clients, repository
from services.budget.requests.errors import SubmissionEmpty
from services.budget.requests.models import Request
from services.budget.requests.rules.advice import Agency, AlikeThing, Background, advice_of
from services.budget.requests.rules.project import Project, snapshot_state_of
from services.budget.requests.rules.request import FLOW, ceiling_gaps, project_gaps
from services.budget.requests.usecases import money
from services.budget.requests.usecases.likeness import thing_of
from services.budget.requests.usecases.submitting import stands_against
from services.budget.responsibilities.models import Framework
from services.budget.responsibilities.repository import framework_in_force
from services.budget.submissions.models import Submission
from services.budget.submissions.repository import load_submission
from services.budget.submissions.rules import order_gaps
from services.shared import fiscal, reference
from services.shared.access import Principal
from services.shared.columns import now
from services.shared.errors import FieldError
from services.shared.neighbours import Asker

MUST: Literal["must"] = "must"
SHOULD: Literal["should"] = "should"


@dataclass(frozen=True)
class Finding:
    """One thing that is missing or out of the way; `reason` is what the request says of it."""

    severity: Literal["must", "should"]
    fault: FieldError
    reason: str | None = None


@dataclass(frozen=True)
class Known:
    """What requests are held against: the framework of their year, and by request what is likely the same."""

    framework: Framework | None
    likely: Mapping[UUID, Sequence[Match]]


@dataclass(frozen=True)
class RequestCheck:
    """What stands against submitting one request, and what its committee will ask about."""

    request: Request
    findings: tuple[Finding, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing blocks it."""
        return not any(finding.severity == MUST for finding in self.findings)


@dataclass(frozen=True)
class ListCheck:
    """What stands against submitting a list on a day."""

    submission: Submission
    day: dt.date
    standing: Standing
    findings: tuple[Finding, ...]
    requests: tuple[RequestCheck, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against it."""
        return not self.findings and all(check.is_ready for check in self.requests)


async def check_request(session: AsyncSession, asker: Asker, principal: Principal, request_id: UUID) -> RequestCheck:
    """Return what submitting a request by itself would be refused for now; nothing is written. Raises NotFound."""
    project_ids = await repository.glimpse_projects(session, principal, request_id=request_id)
    projects = await clients.projects_of(asker, project_ids)
    request = await repository.load_request(session, principal, request_id)
    gaps = await gaps_in(session, [request], projects)
    known = Known(
        await framework_in_force(session, request.fiscal_year),
        await likely_against(session, principal, [thing_of(request)]),
    )
    return RequestCheck(request, findings_of(request, gaps.get(request.id, ()), known))


async def check_list(session: AsyncSession, asker: Asker, principal: Principal, submission_id: UUID) -> ListCheck:
    """Return what submitting a list would be refused for now; nothing is written. Raises NotFound."""
    project_ids = await repository.glimpse_projects(session, principal, submission_id=submission_id)
    projects = await clients.projects_of(asker, project_ids)
    submission = await load_submission(session, principal, submission_id)
    requests = await repository.show_listed(session, principal, submission)
    gaps = await gaps_in(session, requests, projects)
    known = Known(
        await framework_in_force(session, submission.fiscal_year),
        await likely_against(session, principal, [thing_of(request) for request in requests]),
    )
    day = fiscal.day_in_bangkok(now())
    standing = await standing_on(session, submission.fiscal_year, submission.area_code, Step.SUBMISSION, day)
    checks = tuple(RequestCheck(each, findings_of(each, gaps.get(each.id, ()), known)) for each in requests)
    against = gaps_of_list(submission, standing, day, [request.id for request in requests])
    return ListCheck(submission, day, standing, tuple(Finding(MUST, gap) for gap in against), checks)


async def gaps_in(
    session: AsyncSession, requests: Iterable[Request], projects: Mapping[UUID, Project]
) -> dict[UUID, tuple[FieldError, ...]]:
    """Return, by request, what blocks it: its submission, or once it is submitted the next step forward."""
    gaps = {each.id: _moved_on(each, projects.get(each.project_id)) for each in requests}
    waiting = [request for request in requests if request.state in FLOW.from_states("submit")]
    accounts = await money.accounts_of(session, [request for request in waiting if request.is_within])
    gaps |= {each.id: stands_against(each, projects.get(each.project_id), accounts) for each in waiting}
    for fund, account in accounts.items():
        within = [request for request in waiting if request.is_within and request.fund_code == fund]
        for request, gap in zip(within, await _past_ceiling(session, within, account), strict=True):
            gaps[request.id] += (gap,) if gap else ()
    return gaps


async def _past_ceiling(
    session: AsyncSession, within: list[Request], account: Account
) -> tuple[FieldError | None, ...]:
    return ceiling_gaps([request.asked_amount for request in within], await money.left_of(session, account))


def _moved_on(request: Request, found: Project | None) -> tuple[FieldError, ...]:
    """Return what a project did since its request was submitted; who is not shown it learns what was noted last."""
    if request.state not in FLOW.from_states("refresh"):
        return ()
    return project_gaps(request.snapshot_state if found is None else snapshot_state_of(request.project, found))


def findings_of(request: Request, gaps: Iterable[FieldError], known: Known) -> tuple[Finding, ...]:
    """Return what blocks a request, and after it what needs a reason with the reason that is given."""
    given = {each["finding"]: each["reason_th"] for each in request.reasons}
    advice = advice_of(background_of(request, known))
    return (
        *(Finding(MUST, gap) for gap in gaps),
        *(Finding(SHOULD, each, given.get(each.code)) for each in advice),
    )


def background_of(request: Request, known: Known) -> Background:
    """Return what a request says of where it comes from, with what the framework of its year says of its kind."""
    project, framework = request.project, known.framework
    return Background(
        sides=[each["side"] for each in request.evidence],
        has_forum=request.forum is not None,
        has_owner=bool(project.responsible_unit and project.responsible_post),
        is_planned=project.strategy_id is not None,
        is_regular_mission=request.is_regular_mission,
        has_framework=framework is not None,
        has_kind=framework is not None and request.project_kind in {kind.code for kind in framework.kinds},
        agency=agency_of(framework, request.project_kind),
        is_clusters=level_for(request.area_code) is Level.CLUSTER,
        has_shares=any(part.area_code for part in request.parts),
        alike=tuple(map(alike_of, known.likely.get(request.id, ()))),
    )


def alike_of(match: Match) -> AlikeThing:
    """Return a likely duplicate as advice tells of it."""
    reason = match.likeness.reasons[0].sentence
    return AlikeThing(match.thing.title_th, name_of(match.thing), match.thing.fiscal_year, match.likeness.score, reason)


def agency_of(framework: Framework | None, project_kind: str | None) -> Agency | None:
    """Return the ministry or department that a kind of project belongs to, None when it is areas' own or unknown."""
    kinds = {kind.code: kind for kind in framework.kinds} if framework else {}
    kind = kinds.get(project_kind or "")
    agency = reference.function(kind.function_code) if kind and kind.function_code else None
    return Agency(kind.title_th, agency.code, agency.name_th, agency.name_en) if kind and agency else None


def gaps_of_list(
    submission: Submission, standing: Standing, day: dt.date, request_ids: list[UUID]
) -> tuple[FieldError, ...]:
    """Return what stands against a list as a whole."""
    gaps = list(order_gaps(submission.request_order, request_ids))
    if not request_ids:
        gaps.append(FieldError("", SubmissionEmpty.code, SubmissionEmpty.detail))
    if standing.is_closed:
        refusal = closed(standing, submission.fiscal_year, submission.area_code, Step.SUBMISSION, day)
        gaps.append(FieldError("", refusal.code, refusal.sentence()))
    return tuple(gaps)
