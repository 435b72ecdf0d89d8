"""The operations on agencies' own projects and on verdicts."""

from fastapi import APIRouter

from services.budget.duplicates.routes import projects, verdicts

router = APIRouter()
for part in (projects.router, verdicts.router):
    router.include_router(part)
TAGS = {
    projects.TAG: "โครงการของหน่วยงานเอง: what ministries and departments do themselves.",
    verdicts.TAG: "ความเห็นเรื่องความซ้ำซ้อน: the same, different, or to be merged; kept with both as they were seen.",
}
