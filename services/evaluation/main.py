"""The evaluation service: what it is made of."""

from services.evaluation.frames import access as frame_access
from services.evaluation.frames import routes as frames
from services.shared.app import Service, create_app

SERVICE = Service(
    name="evaluation",
    title="Buranakan: evaluation",
    description="Evaluation frames, scorecards, progress reports and rewards.",
    routers=(frames.router,),
    actions=frame_access.ACTIONS,
    tags=frames.TAGS,
)

app = create_app(SERVICE)
