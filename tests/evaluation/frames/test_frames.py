"""`/v1/evaluation-frames` through the gateway: drafts, editions, the documents' frames and simulated scores."""

import asyncio
import csv
from importlib.resources import files
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.evaluation.frames.schemas import examples
from services.evaluation.frames.schemas.scores import SimulatedFrameScore
from services.shared.canonical import canonical
from tests.conftest import As, key
from tests.evaluation.frames.conftest import KEEPER, PATH, YEARS, Json, Make, frame_body
from tests.evaluation.methods import METHODS

SIDES = {None: "", "external": "มิติภายนอก", "internal": "มิติภายใน"}
ABSENT = "0193a1de-7a10-7c3e-8f00-000000000000"


async def document_frame(api: httpx.AsyncClient, year: int) -> Json:
    """Return the frame of the documents, the first edition of its year."""
    listed = (await api.get(PATH, params={"fiscal_year": year})).json()["items"]
    first = next(item for item in listed if item["edition"] == 1)
    frame: Json = (await api.get(f"{PATH}/{first['id']}")).json()
    return frame


@pytest.mark.parametrize("year", [2557, 2558])
async def test_the_shipped_frames_are_the_documents_table_row_by_row(api: httpx.AsyncClient, year: int) -> None:
    text = files("services.evaluation.frames").joinpath("data/frames_of_documents.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["fiscal_year_be"] == str(year)]
    frame = await document_frame(api, year)
    shown = [
        {
            "fiscal_year_be": str(frame["fiscal_year"]),
            "side_th": SIDES[item["side"]],
            "dimension_no": str(item["dimension_no"]),
            "dimension_th": item["dimension_th"],
            "item_code": item["code"] or "",
            "item_th": item["name_th"],
            "weight": item["weight"] or "",
            "note": item["doubt"] or "",
            "result_source": item["result_source"],
        }
        for item in frame["items"]
    ]
    assert shown == rows
    assert len(rows) == 7
    assert [item["rubric"] for item in frame["items"]] == [None] * 7
    assert (frame["weights"], frame["bands"], frame["dated_on"]) == (None, [], "2014-08-04")


async def test_the_doubtful_words_of_2557_stand_as_the_document_has_them(api: httpx.AsyncClient) -> None:
    last = (await document_frame(api, 2557))["items"][-1]
    assert (last["name_th"], last["code"], last["side"]) == ("การสร้างความปลอดภัย", None, None)
    assert "ความโปร่งใส" in last["doubt"]


async def test_the_scoring_methods_are_rows_with_their_source_and_open_to_everyone(api: httpx.AsyncClient) -> None:
    answer = await api.get(f"{PATH}/methods")
    assert answer.status_code == 200
    shown = {row["code"]: row for row in answer.json()["items"]}
    assert {code: (row["levels"], row["below"]) for code, row in shown.items()} == {
        method.code: ([int(level) for level in method.levels], int(method.below)) for method in METHODS.values()
    }
    assert {code: row["confidence"] for code, row in shown.items()} == {"five_level": "high", "three_target": "medium"}
    assert all(row["source"] and row["dated_on"] for row in shown.values())


async def test_a_rubric_of_a_method_that_is_not_there_is_refused(api: httpx.AsyncClient, as_: As) -> None:
    item = {**examples.CREATE["items"][0]}
    body = frame_body(items=[{**item, "rubric": {**item["rubric"], "method": "ten_level"}}])
    answer = await api.post(PATH, json=body, headers={**as_(KEEPER), **key()})
    assert (answer.status_code, [fault["code"] for fault in answer.json()["errors"]]) == (
        422,
        ["scoring_method_unknown"],
    )


async def test_missing_weights_are_reported_and_give_no_score(api: httpx.AsyncClient, as_: As) -> None:
    frame = await document_frame(api, 2558)
    body = {"values": [{"position": 1, "value": 4.5}]}
    score = (await api.post(f"{PATH}/{frame['id']}/simulate-score", json=body, headers=as_("province:50"))).json()
    assert (score["weights"], score["scored_weight"], score["score"]) == (None, 0, None)
    assert [item["state"] for item in score["items"]] == ["no_rubric", *["not_reported"] * 6]


async def test_a_draft_is_corrected_published_and_superseded_by_the_next_edition(
    api: httpx.AsyncClient, as_: As
) -> None:
    year = next(YEARS)
    items = [{**examples.CREATE["items"][0]}]
    draft = await api.post(PATH, json=frame_body(fiscal_year=year, items=items), headers={**as_(KEEPER), **key()})
    path = draft.headers["location"]
    refused = await api.post(f"{path}/publish", headers={**as_(KEEPER), **key()})
    assert (refused.status_code, refused.json()["code"]) == (422, "evaluation_frame_incomplete")
    assert [fault["code"] for fault in refused.json()["errors"]] == ["weights_do_not_add_up"]
    headers = {**as_(KEEPER), "If-Match": draft.headers["etag"]}
    patched = await api.patch(path, json={"items": examples.CREATE["items"], "bands": []}, headers=headers)
    assert (patched.status_code, patched.headers["etag"], patched.json()["weights"]) == (200, '"2"', 100)
    assert len(patched.json()["items"]) == 2
    published = (await api.post(f"{path}/publish", headers={**as_(KEEPER), **key()})).json()
    assert (published["state"], published["edition"]) == ("published", 1)
    body = frame_body(fiscal_year=year, items=[], bands=[], copied_from_id=published["id"])
    copy = (await api.post(PATH, json=body, headers={**as_(KEEPER), **key()})).json()
    assert (copy["items"], copy["copied_from_id"], copy["edition"]) == (published["items"], published["id"], None)
    second = (await api.post(f"{PATH}/{copy['id']}/publish", headers={**as_(KEEPER), **key()})).json()
    assert (second["state"], second["edition"]) == ("published", 2)
    listed = (await api.get(PATH, params={"fiscal_year": year, "sort": "updated_at"})).json()["items"]
    assert [(item["edition"], item["state"]) for item in listed] == [(1, "superseded"), (2, "published")]
    history = (await api.get(f"{path}/history", headers=as_(KEEPER))).json()["items"]
    happened = [entry["type"].removeprefix("evaluation_frame.") for entry in history]
    assert happened == ["superseded", "published", "updated", "created"]
    assert set(history[2]["changes"]) == {"items", "bands"}


async def test_one_frame_of_a_year_is_in_force_however_many_are_published_at_once(
    api: httpx.AsyncClient, as_: As, make_frame: Make
) -> None:
    year = next(YEARS)
    drafts = [await make_frame(fiscal_year=year) for _ in range(4)]
    answers = await asyncio.gather(
        *(api.post(f"{PATH}/{draft['id']}/publish", headers={**as_(KEEPER), **key()}) for draft in drafts)
    )
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"busy"}
    done = sum(answer.status_code == 200 for answer in answers)
    listed = (await api.get(PATH, params={"fiscal_year": year})).json()["items"]
    assert sorted(item["edition"] for item in listed) == list(range(1, done + 1))
    assert [item["edition"] for item in listed if item["state"] == "published"] == [done]


