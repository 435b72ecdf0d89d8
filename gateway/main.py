"""The gateway: what it is made of, and how its layers are put together."""

from gateway import identity
from gateway.areas import access as area_access
from gateway.areas import routes as areas
from gateway.contract import access as contract_access
from gateway.contract import routes as contract
from gateway.contract.drift import open_drift
from gateway.contract.files import open_library
from gateway.edge import Gateway, open_edge
from gateway.feed import access as feed_access
from gateway.feed import routes as feed
from gateway.feed.puller import open_feed
from gateway.matrix import routes as matrix
from gateway.overview import access as overview_access
from gateway.overview import routes as overview
from gateway.overview.memory import open_memory
from gateway.settings import GatewaySettings
from gateway.tasks import access as task_access
from gateway.tasks import routes as tasks
from services.shared.app import Service, create_app

SERVICE = Service(
    name="gateway",
    title="Buranakan: gateway",
    description="One door to the four services: who you are, areas and functions, overviews, tasks and events.",
    routers=(
        identity.router,
        areas.router,
        overview.router,
        matrix.router,
        tasks.router,
        feed.router,
        contract.router,
    ),
    actions=(
        *identity.ACTIONS,
        *area_access.ACTIONS,
        *overview_access.ACTIONS,
        *task_access.ACTIONS,
        *feed_access.ACTIONS,
        *contract_access.ACTIONS,
    ),
    tags={**identity.TAGS, **areas.TAGS, **overview.TAGS, **tasks.TAGS, **feed.TAGS, **contract.TAGS},
    settings=GatewaySettings,
    keys=identity.keys,
    opens=(open_library, identity.open_identity, open_edge, open_memory, open_drift, open_feed),
    has_envelope=False,
)


def create_gateway(settings: GatewaySettings | None = None) -> Gateway:
    """Return the gateway with its layers. Settings come from the environment when it starts, unless given."""
    return Gateway(create_app(SERVICE, settings))


app = create_gateway()
