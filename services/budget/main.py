"""The budget service: what it is made of."""

from services.budget.calendar import access as calendar_access
from services.budget.calendar import routes as calendar
from services.budget.ledger import access as ledger_access
from services.budget.ledger import facts as ledger_facts
from services.budget.ledger import routes as ledger
from services.shared.app import Service, create_app

SERVICE = Service(
    name="budget",
    title="Buranakan: budget",
    description="Budget calendar, submissions, allocation and the ledger.",
    routers=(calendar.router, ledger.router),
    actions=(*calendar_access.ACTIONS, *ledger_access.ACTIONS),
    tags={**calendar.TAGS, **ledger.TAGS},
    facts={"ledger": ledger_facts.area_facts},
    retention_days=400,  # a fiscal year and its closing
)

app = create_app(SERVICE)
