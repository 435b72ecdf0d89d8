"""Templates of a budget calendar."""

revision = "budget_0010"
down_revision = "budget_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
