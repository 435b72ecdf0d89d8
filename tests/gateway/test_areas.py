"""Areas and functions over HTTP."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.areas.rules import by_code, by_name, page_of
from services.shared import reference


async def codes(api: httpx.AsyncClient, path: str, **query: str | int) -> list[str]:
    answer = await api.get(path, params={"limit": 200, **query})
    assert answer.status_code == 200, answer.text
    assert answer.json()["next_cursor"] is None
    return [item["code"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 120),
        ({"kind": "province"}, 76),
        ({"kind": "province", "fiscal_year": 2554}, 75),
        ({"kind": "province", "fiscal_year": 2555}, 76),
        ({"kind": "cluster", "fiscal_year": 2558}, 18),
        ({"kind": "cluster"}, 36),
        ({"kind": "region"}, 6),
        ({"kind": "special"}, 1),
        ({"region": "R60-N", "kind": "province"}, 17),
        ({"region": "R60-NE", "kind": "province", "fiscal_year": 2562}, 20),
        ({"region": "R60-NE", "kind": "province", "fiscal_year": 2558}, 0),
    ],
)
async def test_filters_narrow_together_and_a_year_picks_its_structure(
    api: httpx.AsyncClient, query: dict[str, Any], count: int
) -> None:
    assert len(await codes(api, "/v1/areas", **query)) == count


async def test_members_of_a_cluster_are_those_of_the_year(api: httpx.AsyncClient) -> None:
    members = await codes(api, "/v1/areas", member_of="C52-15", fiscal_year=2558)
    assert members == sorted(reference.members_of("C52-15", 2558))
    assert await codes(api, "/v1/areas", member_of="C52-15", fiscal_year=2565) == []


@pytest.mark.parametrize("q", ["เชียงใหม่", "เชียงใหม", "ชียงใหม", "chiang mai", " เชียงใหม่ ", "ชม"])
async def test_search_forgives_tone_marks_case_and_spaces(api: httpx.AsyncClient, q: str) -> None:
    assert "50" in await codes(api, "/v1/areas", q=q)


async def test_names_stand_in_thai_dictionary_order_both_ways(api: httpx.AsyncClient) -> None:
    forwards = await codes(api, "/v1/areas", kind="province", sort="name_th")
    names = [area.name_th for code in forwards if (area := reference.area(code))]
    assert names[:5] == ["กระบี่", "กาญจนบุรี", "กาฬสินธุ์", "กำแพงเพชร", "ขอนแก่น"]
    assert names.index("เชียงใหม่") < names.index("ตรัง") < names.index("แพร่") < names.index("ภูเก็ต")
    assert await codes(api, "/v1/areas", kind="province", sort="-name_th") == forwards[::-1]


async def test_pages_join_without_gap_or_repeat_and_a_cursor_fits_one_question_only(api: httpx.AsyncClient) -> None:
    for sort in ("code", "-code", "name_th", "-name_th"):
        seen, cursor = [], None
        while True:
            query = {"limit": 7, "sort": sort, "kind": "province", **({"cursor": cursor} if cursor else {})}
            page = (await api.get("/v1/areas", params=query)).json()
            seen += [item["code"] for item in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                break
            last = cursor
        assert len(seen) == len(set(seen)) == 76
        for changed in ({"kind": "cluster"}, {"sort": "code" if sort != "code" else "-code"}, {"cursor": "x" + last}):
            query = {"limit": 7, "sort": sort, "kind": "province", "cursor": last, **changed}
            assert (await api.get("/v1/areas", params=query)).json()["code"] == "cursor_invalid"


@given(limit=st.integers(1, 40), descending=st.booleans(), by_names=st.booleans())
def test_pages_of_any_size_hold_every_record_once_in_order(limit: int, descending: bool, by_names: bool) -> None:
    key = by_name if by_names else by_code
    seen: list[str] = []
    after: str | None = None
    while True:
        page, after = page_of(reference.areas(), key, after, limit, descending=descending)
        seen += [key(each) for each in page]
        if after is None:
            break
    assert seen == sorted((key(each) for each in reference.areas()), reverse=descending)


async def test_an_area_shows_its_relations_with_their_validity(api: httpx.AsyncClient) -> None:
    area = (await api.get("/v1/areas/50")).json()
    assert (area["name_th"], area["kind"], area["iso_3166_2"]) == ("เชียงใหม่", "province", "TH-50")
    assert [link["code"] for link in area["member_of"]] == ["C60-15", "C52-15"]
    assert [link["code"] for link in area["centre_of"]] == ["C60-15", "C52-15"]
    assert area["member_of"][1]["last_fiscal_year"] == 2561
    assert area["members"] == area["predecessors"] == area["covers"] == []


async def test_a_split_is_seen_from_both_sides(api: httpx.AsyncClient) -> None:
    new, old = (await api.get("/v1/areas/38")).json(), (await api.get("/v1/areas/43")).json()
    assert [link["code"] for link in new["predecessors"]] == ["43"]
    assert [link["code"] for link in old["successors"]] == ["38"]
    assert [(link["code"], link["last_fiscal_year"]) for link in old["covers"]] == [("38", 2554)]


async def test_a_cluster_shows_members_and_centre(api: httpx.AsyncClient) -> None:
    cluster = (await api.get("/v1/areas/C52-15")).json()
    assert {link["code"] for link in cluster["members"]} == reference.members_of("C52-15", 2558)
    assert [link["code"] for link in cluster["centres"]] == ["50"]


async def test_functions_are_found_by_kind_parent_and_name(api: httpx.AsyncClient) -> None:
    ministries = await codes(api, "/v1/functions", kind="ministry")
    assert len(ministries) == 22
    departments = await codes(api, "/v1/functions", parent_code="07")
    assert departments == sorted(each.code for each in reference.departments_of("07"))
    assert "07" in await codes(api, "/v1/functions", q="เกษตร")
    shown = (await api.get("/v1/functions/07")).json()
    assert [each["code"] for each in shown["departments"]] == departments


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/areas/99", 404, "not_found"),
        ("/v1/functions/nothing", 404, "not_found"),
        ("/v1/areas?fiscal_year=2015", 422, "invalid"),
        ("/v1/areas?kind=town", 422, "invalid"),
        ("/v1/areas?region=99", 422, "invalid"),
        ("/v1/areas?sort=size", 422, "invalid"),
        ("/v1/areas?limit=0", 422, "invalid"),
        ("/v1/areas?limit=201", 422, "invalid"),
        ("/v1/areas?colour=red", 422, "invalid"),
        ("/v1/areas?q=%00", 422, "invalid"),
        ("/v1/areas?cursor=abc", 400, "cursor_invalid"),
    ],
)
async def test_what_cannot_be_answered_is_refused_by_name(
    api: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    answer = await api.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("path", ["/v1/areas", "/v1/areas/50", "/v1/functions?kind=ministry", "/v1/functions/07"])
async def test_what_the_caller_has_already_is_not_sent_again(api: httpx.AsyncClient, path: str) -> None:
    first = await api.get(path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=3600"
    for offered in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await api.get(path, headers={"If-None-Match": offered})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await api.get(path, headers={"If-None-Match": '"other"'})).status_code == 200


async def test_the_tag_is_that_of_the_content(api: httpx.AsyncClient) -> None:
    tags = [(await api.get(path)).headers["etag"] for path in ("/v1/areas", "/v1/areas?limit=3", "/v1/areas/50")]
    assert len(set(tags)) == 3
