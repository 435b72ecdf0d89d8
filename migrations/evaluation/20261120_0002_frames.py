"""Evaluation frames with their items and bands, and the two frames that the documents print."""

import csv
import datetime as dt
from collections.abc import Mapping
from importlib.resources import files
from itertools import groupby

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants
from migrations.thai import search_key
from services.shared.columns import new_id, now

revision = "evaluation_0002"
down_revision = "evaluation_0001"
branch_labels = None
depends_on = None

SIDES = {"": None, "มิติภายนอก": "external", "มิติภายใน": "internal"}
SOURCE = (
    "เอกสารการประชุมเพื่อเสริมสร้างขีดสมรรถนะของหัวหน้าส่วนราชการในภูมิภาค (4 ภาค) วันที่ 4-28 สิงหาคม 2557: กรอบการประเมินผลฯ ของจังหวัด"
)
DATED_ON = dt.date(2014, 8, 4)
NOTE = "เอกสารไม่ได้ระบุน้ำหนักและเกณฑ์การให้คะแนน"


def upgrade() -> None:
    """Create the tables of evaluation frames and load the frames of the documents."""
    create_frame()
    create_item()
    create_band()
    load_frames_of_documents()
    changes = "UPDATE, DELETE"
    grants.allow(
        "evaluation",
        {"evaluation_frame": "UPDATE", "evaluation_frame_item": changes, "evaluation_frame_band": changes},
    )


def create_frame() -> None:
    """A frame, its business keys and the indexes of its lists."""
    op.create_table(
        "evaluation_frame",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=True),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("note_th", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("copied_from_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "title_search", sa.Text(collation="C"), sa.Computed(search_key("title_th"), persisted=True), nullable=False
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'superseded', 'discarded')", name=op.f("ck_evaluation_frame_state")
        ),
        sa.CheckConstraint("subject_kind IN ('province')", name=op.f("ck_evaluation_frame_subject_kind")),
        sa.CheckConstraint("edition > 0", name=op.f("ck_evaluation_frame_edition")),
        sa.CheckConstraint("num_nulls(edition, published_at) IN (0, 2)", name=op.f("ck_evaluation_frame_published")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_frame")),
    )
    year = ["fiscal_year", "subject_kind"]
    op.create_index(
        "uq_evaluation_frame_in_force", "evaluation_frame", year, unique=True, postgresql_where="state = 'published'"
    )
    op.create_index("uq_evaluation_frame_edition", "evaluation_frame", [*year, "edition"], unique=True)
    op.create_index(
        "uq_evaluation_frame_draft",
        "evaluation_frame",
        [*year, "title_search"],
        unique=True,
        postgresql_where="state = 'draft'",
    )
    op.create_index("ix_evaluation_frame_fiscal_year", "evaluation_frame", ["fiscal_year", "id"], unique=False)
    op.create_index("ix_evaluation_frame_updated_at", "evaluation_frame", ["updated_at", "id"], unique=False)


def create_item() -> None:
    """One thing that is evaluated; weight and rubric in full or not at all."""
    op.create_table(
        "evaluation_frame_item",
        sa.Column("frame_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("dimension_no", sa.SmallInteger(), nullable=False),
        sa.Column("dimension_th", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("doubt", sa.Text(), nullable=True),
        sa.Column("result_source", sa.Text(), nullable=False),
        sa.Column("weight_value", sa.Numeric(), nullable=True),
        sa.Column("weight_source", sa.Text(), nullable=True),
        sa.Column("weight_dated_on", sa.Date(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("anchors", postgresql.ARRAY(sa.Numeric()), nullable=True),
        sa.Column("rubric_unit", sa.Text(), nullable=True),
        sa.Column("rubric_source", sa.Text(), nullable=True),
        sa.Column("rubric_dated_on", sa.Date(), nullable=True),
        sa.CheckConstraint("side IN ('external', 'internal')", name=op.f("ck_evaluation_frame_item_side")),
        sa.CheckConstraint(
            "result_source IN ('cluster_indicators', 'province_indicators', 'disbursement_rate', "
            "'survey', 'assessment', 'manual')",
            name=op.f("ck_evaluation_frame_item_result_source"),
        ),
        sa.CheckConstraint("method IN ('five_level', 'three_target')", name=op.f("ck_evaluation_frame_item_method")),
        sa.CheckConstraint(
            "direction IN ('higher_is_better', 'lower_is_better')", name=op.f("ck_evaluation_frame_item_direction")
        ),
        sa.CheckConstraint("weight_value BETWEEN 0 AND 100", name=op.f("ck_evaluation_frame_item_weight")),
        sa.CheckConstraint(
            "num_nulls(weight_value, weight_source, weight_dated_on) IN (0, 3)",
            name=op.f("ck_evaluation_frame_item_weight_stated"),
        ),
        sa.CheckConstraint(
            "num_nulls(method, direction, anchors, rubric_unit, rubric_source, rubric_dated_on) IN (0, 6)",
            name=op.f("ck_evaluation_frame_item_rubric_stated"),
        ),
        sa.ForeignKeyConstraint(
            ["frame_id"], ["evaluation_frame.id"], name="fk_evaluation_frame_item_frame", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("frame_id", "position", name="pk_evaluation_frame_item"),
    )


def create_band() -> None:
    """A level of the total score."""
    op.create_table(
        "evaluation_frame_band",
        sa.Column("frame_id", sa.Uuid(), nullable=False),
        sa.Column("at_least", sa.Numeric(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["frame_id"], ["evaluation_frame.id"], name="fk_evaluation_frame_band_frame", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("frame_id", "at_least", name="pk_evaluation_frame_band"),
    )


def load_frames_of_documents() -> None:
    """Load the frames of FY2557 and FY2558 as published; the documents print no weights, so there are none."""
    table = files("services.evaluation.frames").joinpath("data/frames_of_documents.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    for year, items in groupby(rows, key=lambda row: int(row["fiscal_year_be"])):
        load_frame(year, list(items))


def load_frame(year: int, items: list[dict[str, str]]) -> None:
    """Load the frame of one fiscal year."""
    at, frame_id = now(), new_id()
    frame = {
        "id": frame_id,
        "version": 1,
        "fiscal_year": year,
        "subject_kind": "province",
        "edition": 1,
        "title_th": f"กรอบการประเมินผลของจังหวัด ปีงบประมาณ พ.ศ. {year}",
        "note_th": NOTE,
        "source": SOURCE,
        "dated_on": DATED_ON,
        "state": "published",
        "published_at": at,
        "created_at": at,
        "updated_at": at,
    }
    op.bulk_insert(_table("evaluation_frame", frame), [frame])
    rows = [
        {
            "frame_id": frame_id,
            "position": position,
            "side": SIDES[item["side_th"]],
            "dimension_no": int(item["dimension_no"]),
            "dimension_th": item["dimension_th"],
            "code": item["item_code"] or None,
            "name_th": item["item_th"],
            "doubt": item["note"] or None,
            "result_source": item["result_source"],
        }
        for position, item in enumerate(items, start=1)
    ]
    op.bulk_insert(_table("evaluation_frame_item", rows[0]), rows)


def _table(name: str, row: Mapping[str, object]) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in row))


def downgrade() -> None:
    """Take it back."""
    op.drop_table("evaluation_frame_band")
    op.drop_table("evaluation_frame_item")
    op.drop_table("evaluation_frame")
