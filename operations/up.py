"""`make up`: starts the containers and waits until every one of them is well, or says which is not and why.

`python -m operations.up docker compose` or `python -m operations.up docker-compose`: both are spoken to alike.
"""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

WAIT_SECONDS = 240.0
PAUSE_SECONDS = 1.0
MOST_RESTARTS = 2
LOG_LINES = "25"


class CannotStart(Exception):
    """The containers cannot be started or asked; the sentence says what to do."""


class Health(Enum):
    """What a container is found to be."""

    WELL = "well"
    COMING = "coming"
    ILL = "ill"


@dataclass(frozen=True)
class Container:
    """One container of the house: its service, its id, and how it is."""

    service: str
    id: str
    health: Health
    told: str


def main(command: Sequence[str]) -> int:
    """Start with the compose `command` and wait; returns the exit status."""
    if not command:
        print("usage: python -m operations.up docker compose", file=sys.stderr)
        return 2
    try:
        started = subprocess.run([*command, "up", "-d", "--build", "--remove-orphans"], check=False).returncode == 0
        containers = wait(command) if started else look(command)
        amiss = worst(containers)
        for each in amiss:
            print(f"\n{each.service}: {each.told}; the end of its log:\n{log_of(each)}", file=sys.stderr)
        if amiss or not started:
            names = ", ".join(each.service for each in amiss) or "the words of the engine above"
            print(f"\nNot everything runs; look first at {names}.", file=sys.stderr)
            return 1
        say_how_to_go_on(command)
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def wait(command: Sequence[str]) -> list[Container]:
    """Return the containers when all are well, one is ill, or time is up."""
    deadline = time.monotonic() + WAIT_SECONDS
    well: set[str] = set()
    while True:
        containers = look(command)
        for each in containers:
            if each.health is Health.WELL and each.service not in well:
                print(f"{each.service}: {each.told}", flush=True)
                well.add(each.service)
        coming = any(each.health is Health.COMING for each in containers)
        ill = any(each.health is Health.ILL for each in containers)
        if ill or not coming or time.monotonic() > deadline:
            return containers
        time.sleep(PAUSE_SECONDS)


def worst(containers: Sequence[Container]) -> list[Container]:
    """Return those that are ill, or if none is those that are not well yet: they may only wait for others."""
    ill = [each for each in containers if each.health is Health.ILL]
    return ill or [each for each in containers if each.health is Health.COMING]


def look(command: Sequence[str]) -> list[Container]:
    """Return the containers of the house as they are now; raises CannotStart."""
    ids = answer_of([*command, "ps", "-a", "-q"]).split()
    if not ids:
        raise CannotStart("there is no container: see the words of the engine above")
    found = json.loads(answer_of(["docker", "inspect", *ids]))
    containers = [container_of(each) for each in found if not is_one_off(each)]
    return sorted(containers, key=lambda each: each.service)


def answer_of(command: Sequence[str]) -> str:
    """Return what `command` prints; raises CannotStart when it fails or is not there."""
    try:
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    except (subprocess.CalledProcessError, OSError) as problem:
        words = " ".join(command[:3])
        raise CannotStart(f"`{words}` failed: is the Docker engine up, and may you use it?") from problem


def is_one_off(found: Mapping[str, Any]) -> bool:
    """Return whether a container, as `docker inspect` shows it, is one of `compose run`."""
    return str(found["Config"]["Labels"].get("com.docker.compose.oneoff", "")).lower() == "true"


def container_of(found: Mapping[str, Any]) -> Container:
    """Return a container, as `docker inspect` shows it, with what it is found to be."""
    health, told = health_of(found)
    return Container(found["Config"]["Labels"]["com.docker.compose.service"], found["Id"], health, told)


def health_of(found: Mapping[str, Any]) -> tuple[Health, str]:
    """Return how a container is, and a word for people."""
    state = found["State"]
    if state.get("Error") and state["Status"] != "running":
        return Health.ILL, f"not started ({state['Error']})"
    checked = (state.get("Health") or {}).get("Status")
    if state["Status"] == "exited":
        return (Health.WELL, "done") if state["ExitCode"] == 0 else (Health.ILL, f"ended with {state['ExitCode']}")
    if state["Status"] == "dead" or checked == "unhealthy":
        return Health.ILL, checked or "dead"
    if state["Status"] == "running" and checked in (None, "healthy"):
        return Health.WELL, checked or "running"
    # Only while it lies down: the engine keeps counting over a container's life, also after a host was started again.
    if state["Status"] == "restarting" and found["RestartCount"] > MOST_RESTARTS:
        return Health.ILL, "restarting again and again"
    return Health.COMING, "not healthy yet"


def log_of(container: Container) -> str:
    """Return the end of a container's log."""
    command = ["docker", "logs", "--tail", LOG_LINES, container.id]
    return subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


def say_how_to_go_on(command: Sequence[str]) -> None:
    """Print where the gateway is and what comes next."""
    place = answer_of([*command, "port", "gateway", "8000"]).strip()
    compose = " ".join(command)
    print(
        f"""
Buranakan is running.
  Gateway   http://{place}
  Docs      http://{place}/docs
  Logs      {compose} logs -f gateway

The first time, register the first operator (its secret is shown once):
  {compose} run --rm gateway python -m operations.client create --client-id first-operator --grant operator

`{compose} down` stops everything; the data stays. More: docs/operations.md
"""
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
