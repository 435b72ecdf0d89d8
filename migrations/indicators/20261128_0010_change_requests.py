"""Requests to change a KPI that was agreed."""

revision = "indicators_0010"
down_revision = "indicators_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
