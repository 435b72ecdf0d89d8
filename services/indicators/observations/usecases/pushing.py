"""One push: up to 10,000 rows in the same few statements, however many they are, good or bad."""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.repository import lock_without_data
from services.indicators.catalogue.usecases.data import begin_data
from services.indicators.observations import access, repository
from services.indicators.observations.errors import RowsRefused
from services.indicators.observations.models import ObservationBatch
from services.indicators.observations.repository import Tally, Written
from services.indicators.observations.rules.rows import Facts, Fault, Outcome, judge
from services.indicators.observations.schemas import MOST_FAILURES, ObservationCsvQuery, ObservationPush
from services.indicators.observations.usecases.measuring import facts_of, plain_of, with_standing
from services.indicators.observations.usecases.reading import Reading, read_rows, read_table, table_of
from services.indicators.observations.usecases.summing import is_told, written_of
from services.indicators.observations.usecases.translating import translate_rows, translate_table
from services.shared.access import Principal, Subject, authorise
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.jobs.worker import enqueue
from services.shared.roles import FUNCTION_ROLES, OVERSEERS, Role

OBJECT = "observation_batch"
# The job that every push leaves behind for whoever follows values; the push itself waits for none of them.
WRITTEN = "observations.written"
# Each area of a push may know of it, a year's provinces and clusters; of one about more, the offices of all areas.
MOST_NAMED_AREAS = 100
Options = ObservationPush | ObservationCsvQuery


@dataclass(frozen=True)
class Pushed:
    """What became of a push; `late` values came after their last day.

    `batch_id` is None when nothing was written; `lines` are those of a CSV file's rows.
    """

    reporter: str
    is_dry_run: bool
    received: int
    outcomes: Mapping[Outcome, int]
    faults: Sequence[Fault]
    late: int = 0
    lines: Sequence[int] = ()
    batch_id: UUID | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many rows became what; `received` is the sum of the others."""
        failed = len({fault.index for fault in self.faults})
        by_name = {each.value: self.outcomes.get(each, 0) for each in Outcome}
        return {"received": self.received, **by_name, "failed": failed}


async def push_observations(
    session: AsyncSession, principal: Principal, once: Once | None, body: ObservationPush
) -> Pushed:
    """Take rows that came as JSON; see `push`."""
    rows = await translate_rows(session, principal, body.rows)
    return await push(session, principal, once, body, await asyncio.to_thread(read_rows, rows))


async def push_separated(
    session: AsyncSession, principal: Principal, once: Once, options: ObservationCsvQuery, content: bytes
) -> Pushed:
    """Take rows that came as CSV; see `push`. Raises CsvUnreadable too."""
    table, unread = await translate_table(session, principal, await asyncio.to_thread(table_of, content))
    return await push(session, principal, once, options, await asyncio.to_thread(read_table, table, unread))


async def push(
    session: AsyncSession, principal: Principal, once: Once | None, options: Options, reading: Reading
) -> Pushed:
    """Take what one unit measured, row by row. Raises NotPermitted, Invalid, RowsRefused.

    Without `once` the caller has claimed the key of the request.

    Pushes of one reporter take turns, so that each is compared with what stands when its turn comes. Indicators
    without data are held from here on, since their first values freeze how they add up.
    """
    reporter = reporter_of(principal, options.reporter)
    new: Sequence[Indicator] = ()
    if not options.dry_run:
        if once is not None:
            await once.begin(session, principal)
        await repository.lock_reporter(session, reporter)
        new = await lock_without_data(session, principal, reading.indicator_ids)
    at = now()  # when its turn has come, so that revisions of one value follow each other in time
    facts = await facts_of(session, principal, reporter, reading, at)
    wrong = await judge_all(session, reporter, options.reason, reading, facts)
    faults = sorted([*reading.faults, *wrong], key=lambda fault: fault.index)
    tally = await repository.count_outcomes(session)
    pushed = Pushed(reporter, options.dry_run, reading.received, tally.outcomes, faults, tally.late, reading.lines)
    if faults and options.atomic:
        raise refusal_of(pushed)
    if options.dry_run or not tally.outcomes.keys() - {Outcome.UNCHANGED}:
        return pushed
    batch = batch_of(pushed, principal, options.reason, at)
    written = await write(session, batch, reading, tally)
    measured = set(written.indicator_ids)
    await begin_data(session, principal, [each for each in new if each.id in measured], at)
    await record(session, principal, change_of(batch, written))
    await call_followers(session, reporter, written)
    return replace(pushed, batch_id=batch.id)


async def call_followers(session: AsyncSession, reporter: str, written: Written) -> None:
    """Leave one job for all who follow values, once this commits: what is disputed now, and what is no longer owed."""
    about = {"indicator_ids": sorted(map(str, written.indicator_ids)), "fiscal_years": sorted(written.fiscal_years)}
    await enqueue(session, WRITTEN, reporter, {"reporter": reporter, **about})


def reporter_of(principal: Principal, named: str | None) -> str:
    """Return the unit that reports. Raises NotPermitted, or Invalid where the caller's unit is not plain."""
    if named is not None:
        authorise(principal, access.PUSH, Subject(named))
        return named
    units = {grant.unit for grant in principal.grants if grant.role in access.PUSH.roles and grant.unit}
    if len(units) != 1:
        raise Invalid(FieldError("/reporter", "missing", _SEVERAL.filled({"units": ", ".join(sorted(units))})))
    return units.pop()


