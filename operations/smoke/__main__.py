"""`make smoke URL=…`: walks against a running house and says each step, first what every client does, then journeys.

It comes in as the client SMOKE_CLIENT_ID with SMOKE_CLIENT_SECRET, which must hold the role of a province. With a
second person, SMOKE_SECOND_CLIENT_ID and SMOKE_SECOND_CLIENT_SECRET, it walks the six journeys too, in a cluster and
year where nothing stands yet; what was decided there stays. Without any, in development, it has the tokens that
`make token` prints.
"""

import asyncio
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from example.house import House, Refused
from operations.smoke import access, feed, projects, public
from operations.smoke.journeys import walk_journeys
from operations.smoke.places import free_place
from operations.smoke.steps import Broken, Visit, say

TIMEOUT_SECONDS = 30.0


def main(arguments: Sequence[str]) -> int:
    """Walk against the address given; returns 0, or 1 at the first step that fails."""
    url = (arguments[0] if arguments else "http://127.0.0.1:8000").rstrip("/")
    is_local = urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
    try:
        with httpx.Client(base_url=url, timeout=TIMEOUT_SECONDS, trust_env=not is_local) as client:
            walk(client)
        asyncio.run(walk_with_others(url, is_local))
    except httpx.HTTPError as problem:
        print(f"FAILED  {url} does not answer as it should: {problem}", file=sys.stderr)
        return 1
    except (Broken, Refused) as problem:
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


async def walk_with_others(url: str, is_local: bool) -> None:
    """Walk the six journeys as those they stand for; raises Broken, Refused, httpx.HTTPError."""
    timeout = httpx.Timeout(TIMEOUT_SECONDS)
    async with httpx.AsyncClient(base_url=url, timeout=timeout, trust_env=not is_local) as client:
        people = await access.people_of(client)
        if people is None:
            say("the journeys were left out: they need a second person (SMOKE_SECOND_CLIENT_ID, docs/operations.md)")
            return
        house = House(client, people.as_, uuid4().hex[:8].upper())
        place = await free_place(house, people.clusters)
        say(f"the journeys, in cluster {place.cluster} and fiscal year {place.fiscal_year}")
        await walk_journeys(house, place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
