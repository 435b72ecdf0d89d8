"""The indicators service: what it is made of."""

from services.shared.app import Service, create_app

SERVICE = Service(
    name="indicators",
    title="Buranakan: indicators",
    description="KPI catalogue, performance agreements, joint indicators and observations.",
    routers=(),
    actions=(),
    tags={},
)

app = create_app(SERVICE)
