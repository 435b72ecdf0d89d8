"""Tables of clients, their secrets, and the roles that clients and people hold."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from gateway.base import Base
from gateway.identity.errors import ClientIdTaken
from services.shared import constraints
from services.shared.columns import Code, Count, Id, Moment, Words

CLIENT_ID_TAKEN = "uq_client_client_id"
ASSIGNMENT_TWICE = "uq_assignment_open"


class Client(Base):
    """A machine, or a program through which people work, that may ask for tokens."""

    __tablename__ = "client"
    __table_args__ = (
        UniqueConstraint("client_id", name=CLIENT_ID_TAKEN),
        CheckConstraint("kind IN ('machine', 'person')", name="kind"),
        CheckConstraint("state IN ('active', 'suspended')", name="state"),
        Index("ix_client_created", "created_at", "id"),
    )

    id: Mapped[Id]
    client_id: Mapped[Code]
    name_th: Mapped[Words]
    purpose: Mapped[Words]
    kind: Mapped[Code]
    contact_post: Mapped[Words]
    state: Mapped[Code]
    search_text: Mapped[Words]  # what ?q= looks in: client_id and name as services.shared.text.search_key writes them
    version: Mapped[Count]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]


class ClientSecret(Base):
    """A secret of a client, as its hash; at most two are neither revoked nor expired."""

    __tablename__ = "client_secret"
    __table_args__ = (Index("ix_client_secret_client", "client"),)

    id: Mapped[Id]
    client: Mapped[UUID] = mapped_column(Uuid, ForeignKey("client.id", name="fk_client_secret_client"))
    hash: Mapped[Words]
    last_four: Mapped[Code]
    created_at: Mapped[Moment]
    expires_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))


class Assignment(Base):
    """A role that a client or a person holds for some time, by an order (คำสั่ง)."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="period"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="end"),
        Index(
            ASSIGNMENT_TWICE, "subject", "grant_text", "valid_from", unique=True, postgresql_where="ended_at IS NULL"
        ),
        Index("ix_assignment_grant", "grant_text"),
        Index("ix_assignment_created", "created_at", "id"),
    )

    id: Mapped[Id]
    subject: Mapped[Code]
    grant_text: Mapped[Code]
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_to: Mapped[dt.date | None] = mapped_column(Date)
    reason: Mapped[Words]
    order_reference: Mapped[Words]
    created_by: Mapped[Words]
    version: Mapped[Count]
    created_at: Mapped[Moment]
    ended_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    end_reason: Mapped[Words | None]


constraints.means(CLIENT_ID_TAKEN, ClientIdTaken)
