"""Journey 1: a province's plan and a project under its strategy, from the desk to ก.น.จ., through the gateway alone.

เชียงใหม่ writes its plan of 2552 to 2555, its ก.บ.จ. endorses it, ก.น.จ. approves it; each decision is taken in a
meeting with a quorum, recorded by one person, confirmed by another, and carried out on exactly what was seen. A project
that carries out one of its strategies goes the same way. Then everyone can read the plan.
"""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conftest import As

Json = dict[str, Any]
OWNER, SECRETARY, POLICY, OPDC = "province:50", "province_committee:50", "policy_committee", "opdc"
CHAIR = "person:chair"
MINUTES = "3b1f0f0c6d3c4d6f9b0a6d1f7f6f6e6b8a0c9f2d4e5b7a8c1d2e3f4a5b6c7d8e"

PLAN: Json = {
    "kind": "development",
    "area_code": "50",
    "first_fiscal_year": 2552,
    "last_fiscal_year": 2555,
    "title_th": "แผนพัฒนาจังหวัดเชียงใหม่ พ.ศ. 2552-2555",
    "vision_th": "นครแห่งชีวิตและความมั่งคั่ง",
    "positioning_th": "ศูนย์กลางการท่องเที่ยวเชิงวัฒนธรรมและบริการสุขภาพของภาคเหนือ",
    "revenue_driver_th": "การท่องเที่ยวและบริการ",
    "revenue_driver_value": 39507.5,
    "revenue_driver_unit_th": "ล้านบาทต่อปี",
    "revenue_driver_first_year": 2549,
    "revenue_driver_last_year": 2551,
    "revenue_driver_source": "ค่าเฉลี่ยรายได้การท่องเที่ยวปี 2549-2551",
}
STRATEGY: Json = {
    "missions": ["ส่งเสริมการท่องเที่ยวเชิงวัฒนธรรมล้านนา", "อนุรักษ์ทรัพยากรธรรมชาติและลดปัญหาหมอกควัน"],
    "goals": [
        {"number": "1", "title_th": "รายได้จากการท่องเที่ยวเพิ่มขึ้นต่อเนื่อง"},
        {"number": "2", "title_th": "คุณภาพอากาศอยู่ในเกณฑ์มาตรฐาน"},
    ],
    "issues": [
        {
            "number": "1",
            "title_th": "พัฒนาการท่องเที่ยวและบริการสุขภาพให้โดดเด่นในระดับสากล",
            "dimension": "economy_society",
            "goal_numbers": ["1"],
            "lead_host_unit": "สำนักงานการท่องเที่ยวและกีฬาจังหวัดเชียงใหม่",
            "lead_host_post": "ท่องเที่ยวและกีฬาจังหวัด",
            "strategies": [{"number": "1.1", "title_th": "พัฒนาแหล่งท่องเที่ยวเชิงวัฒนธรรมและหัตถกรรมชุมชน"}],
        },
        {
            "number": "2",
            "title_th": "บริหารจัดการทรัพยากรธรรมชาติและป้องกันหมอกควัน",
            "dimension": "environment",
            "goal_numbers": ["2"],
            "lead_host_unit": "สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัดเชียงใหม่",
            "lead_host_post": "ทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัด",
            "strategies": [{"number": "2.1", "title_th": "ลดการเผาในที่โล่งโดยชุมชนมีส่วนร่วม"}],
        },
    ],
}
PROJECT: Json = {
    "owner_area_code": "50",
    "fiscal_year": 2553,
    "title_th": "พัฒนาเส้นทางหัตถกรรมล้านนา บ่อสร้าง-สันกำแพง ระยะที่ 1",
    "objective_th": "เพิ่มรายได้จากการท่องเที่ยวของชุมชนหัตถกรรมร้อยละ 3 ต่อปี",
    "responsible_unit": "สำนักงานการท่องเที่ยวและกีฬาจังหวัดเชียงใหม่",
    "responsible_post": "หัวหน้ากลุ่มพัฒนาการท่องเที่ยว",
    "place_th": "ตำบลต้นเปา อำเภอสันกำแพง จังหวัดเชียงใหม่",
    "start_on": "2009-11-01",
    "end_on": "2010-08-31",
    "estimated_amount": "1250000.00",
    "is_area_initiative": True,
    "shares": [{"area_code": "50", "amount": "1250000.00"}],
}


