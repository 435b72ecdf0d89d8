"""Projects as what committees decide on."""

from services.plans.projects import access, repository
from services.plans.projects.models import Project
from services.plans.projects.usecases.changes import OBJECT
from services.plans.projects.usecases.decisions import carry_out
from services.shared.decisions.kinds import DecisionKind


def hash_of(project: Project) -> str:
    """Return the hash of what a committee sees of a project."""
    return project.content_hash


def kind(tag: str, path: str) -> DecisionKind:
    """Return projects as objects of decisions; `path` is where projects are."""
    return DecisionKind(
        object_type=OBJECT,
        noun="Project",
        tag=tag,
        path=path,
        action=access.DECIDE,
        lock=repository.lock_for_decision,
        hash_of=hash_of,
        carry_out=carry_out,
        candidates=repository.candidates,
    )
