"""Who may read the contract and what problems mean: everyone."""

from services.shared.access import Action
from services.shared.errors import Text

READ_CONTRACT = Action("contract.read", Text("ดูสัญญา API", "Read the contract"), public=True, on_object=False)
READ_PROBLEM = Action("problem.read", Text("ดูคำอธิบายปัญหา", "Read what a problem means"), public=True, on_object=False)

ACTIONS = (READ_CONTRACT, READ_PROBLEM)
