"""`/v1/datasets` through the gateway: from draft to retirement, and every way it can be refused."""

from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import key
from tests.contract.specimens.catalogue import indicator_body
from tests.indicators.datasets.conftest import (
    MINISTRY,
    OWNER,
    PATH,
    Json,
    Registry,
    ago,
    dataset_body,
    faults,
)

BARE: Json = dict.fromkeys(("holds_th", "duty_agency_th", "duty_post_th", "kept_in_th", "promise"))


async def test_a_dataset_is_drafted_completed_shared_published_and_retired(registry: Registry) -> None:
    draft = await registry.make("draft", **BARE, topic_codes=[], area_codes=[])
    assert (draft["freshness"], draft["due_on"], draft["usability"]) == (None, None, "not_assessed")
    assert draft["duty_area_code"] == "50"
    one = f"{PATH}/{draft['id']}"
    early = await registry.post(f"{one}/share", OWNER)
    assert (early.status_code, early.json()["code"]) == (422, "dataset_incomplete")
    assert sorted(pointer for pointer, _ in faults(early)) == sorted(
        f"/{name}" for name in (*BARE, "topic_codes", "area_codes")
    )
    whole = {name: value for name, value in dataset_body().items() if name in BARE}
    patched = await registry.patch(draft, {**whole, "topic_codes": ["B2", "A1"], "area_codes": ["50", "51"]})
    assert (patched.status_code, patched.json()["topic_codes"]) == (200, ["A1", "B2"])
    shared = await registry.done(f"{one}/share", OWNER)
    assert shared["state"] == "shared"
    assert shared["expected_on"] < shared["due_on"]
    spoilt = await registry.patch(draft, {"promise": None, "area_codes": []})
    assert faults(spoilt) == [("/promise", "missing"), ("/area_codes", "missing")]
    published = await registry.done(f"{one}/publish", OWNER)
    assert (published["state"], published["due_on"]) == ("published", shared["due_on"])
    again = await registry.post(f"{one}/share", OWNER)
    assert (again.status_code, again.json()["code"]) == (409, "state_does_not_allow")
    retired = await registry.done(f"{one}/retire", OWNER, {"reason": "รวมกับชุดของกระทรวง"})
    assert (retired["state"], retired["retire_reason"]) == ("retired", "รวมกับชุดของกระทรวง")
    assert (retired["freshness"], retired["due_on"], retired["is_past_due"]) == (None, None, False)
    history = (await registry.get(f"{one}/history"))["items"]
    told = [entry["type"].removeprefix("dataset.") for entry in history]
    assert told == ["retired", "published", "shared", "updated", "created"]
    assert history[3]["changes"]["area_codes"] == [[], ["50", "51"]]


async def test_a_name_is_used_once_by_an_owner_while_it_stands(registry: Registry) -> None:
    first = await registry.make()
    again = await registry.post(PATH, OWNER, dataset_body(name_th=first["name_th"]))
    assert (again.status_code, again.json()["code"]) == (409, "dataset_exists")
    other = await registry.post(
        PATH, MINISTRY, dataset_body(name_th=first["name_th"], owner_area_code=None, owner_function_code="05")
    )
    assert other.status_code == 201
    second = await registry.make()
    renamed = await registry.patch(second, {"name_th": first["name_th"]})
    assert (renamed.status_code, renamed.json()["code"]) == (409, "dataset_exists")
    await registry.done(f"{PATH}/{first['id']}/retire", OWNER, {"reason": "เลิกจัดเก็บ"})
    assert (await registry.patch(second, {"name_th": first["name_th"]})).status_code == 200


async def test_another_promise_counts_from_the_data_that_stand(registry: Registry) -> None:
    dataset = await registry.make()
    await registry.refresh(dataset, ago(40))
    assert (await registry.read(dataset))["freshness"] in ("due", "fresh")
    yearly = {"every": 1, "unit": "year", "ready_within_days": 0, "basis_th": "คำสั่งใหม่"}
    patched = (await registry.patch(dataset, {"promise": yearly})).json()
    assert (patched["freshness"], patched["promise"]) == ("fresh", yearly)
    assert patched["expected_on"] == patched["due_on"]
    history = (await registry.get(f"{PATH}/{dataset['id']}/history"))["items"]
    assert history[0]["changes"]["promise"] == [[1, "month", 15, None], [1, "year", 0, "คำสั่งใหม่"]]


