"""How the registry stands: freshness by owner and agency, the KPI of digitised data, facts for composites."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Date, cast, event, literal, select, update

from services.indicators.datasets.models.records import DatasetUpdate
from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.repository.registry import freshness_on
from services.indicators.datasets.rules.promise import Expected, freshness_of
from tests.indicators.datasets.conftest import PATH, Json, Registry, ago
from tests.stack import Stack

COMMERCE, FARMING = "สำนักงานพาณิชย์จังหวัด", "สำนักงานเกษตรจังหวัด"


async def fill(registry: Registry, area: str) -> tuple[str, list[Json]]:
    """Register five datasets of a province: one fresh, two overdue, one never updated, one a draft."""
    grant = f"province:{area}"
    own: Json = {"grant": grant, "owner_area_code": area, "area_codes": [area]}
    fresh = await registry.make(**own, duty_agency_th=COMMERCE)
    stale = [await registry.make(**own, duty_agency_th=agency) for agency in (COMMERCE, FARMING)]
    await registry.refresh(fresh, ago(0), grant)
    for dataset in stale:
        await registry.refresh(dataset, "2014-10-31", grant)
    never = await registry.make(**own, duty_agency_th=FARMING)
    await registry.make("draft", **own, duty_agency_th=FARMING)
    return grant, [fresh, *stale, never]


async def test_stale_data_are_counted_by_owner_and_agency(registry: Registry, alone: str) -> None:
    grant, datasets = await fill(registry, alone)
    assessment = {"is_usable": False, "reason_th": "ไม่ครบ"}
    await registry.done(f"{PATH}/{datasets[2]['id']}/assessments", grant, assessment)
    report = await registry.get(f"{PATH}/freshness", "opdc", owner_area_code=alone)
    shown = {
        row["duty_agency_th"]: {key: value for key, value in row.items() if isinstance(value, int) and value}
        for row in report["items"]
    }
    assert shown == {
        COMMERCE: {"datasets": 2, "fresh": 1, "overdue": 1, "past_due": 1},
        FARMING: {"datasets": 2, "overdue": 1, "never_updated": 1, "past_due": 1, "not_usable": 1},
    }
    assert {row["oldest_due_on"] for row in report["items"]} == {"2014-12-15"}
    await registry.refresh(datasets[1], ago(1), grant)
    stale = await registry.get(f"{PATH}/freshness", grant, owner_area_code=alone, stale="true")
    assert [row["duty_agency_th"] for row in stale["items"]] == [FARMING]


async def test_the_report_goes_on_page_by_page(registry: Registry, alone: str) -> None:
    await fill(registry, alone)
    query: dict[str, Any] = {"owner_area_code": alone, "limit": 1}
    first = await registry.get(f"{PATH}/freshness", "opdc", **query)
    second = await registry.get(f"{PATH}/freshness", "opdc", **query, cursor=first["next_cursor"])
    assert second["next_cursor"] is None
    assert [page["items"][0]["duty_agency_th"] for page in (first, second)] == sorted((COMMERCE, FARMING))


async def test_the_report_counts_what_the_caller_sees(registry: Registry, alone: str) -> None:
    grant = f"province:{alone}"
    own = {"grant": grant, "owner_area_code": alone}
    await registry.make(**own, sharing="named_units")
    await registry.make("published", **own)
    counts = {}
    for who in (grant, "nesdc", "province:50", None):
        rows = (await registry.get(f"{PATH}/freshness", who, owner_area_code=alone))["items"]
        counts[who] = sum(row["datasets"] for row in rows)
    assert counts == {grant: 2, "nesdc": 2, "province:50": 1, None: 1}


async def test_digitised_data_are_counted_with_the_steps_of_the_year(registry: Registry, alone: str) -> None:
    grant, datasets = await fill(registry, alone)
    for dataset, step in zip(datasets, ("linked", "paper", "structured"), strict=False):
        body = {"step_code": step, "reached_on": ago(2)}
        await registry.done(f"{PATH}/{dataset['id']}/digitisation", grant, body)
    report = await registry.get(f"{PATH}/digitisation", "opdc", fiscal_year=2590, owner_area_code=alone)
    assert report["counted_on"] == ago(0)
    assert report["definition"]["source"].startswith("S3")
    assert "ตัวอย่างของระบบ, not official" in report["definition"]["reading"]
    assert {step["source"] for step in report["steps"]} == {"ตัวอย่างของระบบ, not official"}
    (owner,) = report["items"]
    assert (owner["owner_area_code"], owner["datasets"], owner["digitised"], owner["percent"]) == (alone, 4, 2, 50)
    assert [(each["step_code"], each["datasets"]) for each in owner["steps"]] == [
        ("paper", 1),
        ("structured", 1),
        ("linked", 1),
        (None, 1),
    ]
    before = await registry.get(f"{PATH}/digitisation", "opdc", fiscal_year=2565, owner_area_code=alone)
    assert (before["definition"], before["steps"], before["items"]) == (None, [], [])


async def backdate(stack: Stack, dataset: Json, shared_at: dt.datetime) -> None:
    """Let a dataset have been shared earlier."""
    changed = update(Dataset).where(Dataset.id == UUID(dataset["id"])).values(shared_at=shared_at)
    async with stack.sessions("indicators").begin() as session:
        await session.execute(changed)


async def test_a_year_that_has_ended_is_counted_as_it_ended(registry: Registry, stack: Stack, alone: str) -> None:
    grant, datasets = await fill(registry, alone)
    first, second = datasets[:2]
    for dataset in (first, second):
        await backdate(stack, dataset, dt.datetime(2023, 9, 30, 16, 59, tzinfo=dt.UTC))
    await backdate(stack, datasets[2], dt.datetime(2023, 9, 30, 17, tzinfo=dt.UTC))  # the year had ended in Bangkok
    for step, day in (("scanned", "2023-01-31"), ("structured", "2023-09-30"), ("paper", "2023-10-01")):
        body = {"step_code": step, "reached_on": day}
        await registry.done(f"{PATH}/{first['id']}/digitisation", grant, body)
    report = await registry.get(f"{PATH}/digitisation", grant, fiscal_year=2566, owner_area_code=alone)
    assert report["counted_on"] == "2023-09-30"
    (owner,) = report["items"]
    assert (owner["datasets"], owner["digitised"], owner["percent"]) == (2, 1, 50)
    await registry.done(f"{PATH}/{first['id']}/retire", grant, {"reason": "เลิกจัดเก็บ"})
    again = await registry.get(f"{PATH}/digitisation", grant, fiscal_year=2566, owner_area_code=alone)
    assert again["items"] == report["items"]
    now = await registry.get(f"{PATH}/digitisation", grant, fiscal_year=2590, owner_area_code=alone)
    assert now["items"][0]["datasets"] == 3


async def facts_of(registry: Registry, stack: Stack, grant: str, year: int, *areas: str) -> Json:
    """Ask the bulk question as the gateway does."""
    url = f"{stack.service_url('indicators')}/internal/facts/areas"
    query: Json = {"fiscal_year": year, "area_code": list(areas)}
    answer = await registry.api.get(url, params=query, headers=registry.as_(grant))
    assert answer.status_code == 200, answer.text
    return {area: found["datasets"] for area, found in answer.json()["areas"].items()}


async def test_composites_are_told_by_area_how_data_stand(registry: Registry, stack: Stack, alone: str) -> None:
    grant, datasets = await fill(registry, alone)
    reached = {"step_code": "linked", "reached_on": ago(0)}
    await registry.done(f"{PATH}/{datasets[0]['id']}/digitisation", grant, reached)
    usable = {"is_usable": True, "reason_th": "ครบ"}
    await registry.done(f"{PATH}/{datasets[0]['id']}/assessments", "inspector", usable)
    facts = await facts_of(registry, stack, "nesdc", 2590, alone, "TH")
    assert facts[alone] == {
        "count": 4,
        "freshness": {"fresh": 1, "due": 0, "overdue": 2, "never_updated": 1},
        "usable": 1,
        "not_usable": 0,
        "not_assessed": 3,
        "digitised": 1,
        "digitised_percent": 25,
    }
    assert (facts["TH"]["count"], facts["TH"]["digitised_percent"]) == (0, None)
    none_yet = await facts_of(registry, stack, "nesdc", 2558, alone)
    assert (none_yet[alone]["count"], none_yet[alone]["digitised"]) == (0, None)
    for dataset in datasets:
        await backdate(stack, dataset, dt.datetime(2014, 10, 15, tzinfo=dt.UTC))
    early = {"recorded_at": dt.datetime(2014, 11, 7, tzinfo=dt.UTC)}
    async with stack.sessions("indicators").begin() as session:
        row = await session.get_one(Dataset, UUID(datasets[1]["id"]))
        old = DatasetUpdate(
            id=UUID(int=int.from_bytes(row.id.bytes, "big") ^ 1),
            dataset_id=row.id,
            as_of=dt.date(2015, 9, 1),
            revision=1,
            expected_on=dt.date(2015, 10, 1),
            due_on=dt.date(2015, 10, 16),
            was_late=False,
            recorded_as="area:50",
            recorded_by="test",
            **early,
        )
        session.add(old)
    past = await facts_of(registry, stack, grant, 2558, alone)
    assert past[alone]["freshness"] == {"fresh": 1, "due": 0, "overdue": 0, "never_updated": 3}
    assert (past[alone]["usable"], past[alone]["digitised"]) == (0, None)


async def test_who_names_a_dataset_as_evidence_is_told_how_it_stands(registry: Registry, stack: Stack) -> None:
    dataset, draft = await registry.make(), await registry.make("draft")
    await registry.refresh(dataset, "2014-10-31")
    url = f"{stack.service_url('indicators')}/internal/facts/objects/dataset"
    query = {"id": [dataset["id"], draft["id"]]}
    objects = (await registry.api.get(url, params=query, headers=registry.as_("ministry:05"))).json()["objects"]
    assert list(objects) == [dataset["id"]]
    found = objects[dataset["id"]]
    assert (found["owner"], found["freshness"], found["due_on"]) == ("area:50", "overdue", "2014-12-15")


@pytest.mark.parametrize(("path", "query"), [("", {}), ("/freshness", {}), ("/digitisation", {"fiscal_year": 2566})])
async def test_the_number_of_statements_does_not_grow(
    registry: Registry, stack: Stack, alone: str, path: str, query: dict[str, int]
) -> None:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "dataset" in statement or "digitisation" in statement:
            sent.append(statement)

    engine = stack.app("indicators").state.house.doors.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        used = []
        for _ in range(2):
            sent.clear()
            await registry.get(f"{PATH}{path}", "opdc", **query)
            used.append(len(sent))
            await fill(registry, alone)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert used[0] == used[1] <= 3


DAYS = [dt.date(2014, 11, 30) + dt.timedelta(days=each) for each in (-1, 0, 1)]


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("as_of", [None, dt.date(2014, 10, 31)])
async def test_the_database_says_of_freshness_what_the_rules_say(
    stack: Stack, today: dt.date, as_of: dt.date | None
) -> None:
    known = [Expected(on, due_on) for on in DAYS for due_on in DAYS if due_on >= on]
    async with stack.sessions("indicators")() as session:
        for expected in (None, *known):
            days = (None, None) if expected is None else (expected.on, expected.due_on)
            stored = (cast(literal(each), Date) for each in (as_of, *days))
            found = await session.scalar(select(freshness_on(today, *stored)))
            assert found == freshness_of(as_of, expected, today)
