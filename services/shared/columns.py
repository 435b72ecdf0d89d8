"""Column types of the house, so that every table writes the same thing the same way."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, SmallInteger, Text, Uuid
from sqlalchemy.orm import mapped_column
from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a new UUIDv7: made here, never in the database, and sortable by time."""
    return uuid7()


def now() -> dt.datetime:
    """Return the present instant; the one clock that use cases ask and hand to the rules."""
    return dt.datetime.now(dt.UTC)


Id = Annotated[UUID, mapped_column(Uuid, primary_key=True)]
Ref = Annotated[UUID, mapped_column(Uuid)]
Code = Annotated[str, mapped_column(Text)]
Words = Annotated[str, mapped_column(Text)]
Moment = Annotated[dt.datetime, mapped_column(DateTime(timezone=True))]
Satang = Annotated[int, mapped_column(BigInteger)]
Count = Annotated[int, mapped_column(BigInteger)]
Year = Annotated[int, mapped_column(SmallInteger)]
