"""The indicators service: what it is made of."""

from services.indicators.agreements import access as agreement_access
from services.indicators.agreements import decisions as agreement_decisions
from services.indicators.agreements import facts as agreement_facts
from services.indicators.agreements import routes as agreements
from services.indicators.catalogue import access as catalogue_access
from services.indicators.catalogue import routes as catalogue
from services.indicators.codes import access as code_access
from services.indicators.codes import routes as codes
from services.indicators.joint import access as joint_access
from services.indicators.joint import decisions as joint_decisions
from services.indicators.joint import facts as joint_facts
from services.indicators.joint import routes as joint
from services.indicators.observations import access as observation_access
from services.indicators.observations import facts as observation_facts
from services.indicators.observations import routes as observations
from services.indicators.reporting import access as reporting_access
from services.indicators.reporting import imports as observation_imports
from services.indicators.reporting import routes as reporting
from services.indicators.reporting.usecases import remind
from services.indicators.windows import access as window_access
from services.indicators.windows import routes as windows
from services.indicators.windows.usecases import REMINDING
from services.shared.app import Service, create_app
from services.shared.imports.parsing import parse_import
from services.shared.imports.routes import import_router
from services.shared.jobs.routes import job_router

IMPORTS = observation_imports.kind(observations.TAG, observations.PATH)
FILES = {IMPORTS.job_kind: parse_import(IMPORTS)}

SERVICE = Service(
    name="indicators",
    title="Buranakan: indicators",
    description="KPI catalogue, performance agreements, joint indicators and observations.",
    routers=(
        catalogue.router,
        agreements.router,
        joint.router,
        joint.internal,
        windows.router,
        codes.router,
        observations.router,
        reporting.router,
        import_router(IMPORTS),
        job_router(observations.TAG, observations.PATH, IMPORTS.action, noun="Observation", kinds=FILES),
    ),
    actions=(
        *catalogue_access.ACTIONS,
        *agreement_access.ACTIONS,
        *joint_access.ACTIONS,
        *window_access.ACTIONS,
        *code_access.ACTIONS,
        *observation_access.ACTIONS,
        *reporting_access.ACTIONS,
    ),
    tags={
        **catalogue.TAGS,
        **agreements.TAGS,
        **joint.TAGS,
        **windows.TAGS,
        **codes.TAGS,
        **observations.TAGS,
    },
    jobs={**FILES, REMINDING: remind},
    facts={
        "agreements": agreement_facts.area_facts,
        "joint_indicators": joint_facts.area_facts,
        "observations": observation_facts.area_facts,
    },
    object_facts={"joint_indicator": joint_facts.object_facts},
    decisions=(
        agreement_decisions.kind(agreements.TAG, agreements.PATH),
        joint_decisions.kind(joint.TAG, joint.PATH),
    ),
)

app = create_app(SERVICE)
