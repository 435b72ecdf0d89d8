"""What waits for somebody: opened and closed by use cases, in the transaction of the change."""
