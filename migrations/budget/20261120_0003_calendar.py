"""The budget calendar: windows and exceptions of a fiscal year."""

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "budget_0003"
down_revision = "budget_0002"
branch_labels = None
depends_on = None

STEPS = "step IN ('notice', 'submission', 'screening', 'endorsement', 'approval')"


def upgrade() -> None:
    """Create the calendar; exceptions are append-only."""
    create_calendar()
    create_window()
    create_exception()
    grants.allow("budget", {"calendar": "UPDATE", "calendar_window": "UPDATE, DELETE"})


def create_calendar() -> None:
    """One for a fiscal year."""
    op.create_table(
        "calendar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
    )
    op.create_index("uq_calendar_fiscal_year", "calendar", ["fiscal_year"], unique=True)


def create_window() -> None:
    """From when to when a step is open at a level."""
    op.create_table(
        "calendar_window",
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.CheckConstraint(STEPS, name=op.f("ck_calendar_window_step")),
        sa.CheckConstraint("level IN ('province', 'cluster', 'ministry')", name=op.f("ck_calendar_window_level")),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_calendar_window_days")),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name="fk_calendar_window_calendar"),
        sa.PrimaryKeyConstraint("calendar_id", "position", name="pk_calendar_window"),
    )


def create_exception() -> None:
    """What was granted to one area."""
    op.create_table(
        "calendar_exception",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(STEPS, name=op.f("ck_calendar_exception_step")),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name="fk_calendar_exception_calendar"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_exception")),
    )
    op.create_index(
        "ix_calendar_exception_area", "calendar_exception", ["calendar_id", "area_code", "step"], unique=False
    )


def downgrade() -> None:
    """Take it back."""
    for table in ("calendar_exception", "calendar_window", "calendar"):
        op.drop_table(table)
