"""`make check`: lint, types, walls, the contract and its tools; what a missing tool leaves unchecked is named."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sys.executable).parent
CONTRACT = "gateway/contract/openapi.json"
# Pinned: npm installs it into a folder of its own, outside the product.
REDOCLY = "@redocly/cli@2.77.0"
NODE_TOOLS = Path(".data/node-tools")
BROKEN, RELEASED = NODE_TOOLS / "broken.json", NODE_TOOLS / "released.json"


@dataclass(frozen=True)
class Check:
    """One check: its name and command. `missing` says what it lacks here; `fails` marks one that must be refused."""

    name: str
    command: list[str]
    missing: str | None = None
    fails: bool = False


def checks() -> list[Check]:
    """Return every check, those that cannot run here with what they lack."""
    node = missing_node()
    compare = [*redocly(), "diff", "--fail-on=major"]
    if node is None:
        break_contract()
    return [
        Check("lint", [str(BIN / "ruff"), "check", "."]),
        Check("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("types", [str(BIN / "mypy"), "services", "gateway", "migrations", "operations", "example", "tests"]),
        Check("walls", [str(BIN / "lint-imports")]),
        Check("contract is current", [sys.executable, "-m", "operations.openapi", "--check"]),
        Check("contract lint", [*redocly(), "lint", CONTRACT], node),
        Check("the breaking-change gate can fail", [*compare, CONTRACT, str(BROKEN)], node, fails=True),
        Check("no breaking change", [*compare, str(RELEASED), CONTRACT], node or last_release()),
    ]


def break_contract() -> None:
    """Write a contract that lacks a field it promised, for the gate to find."""
    document = json.loads(Path(CONTRACT).read_bytes())
    page = document["components"]["schemas"]["ProjectPage"]
    del page["properties"]["items"]
    page["required"].remove("items")
    BROKEN.write_text(json.dumps(document))


def last_release() -> str | None:
    """Write the contract of the last release tag for comparison; returns what is missing when there is none."""
    named = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0", "--match", "v*"], capture_output=True, text=True, check=False
    )
    if named.returncode != 0:
        return "there is no release yet (a tag v…) whose promises could be broken"
    shown = subprocess.run(["git", "show", f"{named.stdout.strip()}:{CONTRACT}"], capture_output=True, check=True)
    RELEASED.write_bytes(shown.stdout)
    return None


def redocly() -> list[str]:
    """Return the command that runs Redocly from its own folder."""
    return [str(NODE_TOOLS / "node_modules" / ".bin" / "redocly")]


def missing_node() -> str | None:
    """Install the Node tools once; return what is missing when that cannot be done here."""
    if shutil.which("npm") is None:
        return "npm is not installed (apt-get install nodejs npm)"
    if not Path(redocly()[0]).exists():
        NODE_TOOLS.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(NODE_TOOLS), REDOCLY]
        if subprocess.run(install, capture_output=True, check=False).returncode != 0:
            return f"{REDOCLY} cannot be installed from the npm registry"
    return None


def main() -> int:
    """Run every check; returns 1 when one fails."""
    failed, skipped = [], []
    wanted = checks()
    quiet = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    for check in wanted:
        if check.missing:
            skipped.append(f"{check.name}: {check.missing}")
            continue
        result = subprocess.run(check.command, capture_output=True, text=True, env=quiet, check=False)
        passed = (result.returncode == 0) is not check.fails
        print(f"{'ok    ' if passed else 'FAILED'} {check.name}", flush=True)
        if not passed:
            failed.append(check.name)
            print(result.stdout[-4000:], result.stderr[-2000:], sep="\n")
    for reason in skipped:
        print(f"NOT RUN {reason}")
    print(f"{len(wanted) - len(failed) - len(skipped)} passed, {len(failed)} failed, {len(skipped)} not run")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
