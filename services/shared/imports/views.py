"""How an import is shown."""

from services.shared.access import ActionAnswer, Principal, allowed_actions
from services.shared.errors import Refusal
from services.shared.imports import schemas
from services.shared.imports.access import cancelling, confirming
from services.shared.imports.kinds import ImportKind
from services.shared.imports.models import ImportBatch
from services.shared.imports.usecases import check_rows, subject_of
from services.shared.schemas import AllowedAction, Json, allowed_action


def one_of(kind: ImportKind, batch: ImportBatch, principal: Principal) -> schemas.Import:
    """Return the representation of an import."""
    preview = batch.preview or {"rows": [], "faults": [], "notes": []}
    return schemas.Import.model_validate(
        {
            **_fields(batch),
            "faults": preview["faults"],
            "notes": preview["notes"],
            "preview": preview["rows"],
            "allowed_actions": _actions(kind, batch, principal),
        }
    )


def listed(batch: ImportBatch) -> schemas.ImportListItem:
    """Return the representation of an import in a list."""
    return schemas.ImportListItem.model_validate(_fields(batch))


def _fields(batch: ImportBatch) -> Json:
    counts = {
        "rows": batch.row_count,
        "valid": batch.valid_count,
        "faulty": batch.row_count - batch.valid_count,
        "faults": batch.fault_count,
        "notes": batch.note_count,
    }
    names = schemas.ImportFields.model_fields.keys() - {"counts"}
    return {**{name: getattr(batch, name) for name in names}, "counts": counts}


def _actions(kind: ImportKind, batch: ImportBatch, principal: Principal) -> list[AllowedAction]:
    confirm, cancel = confirming(kind.action), cancelling(kind.action)
    return [
        allowed_action(_with_rows(kind, answer, batch) if answer.action == confirm.name else answer)
        for answer in allowed_actions(principal, (confirm, cancel), subject_of(batch))
    ]


def _with_rows(kind: ImportKind, answer: ActionAnswer, batch: ImportBatch) -> ActionAnswer:
    """Say of a confirmation that roles and state allow whether the rows do."""
    if not answer.allowed:
        return answer
    try:
        check_rows(batch, kind, skip_faulty=False)
    except Refusal as refusal:
        return ActionAnswer(answer.action, answer.title, refusal)
    return answer
