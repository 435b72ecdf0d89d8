"""Meetings of committees and who was there."""

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "plans_0004"
down_revision = "plans_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of meetings."""
    create_meeting()
    create_attendance()
    grants.allow("plans", {"meeting": "UPDATE", "attendance": "UPDATE, DELETE"})


def create_meeting() -> None:
    """A meeting of a committee on one day."""
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place_th", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("minutes_sha256", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (minutes_sha256 IS NOT NULL)", name=op.f("ck_meeting_minutes")),
        sa.CheckConstraint("state IN ('planned', 'closed')", name=op.f("ck_meeting_state")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name="fk_meeting_committee"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index("ix_meeting_held_on", "meeting", ["held_on", "id"], unique=False)
    op.create_index("uq_meeting_number", "meeting", ["committee_id", "number"], unique=True)


def create_attendance() -> None:
    """A member who was there."""
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("interest_th", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_attendance_meeting"),
        sa.ForeignKeyConstraint(["member_id"], ["committee_member.id"], name="fk_attendance_member"),
        sa.PrimaryKeyConstraint("meeting_id", "member_id", name="pk_attendance"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("attendance")
    op.drop_table("meeting")
