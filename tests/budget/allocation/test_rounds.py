"""Rounds: drafted, run, proposed, decided, and open to everybody once published."""

from tests.budget.allocation.rounds import ROUNDS, Bureau, amounts_of


async def test_smoke(bureau: Bureau) -> None:
    allocation = await bureau.draft()
    run = await bureau.run(allocation)
    assert amounts_of(run) == {"50": "234.00", "51": "333.00", "52": "433.00"}
    allocation = await bureau.propose(allocation, run)
    published = await bureau.resolved(allocation, "approve")
    print(published)
    print(await bureau.caps(published))
    for part in ("", "/areas/50", "/snapshot", "/verification"):
        answer = await bureau.get(f"{ROUNDS}/{allocation['id']}/runs/{run['id']}{part}", None)
        assert answer.status_code == 200, answer.text
        print(answer.text[:3000])
    print(await bureau.read(f"{ROUNDS}/{allocation['id']}/history"))
    assert 0
