"""The indicators service: what it is made of."""

from services.indicators.agreements import access as agreement_access
from services.indicators.agreements import decisions as agreement_decisions
from services.indicators.agreements import facts as agreement_facts
from services.indicators.agreements import routes as agreements
from services.indicators.catalogue import access as catalogue_access
from services.indicators.catalogue import routes as catalogue
from services.indicators.datasets import access as dataset_access
from services.indicators.datasets import facts as dataset_facts
from services.indicators.datasets import routes as datasets
from services.indicators.datasets.usecases.reminding import remind
from services.indicators.joint import access as joint_access
from services.indicators.joint import decisions as joint_decisions
from services.indicators.joint import facts as joint_facts
from services.indicators.joint import routes as joint
from services.indicators.observations import access as observation_access
from services.indicators.observations import facts as observation_facts
from services.indicators.observations import routes as observations
from services.indicators.uses import access as use_access
from services.indicators.uses import routes as uses
from services.shared.app import Service, create_app

SERVICE = Service(
    name="indicators",
    title="Buranakan: indicators",
    description="KPI catalogue, performance agreements, joint indicators, observations and the registry of datasets.",
    routers=(
        uses.router,
        catalogue.router,
        agreements.router,
        joint.router,
        joint.internal,
        observations.router,
        datasets.router,
    ),
    actions=(
        *catalogue_access.ACTIONS,
        *agreement_access.ACTIONS,
        *joint_access.ACTIONS,
        *observation_access.ACTIONS,
        *dataset_access.ACTIONS,
        *use_access.ACTIONS,
    ),
    tags={**catalogue.TAGS, **agreements.TAGS, **joint.TAGS, **observations.TAGS, **datasets.TAGS},
    facts={
        "agreements": agreement_facts.area_facts,
        "joint_indicators": joint_facts.area_facts,
        "observations": observation_facts.area_facts,
        "datasets": dataset_facts.area_facts,
    },
    object_facts={"joint_indicator": joint_facts.object_facts, "dataset": dataset_facts.object_facts},
    chores=(remind,),
    decisions=(
        agreement_decisions.kind(agreements.TAG, agreements.PATH),
        joint_decisions.kind(joint.TAG, joint.PATH),
    ),
)

app = create_app(SERVICE)
