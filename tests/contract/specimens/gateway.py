"""What the gateway answers by itself."""

from tests.contract.world import PROVINCE, Make, fixed

SPECIMENS: dict[str, Make] = {
    "listAreas": fixed(),
    "getArea": fixed(path={"code": "50"}),
    "listFunctions": fixed(),
    "getFunction": fixed(path={"code": "05"}),
    "listEvents": fixed(),
    "listTasks": fixed(grant=PROVINCE),
    "getAreaOverview": fixed(grant=PROVINCE, path={"code": "50"}, query={"fiscal_year": 2558}),
    "getJointMatrix": fixed(grant=PROVINCE, query={"fiscal_year": 2558, "function": "05"}),
    "getContract": fixed(),
    "getServiceContract": fixed(path={"service": "plans"}),
    "getProblem": fixed(path={"code": "not_found"}),
}
