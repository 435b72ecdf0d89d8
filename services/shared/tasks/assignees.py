"""Whose task something is, from the code of the unit it is for."""

from services.shared import reference
from services.shared.access import Grant
from services.shared.roles import Role


def function_grant(code: str) -> Grant:
    """Return the grant whose holders act for a ministry or department."""
    found = reference.function(code)
    is_ministry = found is not None and found.kind is reference.FunctionKind.MINISTRY
    return Grant(Role.MINISTRY if is_ministry else Role.DEPARTMENT, function=code)
