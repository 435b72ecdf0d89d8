"""A table as the answer to a request: which formats there are, and what its file is called."""

import asyncio
from typing import Annotated, Literal

from fastapi import Response
from pydantic import Field

from services.shared.attachments.rules import CSV, XLSX, content_disposition
from services.shared.exports.process import excel_in_process
from services.shared.exports.rules import Sheet
from services.shared.exports.writer import csv_of

Format = Annotated[
    Literal["csv", "xlsx"], Field(description="csv: UTF-8 with a byte order mark; xlsx: Excel with typed cells")
]
MEDIA = (CSV.media, XLSX.media)
HEADERS = ("Content-Disposition",)


async def file_of(sheet: Sheet, file_format: str, name: str) -> Response:
    """Return a table as a file called `name`, in Thai where it is; raises Unavailable."""
    kind = XLSX if file_format == "xlsx" else CSV
    content = await excel_in_process(sheet) if kind is XLSX else await asyncio.to_thread(csv_of, sheet)
    headers = {"Content-Disposition": content_disposition(f"{name}{kind.suffixes[0]}"), "Content-Type": kind.media}
    return Response(content, headers=headers)