@pytest.mark.parametrize("state", ["draft", "discarded"])
async def test_a_draft_is_seen_by_its_keeper_alone(
    api: httpx.AsyncClient, as_: As, make_frame: Make, state: str
) -> None:
    frame = await make_frame(state)
    path = f"{PATH}/{frame['id']}"
    for headers in ({}, as_("province:50"), as_("evaluation_committee"), as_("interior")):
        hidden = await api.get(path, headers=headers)
        nothing = await api.get(f"{PATH}/{ABSENT}", headers=headers)
        assert hidden.status_code == nothing.status_code == 404
        assert hidden.json()["code"] == nothing.json()["code"]
        listed = (await api.get(PATH, params={"fiscal_year": 2569, "limit": 200}, headers=headers)).json()["items"]
        assert frame["id"] not in [item["id"] for item in listed]
    assert (await api.get(path, headers=as_(KEEPER))).json()["state"] == state
    simulated = await api.post(f"{path}/simulate-score", json=examples.SIMULATE, headers=as_("province:50"))
    assert simulated.status_code == 404
    listed = await api.get(PATH, params={"fiscal_year": 2569, "state": state, "limit": 200}, headers=as_(KEEPER))
    assert frame["id"] in [item["id"] for item in listed.json()["items"]]


async def test_what_is_published_is_open_and_changes_no_more(api: httpx.AsyncClient, as_: As, make_frame: Make) -> None:
    frame = await make_frame("published", fiscal_year=next(YEARS))
    path = f"{PATH}/{frame['id']}"
    read = await api.get(path)
    assert (read.status_code, read.headers["etag"]) == (200, '"2"')
    assert read.json()["items"] == frame["items"]
    allowed = {action["action"]: action["code"] for action in frame["allowed_actions"]}
    assert allowed == {
        "evaluation_frame.read_history": None,
        "evaluation_frame.update": "state_does_not_allow",
        "evaluation_frame.publish": "state_does_not_allow",
        "evaluation_frame.discard": "state_does_not_allow",
        "evaluation_frame.simulate_score": None,
    }
    headers = {**as_(KEEPER), "If-Match": '"2"'}
    for answer in (
        await api.patch(path, json={"title_th": "ชื่อใหม่"}, headers=headers),
        await api.delete(path, headers=headers),
        await api.post(f"{path}/publish", headers={**as_(KEEPER), **key()}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "state_does_not_allow")


async def test_pages_follow_one_another_without_a_frame_lost_or_twice(
    api: httpx.AsyncClient, as_: As, make_frame: Make
) -> None:
    year = next(YEARS)
    made = [(await make_frame(fiscal_year=year))["id"] for _ in range(5)]
    for sort in ("fiscal_year", "-fiscal_year", "updated_at", "-updated_at"):
        seen: list[str] = []
        query: Json = {"fiscal_year": year, "sort": sort, "limit": 2}
        while True:
            page = (await api.get(PATH, params=query, headers=as_(KEEPER))).json()
            seen += [item["id"] for item in page["items"]]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        assert seen == (made[::-1] if sort.startswith("-") else made)


async def test_two_drafts_of_one_title_in_a_year_are_refused(api: httpx.AsyncClient, as_: As, make_frame: Make) -> None:
    first, second = await make_frame(), await make_frame()
    again = await api.post(PATH, json=frame_body(title_th=first["title_th"]), headers={**as_(KEEPER), **key()})
    headers = {**as_(KEEPER), "If-Match": '"1"'}
    renamed = await api.patch(f"{PATH}/{second['id']}", json={"title_th": first["title_th"]}, headers=headers)
    for answer in (again, renamed):
        assert (answer.status_code, answer.json()["code"]) == (409, "evaluation_frame_exists")
        assert answer.json()["facts"]["frame_id"] == first["id"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"copied_from_id": ABSENT, "items": [], "bands": []}, "copied_frame_unknown"),
        ({"copied_from_id": ABSENT}, "copy_and_content"),
        ({"items": [{**examples.CREATE["items"][0], "weight": {"value": "60", "source": "ก"}}]}, "not_a_number"),
    ],
)
async def test_a_frame_that_cannot_be_made_is_refused(
    api: httpx.AsyncClient, as_: As, changed: Json, code: str
) -> None:
    answer = await api.post(PATH, json=frame_body(**changed), headers={**as_(KEEPER), **key()})
    assert answer.status_code == 422
    assert code in {answer.json()["code"], *(fault["code"] for fault in answer.json()["errors"])}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (100.5, "weight_out_of_range"),
        (-1, "weight_out_of_range"),
        (0.00001, "weight_out_of_range"),
        (33.333333333333336, "too_many_digits"),
        (1e300, "too_many_digits"),
        (True, "not_a_number"),
        ("40", "not_a_number"),
    ],
)
async def test_a_weight_is_a_number_between_0_and_100(
    api: httpx.AsyncClient, as_: As, make_frame: Make, value: Any, code: str
) -> None:
    frame = await make_frame()
    item = {**examples.CREATE["items"][0]}
    body = {"items": [{**item, "weight": {**item["weight"], "value": value}}]}
    headers = {**as_(KEEPER), "If-Match": '"1"'}
    answer = await api.patch(f"{PATH}/{frame['id']}", json=body, headers=headers)
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [("/items/0/weight/value", code)]


