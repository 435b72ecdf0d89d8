"""The migration job of compose, on the tests' own server."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from migrations.roles import login_roles
from operations.container import main
from operations.service_clients import SERVICES
from tests import databases


@pytest.fixture
def secrets(tmp_path: Path, dsn: str) -> Path:
    """The files the job is given; their secrets are those that the tests' database has already."""
    (tmp_path / "database_url").write_text(f"{dsn}\n")
    (tmp_path / "role_passwords").write_text(json.dumps(dict.fromkeys(login_roles(), databases.PASSWORD)))
    (tmp_path / "client_secrets").write_text(json.dumps(dict.fromkeys(SERVICES, databases.CLIENT_SECRET)))
    return tmp_path


def test_a_migrated_database_is_left_as_it_is(secrets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(secrets) == 0
    assert capsys.readouterr().out == "Every schema is at its newest step.\n"


@pytest.mark.parametrize(
    ("part", "instead", "sentence"),
    [
        ("password", "guessed", 'password authentication failed for user "buranakan": check the login'),
        ("database", "nowhere", 'database "nowhere" does not exist: check the login'),
        ("port", "9", "the database cannot be reached"),
    ],
)
def test_what_stands_in_the_way_is_said_in_one_line(
    secrets: Path, dsn: str, capsys: pytest.CaptureFixture[str], part: str, instead: str, sentence: str
) -> None:
    address = urlsplit(dsn)
    parts = {"password": address.password, "port": str(address.port), "database": address.path[1:], part: instead}
    place = f"{address.hostname}:{parts['port']}/{parts['database']}"
    (secrets / "database_url").write_text(f"postgresql://{address.username}:{parts['password']}@{place}")
    assert main(secrets) == 1
    told = capsys.readouterr().err
    assert told.startswith(sentence)
    assert told.count("\n") == 1
