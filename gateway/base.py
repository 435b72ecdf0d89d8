"""Base of the tables that only the gateway's schema has."""

from sqlalchemy.orm import DeclarativeBase

from services.shared.database import TEXT_IS_TEXT, new_metadata


class Base(DeclarativeBase):
    """Base of the gateway's own tables."""

    metadata = new_metadata()
    type_annotation_map = TEXT_IS_TEXT
