"""The signing keys: read, changed under a running gateway, rotated by the clock, refused when open to others."""

import asyncio
import datetime as dt
import json
import os
import stat
from pathlib import Path

import pytest

from gateway.identity.keys import (
    KEPT_AFTER_SIGNING,
    PUBLISHED_BEFORE_SIGNING,
    KeyFile,
    KeyFileUnusable,
    SigningKey,
    in_order,
    new_key,
    read_keys,
    rotated,
    signing_key,
    still_needed,
)
from gateway.identity.rules import LIFETIME_SECONDS
from gateway.identity.tokens import Issuer, expiry_of, mint
from operations.keys import create_key_file, main, prune_key_file, rotate_key_file
from services.shared.access import Grant
from services.shared.auth import REFRESH_SECONDS, KeyRing, Verifier
from services.shared.errors import TokenInvalid
from services.shared.roles import Role

START = dt.datetime(2015, 1, 9, 2, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
ISSUER = Issuer("https://buranakan.local", "buranakan")
PROVINCE = Grant(Role.PROVINCE, area="50")


class Clock:
    """A clock that stands still until it is set forward."""

    def __init__(self, at: dt.datetime = START) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at

    def seconds(self) -> float:
        """The same clock, as the verifier reads it."""
        return self.at.timestamp()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path, clock: Clock) -> Path:
    """A key file made at the start."""
    create_key_file(tmp_path / "signing-keys.json", clock)
    return tmp_path / "signing-keys.json"


def touch(path: Path) -> None:
    """Give the file another time of change, however fast the test runs."""
    found = path.stat()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1_000_000))


def token_by(file: KeyFile, clock: Clock) -> str:
    return mint(file.signing(), ISSUER, "chiang-mai", "chiang-mai", [PROVINCE], clock())


def test_a_key_file_is_made_for_its_owner_alone(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (entry,) = json.loads(path.read_text())["keys"]
    assert set(entry) == {"kid", "kty", "crv", "d", "x", "created_at", "signs_from"}


def test_a_key_file_is_never_made_over_another(path: Path, clock: Clock) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        create_key_file(path, clock)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o666, 0o620, 0o602, 0o601])
def test_a_key_file_open_to_others_is_refused_outside_development(path: Path, mode: int) -> None:
    path.chmod(mode)
    with pytest.raises(KeyFileUnusable, match="chmod 600"):
        read_keys(path, strict=True)
    assert read_keys(path, strict=False)


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o440])
def test_a_key_file_for_its_owner_or_read_by_its_group_is_taken(path: Path, mode: int) -> None:
    path.chmod(mode)
    assert len(read_keys(path, strict=True)) == 1


def broken(path: Path, name: str, value: object) -> None:
    document = json.loads(path.read_text())
    document["keys"][0][name] = value
    path.write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("name", "value"),
    [("kty", "EC"), ("crv", "Ed448"), ("d", "AAAA"), ("d", 1), ("x", "AAAA"), ("kid", ""), ("signs_from", "soon")],
)
def test_a_broken_key_file_is_refused_without_quoting_it(path: Path, name: str, value: object) -> None:
    secret = json.loads(path.read_text())["keys"][0]["d"]
    broken(path, name, value)
    with pytest.raises(KeyFileUnusable) as refusal:
        read_keys(path, strict=True)
    assert secret not in f"{refusal.value!r}{refusal.value.__cause__!r}"


def test_halves_that_do_not_belong_together_are_refused(path: Path) -> None:
    broken(path, "x", new_key(START, START).public()["x"])
    with pytest.raises(KeyFileUnusable):
        read_keys(path, strict=True)


