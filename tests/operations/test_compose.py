"""What must hold of the containers, read off the files without an engine."""

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.settings import GatewaySettings
from migrations.schemas import SCHEMAS
from operations.postgres.cluster import locale_options
from operations.secrets import CONTAINER_USER, GROUP_VARIABLE, write_for_compose
from services.shared.settings import ServiceSettings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")

OURS = sorted(set(SERVICES) - {"postgres"})
APPS = sorted(SCHEMAS)
# What the image of PostgreSQL needs to give its volume to its own user and to become that user.
POSTGRES_CAPABILITIES = {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"}
APP_SECRETS = {"buranakan_dsn", "buranakan_reader_dsn", "buranakan_cursor_secret", "buranakan_client_secret"}
SECRET_NAME = re.compile(r"PASSWORD|SECRET|DSN|KEY|TOKEN|DATABASE_URL")

every_container = pytest.mark.parametrize("name", sorted(SERVICES))
every_app = pytest.mark.parametrize("name", APPS)


def mounts(name: str) -> dict[str, str]:
    """The secrets of a container: under which name it finds which."""
    shown = [{"source": each, "target": each} if isinstance(each, str) else each for each in SERVICES[name]["secrets"]]
    return {each["target"]: each["source"] for each in shown}


def version() -> str:
    found: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return found


def test_the_house_is_complete() -> None:
    assert set(SERVICES) == {*SCHEMAS, "migrate", "postgres"}


@every_container
def test_a_container_can_change_nothing_but_what_is_its_own(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert any(each.startswith("/tmp:size=") for each in service["tmpfs"])
    assert not service.get("privileged")
    assert service.get("volumes", []) == (["database:/var/lib/postgresql"] if name == "postgres" else [])


@every_container
def test_a_container_has_limits(name: str) -> None:
    service = SERVICES[name]
    assert 0 < service["pids_limit"] <= 256
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert re.fullmatch(r"\d+s", service["stop_grace_period"])
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])


@pytest.mark.parametrize("name", OURS)
def test_our_containers_are_not_root_and_hold_no_capability(name: str) -> None:
    service = SERVICES[name]
    assert service["user"] == f"{CONTAINER_USER}:{CONTAINER_USER}"
    assert service["group_add"] == [f"${{{GROUP_VARIABLE}:-{CONTAINER_USER}}}"]
    assert "cap_add" not in service


def test_postgres_takes_no_more_than_its_image_needs() -> None:
    assert set(SERVICES["postgres"]["cap_add"]) == POSTGRES_CAPABILITIES


def test_only_the_gateway_is_published_and_only_on_this_machine() -> None:
    assert {name: each["ports"] for name, each in SERVICES.items() if "ports" in each} == {
        "gateway": ["${BIND:-127.0.0.1}:${PORT:-8000}:8000"]
    }


