"""What a request says of its lines, its forum and its owner, and which agency does which kind of project."""

revision = "budget_0007"
down_revision = "budget_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
