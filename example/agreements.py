"""Performance agreements of the cluster and its provinces, with the rows of the table as their KPIs.

They go along the chain of their year: the Area Officer of ก.พ.ร. drafts, the areas are heard and take the drafts over,
and the committees of the chain decide. What was said in the hearing is an example, and says so.
"""

from collections.abc import Mapping

from example.committees import MONITORING, OPDC, Committee, carry_out, items_of, register, resolve
from example.house import House, Json
from example.joint import push, value_of
from example.places import DOCUMENT, SOURCE, Place
from example.table import FIRST_YEAR, Row, rows_in

PATH = "/v1/performance-agreements"
TYPE = "performance_agreement"
# The table has two KPIs for each unit and says nothing on these; the rules ask for the reason.
REASON = f"ตารางของเอกสารมีเพียงสองตัวชี้วัดต่อพื้นที่ ({SOURCE})"
COMMENT: Json = {
    "channel": "meeting",
    "post_th": "ผู้แทนพื้นที่ในที่ประชุม",
    "text_th": f"เห็นด้วยกับตัวชี้วัด และขอให้ยืนยันแหล่งข้อมูลของค่าเป้าหมาย ({SOURCE})",
}
ANSWER: Json = {"disposition": "noted", "answer_th": f"ค่าเป้าหมายเป็นไปตามตารางของเอกสาร ({SOURCE})"}
FINDING: Json = {"recommendation": "fit", "text_th": f"เป็นไปตามแผนของพื้นที่ ({SOURCE})"}
LETTER: Json = {"document_number": f"1/2566 ({SOURCE})"}
REASONED = ("development_index", "cover_domains", "output_and_outcome", "monitoring_count")


async def draft_all(
    house: House, place: Place, indicators: Mapping[str, Json], strategies: Mapping[str, Json]
) -> dict[str, Json]:
    """Draft the agreement of each area; returns them by area."""
    kpis: dict[str, list[Json]] = {area: [] for area in place.areas}
    for area, row in rows_in(place):
        kpis[area].append(kpi_of(place, area, row, indicators[row.number], strategies[area]))
    return {area: await draft(house, place, area, kpis[area]) for area in place.areas if kpis[area]}


async def hear(house: House, place: Place, area: str, drafted: Json) -> Json:
    """Present a draft where its chain has a hearing, and let the area comment on it and be answered."""
    if drafted["stage"] != "drafting_for_hearing":
        return drafted
    path = f"{PATH}/{drafted['id']}"
    presented = await house.post(f"present agreement {area}", f"{path}/present", OPDC)
    said = {**COMMENT, "indicator_id": drafted["kpis"][0]["indicator_id"]}
    comment = await house.post(f"comment on {area}", f"{path}/comments", place.office(area), said)
    await house.post(f"answer on {area}", f"{path}/comments/{comment['id']}/answer", OPDC, ANSWER)
    return presented


async def submit(house: House, place: Place, area: str, drafted: Json) -> Json:
    """Have an area take the draft over and submit it; analysed by ก.พ.ร. where its chain has an analysis."""
    path = f"{PATH}/{drafted['id']}"
    submitted = await house.post(f"submit agreement {area}", f"{path}/submit", place.office(area))
    if submitted["stage"] != "analysis":
        return submitted
    kpis = [{"indicator_id": kpi["indicator_id"], **FINDING} for kpi in submitted["kpis"]]
    analysis = {"summary_th": FINDING["text_th"], "kpis": kpis}
    return await house.post(f"analyse agreement {area}", f"{path}/analyses", OPDC, analysis)


async def draft(house: House, place: Place, area: str, kpis: list[Json]) -> Json:
    """Draft the agreement of one area, as the Area Officer of ก.พ.ร. did."""
    reasons = {} if area == place.cluster else dict.fromkeys(REASONED, REASON)
    body = {"area_code": area, "fiscal_year": place.fiscal_year, "reasons": reasons, "kpis": kpis}
    return await house.post(f"draft agreement {area}", PATH, OPDC, body)


