"""How the checks of a plan are shown."""

from services.plans.checks import schemas
from services.plans.checks.rules import Finding
from services.plans.checks.usecases import Checked
from services.shared.schemas import Sentence


def checks_of(checked: Checked) -> schemas.PlanChecks:
    """Return the representation of the checks."""
    return schemas.PlanChecks(
        plan_id=checked.plan.id,
        plan_version=checked.plan.version,
        strategy_of_id=checked.strategy_of_id,
        findings=[_finding(found) for found in checked.findings],
        balance=[schemas.PlanBalance.model_validate(share) for share in checked.balance],
    )


def _finding(found: Finding) -> schemas.PlanFinding:
    return schemas.PlanFinding(
        code=found.code,
        number=found.number,
        title_th=found.title_th,
        subject_id=found.subject_id,
        dimension=found.dimension,
        text=Sentence(th=found.text.th, en=found.text.en),
    )
