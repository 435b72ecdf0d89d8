"""The budget service: what it is made of."""

from services.shared.app import Service, create_app

SERVICE = Service(
    name="budget",
    title="Buranakan: budget",
    description="Budget calendar, submissions, allocation and the ledger.",
    routers=(),
    actions=(),
    tags={},
)

app = create_app(SERVICE)
