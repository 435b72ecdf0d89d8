"""The fault proxy itself: it passes everything on, and swallows what it is told to, the same with the same seed."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests import databases
from tests.faults.proxy import COMMITTED, HTTP_ANSWER, Chance, FaultProxy, port_of
from tests.gateway.servers import Connection, json_answer, scripted

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
ANSWER = json_answer(b"{}")
ONE_IN = 4


@pytest.fixture
async def proxy() -> AsyncIterator[FaultProxy]:
    """A proxy in front of a server that answers every request and then hangs up."""

    async def answer(connection: Connection) -> None:
        await connection.request()
        await connection.answer(ANSWER)

    async with (
        scripted(answer) as server,
        FaultProxy(server.port, HTTP_ANSWER, Chance(ONE_IN, seed=7)).serving() as proxy,
    ):
        yield proxy


async def heard(proxy: FaultProxy) -> bytes:
    """Send a request through the proxy and return all that comes back; nothing does of an answer swallowed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    try:
        writer.write(REQUEST)
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_of_every_four_answers_one_is_swallowed_and_the_others_come_whole(proxy: FaultProxy) -> None:
    proxy.armed = True
    answers = [await heard(proxy) for _ in range(5 * ONE_IN)]
    assert set(answers) == {ANSWER, b""}
    blocks = [answers[at : at + ONE_IN] for at in range(0, len(answers), ONE_IN)]
    assert [block.count(b"") for block in blocks] == [1] * 5
    assert (proxy.answers, proxy.swallowed) == (5 * ONE_IN, 5)


async def test_before_it_is_armed_it_swallows_nothing(proxy: FaultProxy) -> None:
    assert {await heard(proxy) for _ in range(2 * ONE_IN)} == {ANSWER}
    assert (proxy.answers, proxy.swallowed) == (0, 0)


def test_a_seed_chooses_the_same_answers_again_and_another_others() -> None:
    chosen = [[chance.strikes() for _ in range(200)] for chance in (Chance(10, 1), Chance(10, 1), Chance(10, 2))]
    assert chosen[0] == chosen[1] != chosen[2]
    assert [sum(each) for each in chosen] == [20, 20, 20]


async def test_a_mark_that_comes_in_two_pieces_is_seen() -> None:
    async def in_pieces(connection: Connection) -> None:
        for piece in (ANSWER[:3], ANSWER[3:]):
            await connection.request()
            await connection.answer(piece)

    async with (
        scripted(in_pieces) as server,
        FaultProxy(server.port, HTTP_ANSWER, Chance(1, seed=0), armed=True).serving() as proxy,
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        writer.write(REQUEST)
        assert await reader.readexactly(3) == ANSWER[:3]
        writer.write(REQUEST)
        assert await reader.read() == b""
        writer.close()
        assert proxy.swallowed == 1


async def test_a_server_that_is_away_is_a_connection_that_ends() -> None:
    async with FaultProxy(1, HTTP_ANSWER, Chance(ONE_IN, seed=7)).serving() as proxy:
        assert await heard(proxy) == b""


async def test_a_commit_is_kept_although_its_answer_was_swallowed(dsn: str) -> None:
    async with FaultProxy(port_of(dsn), COMMITTED, Chance(1, seed=0)).serving() as proxy:
        connection = await asyncpg.connect(proxy.before(databases.app_address(dsn, "budget")))
        proxy.armed = True
        row = "INSERT INTO budget.inbox (consumer, event_id, received_at) VALUES ('faults', gen_random_uuid(), now())"
        with pytest.raises((ConnectionError, asyncpg.PostgresError)):
            async with connection.transaction():
                await connection.execute(row)
        assert connection.is_closed()
    admin = await asyncpg.connect(dsn)
    assert await admin.execute("DELETE FROM budget.inbox WHERE consumer = 'faults'") == "DELETE 1"
    await admin.close()
