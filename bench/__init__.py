"""Programs that load and compare; they print figures and assert none. What they compare runs in one go, in turns."""
