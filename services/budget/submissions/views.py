"""How submissions are shown."""

from collections.abc import Sequence

from services.budget.submissions import access, schemas
from services.budget.submissions.models import Submission
from services.budget.submissions.usecases import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action


def one_of(submission: Submission, principal: Principal) -> schemas.BudgetSubmission:
    """Return the representation of a submission."""
    fields = schemas.BudgetSubmissionFields.model_validate(submission)
    answers = allowed_actions(principal, access.ACTIONS, subject_of(submission))
    return schemas.BudgetSubmission(
        **dict(fields),
        request_order=submission.request_order,
        allowed_actions=[allowed_action(answer) for answer in answers],
    )


def page_of(found: Sequence[Submission], page: PageRequest, filters: Json, sort: str) -> schemas.BudgetSubmissionPage:
    """Return a page of submissions."""
    shown, cursor = page.cut(found, sort, filters, lambda submission: submission.updated_at)
    items = [schemas.BudgetSubmissionListItem.model_validate(each) for each in shown]
    return schemas.BudgetSubmissionPage(items=items, next_cursor=cursor)
