"""Templates of a budget calendar, the steps of the nation, and an exception is granted once."""

import csv
import datetime as dt
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "budget_0010"
down_revision = "budget_0009"
branch_labels = None
depends_on = None

STEPS = (
    "step IN ('frames', 'notice', 'submission', 'screening', 'endorsement', 'approval', 'bureau', 'cabinet', "
    "'first_reading', 'house_committee', 'final_readings', 'senate')"
)
LEVELS = "level IN ('province', 'cluster', 'ministry', 'nation')"
STEPS_BEFORE = "step IN ('notice', 'submission', 'screening', 'endorsement', 'approval')"
LEVELS_BEFORE = "level IN ('province', 'cluster', 'ministry')"
KEY = ["calendar_id", "area_code", "step"]
# What was granted twice over says nothing more than what was granted first.
GRANTED_TWICE = """
    DELETE FROM calendar_exception AS again USING calendar_exception AS first
     WHERE (again.calendar_id, again.area_code, again.step, again.until)
         = (first.calendar_id, first.area_code, first.step, first.until) AND again.id > first.id
"""


def upgrade() -> None:
    """Create the templates, which only migrations write, and let windows be of the nation."""
    create_template()
    say_of_windows(STEPS, LEVELS)
    op.execute(GRANTED_TWICE)
    op.drop_index("ix_calendar_exception_area", "calendar_exception")
    op.create_index("uq_calendar_exception", "calendar_exception", [*KEY, "until"], unique=True)
    grants.keep_read_only("budget", "calendar_template")


def create_template() -> None:
    """A line of a template: months and days before the year it prepares."""
    table = op.create_table(
        "calendar_template",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("years_before", sa.SmallInteger(), nullable=False),
        sa.Column("opens_month", sa.SmallInteger(), nullable=False),
        sa.Column("opens_day", sa.SmallInteger(), nullable=False),
        sa.Column("closes_month", sa.SmallInteger(), nullable=False),
        sa.Column("closes_day", sa.SmallInteger(), nullable=True),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.CheckConstraint(STEPS, name=op.f("ck_calendar_template_step")),
        sa.CheckConstraint(LEVELS, name=op.f("ck_calendar_template_level")),
        sa.CheckConstraint("certainty IN ('high', 'medium', 'low')", name=op.f("ck_calendar_template_certainty")),
        sa.PrimaryKeyConstraint("code", "position", name="pk_calendar_template"),
    )
    op.bulk_insert(table, templates())


def templates() -> list[dict[str, Any]]:
    """Return the lines of the file that ships with the feature, in its order."""
    text = files("services.budget.calendar").joinpath("data/calendar_templates.csv").read_text(encoding="utf-8")
    numbers = ("years_before", "opens_month", "opens_day", "closes_month", "closes_day")
    return [
        {
            **row,
            "position": position,
            **{name: int(row[name]) if row[name] else None for name in numbers},
            "dated_on": dt.date.fromisoformat(row["dated_on"]) if row["dated_on"] else None,
        }
        for position, row in enumerate(csv.DictReader(text.splitlines(), strict=True), start=1)
    ]


def say_of_windows(steps: str, levels: str) -> None:
    """Say anew which steps and levels a window may be of."""
    for name, condition in (("step", steps), ("level", levels)):
        op.drop_constraint(op.f(f"ck_calendar_window_{name}"), "calendar_window")
        op.create_check_constraint(op.f(f"ck_calendar_window_{name}"), "calendar_window", condition)


def downgrade() -> None:
    """Take it back, and the windows of the nation with it."""
    op.drop_index("uq_calendar_exception", "calendar_exception")
    op.create_index("ix_calendar_exception_area", "calendar_exception", KEY, unique=False)
    op.execute(f"DELETE FROM calendar_window WHERE NOT ({STEPS_BEFORE} AND {LEVELS_BEFORE})")
    say_of_windows(STEPS_BEFORE, LEVELS_BEFORE)
    op.drop_table("calendar_template")
