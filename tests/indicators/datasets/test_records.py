"""What is recorded of a dataset: updates, corrections, assessments, steps of digitisation; nothing is overwritten."""

import datetime as dt

import pytest

from tests.indicators.datasets.conftest import DUTY, OWNER, PATH, UPDATES, Json, Registry, ago, faults, today

TOMORROW = (today() + dt.timedelta(days=1)).isoformat()


async def test_each_update_tells_of_which_day_the_data_are_and_when_the_next_are_due(registry: Registry) -> None:
    dataset = await registry.make()
    first = await registry.refresh(dataset, "2014-10-31", note_th="ราคาสิ้นเดือน")
    assert (first["revision"], first["expected_on"], first["due_on"]) == (1, "2014-11-30", "2014-12-15")
    assert (first["recorded_as"], first["was_late"]) == ("area:50", False)
    late = await registry.read(dataset)
    assert (late["last_update_id"], late["last_as_of"], late["freshness"]) == (first["id"], "2014-10-31", "overdue")
    assert (late["due_on"], late["is_past_due"]) == ("2014-12-15", True)
    second = await registry.refresh(dataset, ago(0))
    assert second["was_late"] is True
    assert (await registry.read(dataset))["freshness"] == "fresh"
    backfilled = await registry.refresh(dataset, "2014-11-30")
    assert backfilled["was_late"] is False
    assert (await registry.read(dataset))["last_update_id"] == second["id"]
    page = await registry.get(f"{PATH}/{dataset['id']}/updates", limit=2)
    assert [each["as_of"] for each in page["items"]] == ["2014-11-30", ago(0)]
    rest = await registry.get(f"{PATH}/{dataset['id']}/updates", limit=2, cursor=page["next_cursor"])
    assert (rest["items"], rest["next_cursor"]) == ([first], None)
    assert await registry.get(f"{UPDATES}/{first['id']}") == first


async def test_the_same_day_again_is_a_correction_and_says_why(registry: Registry) -> None:
    dataset = await registry.make()
    path, as_of = f"{PATH}/{dataset['id']}/updates", ago(5)
    nothing = await registry.post(path, OWNER, {"as_of": as_of, "correction_reason_th": "พิมพ์ผิด"})
    assert faults(nothing) == [("/correction_reason_th", "nothing_to_correct")]
    await registry.refresh(dataset, as_of)
    again = await registry.post(path, OWNER, {"as_of": as_of})
    assert (again.status_code, again.json()["code"]) == (409, "dataset_update_exists")
    assert again.json()["facts"] == {"as_of": as_of, "revision": 1}
    corrected = await registry.refresh(dataset, as_of, correction_reason_th="แก้ราคาอำเภอฝาง")
    assert (corrected["revision"], corrected["correction_reason_th"]) == (2, "แก้ราคาอำเภอฝาง")
    assert (await registry.read(dataset))["last_update_id"] == corrected["id"]
    assert len((await registry.get(path))["items"]) == 2
    history = (await registry.get(f"{PATH}/{dataset['id']}/history"))["items"]
    assert history[0]["changes"] == {"as_of": [as_of, as_of], "revision": 2, "reason": "แก้ราคาอำเภอฝาง"}


@pytest.mark.parametrize(
    ("path", "body", "pointer", "code"),
    [
        ("updates", {"as_of": TOMORROW}, "/as_of", "day_not_come"),
        ("updates", {"as_of": "2557-10-31"}, "/as_of", "day_in_buddhist_era"),
        ("digitisation", {"step_code": "linked", "reached_on": TOMORROW}, "/reached_on", "day_not_come"),
        ("digitisation", {"step_code": "unheard_of", "reached_on": "2014-10-31"}, "/step_code", "step_unknown"),
        ("assessments", {"is_usable": "yes?", "reason_th": "x"}, "/is_usable", "bool_parsing"),
        ("assessments", {"is_usable": True, "reason_th": " "}, "/reason_th", "blank"),
    ],
)
async def test_what_cannot_be_recorded_is_said_where_it_is(
    registry: Registry, path: str, body: Json, pointer: str, code: str
) -> None:
    dataset = await registry.make()
    answer = await registry.post(f"{PATH}/{dataset['id']}/{path}", OWNER, body)
    assert answer.status_code == 422, answer.text
    assert faults(answer) == [(pointer, code)]
    assert (await registry.read(dataset))["version"] == dataset["version"]


@pytest.mark.parametrize("state", ["draft", "retired"])
async def test_only_what_is_in_use_is_recorded_of(registry: Registry, state: str) -> None:
    dataset = await registry.make(state)
    for path, body in (
        ("updates", {"as_of": ago(1)}),
        ("assessments", {"is_usable": True, "reason_th": "ครบถ้วน"}),
        ("digitisation", {"step_code": "linked", "reached_on": ago(1)}),
    ):
        answer = await registry.post(f"{PATH}/{dataset['id']}/{path}", OWNER, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "state_does_not_allow"), path


async def test_whether_it_can_be_used_is_said_by_others_than_who_keeps_it(registry: Registry) -> None:
    dataset = await registry.make(duty_function_code="PRD")
    await registry.refresh(dataset, ago(40), DUTY)
    path = f"{PATH}/{dataset['id']}/assessments"
    own = await registry.post(path, DUTY, {"is_usable": True, "reason_th": "ใช้ได้"})
    assert (own.status_code, own.json()["code"]) == (403, "not_permitted")
    first = await registry.done(path, "opdc", {"is_usable": False, "reason_th": "ขาดสามอำเภอ"})
    assert (first["recorded_as"], first["recorded_by"]) == ("role:opdc", "opdc")
    found = await registry.read(dataset)
    assert (found["usability"], found["is_assessed_now"]) == ("not_usable", True)
    assert first["update_id"] == found["last_update_id"]
    await registry.refresh(dataset, ago(0), DUTY)
    found = await registry.read(dataset)
    assert (found["usability"], found["is_assessed_now"]) == ("not_usable", False)
    second = await registry.done(path, OWNER, {"is_usable": True, "reason_th": "ครบทุกอำเภอแล้ว"})
    found = await registry.read(dataset)
    assert (found["usability"], found["is_assessed_now"]) == ("usable", True)
    assert (await registry.get(path))["items"] == [second, first]


async def test_a_dataset_stands_at_the_step_it_reached_last(registry: Registry) -> None:
    dataset = await registry.make()
    path = f"{PATH}/{dataset['id']}/digitisation"
    for step, day in (("structured", "2023-03-01"), ("scanned", "2022-03-01"), ("in_database", "2023-06-01")):
        await registry.done(path, OWNER, {"step_code": step, "reached_on": day, "evidence_th": "ตารางรายอำเภอ"})
        if step == "scanned":  # what was so before is no step back
            assert (await registry.read(dataset))["digitisation_step"] == "structured"
    found = await registry.read(dataset)
    assert (found["digitisation_step"], found["digitised_on"]) == ("in_database", "2023-06-01")
    twice = await registry.post(path, OWNER, {"step_code": "scanned", "reached_on": "2022-03-01"})
    assert (twice.status_code, twice.json()["code"]) == (409, "digitisation_recorded")
    fallen = await registry.done(path, OWNER, {"step_code": "paper", "reached_on": ago(0)})
    assert (await registry.read(dataset))["digitisation_step"] == "paper"
    assert (await registry.get(path))["items"][0] == fallen
