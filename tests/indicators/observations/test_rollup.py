"""Whatever is pushed, and in whatever order: the row of a year says what the highest revisions say."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.observations.rules.periods import PERIODS
from services.indicators.observations.schemas import ObservationPush
from services.indicators.observations.usecases.pushing import push_observations
from services.shared.access import Grant, Principal
from services.shared.idempotency import Once
from services.shared.roles import Role
from tests.indicators.observations.conftest import Json, Measured, row_of
from tests.indicators.observations.rollup import BY_REVISION, BY_YEAR
from tests.stack import Stack

SIDES = (
    Principal("ministry", "test", (Grant(Role.MINISTRY, function="05"),)),
    Principal("province", "test", (Grant(Role.PROVINCE, area="50"),)),
)
NUMBERS = st.integers(0, 3)
ROWS = st.fixed_dictionaries(
    {
        "which": st.integers(0, 1),
        "area_code": st.sampled_from(["50", "50", "51"]),
        "fiscal_year": st.sampled_from([2558, 2558, 2557]),
        "period": st.sampled_from(PERIODS),
        "number": NUMBERS,
        "status": st.sampled_from(["provisional", "provisional", "final"]),
    }
)
PUSHES = st.lists(st.tuples(st.sampled_from(SIDES), st.lists(ROWS, min_size=1, max_size=12)), min_size=1, max_size=6)
OF_THESE = "SELECT * FROM ({}) AS shown WHERE indicator_id = ANY(:indicators)"


@pytest.fixture(scope="module")
async def indicators() -> list[Json]:
    """A count and a share, made once for every example."""
    return []


def sent(indicators: list[Json], drawn: Json) -> Json:
    """Return a row as it is sent: of the count or of the share."""
    which, number = drawn["which"], drawn["number"]
    known = {name: drawn[name] for name in ("area_code", "fiscal_year", "period", "status")}
    parts: Json = {"value": number} if which == 0 else {"value": None, "numerator": number, "denominator": number + 4}
    return row_of(indicators[which], **known, **parts)


async def push(session: AsyncSession, side: Principal, rows: list[Json]) -> int:
    """Push rows for a side, with a reason, so that what differs is revised; returns how many were written."""
    once = Once("pushObservations", str(uuid4()), "hash", 30)
    pushed = await push_observations(session, side, once, ObservationPush(rows=rows, reason="นับใหม่"))
    for name, count in pushed.counts.items():
        if count:
            event(f"some {name}")
    return pushed.counts["added"] + pushed.counts["revised"]


async def told(session: AsyncSession, question: str, indicators: list[Json]) -> list[tuple[Any, ...]]:
    """Return the current values of the indicators as a question tells them."""
    of_these = {"indicators": [each["id"] for each in indicators]}
    return [tuple(row) for row in await session.execute(text(OF_THESE.format(question)), of_these)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pushes=PUSHES)
async def test_the_years_say_what_the_revisions_say(
    stack: Stack, measured: Measured, indicators: list[Json], pushes: list[tuple[Principal, list[Json]]]
) -> None:
    if not indicators:
        part, whole = await measured(), await measured()
        parts = {"numerator_indicator_id": part["id"], "denominator_indicator_id": whole["id"]}
        ratio = {"area_aggregation": "ratio", "unit_code": "percent", "time_aggregation": "last", **parts}
        indicators += [await measured(frequency="monthly"), await measured(frequency="monthly", **ratio)]
    async with stack.sessions("indicators")() as session:
        written = 0
        for side, rows in pushes:
            written += await push(session, side, [sent(indicators, row) for row in rows])
            by_revision = await told(session, BY_REVISION, indicators)
            assert await told(session, BY_YEAR, indicators) == by_revision
            assert bool(by_revision) == bool(written)
        await session.rollback()
