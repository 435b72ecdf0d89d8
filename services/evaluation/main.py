"""The evaluation service: what it is made of."""

from services.evaluation.frames import access as frame_access
from services.evaluation.frames import routes as frames
from services.evaluation.scorecards import access as scorecard_access
from services.evaluation.scorecards import decisions as scorecard_decisions
from services.evaluation.scorecards import routes as scorecards
from services.evaluation.scorecards.facts import area_facts
from services.shared.app import Service, create_app

SERVICE = Service(
    name="evaluation",
    title="Buranakan: evaluation",
    description="Evaluation frames, scorecards, progress reports and rewards.",
    routers=(frames.router, scorecards.router),
    actions=(*frame_access.ACTIONS, *scorecard_access.ACTIONS),
    tags={**frames.TAGS, **scorecards.TAGS},
    facts={"scorecards": area_facts},
    decisions=(scorecard_decisions.kind(scorecards.TAG, scorecards.PATH),),
)

app = create_app(SERVICE)
