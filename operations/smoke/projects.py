"""Steps with projects: two are made, found, changed, submitted and given up again."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx

from operations.smoke.steps import Broken, Visit, expect, keyed, require, say

PROJECTS = "/v1/projects"
FISCAL_YEAR = 2558


@contextmanager
def drafts(visit: Visit) -> Iterator[list[str]]:
    """Make two projects and give them up at the end, whatever happened to them."""
    made: list[str] = []
    try:
        made.append(create_project(visit, f"{visit.mark} ก"))
        made.append(create_project(visit, f"{visit.mark} ข"))
        say("created two projects")
        yield made
    except Exception:
        for project_id in made:
            with suppress(Broken, httpx.HTTPError):  # the first fault is the one to tell
                give_up(visit, project_id)
        raise
    for project_id in made:
        give_up(visit, project_id)


def create_project(visit: Visit, title: str) -> str:
    """Make a complete draft and return its id."""
    body = {
        "owner_area_code": visit.area,
        "fiscal_year": FISCAL_YEAR,
        "title_th": title,
        "objective_th": "ตรวจว่าระบบทำงานครบทุกขั้นตอน",
        "responsible_unit": "ผู้ดูแลระบบ",
        "responsible_post": "ผู้ดูแลระบบ",
        "place_th": "ศาลากลางจังหวัด",
        "start_on": "2014-11-01",
        "end_on": "2015-08-31",
        "estimated_amount": "1000.00",
        "shares": [{"area_code": visit.area, "amount": "1000.00"}],
    }
    answer = expect(visit.client.post(PROJECTS, json=body, headers=keyed()), 201, "create")
    project_id = str(answer.json()["id"])
    expect(visit.client.get(answer.headers["Location"]), 200, "read")
    return project_id


def list_projects(visit: Visit, expected: list[str]) -> None:
    """The two are found by filter, in the order asked for, one a page."""
    wanted = {"q": visit.mark, "fiscal_year": str(FISCAL_YEAR), "sort": "-title_th", "limit": "1"}
    found: list[str] = []
    cursor: dict[str, str] = {}
    while len(found) <= len(expected):
        page = expect(visit.client.get(PROJECTS, params={**wanted, **cursor}), 200, "list").json()
        found += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    require(found == expected, f"list: found {found}, not {expected}")
    say("listed them by filter, order and cursor")


def change_project(visit: Visit, project_id: str) -> str:
    """Change a project as read; a stale reader is refused. Returns the new ETag."""
    path = f"{PROJECTS}/{project_id}"
    stale = {"If-Match": expect(visit.client.get(path), 200, "read").headers["ETag"]}
    answer = expect(visit.client.patch(path, json={"place_th": "ที่ว่าการอำเภอ"}, headers=stale), 200, "change")
    expect(visit.client.patch(path, json={"place_th": "ที่อื่น"}, headers=stale), 412, "change by a stale reader")
    say("changed one with If-Match; a stale reader was refused")
    return str(answer.headers["ETag"])


def carry_file(visit: Visit, project_id: str) -> None:
    """A file goes up, comes down the same, and is taken off."""
    path = f"{PROJECTS}/{project_id}/attachments"
    content = f"บันทึกของ {visit.mark}\n".encode()
    headers = {**keyed(), "Content-Type": "text/plain; charset=utf-8"}
    sent = visit.client.post(path, params={"name": "บันทึก.txt"}, content=content, headers=headers)
    file = f"{path}/{expect(sent, 201, 'attachment up').json()['id']}"
    received = expect(visit.client.get(file), 200, "attachment down")
    require(received.content == content, "attachment down: other bytes came back than were sent")
    expect(visit.client.delete(file, headers={"If-Match": received.headers["ETag"]}), 204, "attachment off")
    say("a file went up, came down the same, and was taken off")


def submit_twice(visit: Visit, project_id: str, tag: str) -> None:
    """Sent twice with one key, a submission is carried out once."""
    path, key = f"{PROJECTS}/{project_id}/submit", keyed()
    first = expect(visit.client.post(path, headers=key), 200, "submit")
    require(first.headers["ETag"] != tag, "submit: the version did not change")
    second = expect(visit.client.post(path, headers=key), 200, "submit again")
    replayed = second.headers.get("Idempotent-Replayed") == "true"
    require(replayed and second.content == first.content, "submit again: the first answer was not given again")
    say("submitted it; sent again with its key, the first answer came back")


def read_history(visit: Visit, project_id: str) -> None:
    """Everything that was done is in the history."""
    entries = expect(visit.client.get(f"{PROJECTS}/{project_id}/history"), 200, "history").json()["items"]
    happened = {entry["type"] for entry in entries}
    missing = {"project.created", "project.updated", "project.submitted"} - happened
    require(not missing, f"history: lacks {', '.join(sorted(missing))}")
    say(f"its history tells {len(entries)} changes")


def read_overview(visit: Visit) -> None:
    """All four services speak of the area."""
    path = f"/v1/overview/areas/{visit.area}"
    overview = expect(visit.client.get(path, params={"fiscal_year": FISCAL_YEAR}), 200, "overview").json()
    silent = [name for name, part in overview["parts"].items() if part["state"] != "ok"]
    require(overview["complete"] and not silent, f"overview: {', '.join(silent)} did not answer")
    say(f"overview of province {visit.area}, complete")


def give_up(visit: Visit, project_id: str) -> None:
    """Withdraw a project if it is submitted, and cancel it."""
    path = f"{PROJECTS}/{project_id}"
    answer = expect(visit.client.get(path), 200, "read")
    if answer.json()["state"] == "submitted":
        answer = expect(visit.client.post(f"{path}/withdraw", headers=keyed()), 200, "withdraw")
    expect(visit.client.delete(path, headers={"If-Match": answer.headers["ETag"]}), 204, "cancel")
