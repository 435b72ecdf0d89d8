"""Before the working group decides: the analysis of ก.พ.ร., the host agency or its silence, return and recall."""

from typing import Any

from services.indicators.changes.schemas import examples
from tests.contract.specimens import changes
from tests.contract.specimens.agreements import PLACES
from tests.contract.specimens.catalogue import KEEPER, MINISTRY
from tests.contract.world import World
from tests.indicators.changes.conftest import Json, faults, history_of, refused, send, tasks_of

PROPOSE: Json = {"host_silence_th": None}


async def test_the_host_agency_is_asked_and_its_opinion_stands_beside_the_analysis(world: World) -> None:
    request = await changes.submitted(world)
    assert request["opinion"]["state"] == "waiting"
    assert await tasks_of(world, MINISTRY, request) == ["give_opinion"]
    given = await changes.act(world, request, "opinion", MINISTRY, examples.OPINION_IN)
    assert (given["opinion"]["state"], given["opinion"]["stance"]) == ("given", "agrees")
    assert given["opinion"]["given_by"] == MINISTRY
    # The host has done its part; ก.พ.ร. still has its own.
    assert await tasks_of(world, MINISTRY, request) == []
    assert await tasks_of(world, KEEPER, request) == ["analyse"]
    anew = {"stance": "disagrees", "text_th": "ข้อมูลเดือนพฤษภาคมฟื้นตัวแล้ว"}
    assert (await changes.act(world, request, "opinion", MINISTRY, anew))["opinion"]["stance"] == "disagrees"
    analysed = await changes.analysed(world, request)
    assert analysed["analysis"]["recommendation"] == "approve"
    assert analysed["state"] == "submitted"
    proposed = await changes.act(world, request, "propose", KEEPER, PROPOSE)
    assert (proposed["state"], proposed["opinion"]["state"]) == ("proposed", "given")
    assert await tasks_of(world, KEEPER, request) == ["decide"]
    late = await send(world, request, "opinion", examples.OPINION_IN, MINISTRY)
    assert refused(late) == (409, "state_does_not_allow")


async def test_silence_is_told_and_never_taken_for_consent(world: World) -> None:
    request = await changes.submitted(world)
    assert refused(await send(world, request, "propose", PROPOSE, KEEPER)) == (409, "change_analysis_missing")
    await changes.analysed(world, request)
    answer = await send(world, request, "propose", PROPOSE, KEEPER)
    assert refused(answer) == (409, "change_host_not_heard")
    how = {"host_silence_th": "มีหนังสือสอบถามสองครั้ง ครบกำหนดแล้วยังไม่ตอบ"}
    proposed = await changes.act(world, request, "propose", KEEPER, how)
    opinion = proposed["opinion"]
    assert (opinion["state"], opinion["stance"], opinion["silence_th"]) == ("silent", None, how["host_silence_th"])
    decided = await changes.decided(world, proposed)
    assert (decided["state"], decided["opinion"]["state"]) == ("approved", "silent")


async def test_an_indicator_without_a_host_says_so(world: World) -> None:
    year, area = next(PLACES)
    indicator = await changes.published(world, host_function_code=None)
    agreement = await changes.approved_agreement(world, year, area, indicators=[indicator])
    request = await changes.submitted(world, await changes.drafted_for(world, agreement, indicator["id"]))
    assert (request["host_function_code"], request["opinion"]["state"]) == (None, "no_host")
    assert (await send(world, request, "opinion", examples.OPINION_IN, MINISTRY)).status_code == 404
    await changes.analysed(world, request)
    silent = await send(world, request, "propose", {"host_silence_th": "ไม่ตอบ"}, KEEPER)
    assert refused(silent) == (409, "change_host_not_silent")
    assert (await changes.act(world, request, "propose", KEEPER, PROPOSE))["opinion"]["state"] == "no_host"


async def test_other_terms_are_recommended_under_the_same_rules(world: World) -> None:
    request = await changes.submitted(world)
    year = request["fiscal_year"]

    async def recommend(recommendation: str, instead: Json | None) -> Any:
        body = {"text_th": "ลดลงได้บางส่วน", "recommendation": recommendation, "instead": instead}
        return await send(world, request, "analysis", body, KEEPER)

    four = {"targets": [{"fiscal_year": year, "value": 4}, {"fiscal_year": year + 1, "value": 6}], "stated_total": 10}
    as_asked = {"target": request["after"]["target"], "scoring_criteria": request["after"]["scoring_criteria"]}
    for recommendation, instead, fault in (
        ("approve", {"target": four}, ("/instead", "recommendation_and_terms_disagree")),
        ("approve_changed", None, ("/instead", "recommendation_and_terms_disagree")),
        ("approve_changed", as_asked, ("/instead", "changes_nothing")),
        ("approve_changed", {"target": {"stated_total": 11}}, ("/instead/target", "changes_nothing")),
        ("approve_changed", {"target": {"targets": []}}, ("/instead/target/targets", "target_of_year_missing")),
    ):
        answer = await recommend(recommendation, instead)
        assert faults(answer) == [fault], answer.text
    analysis = (await recommend("approve_changed", {"target": four})).json()["analysis"]
    assert analysis["instead_fields"] == ["targets", "stated_total"]
    assert analysis["instead"]["target"]["targets"][0]["value"] == 4
    # What is not recommended to change stays as agreed, whatever was asked.
    assert analysis["instead"]["scoring_criteria"] == request["before"]["scoring_criteria"]


async def test_a_returned_request_is_corrected_and_heard_anew(world: World) -> None:
    request = await changes.heard(world)
    returned = await changes.act(world, request, "return", KEEPER, changes.REASON)
    assert (returned["state"], returned["state_reason"]) == ("returned", changes.REASON["reason"])
    assert await tasks_of(world, changes.owner_of(request), request) == ["correct"]
    assert await tasks_of(world, KEEPER, request) == []
    assert (await send(world, request, "return", {}, KEEPER)).status_code == 422
    corrected = (await send(world, returned, "update", {"scoring_criteria": None})).json()
    again = await changes.act(world, corrected, "submit")
    assert (again["analysis"], again["opinion"]["state"]) == (None, "waiting")
    assert again["submitted_at"] == request["submitted_at"]
    assert await tasks_of(world, MINISTRY, request) == ["give_opinion"]


async def test_what_was_put_before_the_working_group_is_taken_back_to_hear_the_host_again(world: World) -> None:
    request = await changes.submitted(world)
    await changes.analysed(world, request)
    proposed = await changes.act(world, request, "propose", KEEPER, {"host_silence_th": "ไม่ตอบ"})
    recalled = await changes.act(world, proposed, "recall", KEEPER, {"reason": "กระทรวงขอให้ความเห็น"})
    assert (recalled["state"], recalled["opinion"]["state"]) == ("submitted", "waiting")
    assert recalled["analysis"] is not None
    assert await tasks_of(world, MINISTRY, request) == ["give_opinion"]
    await changes.act(world, request, "opinion", MINISTRY, examples.OPINION_IN)
    again = await changes.act(world, request, "propose", KEEPER, PROPOSE)
    assert again["opinion"]["state"] == "given"
    # Before the working group had it without the opinion; what it decides on is not what it was.
    assert again["content_hash"] != proposed["content_hash"]
    assert (await history_of(world, request))[:4] == ["proposed", "opinion_given", "recalled", "proposed"]