def test_only_the_gateway_reaches_out() -> None:
    inner = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    outgoing = {name for name, service in SERVICES.items() if set(service["networks"]) - inner}
    assert outgoing == {"gateway"}
    assert all(inner & set(service["networks"]) for service in SERVICES.values())


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_a_container_that_stays_is_watched_and_started_again(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"
    assert {"interval", "timeout", "retries", "start_period"} <= set(service["healthcheck"])


@every_app
def test_an_app_waits_for_the_migrations_and_stops_before_the_database(name: str) -> None:
    assert SERVICES[name]["depends_on"] == {
        "postgres": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }


def test_the_migrations_wait_for_the_database_and_run_once() -> None:
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert SERVICES["migrate"]["restart"] == "no"


@pytest.mark.parametrize("name", OURS)
def test_a_command_is_a_list_so_that_the_signal_to_stop_arrives(name: str) -> None:
    assert isinstance(SERVICES[name]["command"], list)
    assert "entrypoint" not in SERVICES[name]


def test_one_image_of_this_version_serves_all() -> None:
    assert {SERVICES[name]["image"] for name in OURS} == {f"buranakan:{version()}"}
    assert [name for name in OURS if "build" in SERVICES[name]] == ["migrate"]
    assert {SERVICES[name]["pull_policy"] for name in OURS} == {"never"}


def test_foreign_images_are_pinned_and_can_be_pinned_by_digest() -> None:
    assert SERVICES["postgres"]["image"] == "${POSTGRES_IMAGE:-postgres:18}"
    assert SERVICES["migrate"]["build"]["args"] == {"PYTHON_IMAGE": "${PYTHON_IMAGE:-python:3.11-slim}"}
    assert re.findall(r"(?m)^(?:ARG PYTHON_IMAGE=|FROM )(.+)$", DOCKERFILE) == ["python:3.11-slim", "${PYTHON_IMAGE}"]


@every_container
def test_no_secret_stands_in_the_environment(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        assert not SECRET_NAME.search(variable) or str(value).startswith("/run/secrets/"), variable
        assert "@" not in str(value), variable


@every_app
def test_a_container_gets_its_own_secrets_only(name: str) -> None:
    expected = {
        "buranakan_dsn": f"{name}_dsn",
        "buranakan_reader_dsn": f"{name}_reader_dsn",
        "buranakan_cursor_secret": "buranakan_cursor_secret",
    }
    own = (
        {"signing_keys": "signing_keys"} if name == "gateway" else {"buranakan_client_secret": f"{name}_client_secret"}
    )
    assert mounts(name) == expected | own


def test_only_the_migrations_hold_the_administrators_secrets() -> None:
    assert set(mounts("migrate")) == {"database_url", "role_passwords", "client_secrets"}
    assert set(mounts("postgres")) == {"postgres_password"}


def test_every_secret_is_used_and_is_made(tmp_path: Path) -> None:
    used = {source for name in SERVICES for source in mounts(name).values()}
    files = {name: secret["file"] for name, secret in COMPOSE["secrets"].items()}
    assert set(files) == used
    assert files == {name: f"./secrets/{name}" for name in files}
    assert set(write_for_compose(tmp_path / "secrets")) == used


@every_app
def test_an_app_is_told_all_that_its_settings_need_and_nothing_else(name: str) -> None:
    fields = (GatewaySettings if name == "gateway" else ServiceSettings).model_fields
    variables = {each for each in SERVICES[name]["environment"] if each.startswith("BURANAKAN_")}
    told = {each.removeprefix("BURANAKAN_").lower() for each in variables}
    told |= {each.removeprefix("buranakan_") for each in APP_SECRETS & set(mounts(name))}
    assert {field for field, info in fields.items() if info.is_required()} <= told <= set(fields)
    assert SERVICES[name]["environment"]["BURANAKAN_ENVIRONMENT"] == "production"


def test_the_database_is_made_so_that_thai_can_be_searched() -> None:
    options = shlex.split(SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"])
    assert set(locale_options(18)) | {"--encoding=UTF8"} <= set(options)


def test_the_image_runs_as_the_user_who_is_given_the_secrets() -> None:
    users = re.findall(r"(?m)^USER (.+)$", DOCKERFILE)
    assert users[-1:] == [f"{CONTAINER_USER}:{CONTAINER_USER}"]
    after = DOCKERFILE.rpartition("USER ")[2]
    assert not re.search(r"(?m)^(RUN|COPY|ADD) ", after)


def test_the_image_takes_only_what_the_lock_names() -> None:
    assert "--require-hashes --only-binary :all: -r requirements/run.txt" in re.sub(r"\\\n\s*", "", DOCKERFILE)
    assert len(re.findall(r"(?m)pip install", DOCKERFILE)) == 1
    assert json.loads(re.findall(r"(?m)^CMD (.+)$", DOCKERFILE)[0])


def test_only_what_the_image_holds_is_sent_to_the_engine() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    let_in = {line.removeprefix("!") for line in rules if line.startswith("!")}
    assert let_in == {source for source, _ in re.findall(r"(?m)^COPY (\S+) (\S+)$", DOCKERFILE)}
