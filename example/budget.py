"""From the calendar to the first payment: the first province of a place asks for money, and two committees decide."""

from example.committees import Committee, carry_out, items_of, resolve
from example.house import House, Json
from example.places import SOURCE, Place

CALENDAR, ACCOUNTS = "/v1/budget-calendar", "/v1/budget-accounts"
SUBMISSIONS, REQUESTS = "/v1/budget-submissions", "/v1/budget-requests"
BUREAU = "budget_bureau"
FUND = "AREA"
CEILING = "3000000.00"
CONFLICT = 409
WITHIN, PAST, PAID = "1250000.00", "2500000.00", "1100000.00"
# An example that people are to try stays open; a real one has the days of its year.
OPENS_ON, CLOSES_ON = "2013-10-01", "2036-09-30"


async def open_year(house: House, place: Place) -> Json:
    """Give the year its calendar, unless it has one, and the first province its ceiling; returns the account."""
    calendars = await house.get(CALENDAR, BUREAU, limit=200)
    if place.fiscal_year not in {each["fiscal_year"] for each in calendars["items"]}:
        days = {"opens_on": OPENS_ON, "closes_on": CLOSES_ON, "source": SOURCE}
        windows = [{"step": "submission", "level": level, **days} for level in ("province", "cluster")]
        await house.post("calendar", CALENDAR, BUREAU, {"fiscal_year": place.fiscal_year, "windows": windows})
    area = place.provinces[0]
    body = {
        "fiscal_year": place.fiscal_year,
        "fund_code": FUND,
        "area_code": area,
        "cap_amount": CEILING,
        "reason": f"กรอบวงเงิน ({SOURCE})",
    }
    return await house.post(f"account {area}", ACCOUNTS, BUREAU, body)


async def open_list(house: House, place: Place) -> Json:
    """Open the province's list of the year."""
    area = place.provinces[0]
    body = {"area_code": area, "fiscal_year": place.fiscal_year, "round": 1}
    return await house.post(f"list {area}", SUBMISSIONS, place.office(area), body)


async def ask(house: House, place: Place, listed: Json, project: Json, amount: str, joint: Json | None) -> Json:
    """Submit a request within the ceiling; one that does not fit is marked above it and submitted so."""
    officer = place.office(place.provinces[0])
    body = request_body(listed, project, amount, joint["id"] if joint else None)
    made = await house.post(f"request {amount}", REQUESTS, officer, body)
    path = f"{REQUESTS}/{made['id']}"
    answer = await house.send(f"submit request {amount}", f"{path}/submit", officer)
    if answer.status_code == CONFLICT and answer.json()["code"] == "ceiling_exceeded":
        standing = await house.get(path, officer)
        above = {"ceiling_position": "above"}
        await house.patch(f"request {amount} above", path, officer, above, standing["version"])
        answer = await house.send(f"submit request {amount}", f"{path}/submit", officer)
    house.expect(answer, f"submit request {amount}")
    return await house.get(path, officer)


async def hand_in(house: House, place: Place, listed: Json) -> Json:
    """Hand the list in as it is."""
    area = place.provinces[0]
    return await house.post(f"submit list {area}", f"{SUBMISSIONS}/{listed['id']}/submit", place.office(area))


def request_body(listed: Json, project: Json, amount: str, joint_id: str | None) -> Json:
    """Return a request of a list for a project, within the ceiling."""
    return {
        "submission_id": listed["id"],
        "project_id": project["id"],
        "fund_code": FUND,
        "ceiling_position": "within",
        "asked_amount": amount,
        "lines": [{"expenditure_class": "capital", "title_th": "ค่าครุภัณฑ์และสิ่งก่อสร้าง", "amount": amount}],
        "problem_th": f"รายได้ของชุมชนจากการท่องเที่ยวไม่กระจาย ({SOURCE})",
        "problem_rank": 1,
        "joint_indicator_id": joint_id,
    }


async def decide(house: House, place: Place, screening: Committee, policy: Committee, request: Json) -> Json:
    """Have the province's committee endorse a request and ก.น.จ. approve it; returns the request then."""
    year, held = place.fiscal_year, place.calendar_year - 1
    officer = place.office(place.provinces[0])
    endorsed = items_of("budget", "budget_request", "endorse", request)
    resolution = await resolve(house, screening, f"9/{year - 1}", f"{held}-09-20", "เห็นชอบคำของบประมาณ", endorsed)
    await carry_out(house, screening, resolution, REQUESTS)
    query = {
        "service": "budget",
        "object_type": "budget_request",
        "fiscal_year": year,
        "state": "endorsed",
        "area_code": place.provinces[0],
        "decision": "approve",
    }
    resolution = await resolve(house, policy, place.meeting(9), f"{held}-09-25", "อนุมัติคำของบประมาณ", {"query": query})
    await carry_out(house, policy, resolution, REQUESTS)
    return await house.get(f"{REQUESTS}/{request['id']}", officer)


async def pay(house: House, place: Place, account: Json) -> Json:
    """Record the first payment of the year."""
    body = {
        "account_id": account["id"],
        "amount": PAID,
        "paid_on": f"{place.calendar_year}-03-16",
        "expenditure_class": "capital",
        "document_number": f"เบิก 1/{place.fiscal_year}",
        "note": SOURCE,
    }
    body["kind"] = "disburse"
    return await house.post("first payment", "/v1/disbursements", place.office(place.provinces[0]), body)
