"""`make smoke URL=…`: walks the main journey against a running house, says each step, and leaves nothing open behind.

It comes in as the client SMOKE_CLIENT_ID with SMOKE_CLIENT_SECRET, which must hold the role of a province; without
them, in development, with a token of the province of Chiang Mai as `make token` prints it.
"""

import sys
from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from operations.smoke import access, feed, projects, public
from operations.smoke.steps import Broken, Visit, say

TIMEOUT_SECONDS = 30.0


def main(arguments: Sequence[str]) -> int:
    """Walk against the address given; returns 0, or 1 at the first step that fails."""
    url = (arguments[0] if arguments else "http://127.0.0.1:8000").rstrip("/")
    is_local = urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
    try:
        with httpx.Client(base_url=url, timeout=TIMEOUT_SECONDS, trust_env=not is_local) as client:
            walk(client)
    except httpx.HTTPError as problem:
        print(f"FAILED  {url} does not answer as it should: {problem}", file=sys.stderr)
        return 1
    except Broken as problem:
        print(f"FAILED  {problem}", file=sys.stderr)
        return 1
    print(f"All is well at {url}.")
    return 0


def walk(client: httpx.Client) -> None:
    """Take every step; raises Broken at the first that fails, httpx.HTTPError when nobody answers."""
    public.read_contract(client)
    public.read_docs(client)
    public.read_reference(client)
    client.headers["Authorization"] = f"Bearer {access.token_of(client)}"
    visit = Visit(client, access.area_of(client), f"ทดสอบระบบ {uuid4().hex[:12]}")
    place = feed.end_of_feed(client)
    with projects.drafts(visit) as (first, second):
        projects.list_projects(visit, [second, first])
        tag = projects.change_project(visit, first)
        projects.carry_file(visit, first)
        projects.submit_twice(visit, first, tag)
        projects.read_history(visit, first)
        projects.read_overview(visit)
        feed.await_event(visit, first, place)
    say("withdrew and cancelled what it made")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
