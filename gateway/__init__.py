"""The gateway: one door and one contract for the four services, and what only all of them together can answer."""
