"""Agencies' own projects, and what was judged of like ones."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants
from migrations.columns import MOMENT, SMALL, TEXT, UUID, columns, one_of

revision = "budget_0015"
down_revision = "budget_0014"
branch_labels = None
depends_on = None

KINDS = "'budget_request', 'agency_request', 'agency_project'"
COMPARED = ("place_th", "stretch_th", "project_kind", "activity_th")


def upgrade() -> None:
    """Create them; what is compared and projects are written again, verdicts only added.

    What stood before is indexed by a chore of each service that owns it, within the hour.
    """
    create_comparable()
    create_agency_project()
    create_duplicate_verdict()
    grants.allow("budget", dict.fromkeys(("comparable", "agency_project"), "UPDATE"))


def create_comparable() -> None:
    """What can be the same as something else, as it is searched for."""
    op.create_table(
        "comparable",
        *columns(UUID, "id"),
        *columns(TEXT, "kind", "unit"),
        *columns(TEXT, "area_code", "function_code", nullable=True),
        *columns(SMALL, "fiscal_year"),
        *columns(TEXT, "title_th"),
        *columns(TEXT, *COMPARED, nullable=True),
        *columns(sa.BigInteger(), "amount"),
        *columns(TEXT, "state", "standing"),
        *columns(postgresql.ARRAY(sa.Text()), "provinces"),
        sa.Column("run", sa.Text(collation="C"), nullable=False),
        *columns(MOMENT, "updated_at"),
        one_of("comparable", "kind", KINDS),
        one_of("comparable", "standing", "'desk', 'open', 'settled', 'gone'"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparable")),
    )
    op.create_index(
        "ix_comparable_run", "comparable", ["run"], postgresql_using="gin", postgresql_ops={"run": "gin_trgm_ops"}
    )
    op.create_index(
        "ix_comparable_run_anywhere",
        "comparable",
        ["run"],
        postgresql_using="gin",
        postgresql_ops={"run": "gin_trgm_ops"},
        postgresql_where="provinces = '{}'",
    )
    op.create_index("ix_comparable_provinces", "comparable", ["provinces"], postgresql_using="gin")


def create_agency_project() -> None:
    """Projects that ministries and departments do themselves."""
    op.create_table(
        "agency_project",
        *columns(UUID, "id"),
        *columns(sa.BigInteger(), "version"),
        *columns(TEXT, "function_code"),
        *columns(SMALL, "fiscal_year"),
        *columns(TEXT, "code", "title_th"),
        *columns(TEXT, "area_code", *COMPARED, nullable=True),
        *columns(sa.BigInteger(), "amount"),
        *columns(TEXT, "state", "source"),
        *columns(MOMENT, "created_at", "updated_at"),
        one_of("agency_project", "state", "'planned', 'asked', 'approved', 'cancelled'"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_agency_project_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_project")),
    )
    op.create_index("uq_agency_project_code", "agency_project", ["function_code", "fiscal_year", "code"], unique=True)
    op.create_index("ix_agency_project_updated_at", "agency_project", ["updated_at", "id"])


def create_duplicate_verdict() -> None:
    """What was judged of a pair, with the content of both as it was seen."""
    op.create_table(
        "duplicate_verdict",
        *columns(UUID, "id", "left_id", "right_id"),
        *columns(SMALL, "number"),
        *columns(TEXT, "verdict", "reason_th", "left_hash", "right_hash"),
        *columns(postgresql.JSON(), "left_content", "right_content"),
        *columns(sa.Numeric(4, 3), "score"),
        *columns(SMALL, "scale_version"),
        *columns(TEXT, "given_for", "given_by"),
        *columns(MOMENT, "given_at"),
        one_of("duplicate_verdict", "verdict", "'same', 'different', 'merge'"),
        sa.CheckConstraint("left_id < right_id", name=op.f("ck_duplicate_verdict_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_verdict")),
    )
    op.create_index("uq_duplicate_verdict_number", "duplicate_verdict", ["left_id", "right_id", "number"], unique=True)
    op.create_index("ix_duplicate_verdict_right", "duplicate_verdict", ["right_id"])
    op.create_index("ix_duplicate_verdict_given_at", "duplicate_verdict", ["given_at", "id"])


def downgrade() -> None:
    """Drop them."""
    for table in ("duplicate_verdict", "agency_project", "comparable"):
        op.drop_table(table)
