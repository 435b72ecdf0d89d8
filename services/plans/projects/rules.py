"""The rules of a project: its states, what its money and its time must agree with, and when it is complete."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.plans.approval import APPROVED, CANCELLED, DRAFT, ENDORSED, REJECTED, RETURNED, SUBMITTED
from services.plans.documents.rules import GONE
from services.shared import fiscal
from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

FLOW = Workflow(
    start=DRAFT,
    moves={
        "update": {DRAFT: DRAFT, RETURNED: RETURNED},
        "submit": {DRAFT: SUBMITTED, RETURNED: SUBMITTED},
        "withdraw": {SUBMITTED: DRAFT},
        # A ministry's own project has no area committee before ก.น.จ.: services/plans/approval.py.
        "endorse": {SUBMITTED: ENDORSED},
        "approve": {ENDORSED: APPROVED, SUBMITTED: APPROVED},
        "return": {SUBMITTED: RETURNED, ENDORSED: RETURNED},
        "reject": {SUBMITTED: REJECTED, ENDORSED: REJECTED},
        "cancel": {DRAFT: CANCELLED, RETURNED: CANCELLED},
    },
)
# What others than the owner may see: a draft is nobody else's business, and a cancelled project never left the desk.
OFF_THE_DESK = (SUBMITTED, RETURNED, ENDORSED, APPROVED, REJECTED)


@dataclass(frozen=True)
class ProjectFacts:
    """What the rules ask of a project. Amounts are satang; `shares` by area code; days as written by people."""

    fiscal_year: int
    owner_area: str | None
    members: frozenset[str]  # the provinces of the owner, when it is a cluster, in that fiscal year
    estimated_amount: int
    shares: Mapping[str, int]
    start_on: dt.date | None
    end_on: dt.date | None
    texts: Mapping[str, str | None]  # by field name, those that a complete project has


def faults_of(project: ProjectFacts) -> tuple[FieldError, ...]:
    """Return what is wrong with a project in whatever state: its time, its shares, the areas it is shared with."""
    return (*_faults_of_time(project), *_faults_of_shares(project))


def gaps_of(project: ProjectFacts) -> tuple[FieldError, ...]:
    """Return what a project lacks to be submitted.

    S1 point 5 asks that details and the responsible person of each project are clear, so that requests do not
    duplicate; S0 complains of cluster projects that serve a single province.
    """
    gaps = [_missing(f"/{name}") for name, value in project.texts.items() if not value]
    gaps += [_missing(f"/{name}") for name in ("start_on", "end_on") if getattr(project, name) is None]
    if project.estimated_amount == 0:
        gaps.append(_missing("/estimated_amount"))
    if not project.shares:
        gaps.append(_missing("/shares"))
    elif project.members and len(project.shares) < 2:
        gaps.append(_SINGLE_PROVINCE)
    return tuple(gaps)


@dataclass(frozen=True)
class StrategyFacts:
    """What the rules ask of the plan that a strategy stands in: its area, its years (both included), its state."""

    area_code: str
    first_fiscal_year: int
    last_fiscal_year: int
    state: str


def strategy_faults(plan: StrategyFacts | None, areas: frozenset[str], fiscal_year: int) -> tuple[FieldError, ...]:
    """Return what is wrong with the strategy a project names; `areas` are its owner and the cluster above that year.

    S4 3.2(3): projects carry out the strategies of a plan. `plan` is None when the caller sees no such strategy.
    """
    if plan is None or plan.area_code not in areas:
        sentence = Text(
            "ไม่มีกลยุทธ์รหัสนี้ในแผนของพื้นที่เจ้าของหรือกลุ่มจังหวัด ดูได้ที่ /v1/plans/{plan_id}/strategy",
            "No plan of the owner's area or cluster has this strategy; see /v1/plans/{plan_id}/strategy.",
        )
        return (FieldError("/strategy_id", "strategy_unknown", sentence),)
    if not plan.first_fiscal_year <= fiscal_year <= plan.last_fiscal_year:
        sentence = Text(
            f"แผนของกลยุทธ์นี้ครอบคลุมปี {plan.first_fiscal_year}-{plan.last_fiscal_year}",
            f"The strategy's plan covers {plan.first_fiscal_year} to {plan.last_fiscal_year}.",
        )
        return (FieldError("/strategy_id", "strategy_of_other_years", sentence),)
    if plan.state in GONE:
        sentence = Text(
            f"แผนของกลยุทธ์นี้มีสถานะ {plan.state} โปรดใช้ฉบับปัจจุบัน",
            f"The strategy's plan is {plan.state}; use the present edition.",
        )
        return (FieldError("/strategy_id", "strategy_of_former_plan", sentence),)
    return ()


def share_texts(text: str) -> list[dict[str, str]]:
    """Return shares written `50=1000000.00; 51=250000.00` as the JSON door takes them.

    A part without `=` keeps its text as the code, so that the door names it.
    """
    pairs = [part.partition("=") for part in text.split(";") if part.strip()]
    return [{"area_code": code.strip(), "amount": share.strip().replace(",", "")} for code, _, share in pairs]


def _missing(pointer: str) -> FieldError:
    return FieldError(pointer, "missing", Text("ต้องระบุก่อนส่ง", "This is required before submission."))


_SINGLE_PROVINCE = FieldError(
    "/shares",
    "cluster_project_of_one_province",
    Text(
        "โครงการของกลุ่มจังหวัดต้องมีจังหวัดร่วมมากกว่าหนึ่งจังหวัด",
        "A cluster's project is shared by more than one province.",
    ),
)


def _faults_of_time(project: ProjectFacts) -> Sequence[FieldError]:
    start, end = project.start_on, project.end_on
    if start and end and end < start:
        return [FieldError("/end_on", "ends_before_it_starts", Text("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "It ends before it starts."))]
    first, last = fiscal.first_day(project.fiscal_year), fiscal.last_day(project.fiscal_year)
    if (start and start > last) or (end and end < first):
        sentence = Text(
            f"ช่วงเวลาต้องคาบเกี่ยวปีงบประมาณ {project.fiscal_year} ({first} ถึง {last})",
            f"The period must touch fiscal year {project.fiscal_year} ({first} to {last}).",
        )
        return [FieldError("/start_on" if start and start > last else "/end_on", "outside_fiscal_year", sentence)]
    return []


def _faults_of_shares(project: ProjectFacts) -> Sequence[FieldError]:
    if not project.shares:
        return []
    faults = []
    total = sum(project.shares.values())
    if total != project.estimated_amount:
        sentence = Text(
            "ผลรวมส่วนแบ่งของจังหวัดต้องเท่ากับวงเงินโครงการพอดี",
            "The provinces' shares must add up to the estimated amount exactly.",
        )
        faults.append(FieldError("/shares", "shares_do_not_add_up", sentence))
    outside = sorted(set(project.shares) - project.members) if project.members else []
    if outside:
        codes = ", ".join(outside)
        sentence = Text(
            f"จังหวัด {codes} ไม่อยู่ในกลุ่มจังหวัดในปีงบประมาณ {project.fiscal_year}",
            f"{codes} was not in the cluster in fiscal year {project.fiscal_year}.",
        )
        faults.append(FieldError("/shares", "area_outside_cluster", sentence))
    if project.owner_area and not project.members and project.owner_area not in project.shares:
        sentence = Text("จังหวัดเจ้าของต้องมีส่วนแบ่งด้วย", "The owning province must have a share.")
        faults.append(FieldError("/shares", "owner_without_share", sentence))
    return faults
