"""Publication in the ledger: accounts opened and ceilings revised, all or none, in so many statements."""

import asyncio

from services.shared.money import parse_amount
from tests.budget.allocation.rounds import ACCOUNTS, AREAS, ROUNDS, YEARS, Bureau, pool
from tests.budget.ledger.books import put
from tests.contract.operations import Json
from tests.stack import Stack
from tests.statements import counted

EVEN = {"50": "234.00", "51": "333.00", "52": "433.00"}


async def test_accounts_are_opened_and_those_that_stand_are_revised(bureau: Bureau) -> None:
    proposed = await bureau.proposed(fiscal_year=next(YEARS))
    standing = await bureau.account(proposed, "51", "5.00")
    await bureau.resolved(proposed, "approve")
    assert await bureau.caps(proposed) == EVEN
    statement = (await bureau.read(f"{ACCOUNTS}/{standing['id']}/statement"))["items"]
    assert [each["cap_change_amount"] for each in statement] == ["5.00", "328.00"]
    [revised, opened] = (await bureau.read(f"{ACCOUNTS}/{standing['id']}/history"))["items"]
    assert (revised["type"], opened["type"]) == ("budget_account.cap_revised", "budget_account.opened")
    assert revised["resolution_id"] == (await bureau.again(proposed))["resolution_id"]
    assert revised["changes"]["cap_amount"] == ["5.00", "333.00"]
    assert (revised["object_version"], (await bureau.read(f"{ACCOUNTS}/{standing['id']}"))["version"]) == (2, 2)


async def test_a_supplementary_round_adds_to_what_stands(bureau: Bureau) -> None:
    first = await bureau.published(fiscal_year=next(YEARS))
    more = await bureau.published(
        fiscal_year=first["fiscal_year"],
        ceiling_effect="add",
        frame_amount="30.00",
        pools=[pool(areas=["50", "53"], criteria=[{**pool()["criteria"][0], "weight": 100}])],
    )
    assert await bureau.caps(more) == {**EVEN, "50": "249.00", "53": "15.00"}


async def test_a_ceiling_below_what_is_used_stops_the_whole_publication(bureau: Bureau, stack: Stack) -> None:
    proposed = await bureau.proposed(fiscal_year=next(YEARS))
    standing = {code: await bureau.account(proposed, code, "500.00") for code in ("50", "52")}
    for code, satang in (("50", 250_00), ("52", 400_00)):
        await put(stack.sessions("budget"), standing[code]["id"], held=satang)
    outcome = await bureau.decide(proposed, "approve")
    assert (outcome["outcome"], outcome["code"]) == ("not_allowed", "cap_below_use")
    assert await bureau.caps(proposed) == {"50": "500.00", "52": "500.00"}
    assert await bureau.again(proposed) == proposed


async def test_new_accounts_hang_under_the_nations_whose_ceiling_holds_for_all(bureau: Bureau) -> None:
    proposed = await bureau.proposed(fiscal_year=next(YEARS))
    nation = await bureau.account(proposed, "TH", "900.00")
    own = await bureau.account(proposed, "53", "1.00", parent_id=nation["id"])
    outcome = await bureau.decide(proposed, "approve")
    assert (outcome["outcome"], outcome["code"]) == ("not_allowed", "ceiling_allotted")
    raised = {"cap_amount": "1001.00", "document_number": "ที่ 1", "reason": "ทดสอบ"}
    await bureau.world.act(f"{ACCOUNTS}/{nation['id']}/revise-cap", "budget_bureau", raised)
    await bureau.resolved(proposed, "approve")
    assert await bureau.caps(proposed) == {**EVEN, "53": "1.00", "TH": "1001.00"}
    query = f"fiscal_year={proposed['fiscal_year']}&parent_id={nation['id']}"
    under = (await bureau.read(f"{ACCOUNTS}?{query}"))["items"]
    assert {each["area_code"] for each in under} == {*AREAS, own["area_code"]}


async def test_two_publications_at_once_never_mix(bureau: Bureau) -> None:
    first = await bureau.proposed(fiscal_year=next(YEARS))
    more = {"fiscal_year": first["fiscal_year"], "frame_amount": "2000.00"}
    second = await bureau.proposed(**more)
    opened = {code: await bureau.account(first, code, "1.00") for code in AREAS}
    outcomes = await asyncio.gather(*(bureau.decide(each, "approve") for each in (first, second)))
    assert [each["outcome"] for each in outcomes] == ["applied", "applied"]
    caps = await bureau.caps(first)
    assert caps in (EVEN, {"50": "467.00", "51": "667.00", "52": "866.00"})
    for code, account in opened.items():
        lines = (await bureau.read(f"{ACCOUNTS}/{account['id']}/statement"))["items"]
        assert sum(parse_amount(each["cap_change_amount"]) for each in lines) == parse_amount(caps[code])


async def test_a_hundred_areas_take_as_many_statements_as_one(bureau: Bureau, stack: Stack) -> None:
    taken = []
    for areas in (["50"], None):
        reason = "ทดสอบ" if areas else None
        shared = {"areas": areas, "areas_reason_th": reason, "criteria": [{**pool()["criteria"][0], "weight": 100}]}
        proposed = await bureau.proposed(fiscal_year=next(YEARS), pools=[pool(**shared)])
        with counted(stack, "budget") as sent:
            await bureau.resolved(proposed, "approve")
        taken.append(len([each for each in sent if not each.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]))
        caps = await bureau.caps(proposed)
    assert len(caps) == 76
    assert "10" not in caps  # Bangkok is no province
    assert taken[0] == taken[1]


async def test_last_year_is_given_or_taken_from_a_published_round_or_from_the_ledger(bureau: Bureau) -> None:
    before = await bureau.published(fiscal_year=next(YEARS))
    year = before["fiscal_year"] + 1
    bounds = {"most_rise_percent": 10}

    async def tried(last_year: Json, fiscal_year: int = year) -> Json:
        draft = await bureau.draft(fiscal_year=fiscal_year, pools=[pool(bounds=bounds, last_year=last_year)])
        answer = await bureau.act(draft, "runs", {"frame_amount": "1080.00"})
        shown: Json = answer.json()
        if answer.status_code == 201:
            path = f"{ROUNDS}/{draft['id']}/runs/{shown['id']}/snapshot"
            shown["last_year"] = (await bureau.read(path))["pools"][0]["last_year"]
        return shown

    of_round = await tried({"kind": "round", "round_id": before["id"]})
    of_ledger = await tried({"kind": "ledger"})
    listed = [{"area_code": code, "amount": amount} for code, amount in EVEN.items()]
    given = await tried({"kind": "given", "source": "ทดสอบ", "amounts": listed})
    assert [each["last_year"]["amounts"] for each in (of_round, of_ledger, given)] == [listed] * 3
    assert [each["last_year"]["kind"] for each in (of_round, of_ledger, given)] == ["round", "ledger", "given"]
    assert of_round["result"]["pools"] == of_ledger["result"]["pools"] == given["result"]["pools"]
    first = of_round["result"]["pools"][0]["areas"][0]
    assert (first["upper_amount"], first["upper_by"]) == ("257.00", "most_rise_percent")
    other = await tried({"kind": "round", "round_id": before["id"]}, fiscal_year=year + 1)
    assert [each["code"] for each in other["errors"]] == ["round_of_another_year"]
