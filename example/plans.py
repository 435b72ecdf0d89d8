"""Development plans with the strategic issues that the table names, and two projects of the first province."""

from example.committees import Committee, carry_out, items_of, resolve
from example.house import House, Json
from example.places import SOURCE, Place
from example.table import read, rows_in

PLANS, PROJECTS = "/v1/plans", "/v1/projects"
# The table stands under economy alone; a real plan has issues in all three dimensions.
DIMENSION = "economy_society"


async def submit_plans(house: House, place: Place) -> dict[str, Json]:
    """Draft and submit the development plan of each area; returns the plans by area."""
    return {area: await _submit_plan(house, place, area) for area in place.areas}


async def _submit_plan(house: House, place: Place, area: str) -> Json:
    first, last = place.period
    office = place.office(area)
    known = await house.get(f"/v1/areas/{area}", office)
    name = known["name_th"] if area == place.cluster else f"จังหวัด{known['name_th']}"
    body = {
        "kind": "development",
        "area_code": area,
        "first_fiscal_year": first,
        "last_fiscal_year": last,
        "title_th": f"แผนพัฒนา{name} พ.ศ. {first}-{last}",
        "vision_th": f"วิสัยทัศน์ของ{name} ({SOURCE})",
        "source": f"ประเด็นยุทธศาสตร์จากตารางของเอกสาร ข้อความอื่น: {SOURCE}",
    }
    plan = await house.post(f"plan {area}", PLANS, office, body)
    path = f"{PLANS}/{plan['id']}"
    standing = await house.get(path, office)
    if standing["state"] == "draft":
        await house.put(f"strategy {area}", f"{path}/strategy", office, _tree(place, area), standing["version"])
    return await house.post(f"submit plan {area}", f"{path}/submit", office)


def _tree(place: Place, area: str) -> Json:
    matters = [row.key_matter for each, row in rows_in(place) if each == area]
    return {
        "missions": [f"พันธกิจตามประเด็นยุทธศาสตร์ ({SOURCE})"],
        "goals": [{"number": "1", "title_th": f"เป้าประสงค์ตามค่าเป้าหมายของตาราง ({SOURCE})"}],
        "issues": [
            {
                "number": str(number),
                "title_th": matter,
                "dimension": DIMENSION,
                "goal_numbers": ["1"],
                "lead_host_unit": "สำนักงานจังหวัด",
                "lead_host_post": "หัวหน้าสำนักงานจังหวัด",
                "strategies": [{"number": f"{number}.1", "title_th": f"กลยุทธ์ด้าน{matter} ({SOURCE})"}],
            }
            for number, matter in enumerate(matters, start=1)
        ],
    }


async def approve_plans(
    house: House, place: Place, committees: dict[str, Committee], policy: Committee, plans: dict[str, Json]
) -> dict[str, Json]:
    """Have each plan endorsed by its own committee and all of them approved by ก.น.จ.; returns them by area."""
    year, held = place.period[0], place.period[0] - 543 - 1
    for area, plan in plans.items():
        items = items_of("plans", "plan", "endorse", plan)
        resolution = await resolve(house, committees[area], f"1/{year - 1}", f"{held}-09-02", "เห็นชอบแผนพัฒนา", items)
        await carry_out(house, committees[area], resolution, PLANS)
    items = items_of("plans", "plan", "approve", *plans.values())
    resolution = await resolve(house, policy, place.meeting(1), f"{held}-09-20", "อนุมัติแผนพัฒนา", items)
    await carry_out(house, policy, resolution, PLANS)
    return {area: await house.get(f"{PLANS}/{plan['id']}", place.office(area)) for area, plan in plans.items()}


async def read_strategies(house: House, place: Place, plans: dict[str, Json]) -> dict[str, Json]:
    """Return the strategy of each plan by area."""
    return {area: await house.get(f"{PLANS}/{plan['id']}/strategy", place.office(area)) for area, plan in plans.items()}


async def approve_projects(
    house: House, place: Place, committee: Committee, policy: Committee, strategy: Json
) -> list[Json]:
    """Have the first province's two projects submitted, endorsed and approved; returns them."""
    area = place.provinces[0]
    office = place.office(area)
    submitted = []
    for number, row in enumerate(read("projects")):
        issues = strategy["issues"]
        strategy_id = issues[min(number, len(issues) - 1)]["strategies"][0]["id"]
        project = await house.post(f"project {number}", PROJECTS, office, _project(house, place, row, strategy_id))
        submitted.append(await house.post(f"submit project {number}", f"{PROJECTS}/{project['id']}/submit", office))
    year, held = place.fiscal_year, place.calendar_year - 1
    endorsed = items_of("plans", "project", "endorse", *submitted)
    resolution = await resolve(house, committee, f"2/{year - 1}", f"{held}-09-05", "เห็นชอบโครงการ", endorsed)
    await carry_out(house, committee, resolution, PROJECTS)
    approved = items_of("plans", "project", "approve", *submitted)
    resolution = await resolve(house, policy, place.meeting(2), f"{held}-09-22", "อนุมัติโครงการ", approved)
    await carry_out(house, policy, resolution, PROJECTS)
    return [await house.get(f"{PROJECTS}/{each['id']}", office) for each in submitted]


def _project(house: House, place: Place, row: dict[str, str], strategy_id: str) -> Json:
    area, year = place.provinces[0], place.calendar_year
    return {
        "owner_area_code": area,
        "fiscal_year": place.fiscal_year,
        "title_th": row["title_th"] if house.mark == "example" else f"{row['title_th']} {house.mark}",
        "objective_th": row["objective_th"],
        "responsible_unit": row["responsible_unit"],
        "responsible_post": row["responsible_post"],
        "place_th": row["place_th"],
        "start_on": f"{year - 1}-11-01",
        "end_on": f"{year}-08-31",
        "estimated_amount": row["estimated_amount"],
        "is_area_initiative": True,
        "shares": [{"area_code": area, "amount": row["estimated_amount"]}],
        "strategy_id": strategy_id,
    }
