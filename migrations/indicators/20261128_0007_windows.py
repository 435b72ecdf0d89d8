"""When values are taken, and ministries' own codes."""

import csv
import datetime as dt
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "indicators_0007"
down_revision = "indicators_0006"
branch_labels = None
depends_on = None

PERIODS = ", ".join(
    f"'{period}'"
    for period in ("year", *(f"q{number}" for number in range(1, 5)), *(f"m{number:02}" for number in range(1, 13)))
)
LATE = "late IN ('refused', 'marked')"


def upgrade() -> None:
    """Create the windows and the codes; what the house ships of templates only migrations write."""
    create_template()
    create_calendar()
    create_window()
    create_exception()
    create_external_code()
    grants.allow(
        "indicators",
        {
            "observation_calendar": "UPDATE",
            "observation_window": "UPDATE, DELETE",
            "observation_exception": "UPDATE",
            "external_code": "UPDATE",
        },
    )
    grants.keep_read_only("indicators", "observation_window_template")


def templates() -> list[dict[str, Any]]:
    """Return the lines of the file that ships with the feature, in its order."""
    text = files("services.indicators.windows").joinpath("data/window_templates.csv").read_text(encoding="utf-8")
    return [
        {
            **row,
            "position": position,
            "periods": row["periods"].split(),
            **{name: int(row[name]) for name in ("opens_after_days", "due_after_days")},
            "locks_after_days": int(row["locks_after_days"]) if row["locks_after_days"] else None,
            "dated_on": dt.date.fromisoformat(row["dated_on"]),
        }
        for position, row in enumerate(csv.DictReader(text.splitlines(), strict=True), start=1)
    ]


def create_template() -> None:
    """A line of a template: days after the end of a period."""
    table = op.create_table(
        "observation_window_template",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("periods", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("opens_after_days", sa.SmallInteger(), nullable=False),
        sa.Column("due_after_days", sa.SmallInteger(), nullable=False),
        sa.Column("locks_after_days", sa.SmallInteger(), nullable=True),
        sa.Column("late", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.CheckConstraint(LATE, name=op.f("ck_observation_window_template_late")),
        sa.PrimaryKeyConstraint("code", "position", name="pk_observation_window_template"),
    )
    op.bulk_insert(table, templates())


def create_calendar() -> None:
    """The windows of a fiscal year have one row that is locked when they change."""
    op.create_table(
        "observation_calendar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_calendar")),
    )
    op.create_index("uq_observation_calendar_fiscal_year", "observation_calendar", ["fiscal_year"], unique=True)


def create_window() -> None:
    """When values of some periods are taken."""
    op.create_table(
        "observation_window",
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("periods", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=True),
        sa.Column("indicator_id", sa.Uuid(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("locks_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            f"periods <@ ARRAY[{PERIODS}] AND cardinality(periods) > 0", name=op.f("ck_observation_window_periods")
        ),
        sa.CheckConstraint(
            "frequency IN ('monthly', 'quarterly', 'yearly')", name=op.f("ck_observation_window_frequency")
        ),
        sa.CheckConstraint("num_nonnulls(indicator_id, frequency) <= 1", name=op.f("ck_observation_window_narrowed")),
        sa.CheckConstraint("due_on >= opens_on AND locks_on > due_on", name=op.f("ck_observation_window_days")),
        sa.CheckConstraint(LATE, name=op.f("ck_observation_window_late")),
        sa.ForeignKeyConstraint(
            ["fiscal_year"], ["observation_calendar.fiscal_year"], name="fk_observation_window_calendar"
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_observation_window_indicator"),
        sa.PrimaryKeyConstraint("fiscal_year", "position", name="pk_observation_window"),
    )


def create_exception() -> None:
    """What was granted to one reporter, and who took it back."""
    op.create_table(
        "observation_exception",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=True),
        sa.Column("indicator_id", sa.Uuid(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("opens_locked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(f"period IN ({PERIODS})", name=op.f("ck_observation_exception_period")),
        sa.CheckConstraint("reporter ~ '^(area|function):'", name=op.f("ck_observation_exception_reporter")),
        sa.CheckConstraint(
            "num_nulls(revoked_at, revoked_by, revoke_reason) IN (0, 3)", name=op.f("ck_observation_exception_revoked")
        ),
        sa.ForeignKeyConstraint(
            ["fiscal_year"], ["observation_calendar.fiscal_year"], name="fk_observation_exception_calendar"
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_observation_exception_indicator"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_exception")),
    )
    op.create_index(
        "uq_observation_exception_about",
        "observation_exception",
        ["fiscal_year", "reporter", "about", "until"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def create_external_code() -> None:
    """What a client calls an indicator or an area."""
    op.create_table(
        "external_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=True),
        sa.Column("area_code", sa.Text(), nullable=True),
        sa.Column("mapped_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('indicator', 'area')", name=op.f("ck_external_code_kind")),
        sa.CheckConstraint(
            "(kind = 'indicator') = (indicator_id IS NOT NULL) AND (kind = 'area') = (area_code IS NOT NULL)",
            name=op.f("ck_external_code_target"),
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_external_code_indicator"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_code")),
    )
    op.create_index("uq_external_code", "external_code", ["client", "kind", "code"], unique=True)


def downgrade() -> None:
    """Take it back."""
    for table in (
        "external_code",
        "observation_exception",
        "observation_window",
        "observation_calendar",
        "observation_window_template",
    ):
        op.drop_table(table)
