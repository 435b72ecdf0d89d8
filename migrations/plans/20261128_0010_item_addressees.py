"""Where a decision sends something: to which ministry or department, into which other object."""

import sqlalchemy as sa
from alembic import op

revision = "plans_0010"
down_revision = "plans_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both to the items of resolutions; what was resolved before has neither."""
    op.add_column("resolution_item", sa.Column("function_code", sa.Text(), nullable=True))
    op.add_column("resolution_item", sa.Column("into_id", sa.Uuid(), nullable=True))
    op.create_check_constraint(
        op.f("ck_resolution_item_function_code"), "resolution_item", "function_code IS NULL OR decision = 'refer'"
    )
    op.create_check_constraint(
        op.f("ck_resolution_item_into"),
        "resolution_item",
        "into_id IS NULL OR decision = 'merge' AND into_id <> object_id",
    )


def downgrade() -> None:
    """Take it back."""
    for name in ("ck_resolution_item_into", "ck_resolution_item_function_code"):
        op.drop_constraint(op.f(name), "resolution_item")
    op.drop_column("resolution_item", "into_id")
    op.drop_column("resolution_item", "function_code")
