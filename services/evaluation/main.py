"""The evaluation service: what it is made of."""

from services.shared.app import Service, create_app

SERVICE = Service(
    name="evaluation",
    title="Buranakan: evaluation",
    description="Evaluation frames, scorecards, progress reports and rewards.",
    routers=(),
    actions=(),
    tags={},
)

app = create_app(SERVICE)
