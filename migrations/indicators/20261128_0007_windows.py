"""When values are taken, and ministries' own codes."""

revision = "indicators_0007"
down_revision = "indicators_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
