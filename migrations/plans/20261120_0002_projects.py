"""Projects and their shares per province."""

import sqlalchemy as sa
from alembic import op

from migrations import grants
from migrations.thai import search_key, sort_key

revision = "plans_0002"
down_revision = "plans_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of projects."""
    create_project()
    create_project_share()
    grants.allow("plans", {"project": "UPDATE", "project_share": "UPDATE, DELETE"})


def create_project() -> None:
    """A project, its checks, its business key and the indexes of its lists."""
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("owner_area_code", sa.Text(), nullable=True),
        sa.Column("owner_function_code", sa.Text(), nullable=True),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("objective_th", sa.Text(), nullable=True),
        sa.Column("responsible_unit", sa.Text(), nullable=True),
        sa.Column("responsible_post", sa.Text(), nullable=True),
        sa.Column("place_th", sa.Text(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("estimated_amount", sa.BigInteger(), nullable=False),
        sa.Column("is_area_initiative", sa.Boolean(), nullable=False),
        sa.Column("is_regular_mission", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "title_sort", sa.Text(collation="C"), sa.Computed(sort_key("title_th"), persisted=True), nullable=False
        ),
        sa.Column(
            "title_search", sa.Text(collation="C"), sa.Computed(search_key("title_th"), persisted=True), nullable=False
        ),
        sa.CheckConstraint("state IN ('draft', 'returned', 'submitted', 'cancelled')", name=op.f("ck_project_state")),
        sa.CheckConstraint("estimated_amount >= 0", name=op.f("ck_project_estimated_amount")),
        sa.CheckConstraint("num_nonnulls(owner_area_code, owner_function_code) = 1", name=op.f("ck_project_one_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index("ix_project_estimated_amount", "project", ["estimated_amount", "id"], unique=False)
    op.create_index("ix_project_owner_area", "project", ["owner_area_code", "fiscal_year"], unique=False)
    op.create_index("ix_project_owner_function", "project", ["owner_function_code", "fiscal_year"], unique=False)
    op.create_index(
        "ix_project_title_search",
        "project",
        ["title_search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"title_search": "gin_trgm_ops"},
    )
    op.create_index("ix_project_title_sort", "project", ["title_sort", "id"], unique=False)
    op.create_index("ix_project_updated_at", "project", ["updated_at", "id"], unique=False)
    op.create_index(
        "uq_project_title",
        "project",
        ["fiscal_year", "owner_area_code", "owner_function_code", "title_search"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where="state <> 'cancelled'",
    )


def create_project_share() -> None:
    """What part of a project is for which province."""
    op.create_table(
        "project_share",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_project_share_amount_positive")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_share_project", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id", "area_code", name="pk_project_share"),
    )
    op.create_index(op.f("ix_project_share_area_code"), "project_share", ["area_code"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("project_share")
    op.drop_table("project")