async def approve_all(house: House, place: Place, committee: Committee, agreements: Mapping[str, Json]) -> None:
    """Have the committees of the chain decide on all of them, each in one resolution, and the areas told."""
    waiting = await _decide(house, place, committee, 1, agreements)
    second = {area: each for area, each in waiting.items() if each["step_code"] == "monitoring"}
    if second:
        monitoring = await register(house, place, MONITORING)
        waiting |= await _decide(house, place, monitoring, 2, second)
    for area, each in waiting.items():
        if each["stage"] == "notice":
            path = f"{PATH}/{each['id']}"
            await house.post(f"notice to {area}", f"{path}/notify", OPDC, {**LETTER, "dated_on": place.held_on})
            await house.post(f"acknowledged by {area}", f"{path}/acknowledge", place.office(area))


async def _decide(
    house: House, place: Place, committee: Committee, number: int, agreements: Mapping[str, Json]
) -> dict[str, Json]:
    """Have one committee pass the agreements on, or approve those of which it is the last one to decide."""
    items = [
        item
        for each in agreements.values()
        for item in items_of("indicators", TYPE, _word(each, committee), each)["items"]
    ]
    title = "เห็นชอบคำรับรองการปฏิบัติราชการ"
    resolution = await resolve(house, committee, place.meeting(number), place.held_on, title, {"items": items})
    await carry_out(house, committee, resolution, PATH)
    read = (house.get(f"{PATH}/{each['id']}", place.office(area)) for area, each in agreements.items())
    return {area: await found for area, found in zip(agreements, read, strict=True)}


def _word(agreement: Json, committee: Committee) -> str:
    deciding = [step["actor"] for step in agreement["progress"]["steps"] if step["kind"] == "committee"]
    return "approve" if deciding[-1] == committee.role else "endorse"


async def set_days(house: House, place: Place) -> None:
    """Give the steps of the year their days, which no document prints."""
    path = f"{PATH}/deadlines/{place.fiscal_year}"
    standing = await house.get(path, OPDC)
    if standing["version"]:
        return
    chains = await house.get(f"{PATH}/chains", OPDC, fiscal_year=place.fiscal_year)
    days = [
        {"level": chain["level"], "step_code": step["code"], "due_on": place.held_on, "source": SOURCE}
        for chain in chains["items"]
        for step in chain["steps"]
    ]
    await house.put("days of the steps", path, OPDC, {"deadlines": days}, standing["version"])


async def report(house: House, place: Place, indicators: Mapping[str, Json]) -> None:
    """Have each area report what its KPIs came to in the year."""
    rows: dict[str, list[Json]] = {}
    for area, row in rows_in(place):
        rows.setdefault(area, []).append(value_of(place, area, indicators[row.number], "year", str(row.actual)))
    for area, values in rows.items():
        await push(house, f"KPIs of {area}", place.office(area), values)


def kpi_of(place: Place, area: str, row: Row, indicator: Json, strategy: Json) -> Json:
    """Return a row as a KPI: targets and stated total as the document has them, weight and rubric as an example."""
    weighing = row.weighing
    moved = place.fiscal_year - (FIRST_YEAR + 1)
    issue = next(each for each in strategy["issues"] if each["title_th"] == row.key_matter)
    return {
        "indicator_id": indicator["id"],
        "kind": "strategic",
        "weight": float(weighing["weight"]),
        "targets": [
            {"fiscal_year": FIRST_YEAR + moved + place_of, "value": value} for place_of, value in enumerate(row.targets)
        ],
        "stated_total": row.stated_total,
        "stated_total_kind": row.stated_total_kind,
        "key_matter_th": row.key_matter,
        "strategic_issue_id": issue["id"],
        "plan_issue_th": row.key_matter,
        "budget_support_th": "งบประมาณจังหวัดและกลุ่มจังหวัด",
        "participating_area_codes": list(place.provinces) if area == place.cluster else [],
        "measurement_th": row.measurement["definition_th"],
        "is_revenue_driver": True,
        "responsible_unit": weighing["responsible_unit"],
        "responsible_post": weighing["responsible_post"],
        "rubric": rubric_of(weighing),
        "source": f"ค่าเป้าหมาย: {DOCUMENT}; น้ำหนักและเกณฑ์: {weighing['source']}",
    }


def rubric_of(row: Mapping[str, str]) -> Json | None:
    """Return the rubric of a row of the example's files; None where it has none."""
    if not row["method"]:
        return None
    anchors = [float(anchor) for anchor in row["anchors"].split("|")]
    named = {name: row[name] for name in ("method", "direction", "unit", "source", "dated_on")}
    return {**named, "anchors": anchors}
