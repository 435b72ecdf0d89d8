"""Steps along the feed of events."""

import time
from typing import Any

import httpx

from operations.smoke.steps import Broken, Visit, expect, say

# The feed is filled by two readers, each half a second behind; after this long something is wrong.
WAIT_SECONDS, PAUSE_SECONDS = 30.0, 0.5
LARGEST_PAGE = 200


def end_of_feed(client: httpx.Client) -> str | None:
    """Return the cursor after the last event there is now."""
    cursor: str | None = None
    while True:
        page = feed_after(client, cursor)
        cursor = page["next_cursor"]
        if len(page["items"]) < LARGEST_PAGE:
            return cursor


def feed_after(client: httpx.Client, cursor: str | None) -> dict[str, Any]:
    """Return the next submissions of the feed after `cursor`."""
    place = {"after": cursor} if cursor else {}
    wanted = {"type": "project.submitted", "limit": str(LARGEST_PAGE), **place}
    page: dict[str, Any] = expect(client.get("/v1/events", params=wanted), 200, "events").json()
    return page


def await_event(visit: Visit, project_id: str, cursor: str | None) -> None:
    """The submission comes through the feed."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        page = feed_after(visit.client, cursor)
        if any(event["object_id"] == project_id for event in page["items"]):
            say("the submission came through the feed")
            return
        cursor = page["next_cursor"]
        time.sleep(PAUSE_SECONDS)
    raise Broken(f"events: the submission did not come through the feed within {WAIT_SECONDS:.0f} s")
