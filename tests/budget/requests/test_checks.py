"""What checks name: what blocks, what needs a reason with the reason given, and whose regular mission a kind is."""

from uuid import uuid4

from services.budget.responsibilities.schemas import RECORD_EXAMPLE
from services.plans.projects.schemas import CREATE_EXAMPLE as PROJECT_EXAMPLE
from services.shared import reference
from tests.budget.ledger.books import BUREAU, Place, next_place, next_tree
from tests.budget.requests.lists import LISTS, REQUESTS, Desk, desk
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.world import World

FRAMEWORKS = "/v1/responsibility-frameworks"
BARE: Json = {"problem_th": None, "forum": None, "evidence": [], "reasons": [], "project_kind": None}


async def findings(at: Desk, request: Json, grant: str | None = None) -> dict[str, tuple[str, str | None]]:
    """What the checks of a request name: by code its severity and the reason given."""
    check = await at.read(f"{REQUESTS}/{request['id']}/checks", grant)
    assert check["is_ready"] == all(each["severity"] == "should" for each in check["findings"])
    return {each["code"]: (each["severity"], each["reason"]) for each in check["findings"]}


async def patched(at: Desk, request: Json, **changed: object) -> Json:
    """The request with something changed."""
    headers = {**at.world.as_(at.officer), "If-Match": f'"{request["version"]}"'}
    answer = await at.world.api.patch(f"{REQUESTS}/{request['id']}", json=changed, headers=headers)
    assert answer.status_code == 200, answer.text
    shown: Json = answer.json()
    return shown


async def draft_of(at: Desk, **changed: object) -> Json:
    """A project that is still on its owner's desk."""
    body = {**(await at.project()), "title_th": f"โครงการ {uuid4()}", **changed}
    sent = {name: body[name] for name in PROJECT_EXAMPLE if name in body}
    made: Json = (await at.world.create("/v1/projects", sent, at.officer)).json()
    return made


async def test_what_is_missing_is_named_and_what_needs_a_reason_shows_it(at: Desk) -> None:
    submission = await at.list()
    project = await draft_of(at, is_regular_mission=True, responsible_post=None)
    made = await at.world.create(REQUESTS, at.request_body(submission, project, **BARE), at.officer)
    request: Json = made.json()
    advice = ("evidence_missing", "forum_missing", "owner_missing", "plan_item_missing", "regular_mission")
    assert await findings(at, request) == {"missing": ("must", None)} | dict.fromkeys(advice, ("should", None))
    refused = await at.act(request, "submit")
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [("/problem_th", "missing")]
    listed = await at.read(f"{LISTS}/{submission['id']}/checks")
    assert [len(each["findings"]) for each in listed["requests"]] == [6]
    why = "หน่วยงานไม่มีงบปีนี้"
    evidence = [{"title_th": "สถิติอุบัติเหตุ", "source_th": "ตำรวจภูธร", "side": "state"}]
    reasons = [{"finding": "regular_mission", "reason_th": why}]
    request = await patched(at, request, problem_th="อุบัติเหตุสูง", evidence=evidence, reasons=reasons)
    found = await findings(at, request)
    assert "missing" not in found
    assert (found["evidence_one_sided"], found["regular_mission"]) == (("should", None), ("should", why))
    # It blocks nothing, and the committee reads the same list.
    submitted = await at.done(request, "submit")
    assert submitted["content_hash"] == request["content_hash"]
    assert await findings(at, submitted, at.committee) == found
    changed = await at.world.api.patch(
        f"/v1/projects/{project['id']}",
        json={"place_th": "ตำบลแม่ปูคา"},
        headers={**at.world.as_(at.officer), "If-Match": f'"{project["version"]}"'},
    )
    assert changed.status_code == 200, changed.text
    assert (await findings(at, submitted))["project_changed"] == ("must", None)


