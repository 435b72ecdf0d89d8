"""The POC database of a province goes stale, is asked for, refreshed, judged, and read differently by two sides."""

from typing import Any

import httpx
import pytest

from services.indicators.datasets.schemas.analyses import CREATE_EXAMPLE as ANALYSIS
from services.indicators.datasets.usecases.reminding import remind
from tests.conftest import As, key
from tests.contract.specimens.datasets import dataset_body
from tests.indicators.datasets.conftest import ago
from tests.stack import Stack

Json = dict[str, Any]
PROVINCE, MINISTRY, DUTY = "province:50", "ministry:05", "department:PRD"
PATH = "/v1/datasets"


@pytest.fixture
def send(api: httpx.AsyncClient, as_: As) -> Any:
    """Send a request as somebody, with a fresh key; the answer must be the one expected."""

    async def request(grant: str, method: str, path: str, body: Json | None = None, status: int = 200) -> Json:
        answer = await api.request(method, path, json=body, headers={**as_(grant), **key()})
        assert answer.status_code == status, answer.text
        found: Json = answer.json()
        return found

    return request


async def test_stale_data_become_current_usable_and_read_by_both_sides(send: Any, stack: Stack) -> None:
    body = dataset_body(duty_function_code="PRD", duty_agency_th="สำนักงานประชาสัมพันธ์จังหวัดเชียงใหม่")
    dataset = await send(PROVINCE, "POST", PATH, body, 201)
    one = f"{PATH}/{dataset['id']}"
    await send(PROVINCE, "POST", f"{one}/share")
    await send(DUTY, "POST", f"{one}/updates", {"as_of": "2014-10-31"}, 201)
    assert (await send("inspector", "GET", one))["freshness"] == "overdue"
    await send(PROVINCE, "POST", f"{one}/assessments", {"is_usable": False, "reason_th": "ไม่เป็นปัจจุบัน"}, 201)
    await who_must_update_is_asked_and_answers(send, stack, one, dataset["id"])
    await send(PROVINCE, "POST", f"{one}/assessments", {"is_usable": True, "reason_th": "ครบทุกอำเภอ"}, 201)
    reached = {"step_code": "in_database", "reached_on": ago(0), "evidence_th": "ระบบ POC"}
    await send(DUTY, "POST", f"{one}/digitisation", reached, 201)
    dataset = await send(MINISTRY, "GET", one)
    shown = ("freshness", "usability", "is_assessed_now", "digitisation_step")
    assert [dataset[name] for name in shown] == ["fresh", "usable", True, "in_database"]
    await both_sides_read_it(send, dataset["last_update_id"])
    history = await send("nesdc", "GET", f"{one}/history")
    told = [entry["type"].removeprefix("dataset.") for entry in reversed(history["items"])]
    assert sorted(told) == sorted(
        ["created", "shared", "refreshed", "assessed", "overdue", "refreshed", "assessed", "digitised"]
    )


async def who_must_update_is_asked_and_answers(send: Any, stack: Stack, one: str, dataset_id: str) -> None:
    """The service asks by itself; here its hand is led. The task is in the duty holder's list until data come in."""

    async def waiting() -> list[str]:
        return [
            task["kind"] for task in (await send(DUTY, "GET", "/v1/tasks"))["items"] if task["object_id"] == dataset_id
        ]

    await remind(stack.sessions("indicators"))
    assert await waiting() == ["dataset.update"]
    await send(DUTY, "POST", f"{one}/updates", {"as_of": ago(0), "note_th": "ปรับครบทุกอำเภอ"}, 201)
    assert await waiting() == []


async def both_sides_read_it(send: Any, update_id: str) -> None:
    """The province and the ministry each say what they read in the same data."""
    path = f"/v1/dataset-updates/{update_id}/analyses"
    await send(PROVINCE, "POST", path, ANALYSIS, 201)
    figures = [{**ANALYSIS["figures"][0], "value": 8}]
    await send(MINISTRY, "POST", path, {"function_code": "05", "text_th": "ราคาตลาดโลกลดลง", "figures": figures}, 201)
    both = await send("nesdc", "GET", path)
    assert [each["unit"] for each in both["items"]] == ["area:50", "function:05"]
    assert [(each["differs"], each["spread"]) for each in both["figures"]] == [(True, 4.5)]
