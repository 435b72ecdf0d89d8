"""Anybody can check it: a citizen reads the published run, divides it with a program of their own, and reads why."""

import csv
from io import StringIO

import httpx

from tests.budget.allocation import reference
from tests.budget.allocation.rounds import ROUNDS, Bureau, amounts_of, criterion, inputs, pool
from tests.conftest import As
from tests.contract.world import World


async def test_a_citizen_gets_the_same_satang_as_the_state(api: httpx.AsyncClient, as_: As) -> None:
    bureau = Bureau(World(api, as_))
    people = inputs({"50": 1_789_385, "51": 401_139, "52": 724_678})
    wealth = inputs({"50": 26_107, "51": 22_315})
    by = [
        criterion("equal", "equal", 20),
        criterion("people", "direct", 50, inputs=people),
        criterion("income", "inverse", 30, inputs=wealth, missing="average"),
    ]
    pools = [
        pool(percent=70, criteria=by, bounds={"most_amount": "300000000.00"}),
        pool(
            level="cluster",
            percent=30,
            areas=["C60-15", "C60-16", "C60-17"],
            criteria=[criterion("equal", "equal", 100)],
        ),
    ]
    draft = await bureau.draft(pools=pools, frame_amount="1000000000.00", unit_amount="0.01")
    published = await bureau.resolved(await bureau.propose(draft, await bureau.run(draft)), "approve")
    path = f"{ROUNDS}/{published['id']}/runs/{published['run_id']}"

    # Everything that the method needs is public; the program of docs/allocation.md divides it, knowing nothing of us.
    snapshot = await bureau.read(f"{path}/snapshot", None)
    divided = {
        area: reference.baht(int(lines["amount"]))
        for each in reference.pools_of(snapshot).values()
        for area, lines in reference.lines_of(each).items()
    }
    run = await bureau.read(path, None)
    assert divided == amounts_of(run)
    assert divided["50"] == "300000000.00"
    assert divided["C60-15"] == divided["C60-16"] == divided["C60-17"] == "100000000.00"

    # The governor reads why, the analyst how fair it is, and the sheet says the same.
    told = (await bureau.read(f"{path}/areas/52", None))["sentences"]
    assert "724,678 คะแนน มากเป็นอันดับที่ 2 จาก 3 พื้นที่" in told[2]["text_th"]
    assert "แต่ขอบเขตของพื้นที่อื่นทำให้ทุกพื้นที่ที่ไม่ติดขอบเขตได้" in told[4]["text_th"]
    report = (await bureau.read(f"{path}/equity?population=people", None))["pools"][0]
    assert report["whole"]["per_head_amount"] == "240.12"
    assert (report["most"]["area_code"], report["least"]["area_code"]) == ("51", "50")
    sheet = (await bureau.get(f"{path}/export?format=csv", None)).content.decode("utf-8-sig")
    rows = {row["area_code"]: row for row in csv.DictReader(StringIO(sheet))}
    assert {code: f"{float(row['amount']):.2f}" for code, row in rows.items()} == divided
    assert rows["52"]["explained_th"].splitlines() == [each["text_th"] for each in told]
