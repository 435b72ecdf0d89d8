"""Each schema's own copy of the reference data, so that its SQL can join it; loaded by its migrations."""

import datetime as dt

from sqlalchemy import Boolean, Computed, Date, PrimaryKeyConstraint, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.shared.columns import Code, Words
from services.shared.database import FloorBase
from services.shared.text import search_key_sql, sort_key_sql


class AreaRow(FloorBase):
    """An area: nation, region, cluster, province, or Bangkok."""

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[Code]
    name_th: Mapped[Words]
    name_en: Mapped[str | None]
    iso_3166_2: Mapped[str | None]
    abbr_th: Mapped[str | None]
    first_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    last_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    valid_from: Mapped[dt.date | None] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)
    counts_as_province: Mapped[bool] = mapped_column(Boolean)
    source: Mapped[Words]
    note: Mapped[str | None]
    name_sort: Mapped[str] = mapped_column(Text(collation="C"), Computed(sort_key_sql("name_th"), persisted=True))
    name_search: Mapped[str] = mapped_column(Text(collation="C"), Computed(search_key_sql("name_th"), persisted=True))


class AreaRelationRow(FloorBase):
    """How two areas stand to each other, and when."""

    __tablename__ = "area_relation"
    __table_args__ = (PrimaryKeyConstraint("area_code", "kind", "related_code", name="pk_area_relation"),)

    area_code: Mapped[Code]
    kind: Mapped[Code]
    related_code: Mapped[str] = mapped_column(Text, index=True)
    valid_from: Mapped[dt.date | None] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)
    first_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    last_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    source: Mapped[Words]


class FunctionRow(FloorBase):
    """A ministry or a department."""

    __tablename__ = "function"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[Code]
    parent_code: Mapped[str | None]
    name_th: Mapped[Words]
    name_en: Mapped[str | None]
    abbr_th: Mapped[str | None]
    abbr_en: Mapped[str | None]
    valid_from: Mapped[dt.date | None] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)
    source: Mapped[Words]
    note: Mapped[str | None]
    name_sort: Mapped[str] = mapped_column(Text(collation="C"), Computed(sort_key_sql("name_th"), persisted=True))
    name_search: Mapped[str] = mapped_column(Text(collation="C"), Computed(search_key_sql("name_th"), persisted=True))
