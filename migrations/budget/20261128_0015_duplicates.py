"""Agencies' own projects, and what was judged of like ones."""

revision = "budget_0015"
down_revision = "budget_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
