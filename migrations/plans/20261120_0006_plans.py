"""Plans in their editions, and the strategy in them."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

from migrations import grants
from migrations.thai import search_key, sort_key

revision = "plans_0006"
down_revision = "plans_0005"
branch_labels = None
depends_on = None

_PERIOD = ["area_code", "kind", "first_fiscal_year", "last_fiscal_year"]

# How many years a development plan has is not a rule of the documents but what they show.
LENGTHS = [
    {
        "years": 4,
        "from_fiscal_year": 2552,
        "source": "S4 1.2: แผนพัฒนาจังหวัด 4 ปี (พ.ศ. 2552-2555); S0: แผนพัฒนาจังหวัด พ.ศ. 2557-2560",
        "dated_on": dt.date(2014, 8, 4),
    },
    {
        "years": 5,
        "from_fiscal_year": 2561,
        "source": "แผนพัฒนาจังหวัดและกลุ่มจังหวัด พ.ศ. 2561-2565 และ พ.ศ. 2566-2570 (มติ ก.บ.ภ. ครั้งที่ 2/2564)",
        "dated_on": dt.date(2021, 7, 14),
    },
]


def upgrade() -> None:
    """Create the tables of plans and their strategy."""
    create_length()
    create_plan()
    create_mission_and_goal()
    create_issue()
    create_strategy()
    changed = dict.fromkeys(("plan_issue", "plan_strategy"), "UPDATE, DELETE")
    grants.allow("plans", {"plan": "UPDATE", "plan_mission": "DELETE", "plan_goal": "DELETE", **changed})
    grants.keep_read_only("plans", "plan_period_length")


def create_length() -> None:
    """How many years a development plan may have, with the source."""
    lengths = op.create_table(
        "plan_period_length",
        sa.Column("years", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("from_fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("years", name=op.f("pk_plan_period_length")),
    )
    op.bulk_insert(lengths, LENGTHS)


def create_plan() -> None:
    """One edition of a plan of an area."""
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("first_fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("last_fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("revises_id", sa.Uuid(), nullable=True),
        sa.Column("revision_reason_th", sa.Text(), nullable=True),
        sa.Column("revision_trigger", sa.Text(), nullable=True),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("vision_th", sa.Text(), nullable=True),
        sa.Column("positioning_th", sa.Text(), nullable=True),
        sa.Column("revenue_driver_th", sa.Text(), nullable=True),
        sa.Column("revenue_driver_value", sa.Numeric(), nullable=True),
        sa.Column("revenue_driver_unit_th", sa.Text(), nullable=True),
        sa.Column("revenue_driver_first_year", sa.SmallInteger(), nullable=True),
        sa.Column("revenue_driver_last_year", sa.SmallInteger(), nullable=True),
        sa.Column("revenue_driver_source", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("endorsed_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "title_sort", sa.Text(collation="C"), sa.Computed(sort_key("title_th"), persisted=True), nullable=False
        ),
        sa.Column(
            "title_search", sa.Text(collation="C"), sa.Computed(search_key("title_th"), persisted=True), nullable=False
        ),
        sa.CheckConstraint("kind IN ('development', 'action')", name=op.f("ck_plan_kind")),
        sa.CheckConstraint(
            "state IN ('draft', 'returned', 'submitted', 'endorsed', 'approved', 'rejected', 'superseded',"
            " 'cancelled')",
            name=op.f("ck_plan_state"),
        ),
        sa.CheckConstraint("first_fiscal_year <= last_fiscal_year", name=op.f("ck_plan_period")),
        sa.CheckConstraint("(kind = 'action') = (parent_id IS NOT NULL)", name=op.f("ck_plan_parent")),
        sa.CheckConstraint("(edition = 1) = (revises_id IS NULL)", name=op.f("ck_plan_edition")),
        sa.CheckConstraint(
            "revision_trigger IN ('evaluation', 'policy', 'resolution', 'area_change', 'other')",
            name=op.f("ck_plan_revision_trigger"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(revises_id, revision_reason_th, revision_trigger) IN (0, 3)", name=op.f("ck_plan_revision")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["plan.id"], name="fk_plan_parent"),
        sa.ForeignKeyConstraint(["revises_id"], ["plan.id"], name="fk_plan_revises"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index("uq_plan_active", "plan", _PERIOD, unique=True, postgresql_where="state = 'approved'")
    op.create_index(
        "uq_plan_edition",
        "plan",
        [*_PERIOD, "edition"],
        unique=True,
        postgresql_where="state NOT IN ('cancelled', 'rejected')",
    )
    op.create_index(
        "uq_plan_revision",
        "plan",
        ["revises_id"],
        unique=True,
        postgresql_where="state IN ('draft', 'submitted', 'returned', 'endorsed')",
    )
    op.create_index("ix_plan_parent", "plan", ["parent_id"], unique=False)
    op.create_index("ix_plan_updated_at", "plan", ["updated_at", "id"], unique=False)
    op.create_index("ix_plan_title_sort", "plan", ["title_sort", "id"], unique=False)


def create_mission_and_goal() -> None:
    """Missions and goals of a plan."""
    op.create_table(
        "plan_mission",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("text_th", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_mission_plan"),
        sa.PrimaryKeyConstraint("plan_id", "position", name="pk_plan_mission"),
    )
    op.create_table(
        "plan_goal",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_goal_plan"),
        sa.PrimaryKeyConstraint("plan_id", "position", name="pk_plan_goal"),
    )


def create_issue() -> None:
    """Strategic issues of a plan with their lead hosts."""
    op.create_table(
        "plan_issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("goal_numbers", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("lead_host_unit", sa.Text(), nullable=True),
        sa.Column("lead_host_post", sa.Text(), nullable=True),
        sa.Column("copied_from_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "dimension IN ('infrastructure', 'economy_society', 'environment')", name=op.f("ck_plan_issue_dimension")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_issue_plan"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_issue")),
    )
    op.create_index("ix_plan_issue_plan", "plan_issue", ["plan_id", "position"], unique=False)


def create_strategy() -> None:
    """Strategies under the issues."""
    op.create_table(
        "plan_strategy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("copied_from_id", sa.Uuid(), nullable=True),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_strategy_plan"),
        sa.ForeignKeyConstraint(["issue_id"], ["plan_issue.id"], name="fk_plan_strategy_issue"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_strategy")),
    )
    op.create_index("ix_plan_strategy_issue", "plan_strategy", ["issue_id"], unique=False)
    op.create_index("ix_plan_strategy_line", "plan_strategy", ["line_id"], unique=False)
    op.create_index("ix_plan_strategy_plan", "plan_strategy", ["plan_id", "position"], unique=False)


def downgrade() -> None:
    """Take it back."""
    for table in ("plan_strategy", "plan_issue", "plan_goal", "plan_mission", "plan", "plan_period_length"):
        op.drop_table(table)
