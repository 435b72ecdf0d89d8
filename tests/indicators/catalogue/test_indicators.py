"""`/v1/indicators` through the gateway: from draft to retirement, and every way it can be refused."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import rfc8785
from sqlalchemy import update

from services.indicators.catalogue.models import Indicator
from tests.conftest import As, key
from tests.indicators.catalogue.conftest import KEEPER, OWNER, PATH, Json, Make, indicator_body
from tests.stack import Stack

PERCENT = {"unit_code": "percent", "unit_name_th": "ร้อยละ"}
REASON = {"reason": "กระทรวงเปลี่ยนแหล่งข้อมูล"}


async def patch(api: httpx.AsyncClient, headers: dict[str, str], indicator: Json, body: Json) -> httpx.Response:
    """Change an indicator as it was last read."""
    tag = {"If-Match": f'"{indicator["version"]}"'}
    return await api.patch(f"{PATH}/{indicator['id']}", json=body, headers={**headers, **tag})


async def act(
    api: httpx.AsyncClient, headers: dict[str, str], indicator: Json, verb: str, body: Json | None = None
) -> Any:
    """Do an action on an indicator with a fresh key."""
    return await api.post(f"{PATH}/{indicator['id']}/{verb}", json=body, headers={**headers, **key()})


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


async def test_an_indicator_is_drafted_completed_published_redefined_and_retired(
    api: httpx.AsyncClient, as_: As, make_indicator: Make
) -> None:
    draft = await make_indicator(definition_th=None, topic_codes=[])
    assert (draft["definition_version"], draft["national_value_derivable"]) == (0, True)
    refused = await act(api, as_(KEEPER), draft, "publish")
    assert (refused.status_code, refused.json()["code"]) == (422, "indicator_incomplete")
    assert faults(refused) == [("/definition_th", "missing"), ("/topic_codes", "missing")]
    patched = await patch(api, as_(OWNER), draft, {"definition_th": "รายได้", "topic_codes": ["B1.2", "A1.2"]})
    assert (patched.status_code, patched.json()["topic_codes"]) == (200, ["A1.2", "B1.2"])
    published = await act(api, as_(KEEPER), draft, "publish")
    assert (published.json()["state"], published.json()["definition_version"]) == ("published", 1)
    silent = await patch(api, as_(OWNER), published.json(), {"formula_th": "ผลรวมใหม่"})
    assert faults(silent) == [("/reason", "missing")]
    redefined = await patch(api, as_(OWNER), published.json(), {"formula_th": "ผลรวมใหม่", **REASON})
    assert redefined.json()["definition_version"] == 2
    relabelled = await patch(api, as_(OWNER), redefined.json(), {"name_en": "Tourism income"})
    assert relabelled.json()["definition_version"] == 2
    retired = await act(api, as_(KEEPER), draft, "retire", {"reason": "รวมกับตัวชี้วัดอื่น"})
    assert (retired.json()["state"], retired.json()["retire_reason"]) == ("retired", "รวมกับตัวชี้วัดอื่น")
    over = await patch(api, as_(OWNER), retired.json(), {"name_en": "x"})
    assert (over.status_code, over.json()["code"]) == (409, "state_does_not_allow")
    history = (await api.get(f"{PATH}/{draft['id']}/history", headers=as_(OWNER))).json()["items"]
    told = [entry["type"].removeprefix("indicator.") for entry in history]
    assert told == ["retired", "updated", "updated", "published", "updated", "created"]
    assert history[2]["changes"] == {"formula_th": [draft["formula_th"], "ผลรวมใหม่"], **REASON}


async def test_every_version_of_a_definition_stays_readable_with_its_hash(
    api: httpx.AsyncClient, as_: As, make_indicator: Make
) -> None:
    bounds = {"direction": "range", "range_lower": 6.5, "range_upper": 8}
    published = await make_indicator("published", **bounds)
    changed = await patch(api, as_(OWNER), published, {"range_upper": 8.25, "level": "hybrid", **REASON})
    assert changed.status_code == 200, changed.text
    versions = (await api.get(f"{PATH}/{published['id']}/definitions")).json()["items"]
    assert [each["definition_version"] for each in versions] == [2, 1]
    assert [each["definition"]["range_upper"] for each in versions] == [8.25, 8]
    assert [each["definition"]["level"] for each in versions] == ["hybrid", "outcome"]
    assert [each["reason"] for each in versions] == [REASON["reason"], None]
    for each in versions:
        assert each["content_hash"] == hashlib.sha256(rfc8785.dumps(each["definition"])).hexdigest()


async def test_once_there_are_data_unit_direction_and_aggregation_stay(
    api: httpx.AsyncClient, as_: As, stack: Stack, make_indicator: Make
) -> None:
    indicator = await make_indicator("published")
    since = datetime(2015, 1, 9, 2, 15, tzinfo=UTC)
    async with stack.sessions("indicators").begin() as session:
        await session.execute(update(Indicator).where(Indicator.id == UUID(indicator["id"])).values(data_since=since))
    for field, value in (
        ("unit_code", "thousand_baht"),
        ("direction", "lower"),
        ("time_aggregation", "last"),
        ("area_aggregation", "none"),
    ):
        answer = await patch(api, as_(KEEPER), indicator, {field: value, **REASON})
        assert (answer.status_code, answer.json()["code"]) == (409, "aggregation_frozen"), answer.text
        assert faults(answer) == [(f"/{field}", "frozen")]
        assert answer.json()["facts"] == {"fields": field, "data_since": "2015-01-09T02:15:00.000000Z"}
    same = await patch(api, as_(OWNER), indicator, {"unit_code": indicator["unit_code"], "data_source": "อื่น", **REASON})
    assert (same.status_code, same.json()["definition_version"]) == (200, 2)
    assert same.json()["data_since"] == "2015-01-09T02:15:00.000000Z"


async def test_a_ratio_is_made_of_published_sums_and_keeps_them(
    api: httpx.AsyncClient, as_: As, make_indicator: Make
) -> None:
    visitors, income = await make_indicator(), await make_indicator("published")
    parts = {"numerator_indicator_id": income["id"], "denominator_indicator_id": visitors["id"]}
    ratio = await make_indicator(area_aggregation="ratio", **PERCENT, **parts)
    assert ratio["national_value_derivable"] is True
    early = await act(api, as_(KEEPER), ratio, "publish")
    assert faults(early) == [("/denominator_indicator_id", "part_not_published")]
    await act(api, as_(KEEPER), visitors, "publish")
    assert (await act(api, as_(KEEPER), ratio, "publish")).status_code == 200
    retired = await act(api, as_(KEEPER), income, "retire", {"reason": "ทดสอบ"})
    assert (retired.status_code, retired.json()["facts"]) == (409, {"codes": ratio["code"]})
    spoilt = await patch(api, as_(OWNER), income, {"area_aggregation": "none", **REASON})
    assert (spoilt.status_code, spoilt.json()["code"]) == (409, "indicator_in_use")
    nested = indicator_body(area_aggregation="ratio", **PERCENT, **{**parts, "numerator_indicator_id": ratio["id"]})
    answer = await api.post(PATH, json=nested, headers={**as_(OWNER), **key()})
    assert faults(answer) == [("/numerator_indicator_id", "part_not_summable")]


async def test_a_percentage_without_parts_is_not_derivable(make_indicator: Make) -> None:
    indicator = await make_indicator(area_aggregation="none", **PERCENT)
    assert indicator["national_value_derivable"] is False


async def test_anothers_draft_is_no_part_that_one_may_name(
    api: httpx.AsyncClient, as_: As, make_indicator: Make
) -> None:
    foreign = await make_indicator(grant="province:50", owner_function_code=None, owner_area_code="50")
    body = indicator_body(area_aggregation="weighted_average", denominator_indicator_id=foreign["id"], **PERCENT)
    answer = await api.post(PATH, json=body, headers={**as_(OWNER), **key()})
    assert faults(answer) == [("/denominator_indicator_id", "indicator_unknown")]


@pytest.mark.parametrize("place", ["nowhere", "itself", "draft"])
async def test_what_replaces_an_indicator_is_another_published_one(
    api: httpx.AsyncClient, as_: As, make_indicator: Make, place: str
) -> None:
    indicator, draft = await make_indicator("published"), await make_indicator()
    wrong = {"nowhere": str(uuid4()), "itself": indicator["id"], "draft": draft["id"]}[place]
    body = {"reason": "รวมตัวชี้วัด", "replaced_by_id": wrong}
    refused = await act(api, as_(KEEPER), indicator, "retire", body)
    assert faults(refused) == [("/replaced_by_id", "not_published")]
    other = await make_indicator("published")
    retired = await act(api, as_(KEEPER), indicator, "retire", {**body, "replaced_by_id": other["id"]})
    assert retired.json()["replaced_by_id"] == other["id"]


@pytest.mark.parametrize("state", ["draft", "published", "retired"])
async def test_both_doors_write_the_same_bytes(api: httpx.AsyncClient, as_: As, stack: Stack, state: str) -> None:
    bounds = {
        "direction": "range",
        "range_lower": -0.0001,
        "range_upper": 12345678901.2345,
        "topic_codes": ["B4", "A2.3"],
    }
    body = indicator_body(name_en='Say "สวัสดี" \\ /', unit_of_analysis=None, **bounds)
    made = await api.post(PATH, json=body, headers={**as_(KEEPER), **key()})
    if state != "draft":
        made = await act(api, as_(KEEPER), made.json(), "publish")
    if state == "retired":
        made = await act(api, as_(KEEPER), made.json(), "retire", {"reason": "บรรทัดแรก\nบรรทัดสอง"})
    assert made.json()["state"] == state
    read = await api.get(f"{PATH}/{made.json()['id']}", headers=as_(KEEPER))
    assert read.content == made.content
    assert read.headers["etag"] == made.headers["etag"]
    listed = await api.get(PATH, params={"code": body["code"], "expand": "allowed_actions"}, headers=as_(KEEPER))
    assert json.loads(listed.content)["items"] == [read.json()]


@pytest.mark.parametrize("state", ["draft", "published", "retired"])
async def test_a_draft_is_its_owners_and_the_keepers_and_the_rest_is_everyones(
    api: httpx.AsyncClient, as_: As, make_indicator: Make, state: str
) -> None:
    indicator = await make_indicator(state)
    for grant in (OWNER, KEEPER, "ministry:07", "province:50", "cluster:C52-15", "auditor", "evaluator", None):
        sees = state != "draft" or grant in (OWNER, KEEPER)
        headers = as_(grant) if grant else {}
        for path in ("", "/definitions"):
            answer = await api.get(f"{PATH}/{indicator['id']}{path}", headers=headers)
            assert answer.status_code == (200 if sees else 404), (grant, path)
        listed = (await api.get(PATH, params={"code": indicator["code"]}, headers=headers)).json()["items"]
        assert [each["id"] for each in listed] == ([indicator["id"]] if sees else []), grant
    history = await api.get(f"{PATH}/{indicator['id']}/history", headers=as_("province:50"))
    assert history.status_code == (404 if state == "draft" else 403)


async def test_only_the_keeper_publishes_and_only_it_registers_for_others(
    api: httpx.AsyncClient, as_: As, make_indicator: Make
) -> None:
    draft = await make_indicator()
    own = await act(api, as_(OWNER), draft, "publish")
    assert (own.status_code, own.json()["code"]) == (403, "not_permitted")
    told = {each["action"]: each["allowed"] for each in draft["allowed_actions"]}
    assert told["indicator.update"] is True
    assert told["indicator.publish"] is told["indicator.retire"] is False
    foreign = await api.post(PATH, json=indicator_body(), headers={**as_("ministry:07"), **key()})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "not_permitted")
    by_keeper = await api.post(PATH, json=indicator_body(), headers={**as_(KEEPER), **key()})
    assert by_keeper.json()["owner_function_code"] == "05"
    published = await make_indicator("published")
    stranger = await patch(api, as_("province:50"), published, {"name_en": "x"})
    assert stranger.status_code == 403


async def test_a_code_is_taken_for_good(api: httpx.AsyncClient, as_: As, make_indicator: Make) -> None:
    first = await make_indicator("retired")
    answer = await api.post(PATH, json=indicator_body(code=first["code"]), headers={**as_(OWNER), **key()})
    assert (answer.status_code, answer.json()["code"]) == (409, "indicator_exists")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"owner_function_code": None}, "/owner_area_code", "one_owner"),
        ({"owner_area_code": "50"}, "/owner_area_code", "one_owner"),
        ({"code": "รายได้"}, "/code", "string_pattern_mismatch"),
        ({"unit_code": "Baht"}, "/unit_code", "string_pattern_mismatch"),
        ({"decimals": 5}, "/decimals", "less_than_equal"),
        ({"level": "impact"}, "/level", "literal_error"),
        ({"area_aggregation": "mean"}, "/area_aggregation", "literal_error"),
        ({"topic_codes": ["B1"]}, "/topic_codes/0", "topic_unknown"),
        ({"topic_codes": ["A1.1", "B4.9"]}, "/topic_codes/1", "topic_unknown"),
        ({"topic_codes": ["B1.2", "B1.2"]}, "/topic_codes", "topic_twice"),
        ({"direction": "range", "range_lower": "5"}, "/range_lower", "not_a_number"),
        ({"direction": "range", "range_lower": True}, "/range_lower", "not_a_number"),
        ({"direction": "range", "range_lower": 0.00001}, "/range_lower", "too_many_decimals"),
        ({"direction": "range", "range_lower": 1e15}, "/range_lower", "too_many_digits"),
        ({"direction": "range", "range_lower": 1234567890123.125}, "/range_lower", "too_many_digits"),
        ({"state": "published"}, "/state", "extra_forbidden"),
        ({"data_since": None}, "/data_since", "extra_forbidden"),
    ],
)
async def test_what_is_wrong_with_a_body_is_said_where_it_is(
    api: httpx.AsyncClient, as_: As, body: Json, pointer: str, code: str
) -> None:
    answer = await api.post(PATH, json=indicator_body(**body), headers={**as_(OWNER), **key()})
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in faults(answer)


async def test_thai_is_found_whatever_the_tone_marks_and_sorted_as_a_dictionary_does(
    api: httpx.AsyncClient, as_: As, make_indicator: Make
) -> None:
    mark = uuid4().hex
    for word in ("แก้ว", "เกาะ", "ขิง", "กล้วย", "ไก่"):
        await make_indicator("published", name_th=f"{word} {mark}")

    async def names(**query: Any) -> list[str]:
        found: list[str] = []
        page: Json = {"next_cursor": ""}
        while page["next_cursor"] is not None:
            cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
            page = (await api.get(PATH, params={"limit": 2, **query, **cursor})).json()
            found += [item["name_th"].split()[0] for item in page["items"]]
        return found

    assert await names(q=mark) == ["กล้วย", "เกาะ", "แก้ว", "ไก่", "ขิง"]
    assert await names(q=mark, sort="-name_th") == ["ขิง", "ไก่", "แก้ว", "เกาะ", "กล้วย"]
    assert await names(q=f"แกว {mark}") == ["แก้ว"]
    assert await names(q=f"กาะ {mark}") == ["เกาะ"]
    assert sorted(await names(q=mark, sort="code")) == sorted(["กล้วย", "เกาะ", "แก้ว", "ไก่", "ขิง"])


async def test_filters_narrow(api: httpx.AsyncClient, as_: As, make_indicator: Make) -> None:
    mark = uuid4().hex
    await make_indicator("published", name_th=f"รายได้ {mark}", topic_codes=["A1.2"], level="output")
    await make_indicator("retired", name_th=f"ขยะ {mark}", topic_codes=["B2.1"], host_function_code="09")

    async def names(**filters: Any) -> list[str]:
        answer = await api.get(PATH, params={"q": mark, **filters})
        assert answer.status_code == 200, answer.text
        return [item["name_th"].split()[0] for item in answer.json()["items"]]

    assert await names(state="retired") == ["ขยะ"]
    assert await names(topic_code="A1.2") == ["รายได้"]
    assert await names(topic_code="B2") == ["ขยะ"]
    assert await names(topic_code="B1") == []
    assert await names(taxonomy="B") == ["ขยะ"]
    assert await names(host_function_code="09") == ["ขยะ"]
    assert await names(level="output", owner_function_code="05") == ["รายได้"]
    assert await names(owner_area_code="50") == []


@pytest.mark.parametrize("nothing", ["%", "_", "…", "\u0e48", "ฯ ๆ"])
async def test_a_search_for_no_letter_is_told_so_and_finds_not_everything(api: httpx.AsyncClient, nothing: str) -> None:
    answer = await api.get(PATH, params={"q": nothing})
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("?q", "nothing_to_search")]
