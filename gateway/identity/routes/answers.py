"""From rows to representations, and the one answer that shows a secret and is stored without it."""

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.identity.models import Assignment, Client, ClientSecret
from gateway.identity.schemas.assignments import AssignmentOut, AssignmentSummary
from gateway.identity.schemas.clients import ClientOut, ClientSummary, ClientWithSecret, SecretOut, ShownSecret
from gateway.identity.usecases import assignments, clients
from services.shared.access import Principal
from services.shared.idempotency import Once
from services.shared.schemas import allowed_action


def client_summary(client: Client) -> ClientSummary:
    """Return a client as a list shows it."""
    return ClientSummary.model_validate(client)


def client_out(inside: clients.ClientInside, principal: Principal) -> ClientOut:
    """Return a client as its own page shows it."""
    return ClientOut(
        **client_summary(inside.client).__dict__,
        secrets=[SecretOut.model_validate(secret) for secret in inside.secrets],
        grants=inside.grants,
        allowed_actions=[allowed_action(answer) for answer in clients.actions_on(principal, inside)],
    )


async def answer_showing_once(
    session: AsyncSession, once: Once, inside: clients.ClientInside, principal: Principal, value: str
) -> Response:
    """Return a client with its newest secret's `value`; what is stored for a repeat has none."""
    shown = client_out(inside, principal).__dict__
    client, newest = inside.client, inside.secrets[-1]
    stored = await once.answer(
        session,
        ClientWithSecret(**shown, secret=_shown_secret(newest, None)),
        status=201,
        location=f"/v1/clients/{client.id}",
        version=client.version,
    )
    body = ClientWithSecret(**shown, secret=_shown_secret(newest, value)).model_dump_json()
    headers = {name: text for name, text in stored.headers.items() if name not in ("content-length", "content-type")}
    return Response(body, status_code=stored.status_code, headers=headers, media_type="application/json")


def _shown_secret(secret: ClientSecret, value: str | None) -> ShownSecret:
    kept = SecretOut.model_validate(secret)
    return ShownSecret(**kept.__dict__, value=value, shown="now" if value else "before")


def assignment_summary(assignment: Assignment) -> AssignmentSummary:
    """Return an assignment as a list shows it."""
    return AssignmentSummary(
        id=assignment.id,
        version=assignment.version,
        subject=assignment.subject,
        grant=assignment.grant_text,
        valid_from=assignment.valid_from,
        valid_to=assignment.valid_to,
        state=assignments.state_of(assignment),
        reason=assignment.reason,
        order_reference=assignment.order_reference,
        created_by=assignment.created_by,
        created_at=assignment.created_at,
        ended_at=assignment.ended_at,
        end_reason=assignment.end_reason,
    )


def assignment_out(assignment: Assignment, principal: Principal) -> AssignmentOut:
    """Return an assignment as its own page shows it."""
    answers = assignments.actions_on(principal, assignment)
    return AssignmentOut(
        **assignment_summary(assignment).__dict__, allowed_actions=[allowed_action(answer) for answer in answers]
    )
