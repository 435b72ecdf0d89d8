"""What an operator starts: a development token, and the first client of an installation."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import OKPKey
from pydantic import SecretStr

from gateway.identity.schemas.clients import ClientIn
from operations import client, token
from operations.keys import create_key_file
from services.shared.errors import AlreadyExists
from services.shared.settings import Settings
from tests.conftest import As
from tests.gateway.identity.steps import ask_token, client_body, register, unique

SettingsOf = Callable[[str], Settings]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder as `make run` leaves it."""
    monkeypatch.delenv("BURANAKAN_ENVIRONMENT", raising=False)
    create_key_file(tmp_path / "signing-keys.json")
    return tmp_path


async def test_a_development_token_opens_the_house(
    api: httpx.AsyncClient, key_file: Path, signing_key: OKPKey, capsys: pytest.CaptureFixture[str]
) -> None:
    assert token.main(["province:50, opdc", "--data", str(key_file.parent)]) == 0
    printed = capsys.readouterr()
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+\n", printed.out)
    assert printed.err == ""
    me = await api.get("/v1/me", headers={"Authorization": f"Bearer {printed.out.strip()}"})
    assert me.json()["subject"] == "province:50,opdc"
    assert [each["grant"] for each in me.json()["grants"]] == ["province:50", "opdc"]
    assert me.json()["client_id"] == "development"


def test_a_development_token_is_refused_in_production(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BURANAKAN_ENVIRONMENT", "production")
    assert token.main(["operator", "--data", str(data)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "/v1/oauth/token" in printed.err


@pytest.mark.parametrize("grants", ["province", "province:10", "cluster:50", "emperor", "", "province:50,,opdc"])
def test_a_development_token_is_refused_for_roles_there_are_not(
    data: Path, grants: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert token.main([grants, "--data", str(data)]) == 1
    assert capsys.readouterr().out == ""


def test_without_a_running_house_the_token_says_what_to_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert token.main(["operator", "--data", str(tmp_path)]) == 1
    assert "make run" in capsys.readouterr().err
    (tmp_path / "signing-keys.json").write_text("{}")
    assert token.main(["operator", "--data", str(tmp_path)]) == 1


async def test_the_first_operator_is_registered_past_the_api(
    api: httpx.AsyncClient, as_: As, settings: SettingsOf, capsys: pytest.CaptureFixture[str]
) -> None:
    client_id = unique("first-operator")
    options = ["create", "--client-id", client_id, "--grant", "operator", "--grant", "service"]
    assert await asyncio.to_thread(client.main, options, settings("gateway")) == 0
    found = re.fullmatch(r"client_id=(\S+)\nclient_secret=(\S+)\n", capsys.readouterr().out)
    assert found is not None
    assert found.group(1) == client_id
    answer = await ask_token(api, client_id, found.group(2))
    assert answer.json()["scope"] == "operator service"
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    mine = (await api.get("/v1/clients", params={"q": client_id}, headers=headers)).json()["items"]
    history = (await api.get(f"/v1/clients/{mine[0]['id']}/history", headers=headers)).json()["items"]
    assert [(item["type"], item["actor"]) for item in history] == [("client.registered", "installation")]


async def test_a_first_client_that_is_wrong_leaves_nothing_behind(
    api: httpx.AsyncClient, as_: As, settings: SettingsOf, capsys: pytest.CaptureFixture[str]
) -> None:
    client_id = unique("broken")
    for options in (
        ["--client-id", client_id, "--grant", "operator", "--grant", "province:10"],
        ["--client-id", client_id, "--grant", "operator", "--grant", "operator"],
        ["--client-id", "Not Valid", "--grant", "operator"],
        ["--client-id", client_id, "--grant", "-"],
    ):
        assert await asyncio.to_thread(client.main, ["create", *options], settings("gateway")) == 1
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err
    found = await api.get("/v1/clients", params={"q": client_id}, headers=as_("operator"))
    assert found.json()["items"] == []


@pytest.mark.parametrize(
    "address", ["postgresql://a:b@127.0.0.1:9/none", "postgresql://a:wrong@{place}", "postgresql://{reader}@{place}"]
)
def test_a_database_that_does_not_serve_is_told_in_a_sentence(
    settings: SettingsOf, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    known = settings("gateway")
    login, _, place = known.reader_dsn.get_secret_value().removeprefix("postgresql://").partition("@")
    dsn = SecretStr(address.format(place=place, reader=login))
    options = ["create", "--client-id", unique(), "--grant", "operator"]
    assert client.main(options, known.model_copy(update={"dsn": dsn})) == 1
    printed = capsys.readouterr()
    assert "BURANAKAN_DSN" in printed.err
    assert printed.out == ""


async def test_a_client_id_that_is_taken_is_told_so(api: httpx.AsyncClient, as_: As, settings: SettingsOf) -> None:
    taken = await register(api, as_)
    wanted = ClientIn.model_validate(client_body(taken["client_id"]))
    with pytest.raises(AlreadyExists) as refusal:
        await client.create(settings("gateway"), wanted, ["operator"], "ติดตั้ง")
    assert refusal.value.code == "client_id_taken"
