"""Who may do what: permission = role AND area or function AND state AND relation, as pure tables and four functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from typing_extensions import override

from services.shared.errors import NotAuthenticated, NotPermitted, Refusal, StateDoesNotAllow, Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, Role


@dataclass(frozen=True)
class Grant:
    """One role held for one area, one function, or (both empty) the whole country."""

    role: Role
    area: str | None = None
    function: str | None = None

    @property
    def unit(self) -> str | None:
        """The unit the role is held for, `area:50` or `function:05`; None for the whole country."""
        if self.area:
            return f"area:{self.area}"
        return f"function:{self.function}" if self.function else None

    @classmethod
    def parse(cls, text: str) -> "Grant":
        """Read `province:50`, `ministry:05` or `opdc`; ValueError when the role is unknown or its unit is missing."""
        name, _, code = text.partition(":")
        role = Role(name)
        if bool(code) != (role in AREA_ROLES | FUNCTION_ROLES):
            raise ValueError(f"role {name} is written {name}:CODE" if not code else f"role {name} takes no code")
        return cls(role, area=code if role in AREA_ROLES else None, function=code if role in FUNCTION_ROLES else None)

    @override
    def __str__(self) -> str:
        return f"{self.role}:{self.area or self.function}" if self.unit else str(self.role)


@dataclass(frozen=True)
class Principal:
    """Who asks: a subject (a post or a machine), through a client, with the roles it holds."""

    subject: str
    client: str
    grants: tuple[Grant, ...] = ()

    @property
    def is_public(self) -> bool:
        """True for a caller without a token."""
        return not self.grants

    @property
    def units(self) -> frozenset[str]:
        """The units this caller acts for, such as `area:50`."""
        return frozenset(grant.unit for grant in self.grants if grant.unit)

    def holds(self, roles: Iterable[Role]) -> bool:
        """Return whether any of `roles` is held, for whatever unit."""
        wanted = frozenset(roles)
        return any(grant.role in wanted for grant in self.grants)


PUBLIC = Principal(subject="public", client="public")


class Relation(StrEnum):
    """How the unit a role is held for stands to the object."""

    OWNER = "owner"
    WITHIN = "within"  # the object's owner lies within the caller's cluster or ministry
    SHARED = "shared"  # the owner named the caller's unit on the object
    ANY = "any"


@dataclass(frozen=True)
class Subject:
    """The facts of an object that access asks for. Units are written `area:50`, `function:05`."""

    owner: str
    within: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    state: str | None = None

    def stands_to(self, grant: Grant, relation: Relation) -> bool:
        """Return whether `grant` has `relation` to this object."""
        match relation:
            case Relation.ANY:
                return True
            case Relation.OWNER:
                return grant.unit == self.owner
            case Relation.WITHIN:
                return grant.unit in self.within
            case Relation.SHARED:
                return grant.unit in self.shared


@dataclass(frozen=True)
class Permit:
    """One line of an access table: these roles, when their unit has this relation to the object."""

    roles: frozenset[Role]
    relation: Relation = Relation.OWNER


@dataclass(frozen=True)
class Action:
    """One thing a person can do: its stable name, what it is called, who may, and in which states of the object."""

    name: str
    title: Text
    permits: tuple[Permit, ...] = ()
    states: frozenset[str] | None = None
    public: bool = False
    on_object: bool = field(default=True)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role that some permit names."""
        return frozenset(role for permit in self.permits for role in permit.roles)


def is_permitted(principal: Principal, action: Action, subject: Subject | None) -> bool:
    """Return whether `principal` has a permit for `action`; with no subject, whether any of its roles ever may."""
    if action.public:
        return True
    return any(
        grant.role in permit.roles and (subject is None or subject.stands_to(grant, permit.relation))
        for grant in principal.grants
        for permit in action.permits
    )


def authorise(principal: Principal, action: Action, subject: Subject | None = None) -> None:
    """Raise NotAuthenticated (no token) or NotPermitted unless `principal` may do `action`; states are not asked."""
    if is_permitted(principal, action, subject):
        return
    if principal.is_public:
        raise NotAuthenticated()
    raise NotPermitted(action=action.name, roles=", ".join(sorted(action.roles)))


def check_state(action: Action, subject: Subject) -> None:
    """Raise StateDoesNotAllow when the object's state is not one that `action` starts from."""
    if action.states is not None and subject.state not in action.states:
        raise StateDoesNotAllow(action=action.name, allowed=", ".join(sorted(action.states)), state=subject.state)


@dataclass(frozen=True)
class ActionAnswer:
    """Whether the caller may do one action now; when not, the code and sentence of the refusal it would get."""

    action: str
    title: Text
    refusal: Refusal | None

    @property
    def allowed(self) -> bool:
        """True when the action would be accepted now."""
        return self.refusal is None


def allowed_actions(principal: Principal, actions: Sequence[Action], subject: Subject) -> list[ActionAnswer]:
    """Return, for each action on an object, whether the caller may do it now, and if not, why."""
    return [
        ActionAnswer(action.name, action.title, _refusal_of(principal, action, subject))
        for action in actions
        if action.on_object
    ]


def _refusal_of(principal: Principal, action: Action, subject: Subject) -> Refusal | None:
    try:
        authorise(principal, action, subject)
        check_state(action, subject)
    except Refusal as refusal:
        return refusal
    return None
