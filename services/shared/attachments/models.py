"""The table of attachments."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.shared.columns import Code, Id, Moment, Ref, Words
from services.shared.database import FloorBase


class Attachment(FloorBase):
    """One file on one object. A removed one keeps its row and its bytes: what was decided on stays provable."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        # The business key: the same bytes stand on an object once.
        Index(
            "uq_attachment_content",
            "object_type",
            "object_id",
            "sha256",
            unique=True,
            postgresql_where="removed_at IS NULL",
        ),
    )

    id: Mapped[Id]
    object_type: Mapped[Code]
    object_id: Mapped[Ref]
    name: Mapped[Words]
    media_type: Mapped[Code]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[Code]
    # Up to 20 MB: only the download asks for it, and who forgets to ask gets an error instead of a slow list.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    uploaded_by: Mapped[Words]
    created_at: Mapped[Moment]
    removed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
