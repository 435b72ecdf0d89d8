"""Spending targets of a year, and savings told at closing."""

revision = "budget_0006"
down_revision = "budget_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
