"""The indicators service: what it is made of."""

from services.indicators.catalogue import access as catalogue_access
from services.indicators.catalogue import routes as catalogue
from services.indicators.observations import access as observation_access
from services.indicators.observations import facts as observation_facts
from services.indicators.observations import routes as observations
from services.shared.app import Service, create_app

SERVICE = Service(
    name="indicators",
    title="Buranakan: indicators",
    description="KPI catalogue, performance agreements, joint indicators and observations.",
    routers=(catalogue.router, observations.router),
    actions=(*catalogue_access.ACTIONS, *observation_access.ACTIONS),
    tags={**catalogue.TAGS, **observations.TAGS},
    facts={"observations": observation_facts.area_facts},
)

app = create_app(SERVICE)
