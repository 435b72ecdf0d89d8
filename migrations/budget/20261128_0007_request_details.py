"""What a request says of its lines, its forum and its owner, and which agency does which kind of project."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "budget_0007"
down_revision = "budget_0006"
branch_labels = None
depends_on = None

DETAILS = ("project_kind", "forum", "evidence", "reasons")


def upgrade() -> None:
    """Give requests and their lines more to say, and create the responsibility frameworks."""
    extend_lines()
    extend_requests()
    create_frameworks()


def extend_lines() -> None:
    """A line is of a fiscal year, and of a province where a cluster says so; until now of the year of its request."""
    op.add_column("request_line", sa.Column("fiscal_year", sa.SmallInteger(), nullable=True))
    op.add_column("request_line", sa.Column("area_code", sa.Text(), nullable=True))
    op.execute(
        "UPDATE request_line SET fiscal_year = request.fiscal_year FROM request "
        "WHERE request.id = request_line.request_id"
    )
    op.alter_column("request_line", "fiscal_year", nullable=False)


def extend_requests() -> None:
    """Which kind of project it is, the forum it passed, the evidence for it, and reasons for what is out of the way."""
    op.add_column("request", sa.Column("project_kind", sa.Text(), nullable=True))
    op.add_column("request", sa.Column("forum", postgresql.JSON(), nullable=True))
    for name in ("evidence", "reasons"):
        op.add_column("request", sa.Column(name, postgresql.JSON(), nullable=True))
        op.execute(f"UPDATE request SET {name} = '[]'")
        op.alter_column("request", name, nullable=False)


def create_frameworks() -> None:
    """Editions by fiscal year. None is changed once recorded: a new edition takes its place."""
    op.create_table(
        "framework",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework")),
    )
    op.create_index("uq_framework_edition", "framework", ["fiscal_year", "edition"], unique=True)
    op.create_index("uq_framework_source", "framework", ["fiscal_year", "source"], unique=True)
    op.create_index("ix_framework_created_at", "framework", ["created_at", "id"], unique=False)
    op.create_table(
        "framework_kind",
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("function_code", sa.Text(), nullable=True),
        sa.Column("note_th", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["framework_id"], ["framework.id"], name="fk_framework_kind_framework"),
        sa.PrimaryKeyConstraint("framework_id", "code", name="pk_framework_kind"),
    )


def downgrade() -> None:
    """Take it back; what the new columns say is lost."""
    op.drop_table("framework_kind")
    op.drop_table("framework")
    for name in DETAILS:
        op.drop_column("request", name)
    for name in ("area_code", "fiscal_year"):
        op.drop_column("request_line", name)