async def test_a_kind_that_belongs_to_a_department_is_pointed_out_with_where_to_send_it(world: World) -> None:
    place = Place(2690, "AREA", "50")
    at = Desk(world, place, {})
    headers = {**world.as_(BUREAU), **key()}
    body = {**RECORD_EXAMPLE, "fiscal_year": place.fiscal_year}
    unknown = {**body["kinds"][0], "function_code": "NOSUCH"}
    refused = await world.api.post(FRAMEWORKS, json={**body, "kinds": [unknown]}, headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/kinds/0/function_code")
    twice = await world.api.post(
        FRAMEWORKS, json={**body, "kinds": body["kinds"][:1] * 2}, headers={**headers, **key()}
    )
    assert [each["code"] for each in twice.json()["errors"]] == ["kind_twice"] * 2
    first = (await world.create(FRAMEWORKS, body, "opdc")).json()
    again = await world.api.post(FRAMEWORKS, json=body, headers={**headers, **key()})
    assert (again.status_code, again.json()["code"]) == (409, "responsibility_framework_exists")
    request = await at.request(await at.list(), ceiling_position="above", project_kind="HIGHWAY-MAINTENANCE")
    check = await at.read(f"{REQUESTS}/{request['id']}/checks")
    [pointed] = [each for each in check["findings"] if each["code"] == "kind_of_an_agency"]
    assert (pointed["severity"], pointed["pointer"]) == ("should", "/project_kind")
    assert "กรมทางหลวง (DOH)" in pointed["text"]["th"]
    request = await patched(at, request, project_kind=None)
    assert "project_kind_missing" in await findings(at, request)
    # A new edition takes the place of the one before, which stays as it was.
    second = {**body, "source": "ตัวอย่างของระบบ, not official: ฉบับแก้ไข", "kinds": [body["kinds"][1]]}
    assert (await world.create(FRAMEWORKS, second, BUREAU)).json()["edition"] == 2
    request = await patched(at, request, project_kind="CULTURE-TOURISM")
    assert not {"project_kind_missing", "kind_of_an_agency"} & (await findings(at, request)).keys()
    listed = await at.read(f"{FRAMEWORKS}?fiscal_year={place.fiscal_year}")
    assert [each["edition"] for each in listed["items"]] == [2, 1]
    assert listed["items"][1] == first == await at.read(f"{FRAMEWORKS}/{first['id']}")


async def test_a_cluster_says_each_provinces_share_to_the_satang(world: World) -> None:
    year, _ = next_tree()
    cluster = reference.clusters(year)[0].code
    one, other = sorted(reference.members_of(cluster, year))[:2]
    at = Desk(world, Place(year, "AREA", cluster), {})
    shares = [{"area_code": one, "amount": "300.00"}, {"area_code": other, "amount": "200.00"}]
    submission, project = await at.list(round=41), await at.project(shares=shares)
    body = at.request_body(submission, project, ceiling_position="above")

    def lines(*parts: tuple[str, str | None]) -> list[Json]:
        return [{**body["lines"][0], "amount": amount, "area_code": code} for amount, code in parts]

    headers = world.as_(at.officer)
    for wrong, code in (
        (lines(("300.00", one), ("199.99", other)), "lines_do_not_add_up"),
        (lines(("300.00", one), ("200.00", None)), "shares_do_not_add_up"),
        (lines(("300.00", one), ("200.00", "10")), "line_of_another_area"),
    ):
        answer = await world.api.post(REQUESTS, json={**body, "lines": wrong}, headers={**headers, **key()})
        assert (answer.status_code, [each["code"] for each in answer.json()["errors"]]) == (422, [code])
    request = (await world.create(REQUESTS, body, at.officer)).json()
    assert ("shares_missing" in await findings(at, request), request["shares"]) == (True, [])
    request = await patched(at, request, lines=lines(("300.00", one), ("150.00", other), ("50.00", other)))
    assert request["shares"] == shares
    assert "shares_missing" not in await findings(at, request)


async def test_a_province_asks_for_this_year_and_states_the_later_ones(world: World) -> None:
    at = await desk(world, place=next_place())
    year = at.place.fiscal_year
    project = await at.project()
    body = at.request_body(await at.list(), project)
    line = body["lines"][0]
    stated = [line, {**line, "fiscal_year": year + 1, "amount": "700.00"}, {**line, "fiscal_year": year + 2}]
    request = (await world.create(REQUESTS, {**body, "lines": stated}, at.officer)).json()
    assert (request["asked_amount"], request["class_amounts"]) == ("500.00", {"capital": "500.00"})
    assert [(each["fiscal_year"], each["amount"]) for each in request["later_years"]] == [
        (year + 1, "700.00"),
        (year + 2, "500.00"),
    ]
    await at.done(request, "submit")
    assert await at.held() == ("500.00", "0.00")