class Desk:
    """What the officers do, each as the role that is theirs."""

    def __init__(self, api: httpx.AsyncClient, as_: As) -> None:
        self._api = api
        self._as = as_
        self._held: list[str] = []

    async def read(self, path: str, grant: str | None = None, **params: Any) -> Json:
        """Read as `grant`, or as the public."""
        answer = await self._api.get(path, params=params, headers=self._as(grant) if grant else {})
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def post(self, path: str, grant: str, body: Json | None = None, subject: str | None = None) -> Json:
        """Create or act, under a key of its own."""
        headers = {**self._as(grant, subject=subject), "Idempotency-Key": str(uuid4())}
        answer = await self._api.post(path, json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text
        found: Json = answer.json()
        return found

    async def put(self, path: str, grant: str, body: Json, version: int) -> Json:
        """Put in place of what stood there in `version`."""
        answer = await self._api.put(path, json=body, headers={**self._as(grant), "If-Match": f'"{version}"'})
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def committee(self, kind: str, area: str | None, keeper: str) -> Json:
        """Register a committee with three members."""
        body = {
            "code": f"J-{uuid4().hex[:10].upper()}",
            "kind": kind,
            "area_code": area,
            "name_th": "คณะกรรมการบริหารงานจังหวัดแบบบูรณาการ" if area else "คณะกรรมการนโยบายการบริหารงานจังหวัดแบบบูรณาการ",
            "order_reference": "คำสั่งที่ 12/2552",
            "quorum_numerator": 1,
            "quorum_denominator": 2,
            "valid_from": "2009-02-18",
        }
        made = await self.post("/v1/committees", keeper, body)
        seats = [("ประธานกรรมการ", "chair", "government"), ("ผู้แทนภาคเอกชน", "member", "private")]
        for post, seat, sector in [*seats, ("ผู้แทนภาคประชาสังคม", "member", "people")]:
            member = {"post_th": post, "seat": seat, "sector": sector}
            member |= {"order_reference": "คำสั่งที่ 12/2552", "valid_from": "2009-02-18"}
            made = await self.post(f"/v1/committees/{made['id']}/members", keeper, member)
        return made

    async def resolve(self, committee: Json, office: str, held_on: str, item: Json) -> Json:
        """Meet with a quorum, record the resolution, close over the minutes, and have another person confirm it."""
        meeting = {
            "committee_id": committee["id"],
            "number": f"{len(self._held) + 1}/2552",
            "held_on": held_on,
            "place_th": "ห้องประชุม 1",
        }
        held = await self.post("/v1/meetings", office, meeting)
        self._held.append(held["id"])
        there = {"member_ids": [member["id"] for member in committee["members"][:2]]}
        await self.put(f"/v1/meetings/{held['id']}/attendance", office, there, held["version"])
        votes = {"votes_for": 2, "votes_against": 0, "votes_abstained": 0}
        body = {"meeting_id": held["id"], "number": "3.1", "title_th": "เห็นชอบตามที่เสนอ", **votes, "items": [item]}
        recorded = await self.post("/v1/resolutions", office, body)
        await self.post(f"/v1/meetings/{held['id']}/close", office, {"minutes_sha256": MINUTES})
        return await self.post(f"/v1/resolutions/{recorded['id']}/confirm", office, subject=CHAIR)

    async def decide(self, path: str, committee: Json, office: str, held_on: str, decision: str, found: Json) -> Json:
        """Resolve on an object exactly as it was read, and carry it out; the object as it is then."""
        seen = {"object_id": found["id"], "object_version": found["version"], "content_hash": found["content_hash"]}
        kind = path.removeprefix("/v1/").removesuffix("s")
        item = {"service": "plans", "object_type": kind, **seen, "decision": decision}
        resolution = await self.resolve(committee, office, held_on, item)
        result = await self.post(f"{path}/decisions", office, {"resolution_id": resolution["id"]})
        assert result["counts"] == {"applied": 1, "already_applied": 0, "changed_since": 0, "not_allowed": 0}, result
        again = await self.post(f"{path}/decisions", office, {"resolution_id": resolution["id"]})
        assert again["counts"]["already_applied"] == 1
        return await self.read(f"{path}/{found['id']}", OPDC)


@pytest.fixture
def desk(api: httpx.AsyncClient, as_: As) -> Desk:
    """The officers at work."""
    return Desk(api, as_)


async def test_a_plan_and_a_project_under_its_strategy_go_from_the_desk_to_the_policy_committee(desk: Desk) -> None:
    area = await desk.committee("province_committee", "50", OWNER)
    policy = await desk.committee("policy_committee", None, OPDC)

    plan = await desk.post("/v1/plans", OWNER, PLAN)
    path = f"/v1/plans/{plan['id']}"
    tree = await desk.put(f"{path}/strategy", OWNER, STRATEGY, plan["version"])
    strategy = tree["issues"][0]["strategies"][0]

    project = await desk.post("/v1/projects", OWNER, {**PROJECT, "strategy_id": strategy["id"]})
    assert project["owner_area_code"] == "50"
    checks = await desk.read(f"{path}/checks", OWNER)
    gaps = [(found["code"], found["number"] or found["dimension"]) for found in checks["findings"]]
    assert gaps == [("strategy_without_project", "2.1"), ("dimension_without_issue", "infrastructure")]

    submitted = await desk.post(f"{path}/submit", OWNER)
    assert submitted["state"] == "submitted"
    endorsed = await desk.decide("/v1/plans", area, SECRETARY, "2009-03-16", "endorse", submitted)
    assert endorsed["state"] == "endorsed"
    approved = await desk.decide("/v1/plans", policy, POLICY, "2009-03-30", "approve", endorsed)
    assert (approved["state"], approved["approved_on"]) == ("approved", "2009-03-30")

    project = await desk.post(f"/v1/projects/{project['id']}/submit", OWNER)
    project = await desk.decide("/v1/projects", area, SECRETARY, "2009-09-15", "endorse", project)
    project = await desk.decide("/v1/projects", policy, POLICY, "2009-09-29", "approve", project)
    assert (project["state"], project["strategy_id"]) == ("approved", strategy["id"])

    # What was approved is what was written: the hash says so from the first submission to the last.
    assert submitted["content_hash"] == endorsed["content_hash"] == approved["content_hash"]
    assert (await desk.read(path))["content_hash"] == approved["content_hash"]
    assert (await desk.read(f"{path}/strategy"))["issues"] == tree["issues"]
    history = (await desk.read(f"{path}/history", OPDC))["items"]
    assert [entry["type"] for entry in history] == [
        "plan.approved",
        "plan.endorsed",
        "plan.submitted",
        "plan.strategy_updated",
        "plan.created",
    ]
    assert [bool(entry["resolution_id"]) for entry in history] == [True, True, False, False, False]
    for grant in (OWNER, SECRETARY, POLICY):
        waiting = (await desk.read("/v1/tasks", grant))["items"]
        assert not {plan["id"], project["id"]} & {task["object_id"] for task in waiting}
