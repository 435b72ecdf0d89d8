"""Resolutions and what they decide of which object."""

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "plans_0005"
down_revision = "plans_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of resolutions; items are append-only."""
    create_resolution()
    create_item()
    grants.allow("plans", {"resolution": "UPDATE"})


def create_resolution() -> None:
    """A resolution of a meeting."""
    op.create_table(
        "resolution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("votes_for", sa.SmallInteger(), nullable=False),
        sa.Column("votes_against", sa.SmallInteger(), nullable=False),
        sa.Column("votes_abstained", sa.SmallInteger(), nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("items_hash", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'confirmed') = (confirmed_by IS NOT NULL)", name=op.f("ck_resolution_confirmed")),
        sa.CheckConstraint("state IN ('recorded', 'confirmed', 'withdrawn')", name=op.f("ck_resolution_state")),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> recorded_by", name=op.f("ck_resolution_second_person")
        ),
        sa.CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0 AND votes_abstained >= 0", name=op.f("ck_resolution_votes")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_resolution_meeting"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
    )
    op.create_index("ix_resolution_created_at", "resolution", ["created_at", "id"], unique=False)
    op.create_index(
        "uq_resolution_number",
        "resolution",
        ["meeting_id", "number"],
        unique=True,
        postgresql_where="state <> 'withdrawn'",
    )


def create_item() -> None:
    """What was decided of one object."""
    op.create_table(
        "resolution_item",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("object_version", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("condition_th", sa.Text(), nullable=True),
        sa.Column("reason_th", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "decision IN ('endorse', 'approve', 'approve_changed', 'reject', 'return', 'refer', 'merge', 'settle',"
            " 'waive')",
            name=op.f("ck_resolution_item_decision"),
        ),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name=op.f("ck_resolution_item_amount")),
        sa.ForeignKeyConstraint(["resolution_id"], ["resolution.id"], name="fk_resolution_item_resolution"),
        sa.PrimaryKeyConstraint("resolution_id", "position", name="pk_resolution_item"),
    )
    op.create_index("ix_resolution_item_object", "resolution_item", ["object_id"], unique=False)
    op.create_index(
        "uq_resolution_item_object",
        "resolution_item",
        ["resolution_id", "service", "object_type", "object_id"],
        unique=True,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("resolution_item")
    op.drop_table("resolution")
