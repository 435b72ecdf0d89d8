"""From when to when the steps of a fiscal year are to be taken: set by ก.พ.ร., each day with its source."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import access, repository
from services.indicators.agreements.models import AgreementCalendar, AgreementDeadline
from services.indicators.agreements.rules.agreement import LEVELS
from services.indicators.agreements.rules.deadlines import DeadlineFacts, deadline_faults
from services.indicators.agreements.schemas.deadlines import AgreementDeadlineIn, PerformanceAgreementDeadlinesReplace
from services.indicators.agreements.usecases.chain import of_year
from services.shared.access import Principal, authorise
from services.shared.columns import new_id, now
from services.shared.errors import Invalid
from services.shared.events.record import EVERYONE, Change, record
from services.shared.preconditions import check_version
from services.shared.schemas import Json
from services.shared.text import text_or_none

OBJECT = "agreement_calendar"


async def replace_deadlines(
    session: AsyncSession,
    principal: Principal,
    fiscal_year: int,
    tag: str,
    body: PerformanceAgreementDeadlinesReplace,
) -> AgreementCalendar:
    """Set the days of a fiscal year anew; a year without any has version 0. Raises VersionStale, Invalid."""
    authorise(principal, access.SET_DEADLINES)
    calendar = await repository.load_calendar(session, fiscal_year, lock=True)
    check_version(tag, calendar.version if calendar else 0)
    chains = list(await repository.load_chains(session))
    steps = {
        level: frozenset(
            step.code for step in of_year([each for each in chains if each.level == level], fiscal_year).steps
        )
        for level in LEVELS
    }
    facts = [DeadlineFacts(each.level, each.step_code, each.opens_on, each.due_on) for each in body.deadlines]
    if faults := deadline_faults(facts, steps):
        raise Invalid(*faults)
    before = shown(calendar.deadlines if calendar else [])
    if calendar is None:
        calendar = AgreementCalendar(fiscal_year=fiscal_year, id=new_id(), deadlines=[])
    put_deadlines(calendar, body.deadlines)
    calendar.updated_at = now()
    await repository.save(session, calendar)
    changes = {"deadlines": [before, shown(calendar.deadlines)], "reason": body.reason}
    payload = {"fiscal_year": fiscal_year}
    everyone = frozenset({EVERYONE})
    change = Change(f"{OBJECT}.replaced", OBJECT, calendar.id, calendar.version, everyone, payload, changes)
    await record(session, principal, change)
    return calendar


def put_deadlines(calendar: AgreementCalendar, sent: list[AgreementDeadlineIn]) -> None:
    """Make the days of a calendar those that were sent, keeping the rows that stay."""
    kept = {(each.level, each.step_code): each for each in calendar.deadlines}
    rows = []
    for each in sent:
        row = kept.get((each.level, each.step_code)) or AgreementDeadline(level=each.level, step_code=each.step_code)
        row.opens_on, row.due_on, row.source, row.dated_on = each.opens_on, each.due_on, each.source, each.dated_on
        rows.append(row)
    calendar.deadlines = sorted(rows, key=lambda row: (row.level, row.due_on, row.step_code))


def shown(deadlines: list[AgreementDeadline]) -> list[Json]:
    """Return days as JSON values, for the history's [from, to]."""
    names = ("level", "step_code", "opens_on", "due_on", "source", "dated_on")
    return [{name: text_or_none(getattr(each, name)) for name in names} for each in deadlines]
