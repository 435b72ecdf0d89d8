"""The indicators service: what it is made of."""

from services.indicators.agreements import access as agreement_access
from services.indicators.agreements import decisions as agreement_decisions
from services.indicators.agreements import facts as agreement_facts
from services.indicators.agreements import routes as agreements
from services.indicators.catalogue import access as catalogue_access
from services.indicators.catalogue import routes as catalogue
from services.indicators.changes import access as change_access
from services.indicators.changes import attachments as change_attachments
from services.indicators.changes import decisions as change_decisions
from services.indicators.changes import facts as change_facts
from services.indicators.changes import routes as changes
from services.indicators.codes import access as code_access
from services.indicators.codes import routes as codes
from services.indicators.joint import access as joint_access
from services.indicators.joint import decisions as joint_decisions
from services.indicators.joint import facts as joint_facts
from services.indicators.joint import routes as joint
from services.indicators.joint.usecases import following
from services.indicators.observations import access as observation_access
from services.indicators.observations import facts as observation_facts
from services.indicators.observations import routes as observations
from services.indicators.readings import access as reading_access
from services.indicators.readings import routes as readings
from services.indicators.windows import access as window_access
from services.indicators.windows import routes as windows
from services.shared.app import Service, create_app
from services.shared.attachments.routes import attachment_router

SERVICE = Service(
    name="indicators",
    title="Buranakan: indicators",
    description="KPI catalogue, performance agreements, joint indicators and observations.",
    routers=(
        catalogue.router,
        agreements.router,
        joint.router,
        joint.internal,
        observations.router,
        *readings.routers,
    description="KPI catalogue, performance agreements and requests to change them, joint indicators and observations.",
        changes.router,
        attachment_router(change_attachments.holder(changes.TAG, changes.PATH)),
        windows.router,
        codes.router,
    ),
    actions=(
        *catalogue_access.ACTIONS,
        *agreement_access.ACTIONS,
        *change_access.ACTIONS,
        *joint_access.ACTIONS,
        *window_access.ACTIONS,
        *code_access.ACTIONS,
        *observation_access.ACTIONS,
        *reading_access.ACTIONS,
    ),
    tags={**catalogue.TAGS, **agreements.TAGS, **joint.TAGS, **observations.TAGS, **readings.TAGS},
    tags={**catalogue.TAGS, **agreements.TAGS, **changes.TAGS, **joint.TAGS, **observations.TAGS},
    tags={
        **catalogue.TAGS,
        **agreements.TAGS,
        **joint.TAGS,
        **windows.TAGS,
        **codes.TAGS,
        **observations.TAGS,
    },
    facts={
        "agreements": agreement_facts.area_facts,
        "change_requests": change_facts.area_facts,
        "joint_indicators": joint_facts.area_facts,
        "observations": observation_facts.area_facts,
    },
    object_facts={"joint_indicator": joint_facts.object_facts},
    decisions=(
        agreement_decisions.kind(agreements.TAG, agreements.PATH),
        change_decisions.kind(changes.TAG, changes.PATH),
        joint_decisions.kind(joint.TAG, joint.PATH),
        joint_decisions.kind_of_disputes(joint.TAG, joint.DISPUTES),
    ),
    jobs=following.JOBS,
)

app = create_app(SERVICE)
