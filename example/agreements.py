"""Performance agreements of the cluster and its provinces, with the rows of the table as their KPIs."""

from collections.abc import Mapping

from example.committees import Committee, carry_out, items_of, resolve
from example.house import House, Json
from example.joint import push, value_of
from example.places import DOCUMENT, SOURCE, Place
from example.table import FIRST_YEAR, Row, rows_in

PATH = "/v1/performance-agreements"
TYPE = "performance_agreement"
# The table has two KPIs for each unit and says nothing on these; the rules ask for the reason.
REASON = f"ตารางของเอกสารมีเพียงสองตัวชี้วัดต่อพื้นที่ ({SOURCE})"
REASONED = ("development_index", "cover_domains", "output_and_outcome", "monitoring_count")


async def draft_all(
    house: House, place: Place, indicators: Mapping[str, Json], strategies: Mapping[str, Json]
) -> dict[str, Json]:
    """Draft the agreement of each area; returns them by area."""
    kpis: dict[str, list[Json]] = {area: [] for area in place.areas}
    for area, row in rows_in(place):
        kpis[area].append(kpi_of(place, area, row, indicators[row.number], strategies[area]))
    return {area: await draft(house, place, area, kpis[area]) for area in place.areas if kpis[area]}


async def submit(house: House, place: Place, area: str, drafted: Json) -> Json:
    """Submit the agreement of one area."""
    return await house.post(f"submit agreement {area}", f"{PATH}/{drafted['id']}/submit", place.office(area))


async def draft(house: House, place: Place, area: str, kpis: list[Json]) -> Json:
    """Draft the agreement of one area."""
    reasons = {} if area == place.cluster else dict.fromkeys(REASONED, REASON)
    body = {"area_code": area, "fiscal_year": place.fiscal_year, "reasons": reasons, "kpis": kpis}
    return await house.post(f"draft agreement {area}", PATH, place.office(area), body)


async def approve_all(house: House, place: Place, committee: Committee, agreements: Mapping[str, Json]) -> Json:
    """Have the supervising committee approve all of them in one resolution."""
    items = items_of("indicators", TYPE, "approve", *agreements.values())
    held_on = f"{place.calendar_year - 1}-09-26"
    resolution = await resolve(house, committee, place.meeting(1), held_on, "เห็นชอบคำรับรองการปฏิบัติราชการ", items)
    return await carry_out(house, committee, resolution, PATH)


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
