"""Requests in plenty: copies of one that the house made, each in a list of its own, written past the house."""

import json
from typing import Any
from uuid import UUID

import asyncpg

# Rounds that no list of the house has.
FIRST_ROUND = 100
# Tables are named through the row that is copied, so that a column more is no matter of these statements.
_LISTS = """
INSERT INTO budget.submission
SELECT copy.*
  FROM budget.request r JOIN budget.submission s ON s.id = r.submission_id, unnest($2::uuid[], $3::uuid[])
       WITH ORDINALITY AS made (request, list, number),
       jsonb_populate_record(s, $4::jsonb || jsonb_build_object(
         'id', list, 'round', $5 + number, 'request_order', jsonb_build_array(request))) AS copy
 WHERE r.id = $1
"""
_REQUESTS = """
INSERT INTO budget.request
SELECT copy.*
  FROM budget.request r, unnest($2::uuid[], $3::uuid[]) AS made (request, list),
       jsonb_populate_record(r, $4::jsonb || jsonb_build_object('id', request, 'submission_id', list)) AS copy
 WHERE r.id = $1
"""
_LINES = """
INSERT INTO budget.request_line
SELECT copy.*
  FROM budget.request_line l, unnest($2::uuid[]) AS made,
       jsonb_populate_record(l, jsonb_build_object('request_id', made)) AS copy
 WHERE l.request_id = $1
"""


async def copies(
    admin: asyncpg.Connection, request_id: str, count: int, *, first_round: int = FIRST_ROUND, **changed: Any
) -> list[UUID]:
    """Copy a request and its list that often, in the order of their ids; returns the ids of the copies.

    What `changed` names of both (area_code, fiscal_year) is another in the copies. Their hashes are those of the
    first: right for the request, which has the same content, and no matter to what is done with one request.
    """
    template = UUID(request_id)
    made: list[UUID] = [row[0] for row in await admin.fetch(_IDS, count)]
    lists: list[UUID] = [row[0] for row in await admin.fetch(_IDS, count)]
    other = json.dumps(changed)
    async with admin.transaction():
        await admin.execute(_LISTS, template, made, lists, other, first_round)
        await admin.execute(_REQUESTS, template, made, lists, other)
        await admin.execute(_LINES, template, made)
    return made


_IDS = "SELECT gen_random_uuid() FROM generate_series(1, $1)"
