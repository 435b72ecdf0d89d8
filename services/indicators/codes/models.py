"""The table of clients' own codes. What a code stood for before is in its history."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.base import Base
from services.indicators.codes.errors import CodeMapped
from services.indicators.codes.rules import Kind
from services.shared.columns import Code, Id, Moment, Words
from services.shared.constraints import means

_KINDS = ", ".join(f"'{kind}'" for kind in Kind)


class ExternalCode(Base):
    """What one client calls an indicator or an area."""

    __tablename__ = "external_code"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint(
            "(kind = 'indicator') = (indicator_id IS NOT NULL) AND (kind = 'area') = (area_code IS NOT NULL)",
            name="target",
        ),
        Index("uq_external_code", "client", "kind", "code", unique=True),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    client: Mapped[Code]
    kind: Mapped[Code]
    code: Mapped[Code]
    indicator_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_external_code_indicator")
    )
    area_code: Mapped[str | None]
    mapped_by: Mapped[Words]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    __mapper_args__ = {"version_id_col": version}


means("uq_external_code", CodeMapped)
