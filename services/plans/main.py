"""The plans service: what it is made of."""

from services.plans.checks import routes as checks
from services.plans.committees import access as committee_access
from services.plans.committees import routes as committees
from services.plans.delegations import access as delegation_access
from services.plans.delegations import routes as delegations
from services.plans.documents import access as plan_access
from services.plans.documents import decisions as plan_decisions
from services.plans.documents import facts as plan_facts
from services.plans.documents import routes as plans
from services.plans.meetings import access as meeting_access
from services.plans.meetings import routes as meetings
from services.plans.projects import access as project_access
from services.plans.projects import attachments as project_attachments
from services.plans.projects import decisions as project_decisions
from services.plans.projects import facts as project_facts
from services.plans.projects import imports as project_imports
from services.plans.projects import routes as projects
from services.plans.resolutions import access as resolution_access
from services.plans.resolutions import routes as resolutions
from services.shared.app import Service, create_app
from services.shared.attachments.routes import attachment_router
from services.shared.imports.parsing import parse_import
from services.shared.imports.routes import import_router
from services.shared.jobs.routes import job_router

IMPORTS = project_imports.kind(projects.TAG, projects.PATH)
JOBS = {IMPORTS.job_kind: parse_import(IMPORTS)}

SERVICE = Service(
    name="plans",
    title="Buranakan: plans",
    description="Plans of provinces and clusters, and the projects by which they are carried out.",
    routers=(
        committees.router,
        delegations.router,
        meetings.router,
        resolutions.router,
        resolutions.internal,
        plans.router,
        checks.router,
        import_router(IMPORTS),  # before the projects themselves: "imports" and "jobs" are no project's id
        job_router(projects.TAG, projects.PATH, IMPORTS.action, noun="Project", kinds=JOBS),
        projects.router,
        attachment_router(project_attachments.holder(projects.TAG, projects.PATH)),
    ),
    actions=(
        *committee_access.ACTIONS,
        *delegation_access.ACTIONS,
        *meeting_access.ACTIONS,
        *resolution_access.ACTIONS,
        *plan_access.ACTIONS,
        *project_access.ACTIONS,
    ),
    tags={**committees.TAGS, **delegations.TAGS, **meetings.TAGS, **resolutions.TAGS, **plans.TAGS, **projects.TAGS},
    jobs=JOBS,
    facts={"plans": plan_facts.area_facts, "projects": project_facts.area_facts},
    object_facts={
        "project": project_facts.project_facts,
        "strategic_issue": plan_facts.issue_facts,
        "strategy": plan_facts.strategy_facts,
    },
    decisions=(
        plan_decisions.kind(plans.TAG, plans.PATH),
        project_decisions.kind(projects.TAG, projects.PATH),
    ),
)

app = create_app(SERVICE)
