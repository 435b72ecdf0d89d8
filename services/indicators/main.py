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
from services.indicators.datasets import access as dataset_access
from services.indicators.datasets import facts as dataset_facts
from services.indicators.datasets import routes as datasets
from services.indicators.datasets.usecases import reminding
from services.indicators.joint import access as joint_access
from services.indicators.joint import decisions as joint_decisions
from services.indicators.joint import facts as joint_facts
from services.indicators.joint import routes as joint
from services.indicators.joint.usecases import following
from services.indicators.observations import access as observation_access
from services.indicators.observations import facts as observation_facts
from services.indicators.observations import routes as observations
from services.indicators.observations.usecases.pushing import WRITTEN
from services.indicators.readings import access as reading_access
from services.indicators.readings import routes as readings
from services.indicators.reporting import access as reporting_access
from services.indicators.reporting import imports as observation_imports
from services.indicators.reporting import routes as reporting
from services.indicators.reporting.usecases import close_owed, remind, remind_of_years
from services.indicators.uses import access as use_access
from services.indicators.uses import routes as uses
from services.indicators.windows import access as window_access
from services.indicators.windows import routes as windows
from services.indicators.windows.usecases import REMINDING
from services.shared.app import Service, create_app
from services.shared.attachments.routes import attachment_router
from services.shared.imports.parsing import parse_import
from services.shared.imports.routes import import_router
from services.shared.jobs.routes import job_router
from services.shared.jobs.worker import in_turn

IMPORTS = observation_imports.kind(observations.TAG, observations.PATH)
FILES = {IMPORTS.job_kind: parse_import(IMPORTS)}

# Where an indicator is used comes first, "in-use" being no indicator's id.
ROOMS = (uses, catalogue, agreements, changes, joint, windows, codes, observations, reporting, readings, datasets)
ACCESS = (
    catalogue_access,
    agreement_access,
    change_access,
    joint_access,
    window_access,
    code_access,
    observation_access,
    reporting_access,
    reading_access,
    dataset_access,
    use_access,
)

SERVICE = Service(
    name="indicators",
    title="Buranakan: indicators",
    description="KPI catalogue, performance agreements and requests to change them, joint indicators, reported values "
    "with when they are taken and what they come to, and the registry of datasets.",
    routers=(
        *(room.router for room in ROOMS),
        attachment_router(change_attachments.holder(changes.TAG, changes.PATH)),
        import_router(IMPORTS),
        job_router(observations.TAG, observations.PATH, IMPORTS.action, noun="Observation", kinds=FILES),
        joint.internal,
    ),
    actions=tuple(action for table in ACCESS for action in table.ACTIONS),
    tags={tag: text for room in ROOMS for tag, text in room.TAGS.items()},
    facts={
        "agreements": agreement_facts.area_facts,
        "change_requests": change_facts.area_facts,
        "joint_indicators": joint_facts.area_facts,
        "observations": observation_facts.area_facts,
        "datasets": dataset_facts.area_facts,
    },
    object_facts={"joint_indicator": joint_facts.object_facts, "dataset": dataset_facts.object_facts},
    jobs={
        **FILES,
        **following.JOBS,
        REMINDING: remind,
        WRITTEN: in_turn(following.follow_values, close_owed),
    },
    chores=(reminding.remind, remind_of_years),
    decisions=(
        agreement_decisions.kind(agreements.TAG, agreements.PATH),
        change_decisions.kind(changes.TAG, changes.PATH),
        joint_decisions.kind(joint.TAG, joint.PATH),
        joint_decisions.kind_of_disputes(joint.TAG, joint.DISPUTES),
    ),
)

app = create_app(SERVICE)
