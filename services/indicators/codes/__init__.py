"""What a client calls our indicators and areas in its own system, mapped once; no other client sees or uses it."""
