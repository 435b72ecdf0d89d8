"""Days as people in Thailand write them, in the Buddhist Era or the common one."""

import datetime as dt
import re

from services.shared.imports.rules.faults import CellFault

_OFFSET = 543
_LAST_COMMON_YEAR = 2400  # a year above it can only be of the Buddhist Era
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # of the common era; a day outside them is a slip of the pen

_MONTHS = (
    ("มกราคม", "ม.ค.", "january"),
    ("กุมภาพันธ์", "ก.พ.", "february"),
    ("มีนาคม", "มี.ค.", "march"),
    ("เมษายน", "เม.ย.", "april"),
    ("พฤษภาคม", "พ.ค.", "may"),
    ("มิถุนายน", "มิ.ย.", "june"),
    ("กรกฎาคม", "ก.ค.", "july"),
    ("สิงหาคม", "ส.ค.", "august"),
    ("กันยายน", "ก.ย.", "september"),
    ("ตุลาคม", "ต.ค.", "october"),
    ("พฤศจิกายน", "พ.ย.", "november"),
    ("ธันวาคม", "ธ.ค.", "december"),
)
_MONTH_OF = {_name.replace(".", ""): _number for _number, _names in enumerate(_MONTHS, 1) for _name in _names}
_MONTH_OF |= {_names[2][:3]: _number for _number, _names in enumerate(_MONTHS, 1)}

_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{1,4})")
_IN_WORDS = re.compile(r"(\d{1,2})\s*([ก-๙A-Za-z.]+)\s*(?:พ\.ศ\.|ค\.ศ\.)?\s*(\d{1,4})")


def read_day(text: str) -> tuple[dt.date, bool]:
    """Return the day that `text` (digits 0 to 9) names, and whether its year was of the Buddhist Era.

    Day before month, always: 1/2/2558 is 1 February. Raises CellFault not_a_date, no_such_day or date_year_too_short.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := _IN_WORDS.fullmatch(text):
        day, name, year = found.groups()
        month = str(_MONTH_OF.get(name.replace(".", "").lower(), ""))
    else:
        raise CellFault("not_a_date")
    if not month:
        raise CellFault("not_a_date")
    if len(year) < 4:
        raise CellFault("date_year_too_short")
    return day_of(int(year), int(month), int(day))


def day_of(year: int, month: int, day: int) -> tuple[dt.date, bool]:
    """Return the day in the common era, and whether the year was of the Buddhist Era; raises CellFault no_such_day.

    The year is turned first: 29 February 2567 is a day, since 2024 is a leap year.
    """
    is_buddhist = year > _LAST_COMMON_YEAR
    year = year - _OFFSET if is_buddhist else year
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CellFault("no_such_day")
    try:
        return dt.date(year, month, day), is_buddhist
    except ValueError as problem:
        raise CellFault("no_such_day") from problem
