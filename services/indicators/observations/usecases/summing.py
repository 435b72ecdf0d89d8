"""What a push writes, told by its reading alone: where every row that could be read is new and none has parts.

Then each row is the first revision of just what was sent, and nothing of it need be asked of the database, which
writes meanwhile. Of every other push the database tells the same (`repository.sum_up`).
"""

import hashlib
from collections.abc import Iterator, Mapping

from services.indicators.observations.repository import Written
from services.indicators.observations.rules.rows import Outcome
from services.indicators.observations.usecases.reading import Reading


def is_told(reading: Reading, outcomes: Mapping[Outcome, int]) -> bool:
    """Return whether a reading tells all that will be written."""
    return outcomes == {Outcome.ADDED: len(reading.indexes)} and not reading.has_parts


def written_of(reading: Reading, reporter: str) -> Written:
    """Return the digest of the rows of a reading, and what they are about. Run it in a thread."""
    lines = sorted(_lines_of(reading, reporter))
    return Written(
        digest=hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest(),
        area_codes=sorted(set(reading.columns["area_code"])),
        indicator_ids=sorted(reading.indicator_ids),
        fiscal_years=sorted(reading.fiscal_years),
        periods=sorted(set(reading.columns["period"])),
        has_parts=False,
    )


def _lines_of(reading: Reading, reporter: str) -> Iterator[str]:
    """Yield a JSON array of texts for each row; no text in it has a character that JSON would write in another way."""
    fields = ("area_code", "indicator_id", "fiscal_year", "period", "value", "status")
    for area, indicator, year, period, value, status in zip(*map(reading.columns.__getitem__, fields), strict=True):
        yield (
            f'["{area}","{indicator.lower()}","{year}","{period}","{reporter}","1","{trimmed(value)}","","","{status}"]'
        )


def trimmed(number: str) -> str:
    """Return a number as COPY takes it without zeros that say nothing, as the database's `trim_scale` writes it."""
    shown = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if shown == "-0" else shown
