"""Processes that compute apart: bounded, and the first to go where memory runs out."""

import subprocess
import sys

BOUNDED = """
import resource
from pathlib import Path
from services.shared.processes import bound
bound((resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, 7), (resource.RLIMIT_CPU, 9))
print(resource.getrlimit(resource.RLIMIT_CPU)[0], Path("/proc/self/oom_score_adj").read_text().strip())
"""


def test_a_bound_process_keeps_the_narrower_limit_and_goes_first() -> None:
    told = subprocess.run([sys.executable, "-c", BOUNDED], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["7", "1000"]
