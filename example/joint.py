"""The joint indicator of tourism: proposed by the ministry, offered to all provinces, signed by those of the place."""

from example.house import House, Json
from example.indicators import MINISTRY
from example.places import SOURCE, Place
from example.table import read

PATH = "/v1/joint-indicators"
FUNCTION = f"ministry:{MINISTRY}"
# An example that people are to try stays open; a real one has the days of its year.
OPEN_UNTIL = "2036-09-30"
NATIONAL_TARGET = 760_000
COUNTERED = 2_000
REASON = f"สถานการณ์หมอกควันทำให้นักท่องเที่ยวลดลง ({SOURCE})"


async def propose(house: House, place: Place, indicator: Json) -> Json:
    """Have the ministry propose the indicator to every province and send its offers."""
    body = {
        "indicator_id": indicator["id"],
        "function_code": MINISTRY,
        "fiscal_year": place.fiscal_year,
        "topic_code": "tourism",
        "scope": "all_provinces",
        "cascade_way": "equal",
        "national_target": NATIONAL_TARGET,
        "unassigned_limit_percent": 5,
        "unassigned_zero_by": OPEN_UNTIL,
        "side_of_record": "function",
        "tolerance_percent": 2.5,
        "answer_by": OPEN_UNTIL,
        "province_role_th": "พัฒนาแหล่งท่องเที่ยว ดูแลความปลอดภัย และส่งเสริมการตลาดในพื้นที่",
        "departure_reason_th": f"ยังไม่มีค่าของปีก่อนในระบบ ({SOURCE})",
    }
    proposed = await house.post("propose tourism", PATH, FUNCTION, body)
    return await house.post("offer tourism", f"{PATH}/{proposed['id']}/offer", FUNCTION)


async def agree(house: House, place: Place, joint: Json) -> None:
    """Have the provinces sign; the last of them counters first, and signs what the ministry then offers."""
    *signing, countering = place.provinces
    for area in signing:
        await sign(house, joint, area)
    path = offer_path(joint, countering)
    offer = await house.get(path, f"province:{countering}")
    if (offer["state"], offer["offer_version"]) == ("offered", 1):
        seen = {name: offer[name] for name in ("definition_version", "offer_version")}
        counter = {**seen, "target": COUNTERED, "reason": REASON}
        await house.post(f"counter {countering}", f"{path}/counter", f"province:{countering}", counter)
    revision = {"target": COUNTERED, "reason": "รับข้อเสนอของจังหวัด ส่วนที่ลดลงกระทรวงจะถ่ายทอดต่อไป"}
    await house.post(f"revise {countering}", f"{path}/revise", FUNCTION, revision)
    await sign(house, joint, countering)


async def sign(house: House, joint: Json, area: str) -> Json:
    """Have a province sign the offer as it stands."""
    path = offer_path(joint, area)
    offer = await house.get(path, f"province:{area}")
    if offer["state"] == "agreed":
        return offer
    seen = {name: offer[name] for name in ("definition_version", "offer_version")}
    return await house.post(f"sign {area}", f"{path}/sign", f"province:{area}", seen)


def offer_path(joint: Json, area: str) -> str:
    """Return where the offer to an area is."""
    return f"{PATH}/{joint['id']}/offers/{area}"


async def report(house: House, place: Place, indicator: Json) -> dict[str, Json]:
    """Have the ministry and each province report their quarters; returns what became of each push, by reporter."""
    sides: dict[str, list[Json]] = {FUNCTION: []}
    for row in read("tourism"):
        if int(row["place"]) < len(place.provinces):
            area = place.provinces[int(row["place"])]
            sides[FUNCTION].append(value_of(place, area, indicator, row["period"], row["ministry"]))
            sides.setdefault(f"province:{area}", []).append(
                value_of(place, area, indicator, row["period"], row["province"])
            )
    return {reporter: await push(house, f"tourism of {reporter}", reporter, rows) for reporter, rows in sides.items()}


async def push(house: House, step: str, reporter: str, rows: list[Json]) -> Json:
    """Have a unit report values; returns the counts and the rows that could not be written."""
    role, _, code = reporter.partition(":")
    unit = f"function:{code}" if role == "ministry" else f"area:{code}"
    return await house.post(f"push {step}", "/v1/observations", reporter, {"reporter": unit, "rows": rows})


def value_of(place: Place, area: str, indicator: Json, period: str, value: str) -> Json:
    """Return one row of a push."""
    return {
        "area_code": area,
        "indicator_id": indicator["id"],
        "fiscal_year": place.fiscal_year,
        "period": period,
        "value": float(value),
        "status": "final",
        "note": SOURCE,
    }
