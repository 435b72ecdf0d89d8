"""How meetings are shown."""

from collections.abc import Sequence

from services.plans.meetings import access, schemas
from services.plans.meetings.errors import CommitteeNotOfRecord
from services.plans.meetings.models import Meeting
from services.plans.meetings.usecases import acts_for, presence, subject_of
from services.shared.access import ActionAnswer, Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action


def one_of(meeting: Meeting, principal: Principal) -> schemas.Meeting:
    """Return the representation of a meeting."""
    fields = schemas.MeetingFields.model_validate(meeting)
    return schemas.Meeting(
        **dict(fields),
        attendance=[schemas.Attendee.model_validate(each) for each in meeting.attendance],
        presence=schemas.Presence.model_validate(presence(meeting)),
        allowed_actions=[allowed_action(answer) for answer in _answers(meeting, principal)],
    )


def _answers(meeting: Meeting, principal: Principal) -> list[ActionAnswer]:
    """Return what the tables say, and over it whether the caller is this committee's secretariat at all."""
    answers = allowed_actions(principal, access.ACTIONS, subject_of(meeting))
    actions = {action.name: action for action in access.ACTIONS}
    shown = []
    for answer in answers:
        try:
            if answer.refusal is None:
                acts_for(principal, meeting.committee, actions[answer.action])
            shown.append(answer)
        except CommitteeNotOfRecord as refusal:
            shown.append(ActionAnswer(answer.action, answer.title, refusal))
    return shown


def page_of(found: Sequence[Meeting], page: PageRequest, filters: Json, sort: str) -> schemas.MeetingPage:
    """Return a page."""
    items, cursor = page.cut(found, sort, filters, lambda each: each.held_on)
    return schemas.MeetingPage(
        items=[schemas.MeetingListItem.model_validate(each) for each in items], next_cursor=cursor
    )
