"""The contract, its page and the explanations of problems as the gateway serves them."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from typing_extensions import override

from gateway.contract.files import ASSETS, CONTRACT, PROBLEMS, ContractMissing, read_library, service_file

ELSEWHERE = re.compile(r"""(?:https?:)?//[a-z]""")


class Links(HTMLParser):
    """Collects what a page loads and shows."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self.languages: list[str] = []
        self._inside = ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.loaded += [value for name, value in attrs if name in ("src", "href") and value]
        self.languages += [value for name, value in attrs if name == "lang" and value]
        self.inline += [name for name, _ in attrs if name.startswith("on") or name == "style"]

    @override
    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style") and data.strip():
            self.inline.append(data)


async def test_the_contract_is_served_byte_for_byte(api: httpx.AsyncClient) -> None:
    answer = await api.get("/v1/openapi.json")
    assert answer.content == CONTRACT.read_bytes()
    assert answer.headers["content-type"] == "application/json"
    for service in ("gateway", "plans", "indicators", "budget", "evaluation"):
        assert (await api.get(f"/v1/openapi/{service}.json")).content == service_file(service).read_bytes()
    assert (await api.get("/v1/openapi/nothing.json")).json()["code"] == "invalid"


@pytest.mark.parametrize("path", ["/v1/openapi.json", "/docs", "/docs/assets/swagger-ui.css", "/v1/problems/busy"])
async def test_what_did_not_change_is_not_sent_again(api: httpx.AsyncClient, path: str) -> None:
    first = await api.get(path)
    assert first.headers["cache-control"] == "public, max-age=3600"
    again = await api.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_page_loads_everything_from_here_and_what_it_loads_is_there(api: httpx.AsyncClient) -> None:
    page = await api.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    links = Links()
    links.feed(page.text)
    assert links.inline == []
    assert links.languages[0] == "th"
    assert ELSEWHERE.search(page.text) is None
    assert all(link.startswith(("/docs/assets/", "/v1/")) for link in links.loaded)
    for link in links.loaded:
        assert (await api.get(link)).status_code == 200, link
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_our_own_script_asks_nobody_else(api: httpx.AsyncClient) -> None:
    script = (await api.get("/docs/assets/docs.js")).text
    assert ELSEWHERE.search(script.replace("// ", "")) is None
    assert "validatorUrl: null" in script
    styles = (await api.get("/docs/assets/swagger-ui.css")).text
    assert "@import" not in styles
    assert not re.search(r"url\((?!['\"]?data:)", styles)


async def test_assets_have_their_types_and_others_are_unknown(api: httpx.AsyncClient) -> None:
    for name, (media, _) in ASSETS.items():
        answer = await api.get(f"/docs/assets/{name}")
        assert answer.headers["content-type"].split(";")[0] == media
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await api.get("/docs/assets/redoc.standalone.js")).json()["code"] == "path_unknown"


async def test_authorise_finds_the_token_endpoint_in_the_contract(api: httpx.AsyncClient) -> None:
    document = (await api.get("/v1/openapi.json")).json()
    flow = document["components"]["securitySchemes"]["token"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == "/v1/oauth/token"
    # Swagger UI shows the secret by HTTP Basic; a wrong one is refused there, so it is understood.
    refused = await api.post(flow["tokenUrl"], data={"grant_type": "client_credentials"}, auth=("nobody", "nothing"))
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


async def test_the_type_of_every_problem_of_the_contract_resolves(api: httpx.AsyncClient) -> None:
    explained: dict[str, Any] = json.loads(PROBLEMS.read_bytes())
    assert len(explained) > 30
    for code, explanation in explained.items():
        answer = await api.get(f"/v1/problems/{code}")
        assert answer.json() == explanation


async def test_the_type_that_a_refusal_carries_leads_to_its_explanation(api: httpx.AsyncClient) -> None:
    refusal = (await api.get("/v1/areas/99")).json()
    assert (await api.get(refusal["type"])).json()["title"]["th"] == refusal["title"]


async def test_browsers_get_a_page_in_both_languages(api: httpx.AsyncClient) -> None:
    page = await api.get("/v1/problems/version_stale", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "ข้อมูลถูกแก้ไขไปแล้ว" in page.text
    assert "It has been changed since you read it" in page.text
    assert page.headers["vary"] == "Accept"
    links = Links()
    links.feed(page.text)
    assert links.inline == []


async def test_an_unknown_code_is_a_problem_itself(api: httpx.AsyncClient) -> None:
    answer = await api.get("/v1/problems/%3Cscript%3E")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_gateway_without_its_contract_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr("gateway.contract.files.PROBLEMS", tmp_path / "problems.json")
    with pytest.raises(ContractMissing, match=r"python -m operations\.openapi"):
        read_library()
