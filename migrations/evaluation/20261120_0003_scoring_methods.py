"""Scoring methods as rows with their sources; an item's method names one of them."""

import csv
import datetime as dt
from decimal import Decimal
from importlib.resources import files

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "evaluation_0003"
down_revision = "evaluation_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create and load the table, then let the items refer to it in place of their list of two."""
    methods = op.create_table(
        "scoring_method",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("levels", postgresql.ARRAY(sa.Numeric()), nullable=False),
        sa.Column("below", sa.Numeric(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.CheckConstraint("confidence IN ('high', 'medium', 'low')", name=op.f("ck_scoring_method_confidence")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_scoring_method")),
    )
    table = files("services.evaluation.frames").joinpath("data/scoring_methods.csv").read_text(encoding="utf-8")
    op.bulk_insert(methods, [row_of(row) for row in csv.DictReader(table.splitlines())])
    grants.keep_read_only("evaluation", "scoring_method")
    op.drop_constraint(op.f("ck_evaluation_frame_item_method"), "evaluation_frame_item", type_="check")
    op.create_foreign_key(
        "fk_evaluation_frame_item_method", "evaluation_frame_item", "scoring_method", ["method"], ["code"]
    )


def row_of(row: dict[str, str]) -> dict[str, object]:
    """Return the row of one method."""
    return {
        "code": row["code"],
        "name_th": row["name_th"],
        "name_en": row["name_en"] or None,
        "levels": [Decimal(level) for level in row["levels"].split("|")],
        "below": Decimal(row["below"]),
        "confidence": row["confidence"],
        "source": row["source"],
        "dated_on": dt.date.fromisoformat(row["dated_on"]),
    }


def downgrade() -> None:
    """Take it back."""
    op.drop_constraint("fk_evaluation_frame_item_method", "evaluation_frame_item", type_="foreignkey")
    op.create_check_constraint(
        op.f("ck_evaluation_frame_item_method"), "evaluation_frame_item", "method IN ('five_level', 'three_target')"
    )
    op.drop_table("scoring_method")
