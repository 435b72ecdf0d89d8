"""The plans service: what it is made of."""

from services.plans.projects import access as project_access
from services.plans.projects import facts as project_facts
from services.plans.projects import routes as projects
from services.shared.app import Service, create_app

SERVICE = Service(
    name="plans",
    title="Buranakan: plans",
    description="Plans of provinces and clusters, and the projects by which they are carried out.",
    routers=(projects.router,),
    actions=project_access.ACTIONS,
    tags=projects.TAGS,
    facts={"projects": project_facts.area_facts},
)

app = create_app(SERVICE)
