"""Builds the contract from the code, without a network or a database: `python -m operations.openapi [--check]`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gateway.contract.classes import classes_below
from gateway.contract.examples import restore_examples
from gateway.contract.files import CONTRACT, FINGERPRINTS, PROBLEMS, service_file
from gateway.contract.merge import merge, rendered
from gateway.contract.problems import explanations
from gateway.main import SERVICE as GATEWAY
from services.budget.main import SERVICE as BUDGET
from services.evaluation.main import SERVICE as EVALUATION
from services.indicators.main import SERVICE as INDICATORS
from services.plans.main import SERVICE as PLANS
from services.shared.app import create_app
from services.shared.contract import fingerprint
from services.shared.errors import Refusal

# The order of the chapters.
SERVICES = (GATEWAY, PLANS, INDICATORS, BUDGET, EVALUATION)


def build() -> dict[Path, bytes]:
    """Return what each committed file must hold; raises ContractClash when the services disagree."""
    documents: dict[str, Any] = {service.name: create_app(service).openapi() for service in SERVICES}
    # Of the documents as the running services build them, before anything is added here.
    fingerprints = {service.name: fingerprint(documents[service.name]) for service in SERVICES}
    for document in documents.values():
        restore_examples(document)
    problems = json.dumps(explanations(classes_below(Refusal)), ensure_ascii=False, indent=1) + "\n"
    return {
        CONTRACT: rendered(merge(documents)),
        PROBLEMS: problems.encode(),
        FINGERPRINTS: (json.dumps(fingerprints, indent=1) + "\n").encode(),
        **{service_file(name): rendered(document) for name, document in documents.items()},
    }


def stale(files: dict[Path, bytes]) -> list[Path]:
    """Return the committed files that do not hold what the code says."""
    return [path for path, content in files.items() if not path.exists() or path.read_bytes() != content]


def main(arguments: list[str]) -> int:
    """Write the files, or with --check only say which are stale; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m operations.openapi", description="Build the contract.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a committed file is stale")
    only_check = parser.parse_args(arguments).check
    files = build()
    changed = stale(files)
    for path in changed:
        if not only_check:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(files[path])
        print(f"{'stale' if only_check else 'written'}: {path}")
    if only_check and changed:
        print("Run `python -m operations.openapi` and commit what it writes.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
