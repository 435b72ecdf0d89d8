"""Joint indicators: the document's topics, proposals with their terms, offers to areas, signatures."""

import csv
import datetime as dt
from importlib.resources import files

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "indicators_0005"
down_revision = "indicators_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and load the topics that ship with the code; signatures are never changed."""
    create_joint_topic()
    create_joint_indicator()
    create_joint_offer()
    create_joint_signature()
    grants.allow("indicators", {"joint_indicator": "UPDATE", "joint_offer": "UPDATE, DELETE"})
    grants.keep_read_only("indicators", "joint_topic")


def create_joint_topic() -> None:
    """What the document of 2557 says should be measured together."""
    table = op.create_table(
        "joint_topic",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("condition_th", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.CheckConstraint("scope IN ('all_provinces', 'listed')", name=op.f("ck_joint_topic_scope")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_joint_topic")),
    )
    text = files("services.indicators.joint").joinpath("data", "joint_topics.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), strict=True)
    known = [{name: value or None for name, value in row.items()} for row in rows]
    op.bulk_insert(table, [{**row, "dated_on": dt.date.fromisoformat(str(row["dated_on"]))} for row in known])


def create_joint_indicator() -> None:
    """A proposal with its terms, its natural key, and the indexes of its lists."""
    op.create_table(
        "joint_indicator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("function_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("indicator_definition_version", sa.Integer(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("topic_code", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("cascade_way", sa.Text(), nullable=False),
        sa.Column("national_target", sa.Numeric(), nullable=True),
        sa.Column("area_target", sa.Numeric(), nullable=True),
        sa.Column("overlap_value", sa.Numeric(), nullable=True),
        sa.Column("overlap_reason_th", sa.Text(), nullable=True),
        sa.Column("unassigned_limit_percent", sa.Numeric(), nullable=True),
        sa.Column("unassigned_limit_value", sa.Numeric(), nullable=True),
        sa.Column("unassigned_zero_by", sa.Date(), nullable=True),
        sa.Column("side_of_record", sa.Text(), nullable=False),
        sa.Column("tolerance_percent", sa.Numeric(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("province_role_th", sa.Text(), nullable=True),
        sa.Column("departure_reason_th", sa.Text(), nullable=True),
        sa.Column("criteria", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("workshop_on", sa.Date(), nullable=True),
        sa.Column("workshop_place_th", sa.Text(), nullable=True),
        sa.Column("minutes_sha256", sa.Text(), nullable=True),
        sa.Column("withdraw_reason_th", sa.Text(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'offered', 'withdrawn')", name=op.f("ck_joint_indicator_state")),
        sa.CheckConstraint("scope IN ('all_provinces', 'listed')", name=op.f("ck_joint_indicator_scope")),
        sa.CheckConstraint(
            "cascade_way IN ('equal', 'by_baseline_share', 'same_for_all', 'by_hand')",
            name=op.f("ck_joint_indicator_cascade_way"),
        ),
        sa.CheckConstraint("side_of_record IN ('area', 'function')", name=op.f("ck_joint_indicator_side_of_record")),
        sa.CheckConstraint("tolerance_percent >= 0", name=op.f("ck_joint_indicator_tolerance")),
        sa.CheckConstraint(
            "(overlap_value IS NULL) = (overlap_reason_th IS NULL)", name=op.f("ck_joint_indicator_overlap")
        ),
        sa.CheckConstraint(
            "state <> 'draft' OR definition_version = 0", name=op.f("ck_joint_indicator_definition_version")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdraw_reason_th IS NOT NULL)", name=op.f("ck_joint_indicator_withdrawn")
        ),
        sa.CheckConstraint(
            "(workshop_on IS NULL) = (workshop_place_th IS NULL)", name=op.f("ck_joint_indicator_workshop")
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_joint_indicator_indicator"),
        sa.ForeignKeyConstraint(["topic_code"], ["joint_topic.code"], name="fk_joint_indicator_topic"),
        sa.ForeignKeyConstraint(
            ["indicator_id", "indicator_definition_version"],
            ["definition_version.indicator_id", "definition_version.definition_version"],
            name="fk_joint_indicator_definition",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_indicator")),
    )
    op.create_index(
        "uq_joint_indicator_proposal",
        "joint_indicator",
        ["fiscal_year", "function_code", "indicator_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_index("ix_joint_indicator_indicator", "joint_indicator", ["indicator_id"], unique=False)
    op.create_index("ix_joint_indicator_topic", "joint_indicator", ["topic_code"], unique=False)
    op.create_index("ix_joint_indicator_updated_at", "joint_indicator", ["updated_at", "id"], unique=False)
    op.create_index("ix_joint_indicator_year", "joint_indicator", ["fiscal_year", "id"], unique=False)


def create_joint_offer() -> None:
    """What is offered to one area, what the area asks, and what a committee resolved."""
    states = "'draft', 'offered', 'agreed', 'countered', 'settled', 'withdrawn', 'released'"
    op.create_table(
        "joint_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("joint_indicator_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("offer_version", sa.Integer(), nullable=False),
        sa.Column("baseline", sa.Numeric(), nullable=True),
        sa.Column("baseline_source_th", sa.Text(), nullable=True),
        sa.Column("target", sa.Numeric(), nullable=False),
        sa.Column("has_residue", sa.Boolean(), nullable=False),
        sa.Column("choice_th", sa.Text(), nullable=True),
        sa.Column("conditions_th", sa.Text(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("counter_target", sa.Numeric(), nullable=True),
        sa.Column("counter_conditions_th", sa.Text(), nullable=True),
        sa.Column("counter_reason_th", sa.Text(), nullable=True),
        sa.Column("reply_th", sa.Text(), nullable=True),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("resolution_number", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_reason_th", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_joint_offer_state")),
        sa.CheckConstraint(
            "(state = 'countered') = (counter_reason_th IS NOT NULL)", name=op.f("ck_joint_offer_counter")
        ),
        sa.CheckConstraint(
            "(state IN ('settled', 'released')) = (resolution_id IS NOT NULL)", name=op.f("ck_joint_offer_resolution")
        ),
        sa.CheckConstraint("baseline IS NULL OR baseline_source_th IS NOT NULL", name=op.f("ck_joint_offer_baseline")),
        sa.ForeignKeyConstraint(["joint_indicator_id"], ["joint_indicator.id"], name="fk_joint_offer_joint_indicator"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_offer")),
    )
    op.create_index("uq_joint_offer_area", "joint_offer", ["joint_indicator_id", "area_code"], unique=True)
    op.create_index("ix_joint_offer_area", "joint_offer", ["area_code", "state"], unique=False)


def create_joint_signature() -> None:
    """That one side signed one version of definition and offer; append-only."""
    op.create_table(
        "joint_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("offer_version", sa.Integer(), nullable=False),
        sa.Column("offer_hash", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("signed_as", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('area', 'function')", name=op.f("ck_joint_signature_side")),
        sa.ForeignKeyConstraint(["offer_id"], ["joint_offer.id"], name="fk_joint_signature_offer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_signature")),
    )
    op.create_index(
        "uq_joint_signature",
        "joint_signature",
        ["offer_id", "side", "definition_version", "offer_version"],
        unique=True,
    )


def downgrade() -> None:
    """Take it back."""
    for table in ("joint_signature", "joint_offer", "joint_indicator", "joint_topic"):
        op.drop_table(table)
