"""How reported values are shown."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from services.indicators.observations import schemas
from services.indicators.observations.models import Observation, ObservationBatch
from services.indicators.observations.repository import IN_ORDER, place_of
from services.indicators.observations.rules.rows import Fault
from services.indicators.observations.usecases.pushing import Pushed
from services.shared.paging import PageRequest
from services.shared.schemas import Sentence


def page_of(
    found: Sequence[Observation], late: Container[Observation], page: PageRequest, filters: Mapping[str, Any]
) -> schemas.ObservationPage:
    """Return a page of values, which have a key and no id: the cursor names the key."""
    shown, cursor = found[: page.limit], None
    if len(found) > page.limit:
        last = shown[-1]
        cursor = page.next_cursor(IN_ORDER, filters, place_of(last), last.indicator_id)
    items = [_value(each, each in late) for each in shown]
    return schemas.ObservationPage(items=items, next_cursor=cursor)


def _value(value: Observation, is_late: bool) -> schemas.Observation:
    return schemas.Observation(**dict(schemas.ObservationFields.model_validate(value)), is_late=is_late)


def batch_of(batch: ObservationBatch) -> schemas.ObservationBatch:
    """Return a push as it is kept."""
    return schemas.ObservationBatch.model_validate(batch)


def result_of(pushed: Pushed) -> schemas.ObservationPushResult:
    """Return what became of a push, the first of its failures with it."""
    return schemas.ObservationPushResult(
        dry_run=pushed.is_dry_run,
        reporter=pushed.reporter,
        counts=schemas.ObservationCounts(**pushed.counts),
        failures=[_failure(pushed, fault) for fault in pushed.faults[: schemas.MOST_FAILURES]],
        late=pushed.late,
        failures_left_out=max(0, len(pushed.faults) - schemas.MOST_FAILURES),
        batch_id=pushed.batch_id,
    )


def _failure(pushed: Pushed, fault: Fault) -> schemas.ObservationFailure:
    _, code, sentence = fault.error
    return schemas.ObservationFailure(
        index=fault.index,
        line=pushed.lines[fault.index] if pushed.lines else None,
        pointer=fault.pointer,
        code=code,
        sentence=Sentence(th=sentence.th, en=sentence.en),
    )
