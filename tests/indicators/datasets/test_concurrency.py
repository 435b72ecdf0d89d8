"""What two people do at once with one dataset: every record is kept, and the newest data stand."""

import asyncio

from tests.indicators.datasets.conftest import OWNER, PATH, Registry, ago


async def test_updates_at_once_are_all_kept_and_the_newest_stands(registry: Registry) -> None:
    dataset = await registry.make()
    path = f"{PATH}/{dataset['id']}/updates"
    days = [ago(days) for days in (1, 30, 2, 60)]
    answers = await asyncio.gather(*(registry.post(path, OWNER, {"as_of": day}) for day in days))
    assert [answer.status_code for answer in answers] == [201] * 4
    found = await registry.read(dataset)
    assert (found["last_as_of"], found["version"]) == (ago(1), dataset["version"] + 4)


async def test_of_the_same_data_at_once_one_is_taken(registry: Registry) -> None:
    dataset = await registry.make()
    path = f"{PATH}/{dataset['id']}/updates"
    answers = await asyncio.gather(*(registry.post(path, OWNER, {"as_of": ago(1)}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    corrections = [{"as_of": ago(1), "correction_reason_th": f"แก้ครั้งที่ {number}"} for number in range(3)]
    answers = await asyncio.gather(*(registry.post(path, OWNER, body) for body in corrections))
    assert sorted(answer.json()["revision"] for answer in answers) == [2, 3, 4]


async def test_a_dataset_that_is_retired_meanwhile_takes_nothing_more(registry: Registry) -> None:
    dataset = await registry.make()
    one = f"{PATH}/{dataset['id']}"
    retired, recorded = await asyncio.gather(
        registry.post(f"{one}/retire", OWNER, {"reason": "เลิกจัดเก็บ"}),
        registry.post(f"{one}/updates", OWNER, {"as_of": ago(1)}),
    )
    assert retired.status_code == 200
    assert recorded.status_code in (201, 409)
    kept = (await registry.get(f"{one}/updates"))["items"]
    assert len(kept) == (recorded.status_code == 201)
