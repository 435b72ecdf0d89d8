"""`/v1/topics`: both taxonomies of the document, the mapping between them, and what is kept by those who have it."""

import httpx


async def test_both_taxonomies_stand_side_by_side(api: httpx.AsyncClient) -> None:
    topics = (await api.get("/v1/topics")).json()["items"]
    counted = {
        (taxonomy, is_group): sum(
            each["taxonomy"] == taxonomy and (each["parent_code"] is None) is is_group for each in topics
        )
        for taxonomy in "AB"
        for is_group in (True, False)
    }
    assert counted == {("A", True): 2, ("A", False): 7, ("B", True): 4, ("B", False): 16}
    assert [each["code"] for each in topics if each["is_open_ended"]] == ["B4"]
    assert all(each["source"] and each["name_en"] for each in topics)
    only_a = (await api.get("/v1/topics", params={"taxonomy": "A"})).json()["items"]
    assert only_a == [each for each in topics if each["taxonomy"] == "A"]


async def test_every_topic_of_b_falls_under_one_of_a_and_guesses_say_so(api: httpx.AsyncClient) -> None:
    topics = (await api.get("/v1/topics")).json()["items"]
    mapped = {each["code"]: each["maps_to"] for each in topics if each["taxonomy"] == "B" and each["parent_code"]}
    assert {len(ends) for ends in mapped.values()} == {1}
    assert all(ends[0]["code"].startswith("A") for ends in mapped.values())
    guesses = {code for code, ends in mapped.items() if ends[0]["certainty"] == "own_guess"}
    assert guesses == {"B1.4", "B1.5", "B2.2", "B3.1", "B3.2", "B3.3"}
    assert all(mapped[code][0]["note"] for code in guesses)


async def test_a_topic_shows_both_directions_of_its_mapping(api: httpx.AsyncClient) -> None:
    otop = (await api.get("/v1/topics/B1.4")).json()
    assert [(end["code"], end["certainty"]) for end in otop["maps_to"]] == [("A1.3", "own_guess")]
    trade = (await api.get("/v1/topics/A1.3")).json()
    assert [end["code"] for end in trade["mapped_from"]] == ["B1.3", "B1.4"]
    assert (await api.get("/v1/topics/C1")).status_code == 404


async def test_who_has_the_topics_is_told_that_they_are_the_same(api: httpx.AsyncClient) -> None:
    for path in ("/v1/topics", "/v1/topics/B1.2"):
        first = await api.get(path)
        assert first.headers["cache-control"] == "public, max-age=3600"
        for tag in (first.headers["etag"], f'"old", W/{first.headers["etag"]}', "*"):
            again = await api.get(path, headers={"If-None-Match": tag})
            assert (again.status_code, again.content) == (304, b"")
        changed = await api.get(path, headers={"If-None-Match": '"old"'})
        assert (changed.status_code, changed.content) == (200, first.content)
