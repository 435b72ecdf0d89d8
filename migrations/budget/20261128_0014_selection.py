"""Choosing projects under ceilings."""

revision = "budget_0014"
down_revision = "budget_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
