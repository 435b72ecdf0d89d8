"""Projects under strategies, with the hash of what a committee sees, endorsed and approved."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from services.shared.canonical import sha256
from services.shared.money import format_amount

revision = "plans_0007"
down_revision = "plans_0006"
branch_labels = None
depends_on = None

_BEFORE = "state IN ('draft', 'returned', 'submitted', 'cancelled')"
_STATES = "state IN ('draft', 'returned', 'submitted', 'endorsed', 'approved', 'rejected', 'cancelled')"
# The content as it was when this step was written; a new rule is a new step.
_PLAIN = (
    "owner_area_code",
    "owner_function_code",
    "fiscal_year",
    "title_th",
    "title_en",
    "objective_th",
    "responsible_unit",
    "responsible_post",
    "place_th",
    "is_area_initiative",
    "is_regular_mission",
)


def upgrade() -> None:
    """Add what a decision needs; the projects that are there get the hash of their content."""
    op.add_column("project", sa.Column("strategy_id", sa.Uuid(), nullable=True))
    op.add_column("project", sa.Column("content_hash", sa.Text(), nullable=True))
    seal_projects()
    op.alter_column("project", "content_hash", nullable=False)
    op.create_foreign_key("fk_project_strategy", "project", "plan_strategy", ["strategy_id"], ["id"])
    op.create_index("ix_project_strategy", "project", ["strategy_id"], unique=False)
    op.drop_constraint(op.f("ck_project_state"), "project")
    op.create_check_constraint(op.f("ck_project_state"), "project", _STATES)


def seal_projects() -> None:
    """Give every project its hash."""
    connection = op.get_bind()
    shares: dict[Any, dict[str, str]] = {}
    for row in connection.execute(sa.text("SELECT project_id, area_code, amount FROM project_share")):
        shares.setdefault(row.project_id, {})[row.area_code] = format_amount(row.amount)
    rows = connection.execute(sa.text("SELECT * FROM project")).all()
    sealed = [{"row_id": row.id, "hash": sha256(content_of(row, shares.get(row.id, {})))} for row in rows]
    if sealed:
        update = sa.text("UPDATE project SET content_hash = :hash WHERE id = :row_id")
        connection.execute(update.bindparams(sa.bindparam("row_id", type_=sa.Uuid())), sealed)


def content_of(row: Any, shares: dict[str, str]) -> dict[str, Any]:  # noqa: ANN401 - a row of any columns
    """Return what a committee sees of a project."""
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "start_on": row.start_on.isoformat() if row.start_on else None,
        "end_on": row.end_on.isoformat() if row.end_on else None,
        "estimated_amount": format_amount(row.estimated_amount),
        "strategy_id": None,
        "shares": shares,
    }


def downgrade() -> None:
    """Take it back; what was decided becomes what it was before a committee saw it."""
    op.drop_constraint(op.f("ck_project_state"), "project")
    op.execute("UPDATE project SET state = 'submitted' WHERE state IN ('endorsed', 'approved', 'rejected')")
    op.create_check_constraint(op.f("ck_project_state"), "project", _BEFORE)
    op.drop_index("ix_project_strategy", table_name="project")
    op.drop_constraint("fk_project_strategy", "project")
    op.drop_column("project", "content_hash")
    op.drop_column("project", "strategy_id")
