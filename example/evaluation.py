"""The evaluation frame of the documents with example weights and rubrics, and the scorecard that is made by it."""

from example.agreements import rubric_of
from example.committees import OPDC
from example.house import House, Json
from example.places import SOURCE, Place
from example.table import read

FRAMES = "/v1/evaluation-frames"
SCORECARDS = "/v1/scorecards"
DOCUMENT_YEAR = 2558
TITLE = f"กรอบการประเมินผลของจังหวัด พร้อมน้ำหนักและเกณฑ์ ({SOURCE})"


async def publish_frame(house: House, place: Place) -> Json:
    """Return a frame in force for the year that has weights: the one there is, or the documents' with the example's."""
    in_force = await house.get(FRAMES, OPDC, fiscal_year=place.fiscal_year, state="published")
    weighted = [each for each in in_force["items"] if each["weights"] is not None]
    if weighted:
        return await house.get(f"{FRAMES}/{weighted[0]['id']}", OPDC)
    body = {
        "fiscal_year": place.fiscal_year,
        "title_th": TITLE,
        "source": SOURCE,
        "dated_on": "2014-09-01",
        "items": await _items(house),
        "bands": [],
    }
    drafted = await house.post("draft frame", FRAMES, OPDC, body)
    return await house.post("publish frame", f"{FRAMES}/{drafted['id']}/publish", OPDC)


async def _items(house: House) -> list[Json]:
    """Return the items of the documents' frame of 2558, each with the example's weight and rubric."""
    printed = await house.get(FRAMES, OPDC, fiscal_year=DOCUMENT_YEAR)
    oldest = min(printed["items"], key=lambda each: each["edition"] or 0)
    document = await house.get(f"{FRAMES}/{oldest['id']}", OPDC)
    added = {row["item_code"]: row for row in read("frame")}
    kept = ("side", "dimension_no", "dimension_th", "code", "name_th", "doubt", "result_source")
    return [
        {
            **{name: item[name] for name in kept},
            "weight": {
                "value": float(added[item["code"]]["weight"]),
                "source": added[item["code"]]["source"],
                "dated_on": added[item["code"]]["dated_on"],
            },
            "rubric": rubric_of(added[item["code"]]),
        }
        for item in document["items"]
    ]


async def open_scorecard(house: House, frame: Json, area: str) -> Json:
    """Have ก.พ.ร. score a province by the frame."""
    body = {"frame_id": frame["id"], "area_code": area}
    return await house.post(f"scorecard {area}", SCORECARDS, OPDC, body)
