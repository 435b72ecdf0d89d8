"""The six journeys, walked as the people they stand for, with what each of them must find."""

from typing import Any

from typing_extensions import override

from example import agreements, budget, indicators, joint
from example.committees import OPDC
from example.house import House, Json
from example.load import Loaded, Watcher, load
from example.places import Place
from example.table import rows_in
from operations.smoke.steps import Broken, require, say

# The items that the example has figures for, of a frame that weighs 100 in all.
SCORED_WEIGHT = 60
EXTRA = ("WASTE", "HAZE-DAYS")


class Checker(Watcher):
    """Looks on, and raises Broken where a journey does not come to what it should."""

    @override
    async def planned(self, loaded: Loaded) -> None:
        """Plans: approved through meeting, resolution, second person and decision; a project has one owner."""
        states = {area: plan["state"] for area, plan in loaded.plans.items()}
        require(set(states.values()) == {"approved"}, f"plans: {states}")
        owners = [(each["state"], each["owner_area_code"], each["owner_function_code"]) for each in loaded.projects]
        require(owners == [("approved", loaded.first, None)] * 2, f"projects: {owners}")
        say(f"1 plans: {len(states)} plans and {len(owners)} projects endorsed and approved, each by two persons")

    @override
    async def drafted(self, loaded: Loaded) -> None:
        """Indicators: a fourth KPI of the cluster may be drafted; it is submitted only with a waiver."""
        house, place = loaded.house, loaded.place
        rules = await house.get(f"{agreements.PATH}/rules", OPDC, fiscal_year=place.fiscal_year, level="cluster")
        if "count_limit" not in {rule["code"] for rule in rules["items"]}:
            say(f"2 indicators: no limit is known for fiscal year {place.fiscal_year}, so none was tried")
            return
        await try_fourth(house, place, loaded)
        say("2 indicators: a fourth KPI was refused with the document's sentence, and passed with a waiver")

    @override
    async def agreed(self, loaded: Loaded) -> None:
        """Indicators: the rows of the table stand as KPIs, missing baselines and odd totals told and kept."""
        kpis = 0
        for area, agreement in loaded.agreements.items():
            require(agreement["state"] == "approved", f"agreement of {area}: {agreement['state']}")
            path = f"{agreements.PATH}/{agreement['id']}/checks"
            checks = await loaded.house.get(path, loaded.place.office(area))
            missing = [kpi["is_baseline_missing"] for kpi in checks["kpis"]]
            require(all(missing), f"agreement of {area}: baselines are not told as missing")
            kpis += len(missing)
        require(kpis == len(rows_in(loaded.place)), f"agreements: {kpis} KPIs")
        say(f"2 indicators: {kpis} KPIs in {len(loaded.agreements)} agreements, every baseline told as missing")

    @override
    async def shared(self, loaded: Loaded) -> None:
        """Joint KPI: agreed by each province of the place, the cascade exact, a bad row named and nothing lost."""
        shared, signed = loaded.joint, len(loaded.place.provinces)
        areas, cascade = shared["agreement"], shared["cascade"]
        require(areas["agreed"] == signed, f"joint indicator: {areas}")
        whole = round(cascade["assigned"] + cascade["unassigned"], 4)
        require(whole == joint.NATIONAL_TARGET, f"joint indicator: the cascade makes {whole}")
        await push_with_a_bad_row(loaded)
        of_all = f"{signed} of {areas['areas']} agreed"
        say(f"3 joint KPI: {of_all}, the cascade adds up with {cascade['unassigned']} unassigned, a bad row is named")

    @override
    async def asked(self, loaded: Loaded) -> None:
        """Budget: a repeat is the same request; what does not fit is refused with figures, and above holds nothing."""
        await repeat_request(loaded)
        within, above = loaded.requests
        require(within["held_amount"] == budget.WITHIN, f"request within: {within['held_amount']} held")
        marked = (above["ceiling_position"], above["state"], above["held_amount"])
        require(marked == ("above", "submitted", "0.00"), f"request past the ceiling: {marked}")
        say("4 budget: sent twice it was one request; past the ceiling refused, above it accepted with nothing held")

    @override
    async def paid(self, loaded: Loaded) -> None:
        """Budget: approved by resolution, posted in the ledger, paid in part."""
        request = loaded.requests[0]
        require((request["state"], request["approved_amount"]) == ("approved", budget.WITHIN), f"request: {request}")
        path = f"{budget.ACCOUNTS}/{loaded.account['id']}"
        account = await loaded.house.get(path, loaded.place.office(loaded.first))
        booked = [account[name] for name in ("held_amount", "posted_amount", "disbursed_amount")]
        require(booked == ["0.00", budget.WITHIN, budget.PAID], f"account: {booked}")
        say(f"4 budget: {budget.WITHIN} approved and posted, {budget.PAID} paid")

    @override
    async def scored(self, loaded: Loaded) -> None:
        """Evaluation and the gateway: a partial score with its trace; one matrix, one area, all parts there."""
        card = loaded.scorecard
        figures = (card["score"], card["scored_weight"])
        require(figures == (None, SCORED_WEIGHT), f"scorecard: {figures}")
        trace = await loaded.house.get(f"/v1/scorecards/{card['id']}/trace", OPDC)
        lacking = [item["code"] for item in trace["items"] if item["state"] != "scored"]
        require(len(lacking) == len(trace["items"]) - 3, f"scorecard: {lacking} are not scored")
        say(f"5 evaluation: no total, {SCORED_WEIGHT} of 100 scored; {', '.join(lacking)} are not reported")
        await read_overviews(loaded)


