"""The walk of `make smoke`, against the house in the test process."""

import asyncio
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from gateway.identity.schemas.clients import ClientIn
from operations import client
from operations.smoke.__main__ import main
from tests.conftest import As
from tests.stack import Stack


async def credentials(stack: Stack, monkeypatch: pytest.MonkeyPatch, *grants: str) -> str:
    """Register a client with `grants`, let the walk come in as it, and return its client_id."""
    client_id = f"smoke-{uuid4().hex[:12]}"
    wanted = ClientIn(
        client_id=client_id, name_th="ทดสอบระบบ", purpose="ตรวจระบบ", kind="machine", contact_post="ผู้ดูแลระบบ"
    )
    secret = await client.create(stack.settings["gateway"], wanted, grants, "ตรวจระบบ")
    monkeypatch.setenv("SMOKE_CLIENT_ID", client_id)
    monkeypatch.setenv("SMOKE_CLIENT_SECRET", secret)
    return client_id


async def walked(stack: Stack) -> int:
    return await asyncio.to_thread(main, [stack.gateway_url])


async def test_the_whole_walk_goes_through_and_leaves_nothing_open(
    stack: Stack,
    api: httpx.AsyncClient,
    as_: As,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await credentials(stack, monkeypatch, "province:50")
    status = await walked(stack)
    told = capsys.readouterr()
    assert (status, told.err) == (0, "")
    assert told.out.endswith(f"All is well at {stack.gateway_url}.\n")
    answer = await api.get("/v1/projects", params={"q": "ทดสอบระบบ"}, headers=as_("province:50"))
    assert {item["state"] for item in answer.json()["items"]} == {"cancelled"}


async def test_it_can_be_walked_again(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    await credentials(stack, monkeypatch, "province:52", "operator")
    assert [await walked(stack), await walked(stack)] == [0, 0]


async def test_a_client_without_a_province_is_told_what_it_lacks(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    client_id = await credentials(stack, monkeypatch, "operator")
    assert await walked(stack) == 1
    assert f"FAILED  me: {client_id} holds no role of a province" in capsys.readouterr().err


async def test_a_wrong_secret_stops_it_with_the_words_of_the_house(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await credentials(stack, monkeypatch, "province:50")
    monkeypatch.setenv("SMOKE_CLIENT_SECRET", "guessed")
    assert await walked(stack) == 1
    assert "/v1/oauth/token answered 401, not 200. client_not_authenticated" in capsys.readouterr().err


async def test_without_credentials_and_without_a_house_of_ones_own_it_says_what_to_set(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SMOKE_CLIENT_ID", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert await walked(stack) == 1
    assert "FAILED  token: set SMOKE_CLIENT_ID and SMOKE_CLIENT_SECRET" in capsys.readouterr().err


def test_a_house_that_is_not_there_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://127.0.0.1:9/"]) == 1
    assert capsys.readouterr().err.startswith("FAILED  http://127.0.0.1:9 does not answer as it should")
