"""Rights by table. By default a service reads and adds; what it may change is said here, step by step."""

from alembic import op

from migrations.roles import app_role, reader_role


def allow(schema: str, rights: dict[str, str]) -> None:
    """Grant the app role of `schema` further rights, by table: "UPDATE" or "UPDATE, DELETE"."""
    for table, right in rights.items():
        op.execute(f"GRANT {right} ON {table} TO {app_role(schema)}")


def keep_read_only(schema: str, *tables: str) -> None:
    """Take the right to add away: only migrations write these tables."""
    for table in tables:
        op.execute(f"REVOKE INSERT ON {table} FROM {app_role(schema)}")


def hide_from_reader(schema: str, *tables: str) -> None:
    """Take the reader's right away where no hot read has business."""
    for table in tables:
        op.execute(f"REVOKE SELECT ON {table} FROM {reader_role(schema)}")
