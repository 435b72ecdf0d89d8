"""The entrance of every operation: who asks, whether any of their roles may ever do this, and no unknown parameters.

The full question (this object, this state) is asked again in the use case, on the locked row.
"""

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from services.shared.access import authorise
from services.shared.auth import caller
from services.shared.declare import ACTION
from services.shared.errors import FieldError, Invalid, Text

_UNKNOWN = Text("ไม่รู้จักพารามิเตอร์นี้ โปรดตรวจชื่อ", "This parameter is unknown. Check its name.")


async def enter(request: Request) -> None:
    """Raise NotAuthenticated, NotPermitted or Invalid before anything else is looked at."""
    route = request.scope["route"]
    if not isinstance(route, APIRoute):
        return
    name = (route.openapi_extra or {}).get(ACTION)
    if name is not None:
        principal = await caller(request)
        authorise(principal, request.app.state.service.actions_by_name[name])
    unknown = sorted(set(request.query_params) - _parameters(route))
    if unknown:
        raise Invalid(*(FieldError(f"?{name}", "parameter_unknown", _UNKNOWN) for name in unknown))


# By the identity of the route, which cannot be hashed and lives as long as the app.
_known: dict[int, frozenset[str]] = {}


def _parameters(route: APIRoute) -> frozenset[str]:
    """Return the names of the query parameters that `route` and its dependencies take."""
    if id(route) not in _known:
        _known[id(route)] = frozenset(_names(route.dependant))
    return _known[id(route)]


def _names(dependant: Dependant) -> set[str]:
    names: set[str] = set()
    for parameter in dependant.query_params:
        kind = parameter.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names |= {info.alias or name for name, info in kind.model_fields.items()}
        else:
            names.add(parameter.alias)
    for inner in dependant.dependencies:
        names |= _names(inner)
    return names
