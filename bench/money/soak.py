"""The long form of what is tried of money; writes the figures with their date into docs/reliability.md."""

import argparse
import asyncio
import datetime as dt
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from bench.house import House
from bench.money import trials
from bench.money.place import CLIENTS, opened, started
from bench.money.trials import Approved, Submitted
from bench.soak import DOCUMENT, written

BEGIN, END = "<!-- money: written by make soak -->", "<!-- money: end -->"
APPROVALS, OVER_A_TREE, SUBMISSIONS, KILLS = 5_000, 10_000, 3_000, 20
NOT_RUN = (
    "Not run here: several machines, a failover, loss of power (a killed process leaves what it wrote to the operating"
    " system), more than one process of the budget service."
)


class Broken(Exception):
    """Money did not stay right; the sentence says how."""


def refuse_broken(name: str, found: Approved | Submitted, exact: int | None = None) -> None:
    """Raise Broken when something was lost, doubled or granted past a ceiling."""
    if isinstance(found, Approved):
        wrong = found.over or found.deadlocks or found.wrong_books
        wrong = wrong or (exact is not None and found.granted != exact)
    else:
        wrong = found.lost or found.doubled or found.wrong_books
    if wrong:
        raise Broken(f"{name}: {found}")


def of_approvals(name: str, found: Approved) -> str:
    """Return a line of the first table."""
    rate = found.asked / found.seconds
    return (
        f"| {name} | {found.asked:,} | {found.granted:,} | {found.over} | {found.deadlocks} | {found.waited} |"
        f" {found.wrong_books} | {found.seconds:.0f} | {rate:.0f} |"
    )


def of_submissions(name: str, found: Submitted) -> str:
    """Return a line of the second table."""
    door, wire = found.swallowed
    longest = f"{found.longest:.1f}" if found.kills else "–"
    return (
        f"| {name} | {found.acknowledged:,} | {door + wire:,} | {found.kills} | {found.replayed:,} | {found.lost} |"
        f" {found.doubled} | {found.unacknowledged} | {found.wrong_books} | {longest} | {found.seconds:.0f} |"
    )


async def tried(place: House, options: argparse.Namespace) -> list[str]:
    """Try all, one after the other, and return the tables; raises Broken."""
    async with opened(place) as bench:
        hot = await trials.one_hot_ceiling(bench, options.approvals)
        refuse_broken("one ceiling", hot, exact=options.approvals // 2)
        tree = await trials.three_levels(bench, options.tree)
        refuse_broken("three levels", tree)
        lost = await trials.submissions(bench, options.submissions)
        refuse_broken("answers swallowed", lost)
        killed = await trials.killings(bench, options.kills)
        refuse_broken("killed", killed)
    return [
        f"Approvals as a resolution is carried out, by {CLIENTS} clients. The one ceiling fits half of what is asked.",
        "",
        "| ceilings | asked | granted | satang over | deadlocks | waited too long | wrong books | s | a second |",
        "|---|---|---|---|---|---|---|---|---|",
        of_approvals("one", hot),
        of_approvals("76 provinces, clusters, nation", tree),
        "",
        f"Submissions through the gateway by {trials.SUBMITTERS} clients who send again under the same key. `swallowed`"
        " are answers lost, one in ten at the gateway's door and one in ten of the commits; `kills` are of every"
        " process of PostgreSQL and of the budget service in turns, `longest` is from a kill to the next answer.",
        "",
        "| trial | acknowledged | swallowed | kills | replayed | lost | doubled | done, never told | wrong books |"
        " longest s | s |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        of_submissions("answers swallowed", lost),
        of_submissions("killed", killed),
    ]


def section(options: argparse.Namespace) -> str:
    """Return the figures as they stand in the document."""
    # Outside of any loop: what starts the server runs one of its own.
    with started() as place:
        tables = asyncio.run(tried(place, options))
    at = f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC"
    machine = f"{os.cpu_count()} processors, {platform.system()}, load average of the last 15 minutes"
    head = f"Measured on {at}: {machine} {os.getloadavg()[2]:.1f}."
    return "\n".join((head, *([options.note] if options.note else []), "", *tables, "", NOT_RUN))


def main(arguments: Sequence[str]) -> int:
    """Run all and write the document; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.money", description=__doc__)
    parser.add_argument("--approvals", type=int, default=APPROVALS)
    parser.add_argument("--tree", type=int, default=OVER_A_TREE)
    parser.add_argument("--submissions", type=int, default=SUBMISSIONS)
    parser.add_argument("--kills", type=int, default=KILLS, help="of each, PostgreSQL and the budget service")
    parser.add_argument("--note", default="", help="a sentence to stand beside the figures")
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    options = parser.parse_args(arguments)
    figures = section(options)
    options.document.write_text(written(options.document.read_text(), figures, BEGIN, END))
    print(figures)
    return 0
