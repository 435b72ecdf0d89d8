"""What the contract says of identity."""

from typing import Any

import pytest

from gateway.identity import ACTIONS, TAGS
from gateway.main import SERVICE
from services.shared.app import create_app
from services.shared.contract import operations

OPERATIONS = {
    "issueToken",
    "getMe",
    "listClients",
    "createClient",
    "getClient",
    "listClientHistory",
    "updateClient",
    "createClientSecret",
    "revokeClientSecret",
    "suspendClient",
    "resumeClient",
    "listAssignments",
    "createAssignment",
    "getAssignment",
    "listAssignmentHistory",
    "endAssignment",
}


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    return create_app(SERVICE).openapi()


@pytest.fixture(scope="module")
def mine(contract: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The operations of identity by name."""
    return {each["operationId"]: each for each in operations(contract) if set(each["tags"]) & set(TAGS)}


def test_every_operation_of_identity_is_in_the_contract(mine: dict[str, dict[str, Any]]) -> None:
    assert set(mine) == OPERATIONS
    assert {each["x-action"] for each in mine.values()} == {action.name for action in ACTIONS}


def test_the_token_endpoint_takes_a_form_and_no_idempotency_key(mine: dict[str, dict[str, Any]]) -> None:
    token = mine["issueToken"]
    assert list(token["requestBody"]["content"]) == ["application/x-www-form-urlencoded"]
    assert token.get("parameters", []) == []
    assert token["security"] == []
    for status in ("400", "401"):
        content = token["responses"][status]["content"]["application/problem+json"]
        assert content["examples"]
        assert all(example["value"]["error"] for example in content["examples"].values())


def test_me_is_for_everyone_with_a_token(mine: dict[str, dict[str, Any]]) -> None:
    assert mine["getMe"]["security"] != []
    assert len(mine["getMe"]["x-roles"]) == 19


def test_the_keys_of_the_issuer_stay_out_of_the_contract(contract: dict[str, Any]) -> None:
    assert all(path.startswith("/v1/") for path in contract["paths"])


def test_an_answer_that_shows_a_secret_says_that_it_does_so_once(contract: dict[str, Any]) -> None:
    shown = contract["components"]["schemas"]["ShownSecret"]
    assert "once" in shown["properties"]["value"]["description"]
    assert set(shown["required"]) == {"id", "last_four", "created_at", "expires_at", "value", "shown"}
