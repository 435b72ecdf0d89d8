"""Scorecards for tests: frames of years of their own, and an evaluation service whose neighbours a test speaks for."""

import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI, Request

from services.evaluation.main import SERVICE
from services.shared.app import create_app
from services.shared.schemas import format_instant
from tests.conftest import As, key
from tests.evaluation.scorecards.kpis import NO_KPIS
from tests.gateway.servers import serving
from tests.stack import Stack

Json = dict[str, Any]
Open = Callable[..., Awaitable[Json]]
PATH, FRAMES, SCORER, EVALUATOR = "/v1/scorecards", "/v1/evaluation-frames", "opdc", "evaluator"
# Years that no other test publishes a frame in: with clusters, and long before there were any.
YEARS, OLD_YEARS = count(2640), count(2501)
EXAMPLE = {"source": "ตัวอย่างของระบบ, not official", "dated_on": "2014-11-01"}
RATE = {
    "method": "five_level",
    "direction": "higher_is_better",
    "anchors": [80, 84, 88, 92, 96],
    "unit": "ร้อยละของวงเงินที่เบิกจ่าย",
    **EXAMPLE,
}
ITEMS = (
    ("external", 1, "มิติประสิทธิผล", "1.1", "ตัวชี้วัดยุทธศาสตร์ของกลุ่มจังหวัด", "cluster_indicators", 20, None),
    ("external", 1, "มิติประสิทธิผล", "1.2", "ตัวชี้วัดยุทธศาสตร์ของจังหวัด", "province_indicators", 40, None),
    ("external", 2, "มิติคุณภาพ", "2.1", "ความพึงพอใจของผู้รับบริการ", "survey", 20, {**RATE, "unit": "ร้อยละ"}),
    ("internal", 3, "มิติประสิทธิภาพ", "3.1", "การเบิกจ่ายเงินงบประมาณ", "disbursement_rate", 20, RATE),
)
SURVEY, DISBURSEMENT = 3, 4
BANDS = [{"at_least": at, "name_th": name, **EXAMPLE} for at, name in ((1, "ต้องปรับปรุง"), (3, "มาตรฐาน"), (4.5, "ดีเด่น"))]
RESULT = {
    "value": 92,
    "source": "ตัวอย่างของระบบ: ผลสำรวจความพึงพอใจของผู้รับบริการ",
    "evidence_note": "รายงานผลสำรวจ เก็บไว้ที่สำนักงานจังหวัด",
    "dated_on": "2015-09-30",
}


def frame_body(fiscal_year: int, **changed: Any) -> Json:
    """Return a frame like that of 2558, with weights and rubrics that say they are an example."""
    names = ("side", "dimension_no", "dimension_th", "code", "name_th", "result_source")
    items = [
        {**dict(zip(names, item[:6], strict=True)), "weight": {"value": item[6], **EXAMPLE}, "rubric": item[7]}
        for item in ITEMS
    ]
    head = {"fiscal_year": fiscal_year, "title_th": f"กรอบทดสอบ {uuid4()}", **EXAMPLE}
    return {**head, "items": items, "bands": BANDS, **changed}


async def new_frame(api: httpx.AsyncClient, headers: dict[str, str], fiscal_year: int, **changed: Any) -> Json:
    """Return a frame in force."""
    made = await api.post(FRAMES, json=frame_body(fiscal_year, **changed), headers={**headers, **key()})
    assert made.status_code == 201, made.text
    published = await api.post(f"{FRAMES}/{made.json()['id']}/publish", headers={**headers, **key()})
    assert published.status_code == 200, published.text
    found: Json = published.json()
    return found


@pytest.fixture
def open_card(api: httpx.AsyncClient, as_: As) -> Open:
    """Open a card of a province by a frame of its own, with what the other services really answer."""

    async def make(fiscal_year: int | None = None, area_code: str = "50", frame: Json | None = None) -> Json:
        frame = frame or await new_frame(api, as_(SCORER), fiscal_year or next(YEARS))
        body = {"frame_id": frame["id"], "area_code": area_code}
        answer = await api.post(PATH, json=body, headers={**as_(SCORER), **key()})
        assert answer.status_code == 201, answer.text
        card: Json = answer.json()
        return card

    return make


@dataclass
class Neighbour:
    """What a test lets another service answer about each area; `asked` is how it was asked."""

    feature: str
    areas: Json = field(default_factory=dict)
    asked: list[list[str]] = field(default_factory=list)
    as_of: str | None = None
    absent: Json | None = None

    def app(self) -> FastAPI:
        """Return the service."""
        app = FastAPI()

        @app.get("/internal/facts/areas")
        async def answer(request: Request) -> Json:
            codes = request.query_params.getlist("area_code")
            self.asked.append(codes)
            areas = {code: {self.feature: self.areas.get(code, self.absent)} for code in codes}
            return {"as_of": self.as_of or format_instant(dt.datetime.now(dt.UTC)), "areas": areas}

        return app


@dataclass(frozen=True)
class Surroundings:
    """An evaluation service and the two that it asks."""

    api: httpx.AsyncClient
    indicators: Neighbour
    budget: Neighbour


@contextlib.asynccontextmanager
async def evaluation_asking(stack: Stack, **urls: str) -> AsyncIterator[httpx.AsyncClient]:
    """Run a second evaluation service on the tests' database that finds these services at these addresses."""
    changed = stack.settings["evaluation"].model_copy(
        update={"workers": False, **{f"{name}_url": url for name, url in urls.items()}}
    )
    async with (
        serving(create_app(SERVICE, changed), lifespan=True) as url,
        httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client,
    ):
        yield client


@pytest.fixture
async def surroundings(stack: Stack) -> AsyncIterator[Surroundings]:
    """An evaluation service whose neighbours answer what the test says; the gateway issues the tokens as always."""
    indicators, budget = Neighbour("agreements", absent=NO_KPIS), Neighbour("ledger", absent={})
    async with (
        serving(indicators.app()) as indicators_url,
        serving(budget.app()) as budget_url,
        evaluation_asking(stack, indicators=indicators_url, budget=budget_url) as asking,
    ):
        yield Surroundings(asking, indicators, budget)
