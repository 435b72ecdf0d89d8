"""Secret files: made once, together, and open to the containers alone."""

import json
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest

from gateway.identity.keys import read_keys
from migrations.roles import login_roles
from operations.secrets import CONTAINER_USER, SecretsUnfit, main, note_group, write_for_compose
from services.shared.settings import SHORTEST_SECRET, refuse_if_weak

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to give files to another user")
NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "secrets"


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_a_second_run_changes_nothing(folder: Path) -> None:
    assert set(write_for_compose(folder)) == set(contents(folder))
    before = contents(folder)
    assert write_for_compose(folder) == []
    assert contents(folder) == before


def test_every_role_gets_the_password_its_address_holds(folder: Path) -> None:
    write_for_compose(folder)
    passwords = json.loads((folder / "role_passwords").read_text())
    assert set(passwords) == set(login_roles())
    addresses = [urlsplit(text) for name, text in contents(folder).items() if name.endswith("dsn")]
    assert {address.username: address.password for address in addresses} == passwords
    assert {address.hostname for address in addresses} == {"postgres"}


def test_production_takes_every_secret(folder: Path) -> None:
    write_for_compose(folder)
    made = contents(folder)
    for secret in (
        made["postgres_password"],
        made["buranakan_cursor_secret"],
        *json.loads(made["role_passwords"]).values(),
    ):
        assert len(secret) >= SHORTEST_SECRET
        refuse_if_weak("secret", secret)
    assert read_keys(folder / "signing_keys", strict=True)


def test_half_a_set_is_refused_by_name(folder: Path) -> None:
    write_for_compose(folder)
    (folder / "plans_dsn").unlink()
    with pytest.raises(SecretsUnfit, match="lacks plans_dsn"):
        write_for_compose(folder)


def test_passwords_that_are_removed_together_are_made_anew_and_the_rest_stays(folder: Path) -> None:
    write_for_compose(folder)
    before = contents(folder)
    removed = {name for name in before if name.endswith("dsn")} | {"role_passwords"}
    for name in removed:
        (folder / name).unlink()
    assert set(write_for_compose(folder)) == removed
    assert {name for name, text in contents(folder).items() if text != before[name]} == removed


def test_addresses_lead_to_an_own_server(folder: Path) -> None:
    url = "postgresql://admin:p%40ss@database.example:5433/plans"
    write_for_compose(folder, url)
    made = contents(folder)
    assert made["database_url"] == url
    assert made["plans_dsn"].endswith("@database.example:5433/plans")


def test_an_own_server_without_a_login_is_refused(folder: Path) -> None:
    with pytest.raises(SecretsUnfit, match="DATABASE_URL names no login"):
        write_for_compose(folder, "postgresql://database.example/plans")


def test_nobody_else_may_look_into_the_folder(folder: Path) -> None:
    write_for_compose(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@as_root
def test_root_gives_each_file_to_the_containers_user(folder: Path) -> None:
    write_for_compose(folder)
    note_group(folder, folder.with_name(".env"))
    for path in folder.iterdir():
        found = path.stat()
        assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (CONTAINER_USER, CONTAINER_USER, 0o400)
    assert not folder.with_name(".env").exists()


@pytest.fixture
def home_of_nobody() -> Iterator[Path]:
    # Not pytest's tmp_path: that is closed to other users than root.
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        home = Path(place) / "home"
        home.mkdir()
        os.chown(home, NOBODY, NOBODY)
        yield home


def become_nobody(home: Path) -> None:
    os.chdir(home)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


@as_root
def test_an_ordinary_user_opens_each_file_to_the_group_that_the_containers_join(home_of_nobody: Path) -> None:
    (home_of_nobody / ".env").write_text("PORT=8300\nSECRETS_GROUP=1\n")
    os.chown(home_of_nobody / ".env", NOBODY, NOBODY)
    # Forked, because the interpreter's own files may be closed to that user.
    context = get_context("fork")
    with ProcessPoolExecutor(1, context, initializer=become_nobody, initargs=(home_of_nobody,)) as pool:
        assert pool.submit(main, []).result() == 0
    for path in (home_of_nobody / "secrets").iterdir():
        found = path.stat()
        assert (found.st_gid, stat.S_IMODE(found.st_mode)) == (NOBODY, 0o640)
    assert (home_of_nobody / ".env").read_text() == f"PORT=8300\nSECRETS_GROUP={NOBODY}\n"
    assert read_keys(home_of_nobody / "secrets" / "signing_keys", strict=True)
