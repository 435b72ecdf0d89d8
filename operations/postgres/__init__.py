"""The embedded PostgreSQL: found, created, started, adopted and stopped without anything installed by hand."""

from operations.postgres.database import Server
from operations.postgres.errors import PostgresError
from operations.postgres.server import start, stop

__all__ = ["PostgresError", "Server", "start", "stop"]
