"""How `make up` reads what the engine says of a container."""

from typing import Any

import pytest

from operations.up import Container, Health, health_of, is_one_off, worst


def found(
    status: str, *, checked: str | None = None, code: int = 0, restarts: int = 0, error: str = ""
) -> dict[str, Any]:
    health = {"Health": {"Status": checked}} if checked else {}
    return {"State": {"Status": status, "ExitCode": code, "Error": error, **health}, "RestartCount": restarts}


@pytest.mark.parametrize(
    ("container", "health", "told"),
    [
        (found("running", checked="healthy"), Health.WELL, "healthy"),
        (found("running"), Health.WELL, "running"),
        (found("exited"), Health.WELL, "done"),
        (found("running", checked="starting"), Health.COMING, "not healthy yet"),
        (found("created"), Health.COMING, "not healthy yet"),
        (found("restarting", code=3, restarts=1), Health.COMING, "not healthy yet"),
        (found("restarting", code=3, restarts=3), Health.ILL, "restarting again and again"),
        (found("running", checked="starting", restarts=9), Health.COMING, "not healthy yet"),
        (found("running", checked="healthy", restarts=9), Health.WELL, "healthy"),
        (found("exited", code=1), Health.ILL, "ended with 1"),
        (found("running", checked="unhealthy"), Health.ILL, "unhealthy"),
        (found("dead"), Health.ILL, "dead"),
        (found("created", code=128, error="port is taken"), Health.ILL, "not started (port is taken)"),
        (found("running", checked="healthy", error="of an earlier start"), Health.WELL, "healthy"),
    ],
)
def test_a_container_is_well_coming_or_ill(container: dict[str, Any], health: Health, told: str) -> None:
    assert health_of(container) == (health, told)


@pytest.mark.parametrize(("label", "expected"), [("True", True), ("False", False), (None, False)])
def test_what_compose_run_started_is_not_part_of_the_house(label: str | None, expected: bool) -> None:
    labels = {} if label is None else {"com.docker.compose.oneoff": label}
    assert is_one_off({"Config": {"Labels": labels}}) is expected


def container(health: Health) -> Container:
    return Container(health.value, health.value, health, health.value)


@pytest.mark.parametrize(
    ("found_to_be", "shown"),
    [
        ([Health.WELL, Health.COMING, Health.ILL], ["ill"]),
        ([Health.WELL, Health.COMING], ["coming"]),
        ([Health.WELL], []),
    ],
)
def test_those_that_wait_are_shown_only_when_none_is_ill(found_to_be: list[Health], shown: list[str]) -> None:
    assert [each.service for each in worst([container(health) for health in found_to_be])] == shown