async def test_a_simulated_score_shows_its_trace_and_is_kept_nowhere(
    api: httpx.AsyncClient, as_: As, make_frame: Make
) -> None:
    frame = await make_frame("published", fiscal_year=next(YEARS))
    path = f"{PATH}/{frame['id']}/simulate-score"
    partial = (await api.post(path, json=examples.SIMULATE, headers=as_("province:50"))).json()
    assert partial == {**examples.SIMULATED, "frame_id": frame["id"], "frame_version": 2}
    body = {"values": [{"position": 1, "value": 4.6}, {"position": 2, "value": 96}]}
    whole = (await api.post(path, json=body, headers=as_("evaluator"))).json()
    assert (whole["score"], whole["scored_weight"], whole["band"]) == (4.76, 100, "ดีเด่น")
    assert whole["items"][0]["weight"]["source"] == "ตัวอย่างของระบบ ไม่ใช่ข้อมูลทางการ"
    assert (await api.get(f"{PATH}/{frame['id']}")).json()["version"] == 2
    history = (await api.get(f"{PATH}/{frame['id']}/history", headers=as_(KEEPER))).json()["items"]
    assert len(history) == 2


async def test_a_score_is_the_same_bytes_in_whatever_order_the_values_come(
    api: httpx.AsyncClient, as_: As, make_frame: Make
) -> None:
    frame = await make_frame("published", fiscal_year=next(YEARS))
    values = [{"position": 1, "value": 3.3333}, {"position": 2, "value": 91.07}]
    answers = [
        await api.post(f"{PATH}/{frame['id']}/simulate-score", json={"values": order}, headers=as_("cluster:C52-15"))
        for order in (values, values[::-1])
    ]
    assert answers[0].content == answers[1].content
    first, second = (
        canonical(SimulatedFrameScore.model_validate_json(each.content).model_dump(mode="json")) for each in answers
    )
    assert first == second


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([{"position": 3, "value": 1}], "item_unknown"),
        ([{"position": 1, "value": 1}, {"position": 1, "value": 2}], "item_twice"),
        ([{"position": 1, "value": "ก"}], "not_a_number"),
    ],
)
async def test_results_that_fit_no_item_are_refused(
    api: httpx.AsyncClient, as_: As, make_frame: Make, values: list[Json], code: str
) -> None:
    frame = await make_frame()
    answer = await api.post(f"{PATH}/{frame['id']}/simulate-score", json={"values": values}, headers=as_(KEEPER))
    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json()["errors"]] == [code]


@pytest.mark.parametrize("grant", ["province:50", "evaluation_committee", "evaluator", "ministry:05"])
async def test_only_its_keeper_drafts_changes_and_publishes(
    api: httpx.AsyncClient, as_: As, make_frame: Make, grant: str
) -> None:
    frame = await make_frame("published", fiscal_year=next(YEARS))
    path, headers = f"{PATH}/{frame['id']}", {**as_(grant), **key(), "If-Match": '"2"'}
    for answer in (
        await api.post(PATH, json=frame_body(), headers=headers),
        await api.patch(path, json={"title_th": "ชื่อใหม่"}, headers=headers),
        await api.post(f"{path}/publish", headers=headers),
        await api.delete(path, headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")


async def test_the_same_key_makes_one_frame(api: httpx.AsyncClient, as_: As) -> None:
    body, headers = frame_body(title_th=f"กรอบ {uuid4()}"), {**as_(KEEPER), **key()}
    first, second = [await api.post(PATH, json=body, headers=headers) for _ in range(2)]
    assert (second.headers["idempotent-replayed"], second.content) == ("true", first.content)
