"""The services' own clients: registered when the database is prepared, each with the role `service` and its secret.

A service asks the token endpoint as this client for what it does by itself, such as carrying out resolutions.
"""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity import repository
from gateway.identity.credentials import Hasher
from gateway.identity.rules import MOST_LIVE_SECRETS
from gateway.identity.schemas.assignments import AssignmentIn
from gateway.identity.schemas.clients import ClientIn
from gateway.identity.usecases.assignments import give_role, today
from gateway.identity.usecases.clients import end_secret, give_secret, register
from services.shared.access import Grant, Principal
from services.shared.columns import now
from services.shared.database import open_doors
from services.shared.neighbours import client_id_of
from services.shared.roles import Role

SERVICES = ("plans", "indicators", "budget", "evaluation")
SCHEMA = "gateway"
INSTALLER = Principal("installation", "installation", (Grant(Role.OPERATOR),))


async def provide(gateway_dsn: str, secrets: Mapping[str, str]) -> None:
    """See that every service of `secrets` has its client with this secret; `gateway_dsn` is the gateway's app role.

    A secret that was exchanged is added, and the oldest goes when there are two; whatever is right already stays.
    """
    hasher = Hasher()
    doors = await open_doors(gateway_dsn, gateway_dsn, SCHEMA, 1)
    try:
        for service, secret in secrets.items():
            async with doors.sessions.begin() as session:
                await _provide_one(session, hasher, service, secret)
    finally:
        await doors.close()
        hasher.close()


async def _provide_one(session: AsyncSession, hasher: Hasher, service: str, secret: str) -> None:
    client_id = client_id_of(service)
    client = await repository.client_by_name(session, client_id)
    if client is None:
        wanted = ClientIn(
            client_id=client_id,
            name_th=f"บริการ {service} ของระบบ",
            purpose="ทำตามมติที่ยืนยันแล้ว",
            kind="machine",
            contact_post="ผู้ดูแลระบบ",
        )
        await register(session, INSTALLER, wanted, await hasher.hashed(secret))
        grant = AssignmentIn(
            subject=client_id,
            grant=Role.SERVICE,
            valid_from=today(),
            reason="บริการภายในของระบบ",
            order_reference="operations.service_clients",
        )
        await give_role(session, INSTALLER, grant, frozenset(Role))
        return
    live = await repository.live_secrets(session, client.id, now())
    if not await hasher.matches(secret, [each.hash for each in live]):
        if len(live) >= MOST_LIVE_SECRETS:
            await end_secret(session, INSTALLER, client, min(live, key=lambda each: each.created_at))
        await give_secret(session, INSTALLER, client, await hasher.hashed(secret))
