"""What an area's office does with a matching fund."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.calendar.rules import level_of
from services.budget.matching import access, errors, repository
from services.budget.matching.errors import DocumentTaken, FundFull, FundNotYours, PledgeExceeded, PledgeExists
from services.budget.matching.models import MatchingEntry, MatchingFund, MatchingPledge
from services.budget.matching.rules import (
    CASH,
    FLOW,
    MOST_ENTRIES,
    MOST_PLEDGES,
    NEED_REASON,
    OPEN,
    PLEDGE,
    effect_of,
)
from services.budget.matching.schemas.bodies import (
    MatchingEntryCreate,
    MatchingFundClose,
    MatchingFundCreate,
    MatchingPledgeCreate,
)
from services.budget.requests.clients import projects_of
from services.budget.requests.rules.project import Project
from services.budget.submissions.usecases import audience_of
from services.shared import fiscal, reference
from services.shared.access import Action, Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import Invalid
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.money import format_amount
from services.shared.neighbours import Asker
from services.shared.text import search_key

OBJECT = "matching_fund"


def subject_of(fund: MatchingFund) -> Subject:
    """Return what access asks of a fund."""
    return Subject(fund.owner, state=fund.state)


async def open_fund(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, body: MatchingFundCreate
) -> MatchingFund:
    """Open a fund of an area the caller acts for. Raises FundNotYours, Invalid, FundExists."""
    authorise_area(principal, body.area_code)
    projects = await projects_of(asker, [body.project_id] if body.project_id else [])
    await once.begin(session, principal)
    refuse_area(body.area_code, body.fiscal_year)
    project = projects.get(body.project_id) if body.project_id else None
    refuse_project(body, project)
    at = now()
    amounts = dict.fromkeys(("pledged", "paid", "in_kind_pledged", "in_kind_paid"), 0)
    aim = body.aim
    fund = MatchingFund(
        id=new_id(),
        **body.model_dump(exclude={"aim"}),
        **amounts,
        title_key=search_key(body.title_th),
        project_version=project.version if project else None,
        aimed_ratio=aim.ratio if aim else None,
        aim_source=aim.source if aim else None,
        aim_dated_on=aim.dated_on if aim else None,
        state=OPEN,
        created_at=at,
        updated_at=at,
        pledges=[],
    )
    await save(session, principal, fund, "opened", {"own_amount": [None, format_amount(fund.own_amount)]})
    return fund


def authorise_area(principal: Principal, area_code: str) -> None:
    """Raise FundNotYours unless the caller acts for the area."""
    own = [grant for grant in principal.grants if grant.role in access.OWNERS.roles]
    if f"area:{area_code}" not in {grant.unit for grant in own}:
        authorise(principal, access.CREATE)
        raise FundNotYours(action=access.CREATE.name, units=", ".join(str(grant) for grant in own))


def refuse_area(area_code: str, fiscal_year: int) -> None:
    """Raise Invalid unless the area is a province or cluster that the fiscal year has."""
    area = reference.area(area_code)
    if area is None or level_of(area.kind) is None or not reference.in_fiscal_year(area, fiscal_year):
        raise Invalid(errors.AREA_DOES_NOT_FIT)


def refuse_project(body: MatchingFundCreate, project: Project | None) -> None:
    """Raise Invalid unless the project asked for is one of that area and year that the caller sees."""
    if body.project_id is None:
        return
    if project is None or (project.owner_area_code, project.fiscal_year) != (body.area_code, body.fiscal_year):
        raise Invalid(errors.PROJECT_UNKNOWN)


async def record_pledge(
    session: AsyncSession, principal: Principal, once: Once, fund_id: UUID, body: MatchingPledgeCreate
) -> MatchingFund:
    """Record what a contributor pledges. Raises Invalid, PledgeExists, FundFull, StateDoesNotAllow."""
    fund = await lock_for(session, principal, fund_id, access.PLEDGE)
    await once.begin(session, principal)
    check_state(access.PLEDGE, subject_of(fund))
    refuse_day(body.on)
    contributor_key = search_key(body.contributor_th)
    if any((each.contributor_key, each.form) == (contributor_key, body.form) for each in fund.pledges):
        raise PledgeExists()
    if len(fund.pledges) >= MOST_PLEDGES:
        raise FundFull(most=MOST_PLEDGES)
    who = body.model_dump(include={"contributor_kind", "contributor_th", "form", "what_th"})
    empty = {"pledged": 0, "paid": 0, "entries": [], "created_at": now()}
    pledge = MatchingPledge(id=new_id(), fund_id=fund.id, contributor_key=contributor_key, **who, **empty)
    fund.pledges.append(pledge)
    enter(principal, fund, pledge, PLEDGE, body.amount, body.on, body.document_number, None)
    await save(session, principal, fund, "pledged", shown(pledge))
    return fund


async def record_entry(
    session: AsyncSession, principal: Principal, once: Once, fund_id: UUID, body: MatchingEntryCreate
) -> MatchingFund:
    """Record a payment, a return or a change of a pledge.

    Raises Invalid, DocumentTaken, PledgeExceeded, FundFull, StateDoesNotAllow.
    """
    fund = await lock_for(session, principal, fund_id, access.ENTER)
    await once.begin(session, principal)
    check_state(access.ENTER, subject_of(fund))
    refuse_day(body.on)
    if body.kind in NEED_REASON and body.reason is None:
        raise Invalid(errors.REASON_NEEDED)
    pledge = next((each for each in fund.pledges if each.id == body.pledge_id), None)
    if pledge is None:
        raise Invalid(errors.PLEDGE_UNKNOWN)
    if any((each.kind, each.document_number) == (body.kind, body.document_number) for each in pledge.entries):
        raise DocumentTaken()
    if sum(len(each.entries) for each in fund.pledges) >= MOST_ENTRIES:
        raise FundFull(most=MOST_ENTRIES)
    enter(principal, fund, pledge, body.kind, body.amount, body.on, body.document_number, body.reason)
    happened = {"raise": "pledge_raised", "lower": "pledge_lowered", "pay": "paid", "return": "paid_back"}[body.kind]
    await save(session, principal, fund, happened, shown(pledge) | ({"reason": body.reason} if body.reason else {}))
    return fund


def enter(
    principal: Principal,
    fund: MatchingFund,
    pledge: MatchingPledge,
    kind: str,
    amount: int,
    on: dt.date,
    document_number: str,
    reason: str | None,
) -> None:
    """Add an entry to a pledge of a locked fund, and to the sums of both. Raises PledgeExceeded."""
    effect = effect_of(kind, amount)
    after = pledge.amounts + effect
    if not after.can_stand:
        pledged, paid = format_amount(pledge.pledged), format_amount(pledge.paid)
        raise PledgeExceeded(kind=kind, asked=format_amount(amount), pledged=pledged, paid=paid)
    entry = MatchingEntry(
        id=new_id(), fund_id=fund.id, kind=kind, amount=amount, on=on, document_number=document_number,
        reason=reason, actor=principal.subject, created_at=now(),
    )  # fmt: skip
    pledge.entries.append(entry)
    pledge.pledged, pledge.paid = after.pledged, after.paid
    if pledge.form == CASH:
        fund.pledged, fund.paid = fund.pledged + effect.pledged, fund.paid + effect.paid
    else:
        fund.in_kind_pledged += effect.pledged
        fund.in_kind_paid += effect.paid


def shown(pledge: MatchingPledge) -> dict[str, Any]:
    """Return the last entry of a pledge as a change, for the history."""
    entry = pledge.entries[-1]
    named = {"contributor_th": pledge.contributor_th, "form": pledge.form, "kind": entry.kind}
    return {"entry": [None, {**named, "amount": format_amount(entry.amount), "document_number": entry.document_number}]}


def refuse_day(on: dt.date) -> None:
    """Raise Invalid for a day that has not come."""
    if on > fiscal.day_in_bangkok(now()):
        raise Invalid(errors.DAY_IS_AHEAD)


async def close_fund(
    session: AsyncSession, principal: Principal, once: Once, fund_id: UUID, body: MatchingFundClose
) -> MatchingFund:
    """Close a fund: nothing more comes in, what came stays. Raises StateDoesNotAllow."""
    fund = await lock_for(session, principal, fund_id, access.CLOSE)
    await once.begin(session, principal)
    before, fund.state = fund.state, FLOW.after(fund.state, "close")
    fund.close_reason, fund.closed_at = body.reason, now()
    await save(session, principal, fund, "closed", {"state": [before, fund.state], "reason": body.reason})
    return fund


async def show_history(session: AsyncSession, principal: Principal, fund_id: UUID) -> HistoryPage:
    """Return what happened to a fund; raises NotFound."""
    fund = await repository.load_fund(session, principal, fund_id)
    return await history_of(session, OBJECT, fund.id)


async def lock_for(session: AsyncSession, principal: Principal, fund_id: UUID, action: Action) -> MatchingFund:
    """Return the fund, locked, when the caller sees it (else NotFound) and may do it (else NotPermitted)."""
    fund = await repository.load_fund(session, principal, fund_id, lock=True)
    authorise(principal, action, subject_of(fund))
    return fund


async def save(
    session: AsyncSession, principal: Principal, fund: MatchingFund, happening: str, changes: dict[str, Any]
) -> None:
    """Write the fund under its next version and the event beside it."""
    fund.updated_at = now()
    await repository.save_fund(session, fund)
    payload = {name: getattr(fund, name) for name in ("area_code", "fiscal_year", "title_th", "state")}
    audience = audience_of(fund.area_code, fund.fiscal_year, is_known=True)
    change = Change(f"{OBJECT}.{happening}", OBJECT, fund.id, fund.version, audience, payload, changes)
    await record(session, principal, change)