_SEVERAL = Text(
    "ท่านทำการแทนหลายหน่วย โปรดระบุว่ารายงานในนามหน่วยใด: {units}",
    "You act for several units. Say which one reports: {units}.",
)


async def judge_all(
    session: AsyncSession, reporter: str, reason: str | None, reading: Reading, facts: Facts
) -> Sequence[Fault]:
    """Say what becomes of each row, and return what is wrong with those that cannot be written.

    The database passes what is plainly good; the rules judge the others, which are few unless a push is bad.
    """
    await repository.stage(session, reading.indexes, reading.columns)
    plain = await asyncio.to_thread(plain_of, reading, reporter, reason, facts)
    await repository.judge_plain(session, plain)
    found = await repository.suspicious_rows(session)
    rows, facts = await asyncio.to_thread(with_standing, facts, reporter, found)
    verdicts, wrong = await asyncio.to_thread(judge, rows, reporter, facts)
    await repository.settle(session, verdicts)
    return wrong


def refusal_of(pushed: Pushed) -> RowsRefused:
    """Return the refusal of a push that is taken whole or not at all; of CSV it names the lines too."""
    faults = pushed.faults[:MOST_FAILURES]
    lines = [pushed.lines[fault.index] for fault in faults] if pushed.lines else [None] * len(faults)
    errors = (
        FieldError(fault.pointer, fault.error.code, text_at(line, fault.error.text))
        for fault, line in zip(faults, lines, strict=True)
    )
    return RowsRefused(*errors, failed=pushed.counts["failed"], received=pushed.received)


def text_at(line: int | None, sentence: Text) -> Text:
    """Return a sentence about a row, with the line that it begins on where it has one."""
    return sentence if line is None else Text(f"บรรทัด {line}: {sentence.th}", f"Line {line}: {sentence.en}")


def batch_of(pushed: Pushed, principal: Principal, reason: str | None, at: dt.datetime) -> ObservationBatch:
    """Return a push that writes something, yet without its digest."""
    return ObservationBatch(
        id=new_id(),
        reporter=pushed.reporter,
        **pushed.counts,
        reason=reason,
        recorded_by=principal.subject,
        recorded_at=at,
    )


async def write(session: AsyncSession, batch: ObservationBatch, reading: Reading, tally: Tally) -> Written:
    """Write what is new in a push, and return what that was.

    Where the reading tells it, a thread works the digest out while the database writes.
    """
    if is_told(reading, tally.outcomes):
        periods = set(reading.columns["period"])
        writing = repository.add_values(session, batch, periods, has_parts=False, has_years=tally.has_years)
        written, _ = await asyncio.gather(asyncio.to_thread(written_of, reading, batch.reporter), writing)
    else:
        written = await repository.sum_up(session, batch.reporter)
        known = {"has_parts": written.has_parts, "has_years": tally.has_years}
        await repository.add_values(session, batch, written.periods, **known)
    batch.digest = written.digest
    await repository.add_batch(session, batch)
    return written


def change_of(batch: ObservationBatch, written: Written) -> Change:
    """Return the one event of a push: who may know, what it came to, and the digest of what was written."""
    areas = {f"area:{code}" for code in written.area_codes}
    if len(areas) > MOST_NAMED_AREAS:
        areas = {f"role:{role}" for role in (Role.PROVINCE, Role.CLUSTER)}
    offices = {f"role:{role}" for role in OVERSEERS | FUNCTION_ROLES}
    payload = {
        "reporter": batch.reporter,
        "added": batch.added,
        "revised": batch.revised,
        "digest": batch.digest,
        "fiscal_years": written.fiscal_years,
        "indicator_count": len(written.indicator_ids),
    }
    changes = {"reason": batch.reason} if batch.reason else {}
    audience = frozenset({batch.reporter, *areas, *offices})
    return Change("observations.pushed", OBJECT, batch.id, 1, audience, payload, changes)
