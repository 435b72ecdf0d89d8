"""One push: up to 10,000 rows in the same few statements, however many they are."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.repository import lock_without_data
from services.indicators.catalogue.usecases.data import begin_data
from services.indicators.observations import repository
from services.indicators.observations.errors import RowsRefused
from services.indicators.observations.models import ObservationBatch
from services.indicators.observations.rules.rows import Facts, Fault, Outcome, Verdict, digest_of, judge, late_among
from services.indicators.observations.schemas import MOST_FAILURES, ObservationPush
from services.indicators.observations.usecases.measuring import facts_of
from services.indicators.observations.usecases.reading import read_rows, reporter_of
from services.indicators.observations.usecases.translating import translate
from services.indicators.windows.usecases import ask_to_close
from services.shared.access import Principal
from services.shared.columns import new_id, now
from services.shared.errors import FieldError
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.roles import FUNCTION_ROLES, OVERSEERS, Role

OBJECT = "observation_batch"
# Each area of a push may know of it, a year's provinces and clusters; of one about more, the offices of all areas.
MOST_NAMED_AREAS = 100


@dataclass(frozen=True)
class Pushed:
    """What became of a push; `late` values came after their last day. `batch_id` is None when nothing was written."""

    reporter: str
    is_dry_run: bool
    received: int
    verdicts: Sequence[Verdict]
    faults: Sequence[Fault]
    late: int = 0
    batch_id: UUID | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many rows became what; `received` is the sum of the others."""
        outcomes = Counter(verdict.outcome for verdict in self.verdicts)
        failed = len({fault.index for fault in self.faults})
        return {"received": self.received, **{each.value: outcomes[each] for each in Outcome}, "failed": failed}


async def push_observations(
    session: AsyncSession, principal: Principal, once: Once | None, body: ObservationPush
) -> Pushed:
    """Take what one unit measured, row by row. Raises NotPermitted, Invalid, RowsRefused.

    Without `once` the caller has claimed the key of the request.

    Pushes of one reporter take turns, so that each is compared with what stands when its turn comes. Indicators
    without data are held from here on, since their first values freeze how they add up.
    """
    reporter = reporter_of(principal, body.reporter)
    sent, unknown = await translate(session, principal, body.rows)
    rows, unread = await asyncio.to_thread(read_rows, sent, body.reason)
    new: Sequence[Indicator] = ()
    if not body.dry_run:
        if once is not None:
            await once.begin(session, principal)
        await repository.lock_reporter(session, reporter)
        new = await lock_without_data(session, principal, {row.indicator_id for row in rows})
    at = now()  # when its turn has come, so that revisions of one value follow each other in time
    facts = await facts_of(session, principal, reporter, rows, at)
    verdicts, wrong = await asyncio.to_thread(judge, rows, reporter, facts)
    faults = sorted([*unknown, *unread, *wrong], key=lambda fault: fault.index)
    pushed = Pushed(reporter, body.dry_run, len(body.rows), verdicts, faults, late_among(verdicts, facts))
    if faults and body.atomic:
        raise refusal_of(pushed)
    if body.dry_run:
        return pushed
    return await write(session, principal, pushed, facts, new, body.reason, at)


def refusal_of(pushed: Pushed) -> RowsRefused:
    """Return the refusal of a push that is taken whole or not at all."""
    errors = (FieldError(fault.pointer, *fault.error[1:]) for fault in pushed.faults[:MOST_FAILURES])
    return RowsRefused(*errors, failed=pushed.counts["failed"], received=pushed.received)


async def write(
    session: AsyncSession,
    principal: Principal,
    pushed: Pushed,
    facts: Facts,
    new: Sequence[Indicator],
    reason: str | None,
    at: dt.datetime,
) -> Pushed:
    """Write what is new in a push, if anything is; `new` are the indicators that had no data until now."""
    written = [verdict for verdict in pushed.verdicts if verdict.outcome is not Outcome.UNCHANGED]
    if not written:
        return pushed
    batch = ObservationBatch(
        id=new_id(),
        reporter=pushed.reporter,
        **pushed.counts,
        digest=await asyncio.to_thread(digest_of, pushed.reporter, written),
        reason=reason,
        recorded_by=principal.subject,
        recorded_at=at,
    )
    await repository.add_batch(session, batch, written, facts.measures)
    measured = {verdict.row.indicator_id for verdict in written}
    await begin_data(session, principal, [each for each in new if each.id in measured], at)
    await record(session, principal, change_of(batch, written))
    years = {verdict.row.fiscal_year for verdict in written}
    await ask_to_close(session, pushed.reporter, years & facts.windows.years.keys())
    return replace(pushed, batch_id=batch.id)


def change_of(batch: ObservationBatch, written: Sequence[Verdict]) -> Change:
    """Return the one event of a push: who may know, what it came to, and the digest of what was written."""
    areas = {f"area:{verdict.row.area_code}" for verdict in written}
    if len(areas) > MOST_NAMED_AREAS:
        areas = {f"role:{role}" for role in (Role.PROVINCE, Role.CLUSTER)}
    offices = {f"role:{role}" for role in OVERSEERS | FUNCTION_ROLES}
    payload = {
        "reporter": batch.reporter,
        "added": batch.added,
        "revised": batch.revised,
        "digest": batch.digest,
        "fiscal_years": sorted({verdict.row.fiscal_year for verdict in written}),
        "indicator_count": len({verdict.row.indicator_id for verdict in written}),
    }
    changes = {"reason": batch.reason} if batch.reason else {}
    audience = frozenset({batch.reporter, *areas, *offices})
    return Change("observations.pushed", OBJECT, batch.id, 1, audience, payload, changes)
