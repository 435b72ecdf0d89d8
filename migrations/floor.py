"""The floor's tables as every schema first gets them. Frozen: a later change is a step of its own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants
from migrations.thai import search_key, sort_key

# What the app role may do beyond reading and adding. A table that is not here is append-only for it.
CHANGEABLE = {
    "idempotency": "UPDATE, DELETE",
    "event_pending": "DELETE",
    "event_cursor": "UPDATE",
    "job": "UPDATE",
    "task": "UPDATE",
    "attachment": "UPDATE",
    "import_batch": "UPDATE",
}
# Written by migrations alone.
REFERENCE = ("area", "area_relation", "function")


def create(schema: str) -> None:
    """Create the floor's tables in `schema`, which is being migrated, and say who may change what."""
    create_reference()
    create_events()
    create_requests()
    create_work()
    create_files()
    grants.allow(schema, CHANGEABLE)
    grants.keep_read_only(schema, *REFERENCE)


def create_reference() -> None:
    """Each schema's own copy of areas, their relations, ministries and departments."""
    op.create_table(
        "area",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("iso_3166_2", sa.Text(), nullable=True),
        sa.Column("abbr_th", sa.Text(), nullable=True),
        sa.Column("first_fiscal_year", sa.SmallInteger(), nullable=True),
        sa.Column("last_fiscal_year", sa.SmallInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("counts_as_province", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "name_sort", sa.Text(collation="C"), sa.Computed(sort_key("name_th"), persisted=True), nullable=False
        ),
        sa.Column(
            "name_search", sa.Text(collation="C"), sa.Computed(search_key("name_th"), persisted=True), nullable=False
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    op.create_table(
        "area_relation",
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("related_code", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("first_fiscal_year", sa.SmallInteger(), nullable=True),
        sa.Column("last_fiscal_year", sa.SmallInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("area_code", "kind", "related_code", name="pk_area_relation"),
    )
    op.create_index(op.f("ix_area_relation_related_code"), "area_relation", ["related_code"], unique=False)
    op.create_table(
        "function",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(), nullable=True),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("abbr_th", sa.Text(), nullable=True),
        sa.Column("abbr_en", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "name_sort", sa.Text(collation="C"), sa.Computed(sort_key("name_th"), persisted=True), nullable=False
        ),
        sa.Column(
            "name_search", sa.Text(collation="C"), sa.Computed(search_key("name_th"), persisted=True), nullable=False
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_function")),
    )


def create_events() -> None:
    """What happened, its order and chain, and what was read of others."""
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("object_version", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_grants", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("audience", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("payload", postgresql.JSON(), nullable=False),
        sa.Column("changes", postgresql.JSON(), nullable=True),
        sa.Column("changes_salt", sa.Text(), nullable=True),
        sa.Column("changes_hash", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_object", "event", ["object_type", "object_id", "object_version"], unique=False)
    op.create_table(
        "event_pending",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_pending")),
    )
    op.create_table(
        "event_position",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_event_position")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_position_event_id")),
    )
    op.create_table(
        "event_cursor",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_event_cursor")),
    )
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "event_id", name="pk_inbox"),
    )


def create_requests() -> None:
    """The first answer to each Idempotency-Key."""
    op.create_table(
        "idempotency",
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("tag", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("caller", "operation", "key", name="pk_idempotency"),
    )
    op.create_index(op.f("ix_idempotency_expires_at"), "idempotency", ["expires_at"], unique=False)


def create_work() -> None:
    """Jobs and tasks."""
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("progress", sa.Numeric(precision=4, scale=3, asdecimal=False), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("result", postgresql.JSON(), nullable=True),
        sa.Column("problem", postgresql.JSON(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(
        "ix_job_open", "job", ["created_at"], unique=False, postgresql_where="state IN ('queued', 'running')"
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=False),
        sa.Column("title", postgresql.JSON(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_object", "task", ["object_type", "object_id"], unique=False)
    op.create_index(
        "ix_task_open", "task", ["assignee", "created_at"], unique=False, postgresql_where="closed_at IS NULL"
    )


def create_files() -> None:
    """Attachments and imports."""
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(
        "uq_attachment_content",
        "attachment",
        ["object_type", "object_id", "sha256"],
        unique=True,
        postgresql_where="removed_at IS NULL",
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("problem", postgresql.JSON(), nullable=True),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("valid_count", sa.BigInteger(), nullable=False),
        sa.Column("fault_count", sa.BigInteger(), nullable=False),
        sa.Column("note_count", sa.BigInteger(), nullable=False),
        sa.Column("preview", postgresql.JSON(), nullable=True),
        sa.Column("rows", sa.Text(), nullable=True),
        sa.Column("faults", sa.Text(), nullable=True),
        sa.Column("result", postgresql.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('uploaded', 'previewed', 'unreadable', 'confirmed', 'cancelled')",
            name=op.f("ck_import_batch_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_owner", "import_batch", ["kind", "owner", "created_at", "id"], unique=False)
    op.create_index(
        "uq_import_batch_content",
        "import_batch",
        ["kind", "owner", "sha256"],
        unique=True,
        postgresql_where="state IN ('uploaded', 'previewed', 'confirmed')",
    )


TABLES = (
    "attachment",
    "import_batch",
    "area",
    "area_relation",
    "function",
    "event",
    "event_pending",
    "event_position",
    "event_cursor",
    "inbox",
    "idempotency",
    "job",
    "task",
)


def drop() -> None:
    """Take the floor away again."""
    for table in reversed(TABLES):
        op.drop_table(table)
