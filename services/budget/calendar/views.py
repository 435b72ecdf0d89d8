"""How the calendar is shown."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from services.budget.calendar import access, schemas
from services.budget.calendar.models import Calendar, CalendarException, CalendarTemplateLine, CalendarWindow
from services.budget.calendar.usecases import SUBJECT
from services.shared import fiscal
from services.shared.access import Principal, allowed_actions
from services.shared.columns import now
from services.shared.paging import PageRequest
from services.shared.schemas import Sentence, allowed_action


def one_of(calendar: Calendar, principal: Principal, on: dt.date | None = None) -> schemas.BudgetCalendar:
    """Return the representation of a calendar as it stands on a day, today in Bangkok unless given."""
    day = on or fiscal.day_in_bangkok(now())
    fields = schemas.BudgetCalendarFields.model_validate(calendar)
    answers = allowed_actions(principal, access.ACTIONS, SUBJECT)
    return schemas.BudgetCalendar(
        **dict(fields),
        on=day,
        windows=[_window(each, day) for each in calendar.windows],
        exceptions=[_exception(each, day) for each in calendar.exceptions],
        allowed_actions=[allowed_action(answer) for answer in answers],
    )


def _window(row: CalendarWindow, day: dt.date) -> schemas.BudgetWindow:
    fields = {name: getattr(row, name) for name in schemas.BudgetWindow.model_fields if name != "is_open"}
    return schemas.BudgetWindow(**fields, is_open=row.window.holds_on(day))


def _exception(row: CalendarException, day: dt.date) -> schemas.BudgetException:
    fields = {name: getattr(row, name) for name in schemas.BudgetException.model_fields if name != "is_open"}
    return schemas.BudgetException(**fields, is_open=day <= row.until)


def page_of(found: Sequence[Calendar], page: PageRequest, sort: str) -> schemas.BudgetCalendarPage:
    """Return a page of calendars."""
    shown, cursor = page.cut(found, sort, {}, lambda calendar: calendar.fiscal_year)
    items = [schemas.BudgetCalendarListItem.model_validate(each) for each in shown]
    return schemas.BudgetCalendarPage(items=items, next_cursor=cursor)


def templates_of(lines: Sequence[CalendarTemplateLine]) -> schemas.BudgetCalendarTemplates:
    """Return the templates that `lines`, in their order, make."""
    grouped = [list(found) for _, found in groupby(lines, lambda line: line.code)]
    return schemas.BudgetCalendarTemplates(items=[_template(found) for found in grouped])


def _template(lines: list[CalendarTemplateLine]) -> schemas.BudgetCalendarTemplate:
    first = lines[0]
    return schemas.BudgetCalendarTemplate(
        code=first.code,
        name=Sentence(th=first.name_th, en=first.name_en),
        lines=[schemas.BudgetTemplateLine.model_validate(line, from_attributes=True) for line in lines],
    )
