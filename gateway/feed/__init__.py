"""The feed: what happened in all services, in one order, each event for its audience only."""