async def try_fourth(house: House, place: Place, loaded: Loaded) -> None:
    """Draft two KPIs more, be refused, be let pass by ก.พ.ร., and take them back."""
    area, office = place.cluster, place.office(place.cluster)
    own = [row for each, row in rows_in(place) if each == area]
    kpis = [agreements.kpi_of(place, area, row, loaded.indicators[row.number], loaded.strategies[area]) for row in own]
    more = [await indicators.register_extra(house, place, code) for code in EXTRA]
    four = [{**kpi, "weight": 25} for kpi in [*kpis, *({**kpis[0], "indicator_id": each["id"]} for each in more)]]
    path = f"{agreements.PATH}/{loaded.agreements[area]['id']}"
    drafted = await house.patch("four KPIs", path, office, {"kpis": four}, (await house.get(path, office))["version"])
    refused = await house.send("submit four KPIs", f"{path}/submit", office)
    problem = refused.json()
    require(problem.get("code") == "agreement_rules_not_met", f"four KPIs: {refused.status_code} {problem}")
    sentences = [fault for fault in problem["errors"] if fault["code"] == "count_limit"]
    require(bool(sentences), f"four KPIs: the limit is not named in {problem['errors']}")
    waiver = {"rule_code": "count_limit", "reason": "ทดสอบระบบ", "document_number": f"ทดสอบ {house.mark}"}
    await house.post("waive the limit", f"{path}/waivers", OPDC, waiver)
    await house.post("submit four KPIs", f"{path}/submit", office)
    await house.post("withdraw four KPIs", f"{path}/withdraw", office)
    version = (await house.get(path, office))["version"]
    require(version > drafted["version"], "four KPIs: the agreement did not move")
    await house.patch("two KPIs again", path, office, {"kpis": kpis}, version)


async def push_with_a_bad_row(loaded: Loaded) -> None:
    """Push two rows, the second of an area that measures nothing: it is named, and the first is not lost."""
    first = loaded.place.provinces[0]
    rows = [
        joint.value_of(loaded.place, area, loaded.tourism, "q1", value) | {"reason": "ทดสอบระบบ"}
        for area, value in ((first, "6160.5"), ("10", "1"))
    ]
    answer = await joint.push(loaded.house, "one bad row", joint.FUNCTION, rows)
    counts = {name: answer["counts"][name] for name in ("received", "revised", "failed")}
    require(counts == {"received": 2, "revised": 1, "failed": 1}, f"push: {answer['counts']}")
    require([each["index"] for each in answer["failures"]] == [1], f"push: {answer['failures']}")


async def repeat_request(loaded: Loaded) -> None:
    """Send a request again under its key: the first answer comes back."""
    officer = loaded.place.office(loaded.first)
    body = budget.request_body(loaded.submission, loaded.projects[0], budget.WITHIN, loaded.joint["id"])
    again = await loaded.house.send(f"request {budget.WITHIN}", budget.REQUESTS, officer, body)
    replayed = again.headers.get("Idempotent-Replayed")
    require(replayed == "true", f"request again: {again.status_code}, Idempotent-Replayed {replayed}")
    require(again.json()["id"] == loaded.requests[0]["id"], "request again: another request was made")


async def read_overviews(loaded: Loaded) -> None:
    """The matrix has the place's provinces with target, actual and money; the area has all four parts."""
    house, place = loaded.house, loaded.place
    matrix = await house.get(
        "/v1/overview/joint-matrix", OPDC, fiscal_year=place.fiscal_year, function=indicators.MINISTRY
    )
    require(matrix["complete"], f"matrix: {matrix['parts']}")
    row = _one(matrix["joint_indicators"], "id", loaded.joint["id"])
    cell = _one(row["cells"], "area_code", loaded.first)
    require(None not in (cell["target"], cell["actual"], cell["money"]), f"matrix: {cell}")
    require(cell["money"]["approved_amount"] == budget.WITHIN, f"matrix: {cell['money']}")
    card = _one(matrix["areas"], "code", loaded.first)["scorecard"]
    require(card is not None and card["id"] == loaded.scorecard["id"], f"matrix: scorecard {card}")
    area = await house.get(f"/v1/overview/areas/{loaded.first}", OPDC, fiscal_year=place.fiscal_year)
    require(area["complete"], f"overview: {area['parts']}")
    say(f"6 gateway: the matrix has {len(row['cells'])} provinces; the overview of {loaded.first} is complete")


def _one(rows: list[Json], name: str, value: Any) -> Json:  # noqa: ANN401 - whatever a JSON field holds
    for row in rows:
        if row[name] == value:
            return row
    raise Broken(f"{name} {value} is not there")


async def walk_journeys(house: House, place: Place) -> Loaded:
    """Walk all six; raises Broken or example.house.Refused at the first step that fails."""
    return await load(house, place, Checker())
