"""How every operation is called well, by chapter; each module has SPECIMENS: operationId → what it needs."""