async def test_a_data_source_names_the_indicators_it_feeds(registry: Registry) -> None:
    made = await registry.done("/v1/indicators", MINISTRY, indicator_body())
    await registry.done(f"/v1/indicators/{made['id']}/publish", "opdc")
    dataset = await registry.make(indicator_ids=[made["id"]])
    found = (await registry.get(PATH, indicator_id=made["id"]))["items"]
    assert [each["id"] for each in found] == [dataset["id"]]
    foreign = await registry.done("/v1/indicators", MINISTRY, indicator_body())
    for hidden in (foreign["id"], str(uuid4())):
        answer = await registry.post(PATH, OWNER, dataset_body(indicator_ids=[hidden]))
        assert faults(answer) == [("/indicator_ids/0", "indicator_unknown")]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"owner_area_code": None}, "/owner_area_code", "one_owner"),
        ({"owner_function_code": "05"}, "/owner_area_code", "one_owner"),
        ({"duty_area_code": "50", "duty_function_code": "05"}, "/duty_area_code", "one_duty"),
        ({"duty_area_code": "TH"}, "/duty_area_code", "area_without_unit"),
        ({"topic_codes": ["B9"]}, "/topic_codes/0", "topic_unknown"),
        ({"topic_codes": ["B1", "B1"]}, "/topic_codes", "named_twice"),
        ({"area_codes": ["50", "99"]}, "/area_codes/1", "area_unknown"),
        ({"promise": {"every": 0, "unit": "month", "ready_within_days": 1}}, "/promise/every", "greater_than_equal"),
        ({"promise": {"every": 1, "unit": "week", "ready_within_days": 1}}, "/promise/unit", "literal_error"),
        ({"promise": {"every": 1, "unit": "month"}}, "/promise/ready_within_days", "missing"),
        ({"fields": [{"name": "a", "description_th": "ก"}] * 2}, "/fields", "field_twice"),
        (
            {"fields": [{"name": "a", "description_th": "ก", "concept": "VALUE"}]},
            "/fields/0/concept",
            "literal_error",
        ),
        ({"sharing": "public"}, "/sharing", "literal_error"),
        ({"name_th": "ก" * 301}, "/name_th", "too_long"),
        ({"name_th": " "}, "/name_th", "blank"),
        ({"state": "published"}, "/state", "extra_forbidden"),
        ({"last_as_of": "2014-10-31"}, "/last_as_of", "extra_forbidden"),
    ],
)
async def test_what_is_wrong_with_a_body_is_said_where_it_is(
    registry: Registry, body: Json, pointer: str, code: str
) -> None:
    answer = await registry.post(PATH, OWNER, dataset_body(**body))
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in faults(answer)


async def test_the_longest_name_fits_its_index(registry: Registry) -> None:
    name = (str(uuid4()) + "ก" * 300)[:300]
    assert (await registry.make(name_th=name))["name_th"] == name


async def test_a_stale_version_changes_nothing(registry: Registry) -> None:
    dataset = await registry.make()
    await registry.refresh(dataset, ago(1))
    headers = {**registry.as_(OWNER), "If-Match": f'"{dataset["version"]}"'}
    stale = await registry.api.patch(f"{PATH}/{dataset['id']}", json={"source": "x"}, headers=headers)
    assert (stale.status_code, stale.json()["code"]) == (412, "version_stale")


async def test_filters_narrow_and_thai_is_found_whatever_the_tone_marks(registry: Registry) -> None:
    mark = uuid4().hex
    fresh = await registry.make(name_th=f"ข้าวหอม {mark}", topic_codes=["B1.3"], area_codes=["TH"])
    stale = await registry.make("published", name_th=f"น้ำท่า {mark}", topic_codes=["B2"], duty_function_code="PRD")
    await registry.refresh(fresh, ago(0))
    await registry.refresh(stale, "2014-10-31")
    await registry.done(f"{PATH}/{stale['id']}/assessments", OWNER, {"is_usable": False, "reason_th": "ไม่ครบ"})
    await registry.done(
        f"{PATH}/{fresh['id']}/digitisation", OWNER, {"step_code": "linked", "reached_on": ago(3), "evidence_th": None}
    )

    async def names(**filters: Any) -> list[str]:
        found = (await registry.get(PATH, **{"q": mark, **filters}))["items"]
        return [item["name_th"].split()[0] for item in found]

    assert await names() == ["ข้าวหอม", "น้ำท่า"]
    assert await names(sort="-name_th") == ["น้ำท่า", "ข้าวหอม"]
    assert await names(sort="due_on") == ["น้ำท่า", "ข้าวหอม"]
    assert await names(q=f"ขาวหอม {mark}") == ["ข้าวหอม"]
    assert await names(freshness="fresh") == ["ข้าวหอม"]
    assert await names(freshness="overdue") == ["น้ำท่า"]
    assert await names(freshness="never_updated") == []
    assert await names(past_due="true") == ["น้ำท่า"]
    assert await names(past_due="false") == ["ข้าวหอม"]
    assert await names(usability="not_usable") == ["น้ำท่า"]
    assert await names(usability="not_assessed") == ["ข้าวหอม"]
    assert await names(usability="usable") == []
    assert await names(state="published") == ["น้ำท่า"]
    assert await names(area_code="TH") == ["ข้าวหอม"]
    assert await names(area_code="51") == ["ข้าวหอม"]
    assert await names(area_code="50") == ["ข้าวหอม", "น้ำท่า"]
    assert await names(topic_code="B1") == ["ข้าวหอม"]
    assert await names(topic_code="B1.3") == ["ข้าวหอม"]
    assert await names(topic_code="B2") == ["น้ำท่า"]
    assert await names(topic_code="A1") == []
    assert await names(duty_function_code="PRD") == ["น้ำท่า"]
    assert await names(duty_area_code="50", owner_area_code="50") == ["ข้าวหอม"]
    assert await names(digitisation_step="linked") == ["ข้าวหอม"]
    assert await names(owner_function_code="05") == []


@pytest.mark.parametrize("sort", ["name_th", "-updated_at", "due_on", "-due_on"])
async def test_pages_go_on_where_the_last_one_ended(registry: Registry, sort: str) -> None:
    mark = uuid4().hex
    made = [await registry.make(state, name_th=f"{state} {mark}") for state in ("draft", "shared", "published")]
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await registry.get(PATH, q=mark, sort=sort, limit=1, expand="allowed_actions", **cursor)
        found += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert sorted(found) == sorted(each["id"] for each in made)


async def test_the_same_key_registers_once(registry: Registry) -> None:
    body, headers = dataset_body(), {**registry.as_(OWNER), **key()}
    one, other = [await registry.api.post(PATH, json=body, headers=headers) for _ in range(2)]
    assert (one.status_code, other.headers["idempotent-replayed"], other.json()) == (201, "true", one.json())