@pytest.mark.parametrize("text", ["", "[]", '{"keys": []}', "\u0e01"])
def test_a_file_without_keys_is_refused(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(KeyFileUnusable):
        KeyFile.load(path, strict=True)


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(KeyFileUnusable, match=r"operations\.keys create"):
        KeyFile.load(tmp_path / "none.json", strict=True)


def test_two_keys_of_one_name_are_refused(path: Path) -> None:
    document = json.loads(path.read_text())
    path.write_text(json.dumps({"keys": document["keys"] * 2}))
    with pytest.raises(KeyFileUnusable):
        read_keys(path, strict=True)


def test_the_published_document_holds_no_private_half(path: Path) -> None:
    (key,) = KeyFile.load(path, strict=True).document()["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}
    assert (key["kty"], key["crv"], key["use"], key["alg"]) == ("OKP", "Ed25519", "sig", "Ed25519")


def test_a_key_is_published_before_it_signs_and_long_enough_for_every_ring_to_read_it(path: Path, clock: Clock) -> None:
    file = KeyFile.load(path, strict=True, clock=clock)
    old = file.signing().kid
    new = rotate_key_file(path, clock).kid
    assert {key["kid"] for key in file.document()["keys"]} == {old, new}
    assert PUBLISHED_BEFORE_SIGNING.total_seconds() >= 2 * REFRESH_SECONDS
    clock.at += PUBLISHED_BEFORE_SIGNING - dt.timedelta(seconds=1)
    assert file.signing().kid == old
    clock.at += dt.timedelta(seconds=1)
    assert file.signing().kid == new


def test_an_old_key_stays_published_until_its_last_token_has_died(path: Path, clock: Clock) -> None:
    file = KeyFile.load(path, strict=True, clock=clock)
    old = file.signing().kid
    rotate_key_file(path, clock)
    clock.at += PUBLISHED_BEFORE_SIGNING + dt.timedelta(seconds=LIFETIME_SECONDS + 30)
    assert old in {key["kid"] for key in file.document()["keys"]}
    assert prune_key_file(path, clock) == []
    clock.at += KEPT_AFTER_SIGNING
    assert old not in {key["kid"] for key in file.document()["keys"]}
    assert [key.kid for key in prune_key_file(path, clock)] == [old]
    assert [key.kid for key in read_keys(path, strict=True)] == [file.signing().kid]


def test_rotating_drops_what_is_past_need_and_keeps_what_is_not(clock: Clock) -> None:
    keys: list[SigningKey] = [new_key(START, START)]
    for _ in range(10):
        clock.at += 5 * MINUTE
        keys = rotated(keys, clock.at)
        assert signing_key(keys, clock.at) in still_needed(keys, clock.at)
    clock.at += dt.timedelta(days=90)
    assert still_needed(keys, clock.at) == in_order(keys)[-1:]
    assert len(rotated(keys, clock.at)) == 2


def test_a_slow_clock_signs_with_the_first_key(path: Path) -> None:
    behind = Clock(START - MINUTE)
    file = KeyFile.load(path, strict=True, clock=behind)
    assert file.signing().kid == file.document()["keys"][0]["kid"]


def test_rotation_keeps_mode_and_leaves_nothing_beside(path: Path, clock: Clock) -> None:
    path.chmod(0o640)
    rotate_key_file(path, clock)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(path.parent.iterdir()) == [path]


def test_a_faulty_change_leaves_the_running_gateway_its_keys(path: Path, clock: Clock) -> None:
    file = KeyFile.load(path, strict=True, clock=clock)
    before, text = file.document(), path.read_text()
    path.write_text("half of a file")
    touch(path)
    assert file.document() == before
    path.unlink()
    assert file.document() == before
    path.write_text(text)
    path.chmod(0o600)
    rotate_key_file(path, clock)
    assert len(file.document()["keys"]) == 2


async def test_every_token_is_good_for_its_life_through_a_rotation(path: Path, clock: Clock) -> None:
    """Minute by minute for two hours and three rotations, read as a service reads: through a ring of five minutes."""
    file = KeyFile.load(path, strict=True, clock=clock)

    async def fetch() -> dict[str, object]:
        return file.document()

    verifier = Verifier(KeyRing(fetch, clock.seconds), ISSUER.name, ISSUER.audience, clock.seconds)
    alive: list[str] = []
    for minute in range(120):
        if minute in (7, 33, 90):
            rotate_key_file(path, clock)
        alive = [token for token in alive if clock() < expiry_of(token)] + [token_by(file, clock)]
        for token in alive:
            assert (await verifier.principal(token)).grants == (PROVINCE,)
        clock.at += MINUTE
    assert len(read_keys(path, strict=True)) == 2


async def test_the_first_tokens_of_a_service_come_together_and_are_all_good(path: Path, clock: Clock) -> None:
    file, readings = KeyFile.load(path, strict=True, clock=clock), 0

    async def fetch() -> dict[str, object]:
        nonlocal readings
        readings += 1
        await asyncio.sleep(0)  # the others come while the keys are being read
        return file.document()

    verifier = Verifier(KeyRing(fetch, clock.seconds), ISSUER.name, ISSUER.audience, clock.seconds)
    token = token_by(file, clock)
    principals = await asyncio.gather(*(verifier.principal(token) for _ in range(5)))
    assert [principal.grants for principal in principals] == [(PROVINCE,)] * 5
    assert readings == 1


async def test_a_token_fits_the_verifier_exactly(path: Path, clock: Clock) -> None:
    file = KeyFile.load(path, strict=True, clock=clock)

    async def fetch() -> dict[str, object]:
        return file.document()

    verifier = Verifier(KeyRing(fetch), ISSUER.name, ISSUER.audience, clock.seconds)
    grants = [PROVINCE, Grant(Role.MINISTRY, function="05"), Grant(Role.OPDC)]
    token = mint(file.signing(), ISSUER, "chiang-mai", "chiang-mai", grants, clock())
    principal = await verifier.principal(token)
    assert (principal.subject, principal.client, principal.grants) == ("chiang-mai", "chiang-mai", tuple(grants))
    assert expiry_of(token) == START + dt.timedelta(seconds=LIFETIME_SECONDS)
    for other in (Issuer("https://else.example", ISSUER.audience), Issuer(ISSUER.name, "else")):
        with pytest.raises(TokenInvalid):
            await verifier.principal(mint(file.signing(), other, "a", "a", grants, clock()))


@pytest.mark.parametrize("seconds", [0, -1, LIFETIME_SECONDS + 1])
def test_no_token_lives_longer_than_ten_minutes(path: Path, seconds: int) -> None:
    with pytest.raises(ValueError, match="seconds"):
        mint(KeyFile.load(path, strict=True).signing(), ISSUER, "a", "a", [PROVINCE], START, seconds)


def test_the_command_line_makes_rotates_and_prunes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "keys.json")
    assert [main([action, path]) for action in ("create", "rotate", "prune")] == [0, 0, 0]
    assert "signs from" in capsys.readouterr().out
    assert main(["create", path]) == 1
    assert "rotate" in capsys.readouterr().err
    assert main(["rotate", str(tmp_path / "none.json")]) == 1
