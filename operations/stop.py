"""`make stop`: end what a broken-off `make run` left behind on this machine."""

import os
import sys
from pathlib import Path

import psutil

from operations import postgres

APPLICATIONS = (
    *(f"services.{name}.main:app" for name in ("plans", "indicators", "budget", "evaluation")),
    "gateway.main:app",
)
WAIT_SECONDS = 20


def main() -> int:
    """Stop our processes of this checkout, then the embedded server; returns the exit status."""
    ours = [process for process in psutil.process_iter(["cmdline", "cwd"]) if is_ours(process)]
    for process in ours:
        process.terminate()
    _, alive = psutil.wait_procs(ours, timeout=WAIT_SECONDS)
    for process in alive:
        process.kill()
    stopped = postgres.stop(Path(os.environ.get("DATA_DIR", ".data")).resolve() / "postgres")
    print("Stopped." if ours or stopped else "Nothing was running.")
    return 0


def is_ours(process: psutil.Process) -> bool:
    """Return whether `process` serves one of our applications out of this checkout."""
    words = process.info["cmdline"] or []
    serves = any(word in APPLICATIONS for word in words)
    return serves and process.info["cwd"] == os.getcwd()


if __name__ == "__main__":
    sys.exit(main())
