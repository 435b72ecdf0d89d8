"""The budget service: what it is made of."""

from services.budget.agency_requests import access as agency_access
from services.budget.agency_requests import attachments as agency_attachments
from services.budget.agency_requests import routes as agency_requests
from services.budget.allocation import access as allocation_access
from services.budget.allocation import decisions as allocation_decisions
from services.budget.allocation import routes as allocation
from services.budget.calendar import access as calendar_access
from services.budget.calendar import routes as calendar
from services.budget.calendar.usecases import REMINDING
from services.budget.deadlines import access as deadline_access
from services.budget.deadlines import routes as deadlines
from services.budget.deadlines.usecases import close_owed, remind, remind_of_years
from services.budget.early_notices import access as early_notice_access
from services.budget.early_notices import routes as early_notices
from services.budget.earmarks import access as earmark_access
from services.budget.earmarks import routes as earmarks
from services.budget.joint_rounds import access as joint_round_access
from services.budget.joint_rounds import routes as joint_rounds
from services.budget.ledger import access as ledger_access
from services.budget.ledger import facts as ledger_facts
from services.budget.ledger import routes as ledger
from services.budget.matching import access as matching_access
from services.budget.matching import routes as matching
from services.budget.needs import access as need_access
from services.budget.needs import routes as needs
from services.budget.opinions import access as opinion_access
from services.budget.opinions import routes as opinions
from services.budget.planned import routes as planned
from services.budget.requests import access as request_access
from services.budget.requests import attachments as request_attachments
from services.budget.requests import decisions as request_decisions
from services.budget.requests import facts as request_facts
from services.budget.requests import imports as request_imports
from services.budget.requests import routes as requests
from services.budget.resolution_notices import access as resolution_notice_access
from services.budget.resolution_notices import decisions as decided_requests
from services.budget.resolution_notices import routes as resolution_notices
from services.budget.responsibilities import access as responsibility_access
from services.budget.responsibilities import routes as responsibilities
from services.budget.spending import access as spending_access
from services.budget.spending import routes as spending
from services.budget.submissions import access as submission_access
from services.budget.submissions import routes as submissions
from services.budget.submissions.usecases import MOVED
from services.shared.app import Service, create_app
from services.shared.attachments.routes import attachment_router
from services.shared.imports.parsing import parse_import
from services.shared.imports.routes import import_router
from services.shared.jobs.routes import job_router

IMPORTS = request_imports.kind(requests.TAG, requests.PATH)
IMPORT_JOBS = {IMPORTS.job_kind: parse_import(IMPORTS)}

SERVICE = Service(
    name="budget",
    title="Buranakan: budget",
    description="Budget calendar, submissions, allocation and the ledger.",
    routers=(
        deadlines.router,  # before the calendar, "open" being no fiscal year
        calendar.router,
        submissions.router,
        import_router(IMPORTS),
        job_router(requests.TAG, requests.PATH, IMPORTS.action, noun="BudgetRequest", kinds=IMPORT_JOBS),
        planned.router,
        requests.router,
        responsibilities.router,
        attachment_router(request_attachments.holder(requests.TAG, requests.PATH)),
        earmarks.router,
        agency_requests.router,
        attachment_router(agency_attachments.holder(agency_requests.TAG, agency_requests.PATH)),
        early_notices.router,
        opinions.router,
        joint_rounds.router,
        resolution_notices.router,
        needs.router,
        allocation.router,
        ledger.router,
        matching.router,
        spending.router,
    ),
    actions=(
        *calendar_access.ACTIONS,
        *deadline_access.ACTIONS,
        *submission_access.ACTIONS,
        *request_access.ACTIONS,
        *responsibility_access.ACTIONS,
        *earmark_access.ACTIONS,
        *agency_access.ACTIONS,
        *early_notice_access.ACTIONS,
        *opinion_access.ACTIONS,
        *joint_round_access.ACTIONS,
        *resolution_notice_access.ACTIONS,
        *need_access.ACTIONS,
        *allocation_access.ACTIONS,
        *ledger_access.ACTIONS,
        *matching_access.ACTIONS,
        *spending_access.ACTIONS,
    ),
    tags={
        **calendar.TAGS,
        **submissions.TAGS,
        **requests.TAGS,
        **responsibilities.TAGS,
        **earmarks.TAGS,
        **agency_requests.TAGS,
        **early_notices.TAGS,
        **joint_rounds.TAGS,
        **resolution_notices.TAGS,
        **needs.TAGS,
        **allocation.TAGS,
        **ledger.TAGS,
        **matching.TAGS,
        **spending.TAGS,
    },
    facts={"ledger": ledger_facts.area_facts, "requests": request_facts.area_facts},
    object_facts={"joint_indicator": request_facts.joint_indicator_facts},
    decisions=(
        decided_requests.request_kind(requests.TAG, requests.PATH),
        request_decisions.submission_kind(submissions.TAG, submissions.PATH),
        allocation_decisions.round_kind(allocation.TAG, allocation.PATH),
    ),
    jobs={**IMPORT_JOBS, REMINDING: remind, MOVED: close_owed},
    chores=(remind_of_years,),
    retention_days=400,  # a fiscal year and its closing
)

app = create_app(SERVICE)
