"""The command line `python -m operations.postgres start|stop|status --data DIR [--port N]`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from operations.postgres.errors import PostgresError
from operations.postgres.layout import Layout
from operations.postgres.server import start, status, stop

DEFAULT_PORT = 15432
# What pg_ctl and init scripts answer for a service that is not running.
NOT_RUNNING = 3


def main(argv: Sequence[str]) -> int:
    """Do what the command line asks and return the exit code: 0 done, 1 refused, 3 (`status`) not running."""
    options = read_options(argv)
    try:
        if options.action == "start":
            return report_start(options.data, options.port)
        if options.action == "stop":
            return report_stop(options.data)
        return report_status(options.data)
    except PostgresError as refusal:
        print(refusal, file=sys.stderr)
        return 1


def read_options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m operations.postgres", description="The embedded PostgreSQL.")
    parser.add_argument("action", choices=["start", "stop", "status"])
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the server's data folder")
    parser.add_argument(
        "--port",
        type=int,
        default=DEFAULT_PORT,
        metavar="N",
        help=f"first port to try on the first start (default {DEFAULT_PORT}); later starts try the former one first",
    )
    return parser.parse_args(argv)


def report_start(data: Path, port: int) -> int:
    server = start(data, port)
    password = Layout.of(data).password
    print(f"PostgreSQL answers on 127.0.0.1:{server.port} for user {server.user}, whose password is in {password}.")
    return 0


def report_stop(data: Path) -> int:
    print("PostgreSQL is stopped." if stop(data) else "PostgreSQL was not running.")
    return 0


def report_status(data: Path) -> int:
    postmaster = status(data)
    if postmaster is None:
        print("PostgreSQL is not running.")
        return NOT_RUNNING
    print(f"PostgreSQL runs on 127.0.0.1:{postmaster.port} as process {postmaster.pid}.")
    return 0
