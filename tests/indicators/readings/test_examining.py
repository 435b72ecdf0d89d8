"""Projection, data quality, freshness, the data of how results are read, and files, through the gateway."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from services.indicators.achievement import are_whole, is_sound
from services.indicators.readings.usecases import exporting
from services.indicators.readings.usecases.loading import Scales
from tests.contract.operations import Json
from tests.indicators.joint.conftest import offered
from tests.indicators.readings.conftest import House
from tests.indicators.windows.conftest import SetWindows, set_windows, world  # noqa: F401 - fixtures


async def test_a_year_is_projected_with_what_it_rests_on(house: House) -> None:
    known = await house.indicator()
    before = [{"area_code": "50", "period": f"q{at}", "value": at * 10} for at in (1, 2, 3, 4)]
    await house.push(known, *before, fiscal_year=2557)
    await house.push(known, {"area_code": "50", "period": "q1", "value": 12})
    sides = await offered(
        house.world, "50", "51", measured={"id": known}, side_of_record="function", national_target=200
    )
    assert (await sides.sign("50")).status_code == 200
    found = await house.read(known, "projection", area_code="50", fiscal_year=2558)
    assert (found["months_reported"], found["least_months"]) == (3, 3)
    assert found["standing"]["made_of"] == [{"period": "q1", "revision": 1}]
    assert found["projections"] == [
        {"way": "run_rate", "is_estimate": True, "value": 48, "reason": None, "on_track": False},
        {"way": "share_of_last_year", "is_estimate": True, "value": 120, "reason": None, "on_track": True},
    ]
    silent = await house.read(known, "projection", area_code="51", fiscal_year=2558)
    assert {each["reason"] for each in silent["projections"]} == {"not_reported"}
    whole = await house.read(known, "projection", area_code="50", fiscal_year=2557)
    assert [(each["way"], each["is_estimate"], each["value"]) for each in whole["projections"]] == [
        ("reported", False, 100)
    ]


async def test_doubts_are_named_with_what_to_do(house: House) -> None:
    known = await house.indicator()
    await house.own(known, {"50": 100}, period="q1")
    await house.push(known, {"area_code": "50", "period": "q1", "value": 110})
    found = await house.read(known, "quality", area_code="50", fiscal_year=2558)
    kinds = [(each["kind"], each["reporter"], each["periods"]) for each in found["findings"]]
    assert kinds == [
        ("gap", "area:50", ["q2", "q3", "q4"]),
        ("gap", "function:05", ["q2", "q3", "q4"]),
        ("late", "area:50", ["q1"]),
        ("late", "function:05", ["q1"]),
        ("sides_differ", "area:50", ["q1"]),
    ]
    assert all(each["told"]["th"] and each["todo"]["th"] for each in found["findings"])
    assert {each["code"] for each in found["limits"]} >= {"late_after_days", "tolerance_percent"}
    assert all(each["source"] for each in found["limits"])


async def test_a_joint_indicator_names_its_own_tolerance(house: House) -> None:
    known = await house.indicator()
    sides = await offered(house.world, "50", "51", measured={"id": known}, tolerance_percent=20)
    assert (await sides.sign("50")).status_code == 200
    await house.own(known, {"50": 100})
    await house.push(known, {"area_code": "50", "value": 110})
    found = await house.read(known, "quality", area_code="50", fiscal_year=2558)
    assert [each["kind"] for each in found["findings"]] == ["late", "late"]


@pytest.mark.parametrize(("grant", "status"), [(None, 401), ("opdc", 200), ("province:51", 200), ("ministry:07", 200)])
async def test_doubts_and_debts_are_for_who_holds_a_role(house: House, grant: str | None, status: int) -> None:
    known = await house.indicator()
    for path, query in (
        (f"/v1/indicators/{known}/quality", {"area_code": "50", "fiscal_year": 2558}),
        ("/v1/observations/freshness", {"fiscal_year": 2551}),
    ):
        assert (await house.get(path, grant, **query)).status_code == status


async def test_an_agency_owes_what_its_indicators_frequency_says(house: House) -> None:
    # ลำปาง reports of nothing else in these years.
    known, other = await house.indicator(), await house.indicator(frequency="yearly")
    await house.own(known, {"52": 1}, fiscal_year=2551, period="q1")
    await house.own(known, {"52": 1}, fiscal_year=2551, period="q3")
    await house.own(other, {"52": 1}, fiscal_year=2550)
    answer = await house.get("/v1/observations/freshness", fiscal_year=2551, reporter="area:52")
    (found,) = answer.json()["items"]
    assert (found["reporter"], found["indicator_count"], found["age_days"], found["overdue_values"]) == (
        "area:52",
        2,
        0,
        3,
    )
    owed = {(each["indicator_id"], each["period"]) for each in found["overdue"]}
    # Who fell silent after the year before owes the whole of this one.
    assert owed == {(known, "q2"), (known, "q4"), (other, "year")}


async def test_the_windows_of_a_year_say_what_is_late_and_owed(
    house: House,
    set_windows: SetWindows,  # noqa: F811
) -> None:
    # พิษณุโลก reports of nothing else in this year, for which nobody else sets windows.
    known, other, year = await house.indicator(), await house.indicator(), 2553
    await house.own(known, {"65": 1}, fiscal_year=year, period="q2")
    await house.own(other, {"65": 1}, fiscal_year=year, period="q2")

    async def told() -> tuple[Any, Any]:
        quality = await house.read(known, "quality", area_code="65", fiscal_year=year)
        answer = await house.get("/v1/observations/freshness", fiscal_year=year, reporter="area:65")
        (agency,) = answer.json()["items"]
        assert quality["due_by"] == agency["due_by"]
        assert ("late_after_days" in {each["code"] for each in quality["limits"]}) == (quality["due_by"] == "allowance")
        assert {each["facts"]["due_by"] for each in quality["findings"]} <= {quality["due_by"]}
        doubts = [(each["kind"], each["periods"], each["facts"].get("due_on")) for each in quality["findings"]]
        owed = [(each["indicator_id"], each["period"], each["due_on"]) for each in agency["overdue"]]
        return (quality["due_by"], doubts), sorted(owed)

    allowed = [("q1", "2010-02-14"), ("q3", "2010-08-14"), ("q4", "2010-11-14")]
    assert await told() == (
        ("allowance", [("gap", ["q1", "q3", "q4"], None), ("late", ["q2"], "2010-05-15")]),
        sorted((each, *days) for each in (known, other) for days in allowed),
    )
    # Of what has no window in a year that has some, nothing is due.
    await set_windows({"id": known}, year, periods=["q1", "q2"], due_on="2155-01-30")
    assert await told() == (("window", []), [])
    await set_windows({"id": known}, year, periods=["q1", "q2"], due_on="2016-02-01")
    assert await told() == (
        ("window", [("gap", ["q1"], None), ("late", ["q2"], "2016-02-01")]),
        [(known, "q1", "2016-02-01")],
    )


async def test_how_results_are_read_is_sound_and_says_that_it_is_an_example(house: House) -> None:
    found = (await house.get("/v1/observations/scales", None)).json()
    scales = Scales(found["methods"], found["bands"], found["limits"])
    for fiscal_year in range(2550, 2581):
        scale = scales.of(fiscal_year)
        assert are_whole(scale.bands)
        assert len(scale.methods) == 2
        assert all(is_sound(method) for method in scale.methods)
    for row in (*found["methods"], *found["bands"], *found["limits"]):
        assert "ตัวอย่างของระบบ" in row["source"]
        assert row["dated_on"] == "2026-11-28"


def rows_of(content: bytes, media: str) -> list[Sequence[Any]]:
    if media == "text/csv":
        return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    return [list(row) for row in openpyxl.load_workbook(BytesIO(content)).active.values]


async def test_a_list_is_safe_to_open_in_both_formats(house: House) -> None:
    known = await house.indicator()
    note = "=cmd|' /C calc'!A0"
    await house.push(known, {"area_code": "50", "value": -18250.5, "note": note}, {"area_code": "51", "value": 3})
    asked: Json = {"indicator_id": known, "fiscal_year": 2558}
    found = await house.get("/v1/observations/export", **asked)
    assert found.headers["content-type"].startswith("text/csv")
    assert unquote(found.headers["content-disposition"]).endswith("ค่าที่รายงาน 2558.csv")
    head, first, second = rows_of(found.content, "text/csv")
    row = dict(zip(head, first, strict=True))
    assert (row["area_name_th"], row["value"], row["note"]) == ("เชียงใหม่", "-18250.5", f"'{note}")
    assert (row["numerator"], second[0]) == ("", "51")
    excel = await house.get("/v1/observations/export", **asked, format="xlsx")
    titles, first, _ = rows_of(excel.content, "xlsx")
    row = dict(zip(titles, first, strict=True))
    assert (row["ค่า"], row["ปีงบประมาณ"], row["หมายเหตุ"], row["รหัสพื้นที่"]) == (-18250.5, 2558, note, "50")
    empty = await house.get("/v1/observations/export", **asked, area_code="52")
    assert len(rows_of(empty.content, "text/csv")) == 1


async def test_too_much_for_one_file_is_refused_with_what_to_do(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    known = await house.indicator()
    await house.push(known, {"area_code": "50", "value": 1}, {"area_code": "51", "value": 3})
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    answer = await house.get("/v1/observations/export", indicator_id=known, fiscal_year=2558)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "export_too_large")
    assert all(name in problem["detail"] for name in ("indicator_id", "area_code", "period", "reporter"))
    answer = await house.get("/v1/observations/export", indicator_id=known, fiscal_year=2558, area_code="50")
    assert answer.status_code == 200


async def test_series_ranking_and_matrix_leave_as_files(house: House) -> None:
    known = await house.indicator()
    await house.own(known, {"50": 5, "51": 7})
    await house.push(known, {"area_code": "50", "value": 4, "status": "provisional"})
    years: Json = {"area_code": "50", "first_year": 2558, "last_year": 2558}

    async def table(reading: str, grant: str | None = "opdc", **query: Any) -> list[dict[str, str]]:
        answer = await house.get(f"/v1/indicators/{known}/{reading}/export", grant, **query)
        assert answer.status_code == 200, answer.text
        head, *rows = rows_of(answer.content, "text/csv")
        return [dict(zip(head, row, strict=True)) for row in rows]

    lines = await table("series", **years)
    assert [(row["reporter"], row["value"], row["counts"]) for row in lines] == [
        ("area:50", "5", "true"),
        ("function:05", "4", "false"),
    ]
    assert len(await table("series", None, **years)) == 1  # the public's file has what the public reads
    places = await table("ranking", fiscal_year=2558)
    assert [(row["place"], row["area_code"], row["value"]) for row in places[:3]] == [
        ("1", "51", "7"),
        ("2", "50", "5"),
        ("", "11", ""),
    ]
    assert (len(places), places[2]["not_ranked"]) == (76, "not_reported")
    matrix = await table("matrix", fiscal_year=2558)
    by_area = {row["area_code"]: row for row in matrix}
    assert (by_area["50"]["year"], by_area["50"]["q1"], by_area["52"]["year"]) == ("5", "", "")
    assert len(matrix) == 76
