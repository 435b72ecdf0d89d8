"""How a push is read, as JSON or CSV: a column at a time where cells are plain, row by row where they are not."""

from services.indicators.observations.usecases.reading.rows import Reading, read_rows
from services.indicators.observations.usecases.reading.separated import read_separated

__all__ = ["Reading", "read_rows", "read_separated"]
