"""The catalogue of indicators: topics of two taxonomies with their mapping, indicators, versions of definitions."""

import csv
from importlib.resources import files

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants
from migrations.thai import search_key, sort_key

revision = "indicators_0002"
down_revision = "indicators_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the catalogue and load the topics that ship with the code."""
    create_topic()
    create_topic_mapping()
    create_indicator()
    create_indicator_topic()
    create_definition_version()
    grants.allow("indicators", {"indicator": "UPDATE", "indicator_topic": "UPDATE, DELETE"})
    grants.keep_read_only("indicators", "topic", "topic_mapping")


def rows_of(name: str) -> list[dict[str, str | bool | None]]:
    """Return the rows of a file that ships with the catalogue; an empty cell is null, true and false are booleans."""
    text = files("services.indicators.catalogue").joinpath("data", name).read_text(encoding="utf-8")
    words = {"": None, "true": True, "false": False}
    rows = csv.DictReader(text.splitlines(), strict=True)
    return [{column: words.get(value, value) for column, value in row.items()} for row in rows]


def create_topic() -> None:
    """The topics of both taxonomies, groups before their topics."""
    table = op.create_table(
        "topic",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("taxonomy", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(), nullable=True),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("is_open_ended", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("taxonomy IN ('A', 'B')", name=op.f("ck_topic_taxonomy")),
        sa.ForeignKeyConstraint(["parent_code"], ["topic.code"], name="fk_topic_parent"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_topic")),
    )
    op.bulk_insert(table, rows_of("topics.csv"))


def create_topic_mapping() -> None:
    """Under which topic of A a topic of B falls, and how sure that is."""
    table = op.create_table(
        "topic_mapping",
        sa.Column("topic_code", sa.Text(), nullable=False),
        sa.Column("maps_to_code", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("certainty IN ('clear', 'own_guess')", name=op.f("ck_topic_mapping_certainty")),
        sa.ForeignKeyConstraint(["topic_code"], ["topic.code"], name="fk_topic_mapping_topic"),
        sa.ForeignKeyConstraint(["maps_to_code"], ["topic.code"], name="fk_topic_mapping_maps_to"),
        sa.PrimaryKeyConstraint("topic_code", "maps_to_code", name="pk_topic_mapping"),
    )
    op.create_index(op.f("ix_topic_mapping_maps_to_code"), "topic_mapping", ["maps_to_code"], unique=False)
    op.bulk_insert(table, rows_of("topic_mappings.csv"))


def create_indicator() -> None:
    """An indicator, its checks, its natural key and the indexes of its lists."""
    op.create_table(
        "indicator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("owner_area_code", sa.Text(), nullable=True),
        sa.Column("owner_function_code", sa.Text(), nullable=True),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("definition_th", sa.Text(), nullable=True),
        sa.Column("formula_th", sa.Text(), nullable=True),
        sa.Column("unit_code", sa.Text(), nullable=False),
        sa.Column("unit_name_th", sa.Text(), nullable=False),
        sa.Column("decimals", sa.SmallInteger(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("range_lower", sa.Numeric(), nullable=True),
        sa.Column("range_upper", sa.Numeric(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("unit_of_analysis", sa.Text(), nullable=True),
        sa.Column("host_function_code", sa.Text(), nullable=True),
        sa.Column("data_source", sa.Text(), nullable=True),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("time_aggregation", sa.Text(), nullable=False),
        sa.Column("area_aggregation", sa.Text(), nullable=False),
        sa.Column("numerator_indicator_id", sa.Uuid(), nullable=True),
        sa.Column("denominator_indicator_id", sa.Uuid(), nullable=True),
        sa.Column("national_value_derivable", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("data_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retire_reason", sa.Text(), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "name_sort", sa.Text(collation="C"), sa.Computed(sort_key("name_th"), persisted=True), nullable=False
        ),
        sa.Column(
            "name_search", sa.Text(collation="C"), sa.Computed(search_key("name_th"), persisted=True), nullable=False
        ),
        sa.CheckConstraint(
            "num_nonnulls(owner_area_code, owner_function_code) = 1", name=op.f("ck_indicator_one_owner")
        ),
        sa.CheckConstraint("state IN ('draft', 'published', 'retired')", name=op.f("ck_indicator_state")),
        sa.CheckConstraint("direction IN ('higher', 'lower', 'range')", name=op.f("ck_indicator_direction")),
        sa.CheckConstraint("level IN ('output', 'outcome', 'hybrid')", name=op.f("ck_indicator_level")),
        sa.CheckConstraint("frequency IN ('monthly', 'quarterly', 'yearly')", name=op.f("ck_indicator_frequency")),
        sa.CheckConstraint(
            "time_aggregation IN ('sum', 'average', 'last', 'maximum', 'none')",
            name=op.f("ck_indicator_time_aggregation"),
        ),
        sa.CheckConstraint(
            "area_aggregation IN ('sum', 'weighted_average', 'average', 'ratio', 'none')",
            name=op.f("ck_indicator_area_aggregation"),
        ),
        sa.CheckConstraint("range_lower < range_upper", name=op.f("ck_indicator_range")),
        sa.CheckConstraint("decimals BETWEEN 0 AND 4", name=op.f("ck_indicator_decimals")),
        sa.CheckConstraint(
            "(state = 'draft') = (definition_version = 0)", name=op.f("ck_indicator_definition_version")
        ),
        sa.CheckConstraint(
            "(state = 'retired') = (retire_reason IS NOT NULL)", name=op.f("ck_indicator_retire_reason")
        ),
        sa.ForeignKeyConstraint(["numerator_indicator_id"], ["indicator.id"], name="fk_indicator_numerator"),
        sa.ForeignKeyConstraint(["denominator_indicator_id"], ["indicator.id"], name="fk_indicator_denominator"),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["indicator.id"], name="fk_indicator_replaced_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    index_indicator()


def index_indicator() -> None:
    """The natural key of an indicator, and what its lists are sorted and searched by."""
    op.create_index("uq_indicator_code", "indicator", ["code"], unique=True)
    op.create_index("ix_indicator_owner_area", "indicator", ["owner_area_code"], unique=False)
    op.create_index("ix_indicator_owner_function", "indicator", ["owner_function_code"], unique=False)
    op.create_index("ix_indicator_host_function", "indicator", ["host_function_code"], unique=False)
    op.create_index("ix_indicator_numerator", "indicator", ["numerator_indicator_id"], unique=False)
    op.create_index("ix_indicator_denominator", "indicator", ["denominator_indicator_id"], unique=False)
    op.create_index("ix_indicator_updated_at", "indicator", ["updated_at", "id"], unique=False)
    op.create_index("ix_indicator_name_sort", "indicator", ["name_sort", "id"], unique=False)
    op.create_index(
        "ix_indicator_name_search",
        "indicator",
        ["name_search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name_search": "gin_trgm_ops"},
    )


def create_indicator_topic() -> None:
    """Under which topics an indicator stands."""
    op.create_table(
        "indicator_topic",
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("topic_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name="fk_indicator_topic_indicator", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["topic_code"], ["topic.code"], name="fk_indicator_topic_topic"),
        sa.PrimaryKeyConstraint("indicator_id", "topic_code", name="pk_indicator_topic"),
    )
    op.create_index(op.f("ix_indicator_topic_topic_code"), "indicator_topic", ["topic_code"], unique=False)


def create_definition_version() -> None:
    """What an indicator meant from one moment on; append-only."""
    op.create_table(
        "definition_version",
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("definition", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("definition_version > 0", name=op.f("ck_definition_version_number")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_definition_version_indicator"),
        sa.PrimaryKeyConstraint("indicator_id", "definition_version", name="pk_definition_version"),
    )


def downgrade() -> None:
    """Take it back."""
    for table in ("definition_version", "indicator_topic", "indicator", "topic_mapping", "topic"):
        op.drop_table(table)
