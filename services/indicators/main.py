"""The indicators service: what it is made of."""

from services.indicators.catalogue import access as catalogue_access
from services.indicators.catalogue import routes as catalogue
from services.indicators.observations import models as observation_models  # noqa: F401 - declares its tables
from services.shared.app import Service, create_app

SERVICE = Service(
    name="indicators",
    title="Buranakan: indicators",
    description="KPI catalogue, performance agreements, joint indicators and observations.",
    routers=(catalogue.router,),
    actions=catalogue_access.ACTIONS,
    tags=catalogue.TAGS,
)

app = create_app(SERVICE)
