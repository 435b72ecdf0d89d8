"""How the windows are shown."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from services.indicators.windows import access, models, schemas
from services.indicators.windows.usecases import SUBJECT
from services.shared import fiscal
from services.shared.access import Principal, allowed_actions
from services.shared.columns import now
from services.shared.paging import PageRequest
from services.shared.schemas import Sentence, allowed_action


def one_of(
    calendar: models.ObservationCalendar, principal: Principal, on: dt.date | None = None
) -> schemas.ObservationCalendar:
    """Return the representation of a year's windows as they stand on a day, today in Bangkok unless given."""
    day = on or fiscal.day_in_bangkok(now())
    fields = schemas.ObservationCalendarFields.model_validate(calendar)
    answers = allowed_actions(principal, access.ACTIONS, SUBJECT)
    return schemas.ObservationCalendar(
        **dict(fields),
        on=day,
        windows=[_window(each, day) for each in calendar.windows],
        exceptions=[_exception(each, day) for each in calendar.exceptions],
        allowed_actions=[allowed_action(answer) for answer in answers],
    )


def _window(row: models.ObservationWindow, day: dt.date) -> schemas.ObservationWindow:
    fields = {name: getattr(row, name) for name in schemas.ObservationWindow.model_fields if name != "state"}
    return schemas.ObservationWindow(**fields, state=row.window.state_on(day))


def _exception(row: models.ObservationException, day: dt.date) -> schemas.ObservationException:
    fields = {name: getattr(row, name) for name in schemas.ObservationException.model_fields if name != "holds"}
    return schemas.ObservationException(**fields, holds=row.revoked_at is None and day <= row.until)


def page_of(
    found: Sequence[models.ObservationCalendar], page: PageRequest, sort: str
) -> schemas.ObservationCalendarPage:
    """Return a page of years that have windows."""
    shown, cursor = page.cut(found, sort, {}, lambda calendar: calendar.fiscal_year)
    items = [schemas.ObservationCalendarListItem.model_validate(each) for each in shown]
    return schemas.ObservationCalendarPage(items=items, next_cursor=cursor)


def templates_of(lines: Sequence[models.WindowTemplateLine]) -> schemas.WindowTemplates:
    """Return the templates that `lines`, in their order, make."""
    grouped = [list(found) for _, found in groupby(lines, lambda line: line.code)]
    return schemas.WindowTemplates(items=[_template(found) for found in grouped])


def _template(lines: list[models.WindowTemplateLine]) -> schemas.WindowTemplate:
    first = lines[0]
    return schemas.WindowTemplate(
        code=first.code,
        name=Sentence(th=first.name_th, en=first.name_en),
        lines=[schemas.WindowTemplateLine.model_validate(line) for line in lines],
    )
