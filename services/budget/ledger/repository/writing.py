"""The statements that write in the books; the guard among them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, ClassVar, Protocol, cast
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Table, Uuid, bindparam, column, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from services.budget.ledger.models import Account, Commitment, Transfer, TransferLine
from services.budget.ledger.rules import Balances, Effect, Line
from services.shared.columns import now

_ACCOUNT = cast("Table", Account.__table__)


class HoldsMoney(Protocol):
    """A row with the transfers by which its money was held and posted: `hold_id`, `posted_id`, `account_id`."""

    __table__: ClassVar[Any]
    id: Any


def _changed(name: str) -> ColumnElement[int]:
    return _ACCOUNT.c[name] + bindparam(f"{name}_change", type_=BigInteger)


# The one statement that changes balances: a row that its ceiling, or what is on it, refuses is not found.
GUARD = (
    update(_ACCOUNT)
    .where(
        _ACCOUNT.c.id == bindparam("account_id", type_=Uuid),
        _changed("pending") >= 0,
        _changed("posted") >= 0,
        _changed("pending") + _changed("posted") <= _changed("cap"),
        _changed("disbursed") >= 0,
        _changed("committed") >= 0,
        _changed("carried") >= 0,
        _changed("disbursed") + _changed("committed") + _changed("carried") <= _changed("posted"),
    )
    .values(
        cap=_changed("cap"),
        pending=_changed("pending"),
        posted=_changed("posted"),
        disbursed=_changed("disbursed"),
        committed=_changed("committed"),
        carried=_changed("carried"),
        version=_ACCOUNT.c.version + 1,
        updated_at=bindparam("at"),
    )
    .returning(_ACCOUNT.c.id)
)
# A ceiling above the caller's account may be out of its sight; what it refuses names its figures all the same.
_BALANCES = select(*(_ACCOUNT.c[each.name] for each in fields(Balances))).where(
    _ACCOUNT.c.id == bindparam("account_id", type_=Uuid)
)


async def add_transfer(session: AsyncSession, values: Mapping[str, Any]) -> Transfer | None:
    """Add a transfer; None when its reference stands already, or its hold is resolved. Waits for one under way."""
    added = insert(Transfer).values(**values).on_conflict_do_nothing().returning(Transfer)
    return (await session.scalars(added)).one_or_none()


async def add_transfers(session: AsyncSession, transfers: Sequence[Transfer]) -> None:
    """Add transfers whose references are new, in one statement."""
    session.add_all(transfers)
    await session.flush()


async def add_lines(session: AsyncSession, transfer_id: UUID, lines: Sequence[Line]) -> None:
    """Add what a transfer changes of each account."""
    await add_all_lines(session, [(transfer_id, lines)])


async def add_all_lines(session: AsyncSession, lines: Sequence[tuple[UUID, Sequence[Line]]]) -> None:
    """Add what transfers change of each account, by the transfer's id, in one statement."""
    rows = [
        {"account_id": line.account_id, "transfer_id": transfer_id, **vars(line.effect)}
        for transfer_id, of_transfer in lines
        for line in of_transfer
    ]
    await session.execute(insert(TransferLine).values(rows))


async def add_commitment(session: AsyncSession, transfer: Transfer, owed: Mapping[str, Any]) -> Commitment:
    """Add what a transfer committed, all of it open; `owed` is what only one that was carried over has."""
    amount = transfer.amount
    commitment = Commitment(
        id=transfer.id, version=1, account_id=transfer.account_id, amount=amount, open=amount, **owed
    )
    session.add(commitment)
    await session.flush()
    return commitment


async def settle_commitment(session: AsyncSession, commitment_id: UUID, amount: int) -> bool:
    """Take `amount` off what is open of a commitment; False when less is open. Locks it until the end."""
    taken = update(Commitment).where(Commitment.id == commitment_id, Commitment.open >= amount)
    taken = taken.values(open=Commitment.open - amount, version=Commitment.version + 1)
    taken = taken.execution_options(synchronize_session=False)
    return (await session.scalar(taken.returning(Commitment.id))) is not None


async def extend_commitment(session: AsyncSession, commitment: Commitment, values: Mapping[str, Any]) -> None:
    """Change until when a locked commitment may be paid, and by whose word."""
    for name, value in {**values, "version": commitment.version + 1}.items():
        setattr(commitment, name, value)
    await session.flush()


async def open_of(session: AsyncSession, commitment_id: UUID) -> int:
    """Return what is open of a commitment: for the figures of a refusal."""
    return (await session.scalars(select(Commitment.open).where(Commitment.id == commitment_id))).one()


async def change_balances(session: AsyncSession, account_id: UUID, effect: Effect) -> bool:
    """Change one account's balances; False when its ceiling, or what is on it, refuses. Locks it until the end."""
    changes = {f"{name}_change": change for name, change in vars(effect).items()}
    return (await session.scalar(GUARD, {"account_id": account_id, "at": now(), **changes})) is not None


async def change_caps(session: AsyncSession, changes: Mapping[UUID, int]) -> None:
    """Change the ceilings of locked accounts that bear it, in one statement. ValueError when one of them does not."""
    arrays = (bindparam("ids", type_=ARRAY(Uuid)), bindparam("changes", type_=ARRAY(BigInteger)))
    named = (column("id", Uuid), column("change", BigInteger))
    sent = func.unnest(*arrays).table_valued(*named, name="sent").render_derived()
    raised = _ACCOUNT.c.cap + sent.c.change
    changing = update(_ACCOUNT).where(_ACCOUNT.c.id == sent.c.id, _ACCOUNT.c.pending + _ACCOUNT.c.posted <= raised)
    changing = changing.values(cap=raised, version=_ACCOUNT.c.version + 1, updated_at=now()).returning(_ACCOUNT.c.id)
    changed = await session.scalars(changing, {"ids": list(changes), "changes": list(changes.values())})
    if len(changed.all()) < len(changes):
        raise ValueError("only accounts that bear their new ceiling are changed")


async def balances_of(session: AsyncSession, account_id: UUID) -> Balances:
    """Return what stands on an account, whoever asks: for the figures of a refusal."""
    return Balances(*(await session.execute(_BALANCES, {"account_id": account_id})).one())


async def keep_transfer(session: AsyncSession, row: HoldsMoney, column: str, transfer: Transfer) -> None:
    """Note on a row the transfer by which its money was held (`hold_id`) or posted (`posted_id`), and its account.

    Past the ORM: it belongs to the version that was written before the ledger was asked, and makes no new one.
    """
    kept = {column: transfer.id, "account_id": transfer.account_id}
    table = cast("Table", row.__table__)
    await session.execute(update(table).where(table.c.id == row.id).values(kept))
    for name, value in kept.items():
        set_committed_value(row, name, value)
