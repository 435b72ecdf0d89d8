"""`python -m operations.client create …`: a client with its roles, written past the API; it prints the secret once.

For the first operator of an installation, who nobody could register yet. `smoke` registers the two persons as whom
`make smoke` walks the journeys. Run it where the gateway's settings are, for example
`docker compose run --rm gateway python -m operations.client create …`.
"""

import argparse
import asyncio
import secrets
import sys
from collections.abc import Sequence

import asyncpg
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.credentials import Hasher
from gateway.identity.schemas.assignments import AssignmentIn
from gateway.identity.schemas.clients import ClientIn
from gateway.identity.usecases.assignments import give_role, today
from gateway.identity.usecases.clients import register
from gateway.settings import GatewaySettings
from services.shared import reference
from services.shared.access import Grant, Principal
from services.shared.constraints import conflict_of
from services.shared.database import open_doors
from services.shared.errors import Refusal
from services.shared.fiscal import fiscal_year_of
from services.shared.roles import Role
from services.shared.settings import Settings

INSTALLER = Principal("installation", "installation", (Grant(Role.OPERATOR),))
SCHEMA = "gateway"


async def create(settings: Settings, wanted: ClientIn, grants: Sequence[str], reason: str) -> str:
    """Register `wanted` with `grants`, all or nothing, and return its secret; raises a Refusal."""
    hasher = Hasher()
    doors = await open_doors(settings.dsn.get_secret_value(), settings.reader_dsn.get_secret_value(), SCHEMA, 1)
    try:
        secret = await hasher.new_secret()
        async with doors.sessions.begin() as session:
            await register(session, INSTALLER, wanted, secret)
            for grant in grants:
                await _give(session, wanted.client_id, grant, reason)
    except IntegrityError as problem:
        raise conflict_of(problem) or problem from problem
    finally:
        await doors.close()
        hasher.close()
    return secret.value


async def _give(session: AsyncSession, client_id: str, grant: str, reason: str) -> None:
    wanted = AssignmentIn(
        subject=client_id, grant=grant, valid_from=today(), reason=reason, order_reference="operations.client"
    )
    await give_role(session, INSTALLER, wanted, frozenset(Role))


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m operations.client", description="Register a client.")
    actions = parser.add_subparsers(dest="action", required=True)
    smoke_parser = actions.add_parser("smoke", help="register the two persons of make smoke, for an environment file")
    smoke_parser.add_argument("--cluster", default="C60-15", help="a cluster of today, in which they hold every role")
    create_parser = actions.add_parser("create", help="register a client")
    create_parser.add_argument("--client-id", required=True, help="its natural code, such as first-operator")
    create_parser.add_argument(
        "--grant", action="append", required=True, help="a role it is to hold: operator, province:50 …; repeatable"
    )
    create_parser.add_argument("--name-th", default="ระบบที่ลงทะเบียนเมื่อติดตั้ง", help="what it is called")
    create_parser.add_argument("--purpose", default="ใช้ดูแลระบบ", help="what it is for")
    create_parser.add_argument("--contact-post", default="ผู้ดูแลระบบ", help="post that answers for it, never a name")
    create_parser.add_argument("--reason", default="ลงทะเบียนเมื่อติดตั้งระบบ", help="why it holds its roles")
    return parser.parse_args(arguments)


def create_one(settings: Settings, options: argparse.Namespace) -> str:
    """Register the client of the options, and return what is printed."""
    wanted = ClientIn(
        client_id=options.client_id,
        name_th=options.name_th,
        purpose=options.purpose,
        kind="machine",
        contact_post=options.contact_post,
    )
    secret = asyncio.run(create(settings, wanted, options.grant, options.reason))
    return f"client_id={wanted.client_id}\nclient_secret={secret}"


def create_smoke(settings: Settings, cluster: str) -> str:
    """Register two persons who hold every role that the journeys need in a cluster; return their environment."""
    lines = []
    for variable, name in (("SMOKE_CLIENT", "smoke"), ("SMOKE_SECOND_CLIENT", "smoke-second")):
        client_id = f"{name}-{secrets.token_hex(4)}"
        wanted = ClientIn(
            client_id=client_id, name_th="ทดสอบระบบ", purpose="make smoke", kind="machine", contact_post="ผู้ดูแลระบบ"
        )
        secret = asyncio.run(create(settings, wanted, smoke_grants(cluster), "ทดสอบระบบ"))
        lines += [f"{variable}_ID={client_id}", f"{variable}_SECRET={secret}"]
    return "\n".join(lines)


def smoke_grants(cluster: str) -> list[str]:
    """Return the roles of everyone who takes part in the journeys of a cluster."""
    provinces = sorted(reference.members_of(cluster, fiscal_year_of(today())))
    own = [f"{role}:{code}" for code in provinces for role in ("province", "province_committee")]
    national = ["opdc", "budget_bureau", "policy_committee", "evaluation_committee", "ministry:05"]
    return [*own, f"cluster:{cluster}", f"cluster_committee:{cluster}", *national]


def main(arguments: Sequence[str], settings: Settings | None = None) -> int:
    """Print client_id and secret, fit for an environment file; returns 0, or 1 when it was refused."""
    options = read_options(arguments)
    known = settings or GatewaySettings()
    try:
        printed = create_smoke(known, options.cluster) if options.action == "smoke" else create_one(known, options)
    except ValidationError as problem:
        faults = [(".".join(map(str, fault["loc"])), fault["msg"]) for fault in problem.errors()]
        print("\n".join(f"{place}: {sentence}" for place, sentence in faults), file=sys.stderr)
        return 1
    except Refusal as refusal:
        print("\n".join([refusal.sentence().en, *(fault.text.en for fault in refusal.errors)]), file=sys.stderr)
        return 1
    except (OSError, asyncpg.PostgresError, SQLAlchemyError) as problem:
        print(
            f"The gateway's database does not serve ({problem}); check BURANAKAN_DSN and run the migrations.",
            file=sys.stderr,
        )
        return 1
    print(printed)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
