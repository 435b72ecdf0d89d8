"""The budget service: what it is made of."""

from services.budget.calendar import access as calendar_access
from services.budget.calendar import routes as calendar
from services.budget.ledger import access as ledger_access
from services.budget.ledger import facts as ledger_facts
from services.budget.ledger import routes as ledger
from services.budget.requests import access as request_access
from services.budget.requests import attachments as request_attachments
from services.budget.requests import decisions as request_decisions
from services.budget.requests import facts as request_facts
from services.budget.requests import routes as requests
from services.budget.spending import access as spending_access
from services.budget.spending import routes as spending
from services.budget.submissions import access as submission_access
from services.budget.submissions import routes as submissions
from services.shared.app import Service, create_app
from services.shared.attachments.routes import attachment_router

SERVICE = Service(
    name="budget",
    title="Buranakan: budget",
    description="Budget calendar, submissions, allocation and the ledger.",
    routers=(
        calendar.router,
        submissions.router,
        requests.router,
        attachment_router(request_attachments.holder(requests.TAG, requests.PATH)),
        ledger.router,
        spending.router,
    ),
    actions=(
        *calendar_access.ACTIONS,
        *submission_access.ACTIONS,
        *request_access.ACTIONS,
        *ledger_access.ACTIONS,
        *spending_access.ACTIONS,
    ),
    tags={**calendar.TAGS, **submissions.TAGS, **requests.TAGS, **ledger.TAGS, **spending.TAGS},
    facts={"ledger": ledger_facts.area_facts, "requests": request_facts.area_facts},
    object_facts={"joint_indicator": request_facts.joint_indicator_facts},
    decisions=(
        request_decisions.request_kind(requests.TAG, requests.PATH),
        request_decisions.submission_kind(submissions.TAG, submissions.PATH),
    ),
    retention_days=400,  # a fiscal year and its closing
)

app = create_app(SERVICE)
