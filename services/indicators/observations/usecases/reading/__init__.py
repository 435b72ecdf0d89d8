"""How a push is read, as JSON or CSV: a column at a time where cells are plain, row by row where they are not."""

from services.indicators.observations.usecases.reading.rows import Reading, Unread, read_rows
from services.indicators.observations.usecases.reading.separated import Table, read_table, table_of

__all__ = ["Reading", "Table", "Unread", "read_rows", "read_table", "table_of"]
