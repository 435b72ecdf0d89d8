"""Allocation rounds, their criteria and runs."""

revision = "budget_0013"
down_revision = "budget_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
