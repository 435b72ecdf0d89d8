"""What stops the building of the contract."""


class ContractClash(Exception):
    """Two services, or a service and the rules of the contract, disagree; the sentence names them."""
