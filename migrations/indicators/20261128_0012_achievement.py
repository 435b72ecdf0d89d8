"""How results are held against targets: methods, bands and limits as rows with their sources."""

import csv
import datetime as dt
from decimal import Decimal
from importlib.resources import files

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "indicators_0012"
down_revision = "indicators_0011"
branch_labels = None
depends_on = None

YEARS = "last_fiscal_year IS NULL OR first_fiscal_year <= last_fiscal_year"
WHOLE_NUMBERS = ("version", "first_fiscal_year", "last_fiscal_year")
NUMBERS = ("floor_percent", "cap_percent", "at_least_percent", "value")


def upgrade() -> None:
    """Create the three tables and load what ships with the code; a change of it is a release."""
    op.bulk_insert(create_achievement_method(), rows_of("achievement_methods.csv"))
    op.bulk_insert(create_achievement_band(), rows_of("achievement_bands.csv"))
    op.bulk_insert(create_reading_limit(), rows_of("reading_limits.csv"))
    grants.keep_read_only("indicators", "achievement_method", "achievement_band", "reading_limit")


def in_force(table: str) -> tuple[sa.Column[object] | sa.CheckConstraint, ...]:
    """Return what every row says beside its own: for which fiscal years, from where, and of which day."""
    return (
        sa.Column("first_fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("last_fiscal_year", sa.SmallInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.CheckConstraint(YEARS, name=op.f(f"ck_{table}_fiscal_years")),
    )


def create_achievement_method() -> sa.Table:
    """A way to put achievement in percent."""
    return op.create_table(
        "achievement_method",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("floor_percent", sa.Numeric(), nullable=False),
        sa.Column("cap_percent", sa.Numeric(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        *in_force("achievement_method"),
        sa.CheckConstraint("way IN ('of_target', 'from_baseline')", name=op.f("ck_achievement_method_way")),
        sa.CheckConstraint("floor_percent < 100 AND cap_percent >= 100", name=op.f("ck_achievement_method_bounds")),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_achievement_method")),
    )


def create_achievement_band() -> sa.Table:
    """What a percent is called."""
    return op.create_table(
        "achievement_band",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at_least_percent", sa.Numeric(), nullable=True),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        *in_force("achievement_band"),
        sa.PrimaryKeyConstraint("version", "code", name=op.f("pk_achievement_band")),
    )


def create_reading_limit() -> sa.Table:
    """From when on a value is late, doubtful, or enough to project from."""
    return op.create_table(
        "reading_limit",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("meaning_th", sa.Text(), nullable=False),
        sa.Column("meaning_en", sa.Text(), nullable=False),
        *in_force("reading_limit"),
        sa.CheckConstraint("value >= 0", name=op.f("ck_reading_limit_value")),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_reading_limit")),
    )


def rows_of(name: str) -> list[dict[str, object]]:
    """Return the rows of a file, each column as its table takes it."""
    text = files("services.indicators.readings").joinpath("data", name).read_text(encoding="utf-8")
    return [
        {column: typed(column, value) for column, value in row.items()}
        for row in csv.DictReader(text.splitlines(), strict=True)
    ]


def typed(column: str, value: str) -> object:
    """Return one value; an empty cell is unknown or open."""
    if not value:
        return None
    if column in WHOLE_NUMBERS:
        return int(value)
    if column in NUMBERS:
        return Decimal(value)
    return dt.date.fromisoformat(value) if column == "dated_on" else value


def downgrade() -> None:
    """Take it back."""
    op.drop_table("reading_limit")
    op.drop_table("achievement_band")
    op.drop_table("achievement_method")
