"""Early notices, ministries' opinions, joint rounds, notices of resolutions, and needs that nobody funded."""

revision = "budget_0009"
down_revision = "budget_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
