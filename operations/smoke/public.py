"""Steps that need no token: the contract, its page, areas and functions."""

import re

import httpx

from gateway.contract.files import CONTRACT
from operations.smoke.steps import expect, require, say

FISCAL_YEAR = 2558
PROVINCES = 76
LARGEST_PAGE = 200
LINKED = re.compile(rb"""(?:src|href)=["']([^"']+)["']""")


def read_contract(client: httpx.Client) -> None:
    """The contract is there, and it is the one of this checkout."""
    answer = expect(client.get("/v1/openapi.json"), 200, "contract")
    version = answer.json()["info"]["version"]
    same = answer.content == CONTRACT.read_bytes()
    require(same, f"contract: the house serves another one (it says version {version}) than this checkout holds")
    say(f"contract {version}, byte for byte that of this checkout")


def read_docs(client: httpx.Client) -> None:
    """The page is there with all its parts, and none of them comes from elsewhere."""
    page = expect(client.get("/docs"), 200, "docs")
    linked = [each.decode() for each in LINKED.findall(page.content)]
    require(bool(linked), "docs: the page has no parts")
    for link in linked:
        require(not re.match(r"[a-z]+:|//", link), f"docs: the page asks another host for {link}")
        expect(client.get(str(page.url.join(link))), 200, "docs")
    say(f"docs, with {len(linked)} parts of its own")


def read_reference(client: httpx.Client) -> None:
    """Areas and functions are there."""
    wanted = {"kind": "province", "fiscal_year": str(FISCAL_YEAR), "limit": str(LARGEST_PAGE)}
    areas = expect(client.get("/v1/areas", params=wanted), 200, "areas").json()["items"]
    require(len(areas) == PROVINCES, f"areas: {len(areas)} provinces in fiscal year {FISCAL_YEAR}, not {PROVINCES}")
    functions = expect(client.get("/v1/functions", params={"kind": "ministry"}), 200, "functions").json()["items"]
    require(bool(functions), "functions: there is no ministry")
    say(f"{len(areas)} provinces in fiscal year {FISCAL_YEAR}, {len(functions)} ministries")
