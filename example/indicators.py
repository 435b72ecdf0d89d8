"""The ten indicators of the table and the one of tourism: registered by their owners, published by ก.พ.ร."""

from example.committees import OPDC
from example.house import House, Json
from example.places import DOCUMENT, SOURCE, Place
from example.table import Row, rows_in

UNITS = {"percent": ("percent", "ร้อยละ"), "count": ("count", "แปลง")}
MINISTRY = "05"  # กระทรวงการท่องเที่ยวและกีฬา
TOURISM: Json = {
    "owner_function_code": MINISTRY,
    "host_function_code": MINISTRY,
    "name_th": "รายได้จากการท่องเที่ยว",
    "name_en": "Income from tourism",
    "definition_th": "รายได้ที่ผู้เยี่ยมเยือนชาวไทยและชาวต่างประเทศใช้จ่ายในจังหวัดระหว่างปีงบประมาณ",
    "unit_code": "million_baht",
    "unit_name_th": "ล้านบาท",
    "decimals": 2,
    "direction": "higher",
    "level": "outcome",
    "unit_of_analysis": "จังหวัด",
    "data_source": "กระทรวงการท่องเที่ยวและกีฬา",
    "frequency": "quarterly",
    "time_aggregation": "sum",
    "area_aggregation": "sum",
    "topic_codes": ["A1.2", "B1.2"],
    "source": SOURCE,
}


async def register_table(house: House, place: Place) -> dict[str, Json]:
    """Register and publish the indicators of the table; returns them by row number."""
    return {row.number: await _publish(house, _body_of(house, area, row)) for area, row in rows_in(place)}


async def register_tourism(house: House) -> Json:
    """Register and publish รายได้จากการท่องเที่ยว of the ministry."""
    return await _publish(house, {"code": code_of(house, "TOURISM-INCOME"), **TOURISM})


async def register_extra(house: House, place: Place, code: str) -> Json:
    """Register and publish one more indicator of the cluster, which the table does not have."""
    body = {
        **TOURISM,
        "owner_function_code": None,
        "host_function_code": None,
        "owner_area_code": place.cluster,
        "code": code_of(house, code),
        "name_th": f"ตัวชี้วัดเพื่อทดลองหลักเกณฑ์ {code}",
        "frequency": "yearly",
    }
    return await _publish(house, body)


def code_of(house: House, code: str) -> str:
    """Return an indicator's code: as the example has it, or with the mark of another loading behind it."""
    return code if house.mark == "example" else f"{code}-{house.mark}"


def _body_of(house: House, area: str, row: Row) -> Json:
    unit_code, unit_name = UNITS[row.unit]
    added = row.measurement
    return {
        "code": code_of(house, added["code"]),
        "owner_area_code": area,
        "name_th": row.indicator,
        "definition_th": added["definition_th"],
        "unit_code": unit_code,
        "unit_name_th": unit_name,
        "decimals": int(added["decimals"]),
        "direction": "higher",
        "level": added["level"],
        "data_source": added["data_source"],
        "frequency": "yearly",
        "time_aggregation": "none",
        "area_aggregation": added["area_aggregation"],
        "topic_codes": added["topic_codes"].split("|"),
        "source": DOCUMENT,
    }


async def _publish(house: House, body: Json) -> Json:
    code = body["code"]
    made = await house.post(f"indicator {code}", "/v1/indicators", OPDC, body)
    return await house.post(f"publish {code}", f"/v1/indicators/{made['id']}/publish", OPDC)
