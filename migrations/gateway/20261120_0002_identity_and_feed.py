"""What only the gateway keeps: clients and their secrets, the roles held, and the feed of events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "gateway_0002"
down_revision = "gateway_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the gateway's own tables."""
    create_identity()
    create_feed()
    grants.hide_from_reader("gateway", "client_secret")
    grants.allow("gateway", {"client": "UPDATE", "client_secret": "UPDATE", "assignment": "UPDATE"})


def create_identity() -> None:
    """Who may ask for tokens, and in which role."""
    op.create_table(
        "client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("contact_post", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('machine', 'person')", name=op.f("ck_client_kind")),
        sa.CheckConstraint("state IN ('active', 'suspended')", name=op.f("ck_client_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("client_id", name="uq_client_client_id"),
    )
    op.create_index("ix_client_created", "client", ["created_at", "id"], unique=False)
    op.create_table(
        "client_secret",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("last_four", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client"], ["client.id"], name="fk_client_secret_client"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_secret")),
    )
    op.create_index("ix_client_secret_client", "client_secret", ["client"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("grant_text", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("order_reference", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_assignment_end")),
        sa.CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_assignment_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_created", "assignment", ["created_at", "id"], unique=False)
    op.create_index("ix_assignment_grant", "assignment", ["grant_text"], unique=False)
    op.create_index(
        "uq_assignment_open",
        "assignment",
        ["subject", "grant_text", "valid_from"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )


def create_feed() -> None:
    """What the services say has happened, in one order."""
    op.create_table(
        "feed_event",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("object_version", sa.BigInteger(), nullable=False),
        sa.Column("audience", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("payload", postgresql.JSON(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_feed_event")),
        sa.UniqueConstraint("sequence", name="uq_feed_event_sequence"),
        sa.UniqueConstraint("service", "position", name="uq_feed_event_service_position"),
    )
    op.create_index("ix_feed_event_audience", "feed_event", ["audience"], unique=False, postgresql_using="gin")


def downgrade() -> None:
    """Take it back."""
    for table in ("feed_event", "assignment", "client_secret", "client"):
        op.drop_table(table)
