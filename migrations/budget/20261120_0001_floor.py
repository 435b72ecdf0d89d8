"""The floor of schema budget: events, idempotency, jobs, tasks, files and the reference data."""

from migrations import floor, reference

revision = "budget_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the floor and load the reference data."""
    floor.create("budget")
    reference.load()


def downgrade() -> None:
    """Take it back."""
    floor.drop()
